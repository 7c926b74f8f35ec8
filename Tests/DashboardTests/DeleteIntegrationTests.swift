import HTTPTypes
import RiskAPI
import RiskServices
import SimulatedAPI
import TerminalUI
import Testing

@testable import Dashboard

/// The question that deletes an integration.
struct DeleteIntegrationTests {
  @Test func `only the tenant's host, typed, deletes it`() {
    var driver = DashboardDriver.deleting()
    #expect(driver.text.contains("Delete acme.okta.com?"))
    #expect(driver.text.contains("This cannot be undone"))
    #expect(driver.press("Enter").isEmpty)
    driver.type("acme.okta")
    #expect(driver.press("Enter").isEmpty)
    #expect(driver.text.contains("type acme.okta.com to confirm"))
    driver.paste(".com")
    #expect(driver.notice == "type the host: pasting is not accepted")
    driver.type(".com")
    #expect(driver.press("Enter") == [.write(AnyWrite(Self.deletion))])
    #expect(driver.press("Enter").isEmpty)
  }

  @Test func `a key that was pressed before the question was on the screen deletes nothing`() {
    var driver = DashboardDriver.loaded()
    driver.press("3")
    let keys = ["D"] + "acme.okta.com".map { String($0) } + ["Enter"]
    #expect(driver.pressAtOnce(keys).isEmpty)
    #expect(!driver.dashboard.dialogs.isEmpty)
  }

  @Test(arguments: [
    (WriteResult<Integration?>.done(nil), "acme.okta.com deleted: nothing is sent to it any more"),
    (.notDone(.account(.forbidden(.write))), "acme.okta.com not deleted: "),
    (.unknown(WriteDoubt(.timedOut)), "unknown whether acme.okta.com was deleted: "),
    (.changedMeanwhile(nil), "acme.okta.com not deleted: someone else changed it"),
  ])
  func `each end of it is told, and the list is asked for`(
    outcome: WriteResult<Integration?>,
    words: String
  ) {
    var driver = DashboardDriver.deleting()
    driver.type("acme.okta.com")
    driver.press("Enter")
    #expect(
      driver.send(.writeEnded(EndedWrite(Self.deletion, outcome))) == [.fetch(.integrations)]
    )
    #expect(driver.notice.hasPrefix(words))
    #expect(driver.dashboard.dialogs.isEmpty)
  }

  @Test func `another tenant than was shown is shown before it is deleted`() {
    var driver = DashboardDriver.deleting()
    driver.type("acme.okta.com")
    driver.press("Enter")
    var current = Integration.fixture(1)
    current.tenantURL = "https://other.okta.com"
    driver.send(.writeEnded(EndedWrite(Self.deletion, .changedMeanwhile(current))))
    #expect(driver.text.contains("Delete other.okta.com?"))
    #expect(driver.text.contains("someone else changed this integration"))
    driver.type("acme.okta.com")
    #expect(driver.press("Enter").isEmpty)
  }

  @Test func `what cannot be deleted says why`() {
    var driver = DashboardDriver.loaded(mayWrite: false)
    #expect(driver.press("3", "D").isEmpty)
    #expect(driver.notice.contains("unlock"))
    var none = Fixture.team
    none.integrations = []
    driver = DashboardDriver.loaded(none)
    driver.press("3", "D")
    #expect(driver.notice == "no integrations")
    #expect(driver.dashboard.dialogs.isEmpty)
  }

  @Test(arguments: [Size.small, .wide], HostileText.all)
  func `a hostile tenant stays in the question`(size: Size, hostile: HostileText) {
    var account = Fixture.team
    account.integrations[0].tenantURL = hostile.text
    var driver = DashboardDriver.loaded(account, size: size)
    driver.press("3", "D")
    expectStraight(driver)
  }

  @MainActor
  @Test(.timeLimit(.minutes(5)))
  func `the account has it no more, and nobody else's change is deleted`() async throws {
    let harness = try ProgramHarness()
    await harness.open()
    await harness.press("3")
    let id = try #require(harness.root.integrations.selection)
    let host = try #require(harness.root.account.integration(id)).tenantURL.dropFirst(8)
    await harness.api.edit { $0.integrations[0].referenceID = "theirs" }
    await harness.press(["D"] + host.map { String($0) } + ["Enter"])
    #expect(harness.text.contains("someone else changed this integration"))
    #expect(await harness.received().allSatisfy { $0 == .get })

    await harness.press(host.map { String($0) } + ["Enter"])
    #expect(harness.driver.notice == "\(host) deleted: nothing is sent to it any more")
    #expect(harness.root.account.integration(id) == nil)
    #expect(await harness.received().filter { $0 != .get } == [.delete])
  }

  private static let deletion = IntegrationDeletion(
    id: Integration.fixture(1).id,
    seen: Integration.fixture(1).settings
  )
}

extension DashboardDriver {
  /// The question about the first integration.
  fileprivate static func deleting() -> DashboardDriver {
    var driver = DashboardDriver.loaded()
    driver.press("3", "D")
    return driver
  }
}
