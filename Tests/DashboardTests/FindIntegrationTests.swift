import Foundation
import RiskAPI
import RiskServices
import SimulatedAPI
import TerminalUI
import Testing

@testable import Dashboard

/// `f` finds an integration by its reference id.
struct FindIntegrationTests {
  private static func asking(for referenceID: String) -> DashboardDriver {
    var driver = DashboardDriver.loaded()
    driver.press("3", "f")
    driver.type(referenceID)
    driver.press("Enter")
    return driver
  }

  @Test func `the account is asked while the question stands, and the integration opens`() {
    let second = Integration.fixture(2)
    var driver = Self.asking(for: " \(second.referenceID) ")
    let query = Query.integration(referenceID: second.referenceID)
    #expect(driver.dashboard.queries.contains(query))
    #expect(driver.text.contains("looking for it"))

    driver.send(.integrationFound(second.referenceID, .success(second)))
    #expect(!driver.dashboard.queries.contains(query))
    #expect(driver.dashboard.integrations.selection == second.id)
    #expect(driver.dashboard.dialogs.top is IntegrationDetailsDialog)
    #expect(driver.text.contains(second.wellKnownURL.suffix(20)))
  }

  @Test func `a filter that hides it is cleared`() {
    var driver = DashboardDriver.loaded()
    driver.press("3", "/")
    driver.type("acme.okta.com")
    driver.press("Enter", "f")
    driver.type("r")
    driver.press("Enter")
    driver.send(.integrationFound("r", .success(.fixture(2))))
    #expect(driver.dashboard.integrations.selection == Integration.fixture(2).id)
    #expect(!driver.dashboard.integrations.filter.isActive)
  }

  @Test func `one that the list does not have yet is waited for`() {
    var driver = Self.asking(for: "r")
    var new = Integration.fixture(2)
    new.id = "99999999-5f60-4718-92a3-700000000001"
    let effects = driver.send(.integrationFound("r", .success(new)))
    #expect(effects == [.fetch(.integrations, sharedWithin: nil)])
    #expect(driver.dashboard.dialogs.isEmpty)
    #expect(driver.notice.contains("the list is asked for again"))
    #expect(driver.dashboard.integrations.selection == Integration.fixture(1).id)

    driver.send(
      .integrationsFetched(
        .success(Fetched([.fixture(1), new], fetchedAt: DashboardDriver.now))
      )
    )
    #expect(driver.dashboard.integrations.selection == new.id)
  }

  @Test func `that there is none is said, and what was typed stays`() {
    var driver = Self.asking(for: "nobody")
    driver.send(.integrationFound("nobody", .failure(.notFound(APIError.Reply(status: 404)))))
    #expect(driver.text.contains("no integration has this reference id"))
    #expect(driver.text.contains("nobody"))
    driver.press("Enter")
    #expect(driver.dashboard.queries.contains(.integration(referenceID: "nobody")))
    driver.send(.integrationFound("nobody", .failure(.timedOut)))
    #expect(driver.text.contains("no answer from the account in time"))
  }

  @Test func `an answer to what is not asked any more opens nothing`() {
    var driver = Self.asking(for: "r")
    driver.type("x")
    #expect(!driver.dashboard.queries.contains(.integration(referenceID: "r")))
    driver.send(.integrationFound("r", .success(.fixture(2))))
    #expect(driver.dashboard.dialogs.top is FindIntegrationDialog)
    driver.press("Esc")
    driver.send(.integrationFound("rx", .success(.fixture(2))))
    #expect(driver.dashboard.dialogs.isEmpty)
    #expect(driver.dashboard.integrations.selection == Integration.fixture(1).id)
  }

  @Test func `nothing typed asks nothing`() {
    var driver = DashboardDriver.loaded()
    driver.press("3", "f", "Enter")
    #expect(driver.text.contains("type a reference id"))
    driver.type("  ")
    driver.press("Enter")
    #expect(driver.text.contains("type a reference id"))
  }

  @Test(arguments: [Size.tiny, .small, .wide], HostileText.all)
  func `hostile words stay in the box`(size: Size, hostile: HostileText) {
    var driver = DashboardDriver.loaded(size: size)
    driver.press("3", "f")
    driver.paste(hostile.text)
    driver.press("Enter")
    if let wanted = driver.dashboard.dialogs.first(FindIntegrationDialog.self)?.wanted {
      driver.send(
        .integrationFound(wanted, .failure(.undecodable(APIError.Reply(status: 200), hostile.text)))
      )
    }
    expectStraight(driver)
  }
}

/// The same against an account.
struct FindIntegrationProgramTests {
  @MainActor
  @Test(.timeLimit(.minutes(5))) func `the service finds it by one request`() async throws {
    let harness = try ProgramHarness(answersQueries: true)
    await harness.open()
    let integration = try #require(harness.root.account.integrations.value?.last)
    await harness.press("3", "f")
    harness.program.send(.input(.paste(integration.referenceID), ProgramHarness.now))
    await harness.press("Enter")
    while !Task.isCancelled, harness.root.dialogs.top is FindIntegrationDialog {
      await Task.yield()
    }
    #expect(harness.root.dialogs.top is IntegrationDetailsDialog)
    #expect(harness.root.integrations.selection == integration.id)
    let path = await harness.api.received.last?.path ?? ""
    #expect(path.hasSuffix("/integrations/reference_id/\(integration.referenceID)"))
  }
}
