import RiskAPI
import RiskServices
import RiskStore
import TerminalUI
import Testing

@testable import Dashboard

/// What is typed or picked in any dialog is there again when the same dialog opens again.
struct DialogDraftTests {
  // MARK: Export

  @Test func `the path of an export outlives Esc and a restart`() {
    var desk = Desk.loaded()
    Self.typePath("/tmp/shift.json", &desk)
    desk.press("Esc")
    #expect(!desk.text.contains("unsaved note"))

    desk.press("e")
    #expect(desk.text.contains("/tmp/shift.json"))
    var next = Desk.loaded()
    next.send(.draftsFound(desk.kept))
    #expect(next.notice == "")
    next.press("e")
    #expect(next.text.contains("/tmp/shift.json"))
  }

  @Test func `the path of an export is that of its own rows`() {
    var desk = Desk.loaded()
    Self.typePath("/tmp/shift.json", &desk)
    desk.press("Esc", "4", "e")

    #expect(desk.text.contains("ztriage-behaviors.csv"))
  }

  @Test(arguments: [["Esc"], []])
  func `a path that was used is proposed no more`(beforeItEnds: [String]) {
    var desk = Desk.loaded()
    Self.typePath("/tmp/shift.json", &desk)
    guard case .export(let request)? = desk.press("Enter").first else {
      Issue.record("nothing was exported")
      return
    }
    desk.press(beforeItEnds)
    desk.send(.exported(request, .written(path: request.path, rows: 12)))

    desk.press("e")
    #expect(desk.text.contains("ztriage-users.csv"))
    #expect(desk.dashboard.drafts[KeptDraft.notes] == .some(nil))
  }

  @Test func `a path that failed after Esc is there to be mended`() {
    var desk = Desk.loaded()
    Self.typePath("/nowhere/shift.json", &desk)
    guard case .export(let request)? = desk.press("Enter").first else {
      Issue.record("nothing was exported")
      return
    }
    desk.press("Esc")
    desk.send(.exported(request, .failed("no such folder")))

    desk.press("e")
    #expect(desk.text.contains("/nowhere/shift.json"))
  }

  @Test func `notes that are dropped leave a path where it is`() {
    var desk = Desk.loaded()
    Self.typePath("/tmp/shift.json", &desk)
    desk.press("Esc", "R", "i")
    desk.type("called")
    desk.press("Esc", "Esc", ":")
    desk.type("drop-notes")
    desk.press("Enter")

    #expect(desk.notice == "discarded 1 note")
    desk.press("e")
    #expect(desk.text.contains("/tmp/shift.json"))
  }

  private static func typePath(_ path: String, _ desk: inout Desk) {
    desk.press("e")
    desk.press("Ctrl-U")
    desk.type(path)
  }

  // MARK: The time of the changes

  @Test func `a time that was typed and not used is there again, to be typed over`() {
    var desk = Desk.loaded()
    desk.press("=", "t")
    desk.type("soon")
    desk.press("Enter")
    #expect(desk.text.contains("a time is"))
    desk.press("Esc", "Esc", "=", "t")
    #expect(desk.text.contains("since soon"))

    desk.type("8h")
    #expect(desk.text.contains("since 8h"))
    desk.press("Enter", "t")
    #expect(!desk.text.contains("since 8h"))
  }

  // MARK: Conflicts

  @Test func `sides that were picked outlive Esc and a restart`() {
    var desk = Desk.inConflict()
    desk.press("2", "Down", "1", "Esc")
    #expect(desk.dashboard.dialogs.isEmpty)

    desk.press("w")
    Self.expectPicks(desk)
    var next = Desk.loaded()
    next.send(.draftsFound(desk.kept))
    var theirs = Fixture.team
    theirs.behaviors[0].setting = .init(isEnabled: false, riskLevel: .low)
    next.receive(theirs, after: 60)
    next.press("4", "w")
    Self.expectPicks(next)
  }

  @Test func `a side is picked again where somebody changed the field once more`() {
    var desk = Desk.inConflict()
    desk.press("2", "Down", "1", "Esc")
    var theirs = Fixture.team
    theirs.behaviors[0].setting = .init(isEnabled: false, riskLevel: .medium)
    theirs.behaviors[2].setting.riskLevel = .low
    desk.receive(theirs, after: 60)

    desk.press("w")
    #expect(desk.text.contains("drop yours"))
    #expect(!desk.text.contains("put back"))
  }

  @Test func `discarded edits take their sides along`() {
    var desk = Desk.inConflict()
    desk.press("2", "Esc", "U")

    #expect(desk.dashboard.drafts == [KeptDraft.behaviors: nil, KeptDraft.notes: nil])
  }

  private static func expectPicks(
    _ desk: Desk,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    for words in ["[HIGH]", "save yours", "drop yours"] {
      #expect(desk.text.contains(words), sourceLocation: sourceLocation)
    }
  }

  @Test func `the conflict of an integration comes back as it was left`() {
    var desk = Desk.loaded(size: .large)
    let changed = Self.leaveConflict(&desk)
    desk.press("Space")
    #expect(desk.text.contains("Someone else changed this integration"))
    #expect(desk.text.contains("put back"))

    var wanted = changed.settings
    wanted.isActive = false
    wanted.tenantURL = Integration.fixture(1).tenantURL
    #expect(
      desk.press("y") == [
        .updateIntegration(id: changed.id, from: changed.settings, to: wanted)
      ]
    )
  }

  @Test func `a conflict that is over asks the plain question`() {
    var desk = Desk.loaded(size: .large)
    Self.leaveConflict(&desk)
    desk.receive(.team, after: 120)
    desk.press("Space")

    #expect(desk.text.contains("Turn off acme.okta.com?"))
  }

  @Test func `a write that failed leaves the conflict as it was`() {
    var desk = Desk.loaded(size: .large)
    Self.leaveConflict(&desk)
    desk.press("Space", "y")
    desk.send(
      .integrationUpdated(Integration.fixture(1).id, .unknown(WriteDoubt(.timedOut)))
    )
    #expect(desk.dashboard.dialogs.isEmpty)

    desk.press("Space")
    #expect(desk.text.contains("put back"))
  }

  /// Puts back a tenant's URL that somebody else changed, and presses Esc instead of confirming it.
  @discardableResult
  private static func leaveConflict(_ desk: inout Desk) -> Integration {
    desk.press("3", "Space", "y")
    desk.meetChange { $0.tenantURL = "https://other.okta.com" }
    desk.press("Down", "2", "Esc")
    var theirs = Fixture.team
    theirs.integrations[0].tenantURL = "https://other.okta.com"
    desk.receive(theirs, after: 60)
    return theirs.integrations[0]
  }

  // MARK: What is typed anew

  @Test func `the number of users is counted anew each time`() {
    var desk = Desk.loaded()
    desk.press("Space", "Space", "R", "3", "y")
    desk.type("2")
    desk.press("Esc", "R")
    #expect(desk.text.contains("▌ 3  remediated"))
    desk.press("y")

    #expect(desk.text.contains("Type 2 to reset them all:"))
    #expect(desk.press("Enter").isEmpty)
    #expect(desk.resetDialog?.stage == .counting)
  }

  @Test func `the footer says what Enter will press`() {
    var desk = Desk.loaded()
    desk.press("R", "1")
    #expect(desk.text.contains("Enter = Cancel  Tab next button"))
    desk.press("Tab")
    #expect(desk.text.contains("Enter = Reset  Tab next button"))
  }
}
