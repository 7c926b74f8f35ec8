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
    var driver = DashboardDriver.loaded()
    Self.typePath("/tmp/shift.json", &driver)
    driver.press("Esc")
    #expect(!driver.text.contains("unsaved note"))

    driver.press("e")
    #expect(driver.text.contains("/tmp/shift.json"))
    var next = DashboardDriver.loaded()
    next.send(.draftsFound(driver.kept))
    #expect(next.notice == "")
    next.press("e")
    #expect(next.text.contains("/tmp/shift.json"))
  }

  @Test func `the path of an export is that of its own rows`() {
    var driver = DashboardDriver.loaded()
    Self.typePath("/tmp/shift.json", &driver)
    driver.press("Esc", "4", "e")

    #expect(driver.text.contains("ztriage-behaviors.csv"))
  }

  @Test(arguments: [["Esc"], []])
  func `a path that was used is proposed no more`(beforeItEnds: [String]) {
    var driver = DashboardDriver.loaded()
    Self.typePath("/tmp/shift.json", &driver)
    guard case .export(let request)? = driver.press("Enter").first else {
      Issue.record("nothing was exported")
      return
    }
    driver.press(beforeItEnds)
    driver.send(.exported(request, .written(path: request.path, rows: 12)))

    driver.press("e")
    #expect(driver.text.contains("ztriage-users.csv"))
    #expect(driver.dashboard.drafts[DraftName.notes] == .some(nil))
  }

  @Test func `a path that failed after Esc is there to be mended`() {
    var driver = DashboardDriver.loaded()
    Self.typePath("/nowhere/shift.json", &driver)
    guard case .export(let request)? = driver.press("Enter").first else {
      Issue.record("nothing was exported")
      return
    }
    driver.press("Esc")
    driver.send(.exported(request, .failed("no such folder")))

    driver.press("e")
    #expect(driver.text.contains("/nowhere/shift.json"))
  }

  @Test func `notes that are dropped leave a path where it is`() {
    var driver = DashboardDriver.loaded()
    Self.typePath("/tmp/shift.json", &driver)
    driver.press("Esc", "R", "i")
    driver.type("called")
    driver.press("Esc", "Esc", ":")
    driver.type("drop-notes")
    driver.press("Enter")

    #expect(driver.notice == "discarded 1 note")
    driver.press("e")
    #expect(driver.text.contains("/tmp/shift.json"))
  }

  private static func typePath(_ path: String, _ driver: inout DashboardDriver) {
    driver.press("e")
    driver.press("Ctrl-U")
    driver.type(path)
  }

  // MARK: The time of the changes

  @Test func `a time that was typed and not used is there again, to be typed over`() {
    var driver = DashboardDriver.loaded()
    driver.press("=", "t")
    driver.type("soon")
    driver.press("Enter")
    #expect(driver.text.contains("a time is"))
    driver.press("Esc", "Esc", "=", "t")
    #expect(driver.text.contains("since soon"))

    driver.type("8h")
    #expect(driver.text.contains("since 8h"))
    driver.press("Enter", "t")
    #expect(!driver.text.contains("since 8h"))
  }

  // MARK: Conflicts

  @Test func `sides that were picked outlive Esc and a restart`() {
    var driver = DashboardDriver.inConflict()
    driver.press("2", "Down", "1", "Esc")
    #expect(driver.dashboard.dialogs.isEmpty)

    driver.press("w")
    Self.expectPicks(driver)
    var next = DashboardDriver.loaded()
    next.send(.draftsFound(driver.kept))
    var theirs = Fixture.team
    theirs.behaviors[0].setting = .init(isEnabled: false, riskLevel: .low)
    next.receive(theirs, after: 60)
    next.press("4", "w")
    Self.expectPicks(next)
  }

  @Test func `a side is picked again where somebody changed the field once more`() {
    var driver = DashboardDriver.inConflict()
    driver.press("2", "Down", "1", "Esc")
    var theirs = Fixture.team
    theirs.behaviors[0].setting = .init(isEnabled: false, riskLevel: .medium)
    theirs.behaviors[2].setting.riskLevel = .low
    driver.receive(theirs, after: 60)

    driver.press("w")
    #expect(driver.text.contains("drop yours"))
    #expect(!driver.text.contains("put back"))
  }

  @Test func `discarded edits take their sides along`() {
    var driver = DashboardDriver.inConflict()
    driver.press("2", "Esc", "U")

    #expect(driver.dashboard.drafts == [DraftName.behaviors: nil, DraftName.notes: nil])
  }

  private static func expectPicks(
    _ driver: DashboardDriver,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    for words in ["[HIGH]", "save yours", "drop yours"] {
      #expect(driver.text.contains(words), sourceLocation: sourceLocation)
    }
  }

  @Test func `the conflict of an integration comes back as it was left`() {
    var driver = DashboardDriver.loaded(size: .large)
    let changed = Self.leaveConflict(&driver)
    driver.press("Space")
    #expect(driver.text.contains("Someone else changed this integration"))
    #expect(driver.text.contains("put back"))

    var wanted = changed.settings
    wanted.isActive = false
    wanted.tenantURL = Integration.fixture(1).tenantURL
    #expect(
      driver.press("y") == [
        .updateIntegration(id: changed.id, from: changed.settings, to: wanted)
      ]
    )
  }

  @Test func `a conflict that is over asks the plain question`() {
    var driver = DashboardDriver.loaded(size: .large)
    Self.leaveConflict(&driver)
    driver.receive(.team, after: 120)
    driver.press("Space")

    #expect(driver.text.contains("Turn off acme.okta.com?"))
  }

  @Test func `a write that failed leaves the conflict as it was`() {
    var driver = DashboardDriver.loaded(size: .large)
    Self.leaveConflict(&driver)
    driver.press("Space", "y")
    driver.send(
      .integrationUpdated(.toggle(.fixture(1)), .unknown(WriteDoubt(.timedOut)))
    )
    #expect(driver.dashboard.dialogs.isEmpty)

    driver.press("Space")
    #expect(driver.text.contains("put back"))
  }

  /// Puts back a tenant's URL that somebody else changed, and presses Esc instead of confirming it.
  @discardableResult
  private static func leaveConflict(_ driver: inout DashboardDriver) -> Integration {
    driver.press("3", "Space", "y")
    driver.meetChange { $0.tenantURL = "https://other.okta.com" }
    driver.press("Down", "2", "Esc")
    var theirs = Fixture.team
    theirs.integrations[0].tenantURL = "https://other.okta.com"
    driver.receive(theirs, after: 60)
    return theirs.integrations[0]
  }

  // MARK: What is typed anew

  @Test func `the number of users is counted anew each time`() {
    var driver = DashboardDriver.loaded()
    driver.press("Space", "Space", "R", "3", "y")
    driver.type("2")
    driver.press("Esc", "R")
    #expect(driver.text.contains("▌ 3  remediated"))
    driver.press("y")

    #expect(driver.text.contains("Type 2 to reset them all:"))
    #expect(driver.press("Enter").isEmpty)
    #expect(driver.resetDialog?.stage == .counting)
  }

  @Test func `the footer says what Enter will press`() {
    var driver = DashboardDriver.loaded()
    driver.press("R", "1")
    #expect(driver.text.contains("Enter = Cancel  Tab next button"))
    driver.press("Tab")
    #expect(driver.text.contains("Enter = Reset  Tab next button"))
  }
}
