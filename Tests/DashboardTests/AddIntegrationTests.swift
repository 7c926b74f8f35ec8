import HTTPTypes
import RiskAPI
import RiskServices
import SimulatedAPI
import TerminalUI
import Testing

@testable import Dashboard

/// The form that adds an integration.
struct AddIntegrationTests {
  @Test func `what was typed is sent from its button, and from nowhere else`() {
    var driver = DashboardDriver.adding("https://new.okta.com")
    // A field takes letters, Enter and Tab go on.
    #expect(driver.press("Enter").isEmpty)
    driver.type("soc")
    #expect(driver.press("Tab", "Space").isEmpty)
    #expect(driver.text.contains("[x] yes"))
    #expect(driver.text.contains("It is on for a moment, then paused"))
    // At a switch, y may be meant for it.
    #expect(driver.press("y").isEmpty)
    #expect(driver.notice == "go to Add first")
    // Cancel comes before Add.
    driver.press("Tab", "Tab")
    #expect(driver.text.contains("[ Add ]"))
    let new = NewIntegration(
      tenantURL: "https://new.okta.com",
      referenceID: "soc",
      startsPaused: true,
      seenTwins: []
    )
    #expect(driver.press("Enter") == [.write(AnyWrite(new))])
    #expect(driver.press("Enter").isEmpty)
    #expect(driver.notice == "already sent: waiting for the outcome")
  }

  @Test func `Enter on Cancel, where Tab comes first, sends nothing`() {
    var driver = DashboardDriver.adding("https://new.okta.com")
    #expect(driver.press("Enter", "Enter", "Enter", "Enter").isEmpty)
    #expect(driver.dashboard.dialogs.isEmpty)
  }

  @Test func `Enter that was pressed before the form was on the screen sends nothing`() {
    var driver = DashboardDriver.adding("https://new.okta.com")
    #expect(driver.pressAtOnce("Tab", "x", "Tab", "Tab", "Tab", "Enter").isEmpty)
    #expect(driver.notice.hasPrefix("key ignored"))
    #expect(!driver.dashboard.dialogs.isEmpty)
  }

  @Test(arguments: [
    "", "acme.okta.com", "http://acme.okta.com", "https://аcme.okta.com", "https://a@b",
  ])
  func `what is no tenant's address is not sent, and stays`(tenant: String) {
    var driver = DashboardDriver.adding(tenant)
    #expect(driver.press("Tab", "Tab", "Tab", "y").isEmpty)
    #expect(driver.text.contains("an https address is needed (https://acme.okta.com)"))
    driver.type("!")
    #expect(driver.text.contains("\(tenant)!"))
  }

  @Test func `a tenant that is there already is told, however it is spelled`() {
    var driver = DashboardDriver.adding("https://ACME.okta.com/")
    #expect(driver.text.contains("This tenant already has an integration"))
    #expect(driver.press("Tab", "Tab", "Tab", "y").count == 1)
  }

