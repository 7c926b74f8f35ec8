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
      Desk.loaded().dashboard.drafts == [KeptDraft.behaviors: nil, KeptDraft.notes: nil]
    )
  }

  @Test func `nothing is kept before what an earlier run kept was looked for`() {
    var desk = Desk.loaded()
    #expect(!desk.keepsDrafts)

    desk.send(.draftsFound([:]))
    #expect(desk.keepsDrafts)
    desk.press("4", "Space")
    #expect(desk.keepsDrafts)
  }

  // MARK: Behaviors

  @Test func `edits of behaviors come back with their mark and their number`() {
    let kept = Self.kept { $0.press("4", "Space", "j", "Space") }
    var desk = Desk.loaded()
    desk.send(.draftsFound(kept))

    #expect(desk.notice == "2 unsaved behavior changes from last time (press 4)")
    desk.press("4")
    #expect(desk.text.contains("2 unsaved"))
    #expect(desk.text.split(separator: "\n").count { $0.contains("│ *") || $0.contains("▌*") } == 2)
    #expect(desk.dashboard.drafts[KeptDraft.behaviors] == kept[KeptDraft.behaviors]?.first?.content)
  }

  @Test func `edits come back with what the behaviors were when they began`() throws {
    let kept = Self.kept { $0.press("4", "Space") }
    var other = Fixture.team
    other.behaviors[0].setting.riskLevel = .high
    var desk = Desk.loaded(other)
    desk.send(.draftsFound(kept))

    desk.press("4", "w")
    #expect(desk.text.contains("▌ state   on         on        [off]      save yours"))
    #expect(desk.text.contains("  level   MEDIUM    [HIGH]      MEDIUM    keep theirs"))
    #expect(
      desk.press("y") == [
        .writeBehaviors(
          ["high_dlp": .init(isEnabled: false, riskLevel: .high)],
          base: ["high_dlp": .init(isEnabled: true, riskLevel: .high)]
        )
      ]
    )
  }

  @Test func `a draft that is there before the behaviors says why it cannot be saved yet`() {
    let kept = Self.kept { $0.press("4", "Space") }
    var desk = Desk()
    desk.send(.draftsFound(kept))

    #expect(desk.press("4", "w").isEmpty)
    #expect(desk.notice == "the behaviors are not loaded yet")
    desk.receive(.team)
    desk.press("w")
    #expect(desk.text.contains("[ Cancel ]"))
  }

  @Test func `discarded edits are not kept`() {
    var desk = Desk.loaded()
    desk.press("4", "Space")
    #expect(desk.dashboard.drafts[KeptDraft.behaviors] != .some(nil))

    desk.press("U")
    #expect(desk.dashboard.drafts == [KeptDraft.behaviors: nil, KeptDraft.notes: nil])
  }

  @Test func `edits of this run outrank those of an earlier one`() {
    let kept = Self.kept { $0.press("4", "l", "j", "Space") }
    var desk = Desk.loaded()
    desk.press("4", "h")
    desk.send(.draftsFound(kept))

    #expect(desk.dashboard.behaviors.draft["high_dlp"]?.riskLevel == .low)
    #expect(desk.text.contains("2 unsaved"))
  }

  @Test func `what two dashboards left behind comes back as one`() {
    let one = Self.kept { desk in
      desk.press("4", "Space", "1", "R", "i")
      desk.type("called")
    }
    let other = Self.kept { desk in
      desk.press("4", "j", "Space", "1", "j", "R", "i")
      desk.type("mailed")
    }
    var desk = Desk.loaded()
    desk.send(.draftsFound(one.merging(other) { $0 + $1 }))

    #expect(
      desk.notice == "2 unsaved behavior changes from last time (press 4)"
        + " · unsaved note on Dana Reyes (press R) · unsaved note on Kenji Watanabe (press R)"
    )
    #expect(desk.dashboard.behaviors.draft.keys.sorted() == ["high_dlp", "high_risk_domain"])
  }

  // MARK: A note on a reset

  @Test func `a half-typed note is kept while it is typed`() throws {
    var desk = Desk.loaded()
    desk.press("R", "i")
    desk.type("called, no ans")

    let content = try #require(desk.dashboard.drafts[KeptDraft.notes] ?? nil)
    #expect(content.contains("called, no ans"))
  }

  @Test func `note and reason come back for their own user`() {
    let kept = Self.kept { desk in
      desk.press("j", "R", "2", "i")
      desk.type("called")
    }
    var desk = Desk.loaded()
    desk.send(.draftsFound(kept))
    #expect(desk.notice == "unsaved note on Kenji Watanabe (press R)")

    desk.press("R")
    #expect(desk.text.contains("Reset Dana Reyes?"))
    #expect(!desk.text.contains("called"))
    desk.press("Esc", "j", "R")
    #expect(desk.text.contains("Reset Kenji Watanabe?"))
    #expect(desk.text.contains("Note: called"))

    let requests = Desk.resets(in: desk.press("y"))
    #expect(requests.map(\.note) == ["called"])
    #expect(requests.map(\.reason) == [.falsePositive])
  }

  @Test func `notes on several users wait side by side`() {
    let kept = Self.kept { desk in
      desk.press("j", "R", "i")
      desk.type("called")
    }
    var desk = Desk.loaded()
    desk.send(.draftsFound(kept))
    desk.press("R", "i")
    desk.type("mailed")
    let both = desk.kept

    var next = Desk.loaded()
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
    let kept = Self.kept { desk in
      desk.press("v", "2", "i")
      desk.type("on a trip")
    }
    var desk = Desk.loaded()
    desk.send(.draftsFound(kept))
    #expect(desk.notice == "unsaved note on Dana Reyes (press v)")

    desk.press("R")
    #expect(!desk.text.contains("on a trip"))
    desk.press("Esc", "v")
    #expect(desk.text.contains("Note: on a trip"))
  }

  @Test func `the note on a reset of several comes back for just them`() {
    let kept = Self.kept { desk in
      desk.press("Space", "Space", "R", "2", "i")
      desk.type("drill")
    }
    var desk = Desk.loaded()
    desk.send(.draftsFound(kept))
    #expect(desk.notice == "unsaved note on Dana Reyes and 1 more (press R)")

    // They are marked again: nobody remembers whom a question about several was about.
    #expect(desk.text.contains("2 marked"))
    desk.press("-", "R")
    #expect(!desk.text.contains("drill"))
    desk.press("Esc", "Space", "Space", "R")
    #expect(desk.text.contains("Note: drill"))
  }

  @Test func `who was marked for a kept note is marked as soon as the list shows them`() {
    let kept = Self.kept { desk in
      desk.press("Space", "Space", "Space", "R", "i")
      desk.type("drill")
    }
    var desk = Desk(size: .wide)
    desk.send(.draftsFound(kept))
    #expect(desk.dashboard.users.marks.isEmpty)

    var without = Fixture.team
    let third = without.users.remove(at: 2)
    desk.receive(without)
    #expect(desk.dashboard.users.marks == [.fixture(1), .fixture(2)])
    // Whoever was not in the whole list comes back as somebody new.
    without.users.append(third)
    desk.receive(without, after: 60)
    #expect(desk.dashboard.users.marks == [.fixture(1), .fixture(2)])
  }

  @Test func `marks that are cleared do not come back with the list`() {
    let kept = Self.kept { desk in
      desk.press("Space", "Space", "R", "i")
      desk.type("drill")
    }
    var desk = Desk(size: .wide)
    desk.send(.draftsFound(kept))
    desk.press("-")
    desk.receive(.team)
    #expect(desk.dashboard.users.marks.isEmpty)
  }

  @Test func `:drop-notes forgets the notes that wait`() {
    let kept = Self.kept { desk in
      desk.press("R", "i")
      desk.type("called")
    }
    var desk = Desk.loaded()
    desk.send(.draftsFound(kept))
    desk.press(":")
    desk.type("drop-notes")
    desk.press("Enter")

    #expect(desk.notice == "discarded 1 note")
    #expect(desk.dashboard.drafts[KeptDraft.notes] == .some(nil))
    #expect(!desk.text.contains("unsaved note"))
  }

  @Test func `a question about several users leaves the note where it is`() {
    let kept = Self.kept { desk in
      desk.press("R", "i")
      desk.type("called")
    }
    var desk = Desk.loaded()
    desk.send(.draftsFound(kept))
    desk.press("Space", "Space", "R")

    #expect(!desk.text.contains("called"))
    #expect(desk.dashboard.drafts[KeptDraft.notes] == kept[KeptDraft.notes]?.first?.content)
  }

  @Test func `canceling a question keeps what was typed in it`() {
    let kept = Self.kept { desk in
      desk.press("R", "i")
      desk.type("called")
    }
    var desk = Desk.loaded()
    desk.send(.draftsFound(kept))
    #expect(desk.dashboard.drafts[KeptDraft.notes] == kept[KeptDraft.notes]?.first?.content)

    desk.press("R")
    #expect(desk.dashboard.drafts[KeptDraft.notes] == kept[KeptDraft.notes]?.first?.content)
    desk.press("Esc")
    #expect(desk.dashboard.drafts[KeptDraft.notes] == kept[KeptDraft.notes]?.first?.content)
    // Enter on Cancel, and a write that is refused, keep it as well.
    desk.press("R", "2", "Enter")
    #expect(desk.dashboard.dialogs.isEmpty)
    desk.press("R")
    #expect(desk.text.contains("Note: called"))
    #expect(desk.text.contains("▌ 2  false positive"))
    desk.dashboard.mayWrite = false
    #expect(Desk.resets(in: desk.press("y")).isEmpty)
    #expect(desk.dashboard.dialogs.isEmpty)
    desk.dashboard.mayWrite = true
    desk.press("R")
    #expect(desk.text.contains("Note: called"))
    // Once it was sent and done, it is gone.
    guard let request = Desk.resets(in: desk.press("y")).first else {
      Issue.record("nothing was sent")
      return
    }
    desk.send(.resetEnded(request, .reset(at: Desk.now)))
    #expect(desk.dashboard.drafts[KeptDraft.notes] == .some(nil))
  }

  @Test func `a verdict and its note outlive Esc, Enter on Cancel and a quit`() {
    var desk = Desk.loaded()
    desk.press("v", "1", "i")
    desk.type("asked by phone")
    desk.press("Enter", "Enter")
    #expect(desk.dashboard.dialogs.isEmpty)
    desk.press("v")
    #expect(desk.text.contains("▌ 1  true positive"))
    #expect(desk.text.contains("Note: asked by phone"))
    desk.press("Esc")

    var next = Desk.loaded()
    next.send(.draftsFound(desk.kept))
    next.press("v")
    #expect(next.press("y") == [.assess([.fixture(1)], .truePositive, note: "asked by phone")])
    next.send(.assessed([.fixture(1)], failure: nil))
    #expect(next.dashboard.drafts[KeptDraft.notes] == .some(nil))
  }

  @Test func `what an earlier version kept is read`() {
    var desk = Desk.loaded()
    let id = UserID.fixture(1).rawValue
    let old = #"[{"name":"Dana","note":"called","question":"reset","userIDs":["\#(id)"]}]"#
    desk.send(.draftsFound([KeptDraft.notes: [Draft(content: old, savedAt: Desk.now)]]))
    desk.press("R")
    #expect(desk.text.contains("Note: called"))
  }

  @Test func `a note that waits for a user who was reset with others is done with`() {
    let kept = Self.kept { desk in
      desk.press("R", "i")
      desk.type("called")
    }
    var desk = Desk.loaded()
    desk.send(.draftsFound(kept))
    desk.press("Space", "Space", "R", "2", "y")
    desk.type("2")
    guard let request = Desk.resets(in: desk.press("Enter")).first else {
      Issue.record("nothing was sent")
      return
    }
    desk.send(.resetEnded(request, .reset(at: Desk.now)))

    #expect(desk.dashboard.drafts[KeptDraft.notes]??.contains("called") != true)
  }

  // MARK: What cannot be read

  @Test(arguments: ["", "{", "[]", #"{"draft":{"x":{}},"base":{}}"#, "null"])
  func `a draft that cannot be read is passed over`(content: String) {
    var desk = Desk.loaded()
    let draft = Draft(content: content, savedAt: Desk.now)
    desk.send(.draftsFound([KeptDraft.behaviors: [draft], KeptDraft.notes: [draft]]))

    #expect(desk.notice == "")
    #expect(desk.dashboard.behaviors.draft.isEmpty)
    #expect(desk.dashboard.dialogDrafts.isEmpty)
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
    var desk = Desk.loaded(size: .small)
    desk.send(.draftsFound([KeptDraft.notes: [Draft(content: content, savedAt: Desk.now)]]))
    expectStraight(desk)

    desk.press("R")
    expectStraight(desk)
  }

  /// What a run leaves behind that ends after some keys.
  private static func kept(after keys: (inout Desk) -> Void) -> [String: [Draft]] {
    var desk = Desk.loaded()
    keys(&desk)
    return desk.kept
  }
}

extension Desk {
  /// The drafts as the next run finds them.
  var kept: [String: [Draft]] {
    dashboard.drafts.compactMapValues { content in
      content.map { [Draft(content: $0, savedAt: Desk.now.addingTimeInterval(-3_600))] }
    }
  }

  /// Whether the drafts as they are now are on their way to the disk.
  fileprivate var keepsDrafts: Bool {
    dashboard.subscriptions.contains(.keptDrafts(dashboard.drafts))
  }
}
