import HTTPTypes
import RiskAPI
import RiskServices
import SimulatedAPI
import TerminalUI
import Testing

@testable import Dashboard

/// The form that edits an integration.
struct EditIntegrationTests {
  private static let seen = Integration.fixture(1).settings

  @Test func `what was changed is sent, with what was shown`() {
    var driver = DashboardDriver.editing()
    #expect(driver.text.contains("Edit acme.okta.com"))
    #expect(driver.text.contains("No change yet."))
    driver.press("Tab", "Ctrl-U")
    driver.type("soc")
    #expect(driver.text.contains("reference was \(Self.seen.referenceID)"))
    #expect(driver.text.contains("What is sent stays the same."))
    var wanted = Self.seen
    wanted.referenceID = "soc"
    #expect(
      driver.press("Tab", "Tab", "Tab", "Enter")
        == [.updateIntegration(id: Integration.fixture(1).id, from: Self.seen, to: wanted)]
    )
  }

  @Test func `nothing is sent where nothing was changed`() {
    var driver = DashboardDriver.editing()
    #expect(driver.press("Tab", "Tab", "Tab", "y").isEmpty)
    #expect(driver.notice == "no change needed: already set")
  }

  @Test func `what the account would not take as meant is not sent`() {
    var driver = DashboardDriver.editing()
    driver.type("#")
    driver.press("Tab", "Ctrl-U")
    #expect(driver.press("Tab", "Tab", "y").isEmpty)
    #expect(driver.text.contains("an https address is needed"))
    #expect(driver.text.contains("a reference is needed"))
  }

  @Test func `a tenant that the account has already may stay as it is`() {
    var account = Fixture.team
    account.integrations[0].tenantURL = "http://old.example"
    var driver = DashboardDriver.editing(account)
    #expect(driver.press("Tab", "Tab", "Space", "Tab", "y").count == 1)
  }

  @Test func `what somebody else changed is taken over, and what both did is told`() {
    var driver = DashboardDriver.editing()
    driver.press("Tab", "Ctrl-U")
    driver.type("soc")
    driver.press("Tab", "Tab", "y")
    var theirs = Integration.fixture(1)
    theirs.tenantURL = "https://theirs.okta.com"
    theirs.referenceID = "other"
    var wanted = Self.seen
    wanted.referenceID = "soc"
    let update = IntegrationUpdate(id: theirs.id, seen: Self.seen, wanted: wanted)
    driver.send(.integrationUpdated(update, .changedMeanwhile(theirs)))
    #expect(driver.text.contains("someone else changed it"))
    #expect(driver.text.contains("https://theirs.okta.com"))
    #expect(driver.text.contains("reference was other"))
    wanted.tenantURL = theirs.tenantURL
    #expect(
      driver.press("y")
        == [.updateIntegration(id: theirs.id, from: theirs.settings, to: wanted)]
    )
  }

  @Test func `what was typed is there again for this integration, and for no other`() {
    var driver = DashboardDriver.editing()
    driver.press("Tab", "Ctrl-U")
    driver.type("soc")
    driver.press("Esc", "j", "E")
    #expect(!driver.text.contains("soc"))
    driver.press("Esc", "k", "E")
    #expect(driver.text.contains("soc"))
  }

  @MainActor
  @Test(.timeLimit(.minutes(5)))
  func `the account has the new settings`() async throws {
    let harness = try ProgramHarness()
    await harness.open()
    await harness.press("3", "E", "Ctrl-U")
    harness.program.send(.input(.paste("https://new.okta.com"), ProgramHarness.now))
    await harness.press("Tab", "Tab", "Tab", "Tab", "Enter")
    #expect(harness.driver.notice.hasPrefix("new.okta.com saved: "))
    #expect(harness.text.contains("https://new.okta.com"))
    #expect(await harness.received().filter { $0 != .get } == [.put])
  }
}

extension DashboardDriver {
  /// The form with the settings of the first integration.
  fileprivate static func editing(_ account: Fixture = .team) -> DashboardDriver {
    var driver = DashboardDriver.loaded(account)
    driver.press("3", "E")
    return driver
  }
}