  @Test(arguments: [
    ("https://sso.acme.com", true), ("https://acme.okta.com.evil.com", true),
    ("https://okta.com", true), ("https://acme.OKTA.com/", false),
    ("https://acme.oktapreview.com", false), ("https://acme", true), ("acme", false),
  ])
  func `a custom domain is told as it is typed, and can be meant`(tenant: String, isTold: Bool) {
    var driver = DashboardDriver.adding(tenant)
    #expect(driver.text.contains("Not an Okta address") == isTold)
    driver.press("Tab")
    driver.type("soc")
    #expect(driver.text.contains("The reference ID is not a UUID"))
    if isTold { #expect(driver.press("Tab", "Tab", "Tab", "y").count == 1) }
  }

  @Test func `what was typed is there again, after a restart too, until it has done its work`() {
    var driver = DashboardDriver.adding("https://new.okta.com")
    driver.press("Tab", "Tab", "Space", "Esc")
    #expect(driver.dashboard.dialogs.isEmpty)
    var next = DashboardDriver.loaded()
    next.send(.draftsFound(driver.kept))
    for var driver in [driver, next] {
      driver.press("3", "a")
      #expect(driver.text.contains("https://new.okta.com"))
      #expect(driver.text.contains("[x] yes"))
      driver.press("Tab", "Tab", "Tab", "y")
      driver.end(
        CreateResult(made: .done([.fixture(9)]), turnedOff: .done(.fixture(9, isActive: false)))
      )
      #expect(driver.notice == "new.okta.com added, paused: nothing is sent to it")
      driver.press("a")
      #expect(!driver.text.contains("https://new.okta.com"))
    }
  }

  @Test(arguments: [
    (
      CreateResult(made: .done([.fixture(9)])),
      "new.okta.com added: risk changes and resets are sent to it"
    ),
    (
      CreateResult(made: .done([.fixture(9)]), turnedOff: .notDone(.account(.timedOut))),
      "new.okta.com added, but it is on: "
    ),
    (
      CreateResult(made: .done([.fixture(8), .fixture(9)])),
      "new.okta.com: the account lists 2 new integrations"
    ),
    (
      CreateResult(made: .unknown(WriteDoubt(nil, ray: "8f00-FRA"))),
      "unknown whether new.okta.com was added: "
    ),
  ])
  func `an end of it is told, and the list is asked for`(result: CreateResult, words: String) {
    var driver = DashboardDriver.adding("https://new.okta.com")
    driver.press("Tab", "Tab")
    if result.turnedOff != nil { driver.press("Space") }
    driver.press("Tab", "y")
    #expect(driver.end(result) == [.fetch(.integrations)])
    #expect(driver.notice.hasPrefix(words))
    #expect(driver.dashboard.dialogs.isEmpty)
  }

  @Test func `what was refused says why, and can be sent again`() {
    var driver = DashboardDriver.adding("https://new.okta.com")
    driver.press("Tab", "Tab", "Tab", "y")
    driver.end(CreateResult(made: .notDone(.account(.forbidden(.write)))))
    #expect(driver.notice.hasPrefix("new.okta.com not added: "))
    #expect(driver.text.contains("https://new.okta.com"))
    #expect(driver.text.contains("[ Cancel ]"))
    #expect(driver.press("y").count == 1)
  }

  @Test func `somebody else's integration of the tenant is shown before one more is made`() {
    var driver = DashboardDriver.adding("https://new.okta.com")
    driver.press("Tab", "Tab", "Tab", "y")
    let theirs = Integration.fixture(9, tenantURL: "https://new.okta.com")
    driver.end(CreateResult(made: .changedMeanwhile([theirs])))
    #expect(driver.text.contains("someone else added this tenant"))
    #expect(driver.text.contains(theirs.id))
    let new = NewIntegration(tenantURL: "https://new.okta.com", seenTwins: [theirs.id])
    #expect(driver.press("y") == [.write(AnyWrite(new))])
  }

  @Test func `read-only, it says how to unlock`() {
    var driver = DashboardDriver.loaded(mayWrite: false)
    #expect(driver.press("3", "a").isEmpty)
    #expect(driver.dashboard.dialogs.isEmpty)
    #expect(driver.notice.contains("unlock"))
  }

  @Test(arguments: [Size.small, .wide], HostileText.all)
  func `hostile text stays in the form`(size: Size, hostile: HostileText) {
    var driver = DashboardDriver.loaded(size: size)
    driver.press("3", "a")
    driver.paste(hostile.text)
    expectStraight(driver)
  }

  @MainActor
  @Test(.timeLimit(.minutes(5)))
  func `the account has it, paused, and the list shows it`() async throws {
    let harness = try ProgramHarness()
    await harness.open()
    await harness.press("3", "a")
    harness.program.send(.input(.paste("https://new.okta.com"), ProgramHarness.now))
    await harness.press("Tab", "Tab", "Space", "Tab", "Tab", "Enter")
    #expect(harness.driver.notice == "new.okta.com added, paused: nothing is sent to it")
    #expect(harness.text.contains("new.okta.com"))
    #expect(await harness.received().filter { $0 != .get } == [.post, .put])
  }
}

extension DashboardDriver {
  /// The form with a tenant typed.
  fileprivate static func adding(_ tenant: String) -> DashboardDriver {
    var driver = DashboardDriver.loaded()
    driver.press("3", "a")
    driver.type(tenant)
    return driver
  }

  @discardableResult
  fileprivate mutating func end(_ result: CreateResult) -> [Effect] {
    let new = NewIntegration(
      tenantURL: "https://new.okta.com",
      startsPaused: result.turnedOff != nil,
      seenTwins: []
    )
    return send(.writeEnded(EndedWrite(new, result)))
  }
}
