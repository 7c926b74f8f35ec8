import Foundation
import RiskAPI
import RiskServices
import RiskStore
import TerminalUI
import Testing

@testable import Dashboard

/// What must outlive a run: unsaved edits and a note that was not sent.
struct KeptStateTests {
  @Test func `at first there is nothing to keep`() {
    #expect(
      DashboardDriver.loaded().dashboard.drafts == [DraftName.behaviors: nil, DraftName.notes: nil]
    )
  }

  // MARK: Behaviors

  @Test func `edits of behaviors come back with their mark and their number`() {
    let kept = Self.kept { $0.press("4", "Space", "j", "Space") }
    var driver = DashboardDriver.loaded()
    driver.send(.draftsFound(kept))

    #expect(driver.notice == "2 unsaved behavior changes from last time (press 4)")
    driver.press("4")
    #expect(driver.text.contains("2 unsaved"))
    #expect(
      driver.text.split(separator: "\n").count { $0.contains("│ *") || $0.contains("▌*") } == 2
    )
    #expect(
      driver.dashboard.drafts[DraftName.behaviors] == kept[DraftName.behaviors]?.first?.content
    )
  }

  @Test func `edits come back with what the behaviors were when they began`() throws {
    let kept = Self.kept { $0.press("4", "Space") }
    var other = Fixture.team
    other.behaviors[0].setting.riskLevel = .high
    var driver = DashboardDriver.loaded(other)
    driver.send(.draftsFound(kept))

    driver.press("4", "w")
    #expect(driver.text.contains("▌ state   on         on        [off]      save yours"))
    #expect(driver.text.contains("  level   MEDIUM    [HIGH]      MEDIUM    keep theirs"))
    #expect(
      driver.press("y") == [
        .writeBehaviors(
          ["high_dlp": .init(isEnabled: false, riskLevel: .high)],
          base: ["high_dlp": .init(isEnabled: true, riskLevel: .high)]
        )
      ]
    )
  }

  @Test func `a draft that is there before the behaviors says why it cannot be saved yet`() {
    let kept = Self.kept { $0.press("4", "Space") }
    var driver = DashboardDriver()
    driver.send(.draftsFound(kept))

    #expect(driver.press("4", "w").isEmpty)
    #expect(driver.notice == "the behaviors are not loaded yet")
    driver.receive(.team)
    driver.press("w")
    #expect(driver.text.contains("[ Cancel ]"))
  }

  @Test func `discarded edits are not kept`() {
    var driver = DashboardDriver.loaded()
    driver.press("4", "Space")
    #expect(driver.dashboard.drafts[DraftName.behaviors] != .some(nil))

    driver.press("U")
    #expect(driver.dashboard.drafts == [DraftName.behaviors: nil, DraftName.notes: nil])
  }

  @Test func `edits of this run outrank those of an earlier one`() {
    let kept = Self.kept { $0.press("4", "l", "j", "Space") }
    var driver = DashboardDriver.loaded()
    driver.press("4", "h")
    driver.send(.draftsFound(kept))

    #expect(driver.dashboard.behaviors.draft["high_dlp"]?.riskLevel == .low)
    #expect(driver.text.contains("2 unsaved"))
  }

  @Test func `what two dashboards left behind comes back as one`() {
    let one = Self.kept { driver in
      driver.press("4", "Space", "1", "R", "i")
      driver.type("called")
    }
    let other = Self.kept { driver in
      driver.press("4", "j", "Space", "1", "j", "R", "i")
      driver.type("mailed")
    }
    var driver = DashboardDriver.loaded()
    driver.send(.draftsFound(one.merging(other) { $0 + $1 }))

    #expect(
      driver.notice == "2 unsaved behavior changes from last time (press 4)"
        + " · unsaved note on Dana Reyes (press R) · unsaved note on Kenji Watanabe (press R)"
    )
    #expect(driver.dashboard.behaviors.draft.keys.sorted() == ["high_dlp", "high_risk_domain"])
  }

  // MARK: A note on a reset

  @Test func `a half-typed note is kept while it is typed`() throws {
    var driver = DashboardDriver.loaded()
    driver.press("R", "i")
    driver.type("called, no ans")

    let content = try #require(driver.dashboard.drafts[DraftName.notes] ?? nil)
    #expect(content.contains("called, no ans"))
  }

  @Test func `note and reason come back for their own user`() {
    let kept = Self.kept { driver in
      driver.press("j", "R", "2", "i")
      driver.type("called")
    }
    var driver = DashboardDriver.loaded()
    driver.send(.draftsFound(kept))
    #expect(driver.notice == "unsaved note on Kenji Watanabe (press R)")

    driver.press("R")
    #expect(driver.text.contains("Reset Dana Reyes?"))
    #expect(!driver.text.contains("called"))
    driver.press("Esc", "j", "R")
    #expect(driver.text.contains("Reset Kenji Watanabe?"))
    #expect(driver.text.contains("Note: called"))

    let requests = DashboardDriver.resets(in: driver.press("y"))
    #expect(requests.map(\.note) == ["called"])
    #expect(requests.map(\.reason) == [.falsePositive])
  }

  @Test func `notes on several users wait side by side`() {
    let kept = Self.kept { driver in
      driver.press("j", "R", "i")
      driver.type("called")
    }
    var driver = DashboardDriver.loaded()
    driver.send(.draftsFound(kept))
    driver.press("R", "i")
    driver.type("mailed")
    let both = driver.kept

    var next = DashboardDriver.loaded()
    next.send(.draftsFound(both))
    #expect(
      next.notice
        == "unsaved note on Kenji Watanabe (press R) · unsaved note on Dana Reyes (press R)"
    )
    #expect(next.text.contains("2 unsaved notes"))
    next.press("R")
    #expect(next.text.contains("Note: mailed"))
    next.press("Esc", "j", "R")
    #expect(next.text.contains("Note: called"))
  }

  @Test func `a half-typed note of a verdict comes back in the verdict's question`() {
    let kept = Self.kept { driver in
      driver.press("v", "2", "i")
      driver.type("on a trip")
    }
    var driver = DashboardDriver.loaded()
    driver.send(.draftsFound(kept))
    #expect(driver.notice == "unsaved note on Dana Reyes (press v)")

    driver.press("R")
    #expect(!driver.text.contains("on a trip"))
    driver.press("Esc", "v")
    #expect(driver.text.contains("Note: on a trip"))
  }

  @Test func `the note on a reset of several comes back for just them`() {
    let kept = Self.kept { driver in
      driver.press("Space", "Space", "R", "2", "i")
      driver.type("drill")
    }
    var driver = DashboardDriver.loaded()
    driver.send(.draftsFound(kept))
    #expect(driver.notice == "unsaved note on Dana Reyes and 1 more (press R)")

    // They are marked again: nobody remembers whom a question about several was about.
    #expect(driver.text.contains("2 marked"))
    driver.press("-", "R")
    #expect(!driver.text.contains("drill"))
    driver.press("Esc", "Space", "Space", "R")
    #expect(driver.text.contains("Note: drill"))
  }

  @Test func `who was marked for a kept note is marked as soon as the list shows them`() {
    let kept = Self.kept { driver in
      driver.press("Space", "Space", "Space", "R", "i")
      driver.type("drill")
    }
    var driver = DashboardDriver(size: .wide)
    driver.send(.draftsFound(kept))
    #expect(driver.dashboard.users.marks.isEmpty)

    var without = Fixture.team
    let third = without.users.remove(at: 2)
    driver.receive(without)
    #expect(driver.dashboard.users.marks == [.fixture(1), .fixture(2)])
    // Whoever was not in the whole list comes back as somebody new.
    without.users.append(third)
    driver.receive(without, after: 60)
    #expect(driver.dashboard.users.marks == [.fixture(1), .fixture(2)])
  }

  @Test func `marks that are cleared do not come back with the list`() {
    let kept = Self.kept { driver in
      driver.press("Space", "Space", "R", "i")
      driver.type("drill")
    }
    var driver = DashboardDriver(size: .wide)
    driver.send(.draftsFound(kept))
    driver.press("-")
    driver.receive(.team)
    #expect(driver.dashboard.users.marks.isEmpty)
  }

  @Test func `:drop-notes forgets the notes that wait`() {
    let kept = Self.kept { driver in
      driver.press("R", "i")
      driver.type("called")
    }
    var driver = DashboardDriver.loaded()
    driver.send(.draftsFound(kept))
    driver.press(":")
    driver.type("drop-notes")
    driver.press("Enter")

    #expect(driver.notice == "discarded 1 note")
    #expect(driver.dashboard.drafts[DraftName.notes] == .some(nil))
    #expect(!driver.text.contains("unsaved note"))
  }

  @Test func `a question about several users leaves the note where it is`() {
    let kept = Self.kept { driver in
      driver.press("R", "i")
      driver.type("called")
    }
    var driver = DashboardDriver.loaded()
    driver.send(.draftsFound(kept))
    driver.press("Space", "Space", "R")

    #expect(!driver.text.contains("called"))
    #expect(driver.dashboard.drafts[DraftName.notes] == kept[DraftName.notes]?.first?.content)
  }

  @Test func `canceling a question keeps what was typed in it`() {
    let kept = Self.kept { driver in
      driver.press("R", "i")
      driver.type("called")
    }
    var driver = DashboardDriver.loaded()
    driver.send(.draftsFound(kept))
    #expect(driver.dashboard.drafts[DraftName.notes] == kept[DraftName.notes]?.first?.content)

    driver.press("R")
    #expect(driver.dashboard.drafts[DraftName.notes] == kept[DraftName.notes]?.first?.content)
    driver.press("Esc")
    #expect(driver.dashboard.drafts[DraftName.notes] == kept[DraftName.notes]?.first?.content)
    // Enter on Cancel, and a write that is refused, keep it as well.
    driver.press("R", "2", "Enter")
    #expect(driver.dashboard.dialogs.isEmpty)
    driver.press("R")
    #expect(driver.text.contains("Note: called"))
    #expect(driver.text.contains("▌ 2  false positive"))
    driver.dashboard.mayWrite = false
    #expect(DashboardDriver.resets(in: driver.press("y")).isEmpty)
    #expect(driver.dashboard.dialogs.isEmpty)
    driver.dashboard.mayWrite = true
    driver.press("R")
    #expect(driver.text.contains("Note: called"))
    // Once it was sent and done, it is gone.
    guard let request = DashboardDriver.resets(in: driver.press("y")).first else {
      Issue.record("nothing was sent")
      return
    }
    driver.send(.resetEnded(request, .reset(at: DashboardDriver.now)))
    #expect(driver.dashboard.drafts[DraftName.notes] == .some(nil))
  }

  @Test func `a verdict and its note outlive Esc, Enter on Cancel and a quit`() {
    var driver = DashboardDriver.loaded()
    driver.press("v", "1", "i")
    driver.type("asked by phone")
    driver.press("Enter", "Enter")
    #expect(driver.dashboard.dialogs.isEmpty)
    driver.press("v")
    #expect(driver.text.contains("▌ 1  true positive"))
    #expect(driver.text.contains("Note: asked by phone"))
    driver.press("Esc")

    var next = DashboardDriver.loaded()
    next.send(.draftsFound(driver.kept))
    next.press("v")
    #expect(next.press("y") == [.assess([.fixture(1)], .truePositive, note: "asked by phone")])
    next.send(.assessed([.fixture(1)], failure: nil))
    #expect(next.dashboard.drafts[DraftName.notes] == .some(nil))
  }

  @Test func `what an earlier version kept is read`() {
    var driver = DashboardDriver.loaded()
    let id = UserID.fixture(1).rawValue
    let old = #"[{"name":"Dana","note":"called","question":"reset","userIDs":["\#(id)"]}]"#
    driver.send(
      .draftsFound([DraftName.notes: [Draft(content: old, savedAt: DashboardDriver.now)]])
    )
    driver.press("R")
    #expect(driver.text.contains("Note: called"))
  }

  @Test func `a note that waits for a user who was reset with others is done with`() {
    let kept = Self.kept { driver in
      driver.press("R", "i")
      driver.type("called")
    }
    var driver = DashboardDriver.loaded()
    driver.send(.draftsFound(kept))
    #expect(driver.dashboard.drafts[DraftName.notes]??.contains("called") == true)
    driver.press("Space", "Space", "R", "2", "y")
    driver.type("2")
    guard let request = DashboardDriver.resets(in: driver.press("Enter")).first else {
      Issue.record("nothing was sent")
      return
    }
    driver.send(.resetEnded(request, .reset(at: DashboardDriver.now)))

    #expect(driver.dashboard.drafts[DraftName.notes]??.contains("called") != true)
  }

  // MARK: What cannot be read

  @Test(arguments: ["", "{", "[]", #"{"draft":{"x":{}},"base":{}}"#, "null"])
  func `a draft that cannot be read is passed over`(content: String) {
    var driver = DashboardDriver.loaded()
    let draft = Draft(content: content, savedAt: DashboardDriver.now)
    driver.send(.draftsFound([DraftName.behaviors: [draft], DraftName.notes: [draft]]))

    #expect(driver.notice == "")
    #expect(driver.dashboard.behaviors.draft.isEmpty)
    #expect(driver.dashboard.dialogDrafts.all.isEmpty)
  }

  @Test(arguments: HostileText.all)
  func `a hostile name in a kept note stays in its columns`(hostile: HostileText) throws {
    let note = DialogDraft(
      .reset,
      about: [UserID.fixture(1).rawValue],
      name: hostile.text,
      text: hostile.text
    )
    let content = String(decoding: try JSONEncoder().encode([note]), as: UTF8.self)
    var driver = DashboardDriver.loaded(size: .small)
    driver.send(
      .draftsFound([DraftName.notes: [Draft(content: content, savedAt: DashboardDriver.now)]])
    )
    expectStraight(driver)

    driver.press("R")
    expectStraight(driver)
  }

  /// What a run leaves behind that ends after some keys.
  private static func kept(after keys: (inout DashboardDriver) -> Void) -> [String: [Draft]] {
    var driver = DashboardDriver.loaded()
    keys(&driver)
    return driver.kept
  }
}

extension DashboardDriver {
  /// The drafts as the next run finds them.
  var kept: [String: [Draft]] {
    dashboard.drafts.compactMapValues { content in
      content.map { [Draft(content: $0, savedAt: DashboardDriver.now.addingTimeInterval(-3_600))] }
    }
  }
}
