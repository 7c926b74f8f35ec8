import RiskAPI
import TerminalUI
import Testing

@testable import Dashboard

/// An integration's page.
struct IntegrationDetailsTests {
  @Test(arguments: [Size.tiny, .small, .wide])
  func `every field can be read whole`(size: Size) {
    var driver = DashboardDriver.loaded(size: size)
    driver.press("3", "Enter")
    let integration = Integration.fixture(1)
    var read = driver.letters
    for _ in 0..<20 {
      driver.press("j")
      read += driver.letters
    }
    for field in [
      integration.tenantURL, integration.referenceID, integration.id, integration.accountTag,
      "on: risk changes",
    ] {
      #expect(read.contains(field.filter { !$0.isWhitespace }), "\(field)")
    }
    // It is the longest: on a narrow screen it takes several lines.
    if size != .tiny {
      #expect(read.contains(integration.wellKnownURL.suffix(30)))
    }
    driver.press("Esc")
    #expect(driver.dashboard.dialogs.isEmpty)
  }

  @Test func `its fields are copied from there, one after the other`() {
    var driver = DashboardDriver.loaded()
    driver.press("3", "Enter")
    let integration = Integration.fixture(1)
    #expect(driver.press("y") == [.terminal(.copy(SafeText(integration.tenantURL)))])
    #expect(driver.press("y") == [.terminal(.copy(SafeText(integration.id)))])
    #expect(driver.dashboard.dialogs.count == 1)
  }

  @Test func `without an integration there is no page`() {
    var none = Fixture.team
    none.integrations = []
    var driver = DashboardDriver.loaded(none)
    driver.press("3", "Enter")
    #expect(driver.notice == "no integration selected")
    #expect(driver.dashboard.dialogs.isEmpty)
  }

  @Test(arguments: [Size.small, .wide], HostileText.all)
  func `hostile fields stay on the page`(size: Size, hostile: HostileText) {
    var account = Fixture.team
    account.integrations[0].tenantURL = hostile.text
    account.integrations[0].referenceID = hostile.text
    var driver = DashboardDriver.loaded(account, size: size)
    driver.press("3", "Enter")
    expectStraight(driver)
  }
}

extension DashboardDriver {
  /// The screen without blanks and frames.
  fileprivate var letters: String { text.filter { !$0.isWhitespace && !"│╭╮╰╯─▌".contains($0) } }
}
