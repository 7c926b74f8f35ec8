import RiskAPI
import RiskServices
import SimulatedAPI
import Synchronization
import TestSupport
import Testing

/// What is held back when the budget runs out: reading, but not the reads of a write.
struct UrgencyTests {
  @Test(arguments: Write.allCases)
  func `all calls of a write are urgent, and no other read`(write: Write) async throws {
    let rateLimiter = Priorities()
    let client = APIClient(
      accountID: SimulatedAPI.accountID,
      credentials: .token(try APIToken("s3cret-T0ken_value")),
      transport: SimulatedAPI(SimulationOptions(users: 12, now: { ServiceHarness.noon }))
        .transport(),
      clock: TestClock(),
      rateLimiter: rateLimiter
    )
    let service = RiskService(account: .online(client), now: { ServiceHarness.noon })
    let user = try #require(try await service.fetchUsers().value.users.first)
    let behavior = try #require(try await service.fetchBehaviors().value.first)
    let integration = try #require(try await service.fetchIntegrations().value.first)
    #expect(rateLimiter.all == [.deferrable, .deferrable, .deferrable])
    rateLimiter.forget()

    switch write {
    case .reset:
      _ = await service.carryOut(
        .reset(ResetRequest(userID: user.id, seen: RiskState(user), reason: .other))
      )
    case .behaviors:
      var setting = behavior.setting
      setting.isEnabled.toggle()
      _ = await service.carryOut(
        .behaviors(
          [behavior.key: setting],
          base: [behavior.key: behavior.setting]
        )
      )
    case .update:
      var settings = integration.settings
      settings.isActive.toggle()
      _ = await service.carryOut(
        .update(
          integration.id,
          from: integration.settings,
          to: settings
        )
      )
    case .create:
      _ = await service.createIntegration(
        NewIntegration(
          tenantURL: "https://new.okta.com",
          referenceID: nil,
          startsPaused: false
        )
      )
    case .delete: _ = await service.carryOut(.delete(integration.id))
    }
    #expect(rateLimiter.all == [.urgent, .urgent, .urgent])
    rateLimiter.forget()
    _ = try await service.fetchUsers()
    #expect(rateLimiter.all == [.deferrable])
  }
}

/// The ways to change an account.
enum Write: CaseIterable {
  case reset, behaviors, update, create, delete
}

/// Admits everything and keeps how urgent it was.
private final class Priorities: RateLimiter {
  private let state = Mutex([RequestPriority]())
  var all: [RequestPriority] { state.withLock { $0 } }
  func forget() { state.withLock { $0 = [] } }

  func enter(_ priority: RequestPriority) async -> Admission {
    state.withLock { $0.append(priority) }
    return .admitted(entry: nil)
  }

  func note(_ limit: RateLimit, entry: Int?) async {}
  func noteRefusal(seconds: Int) async {}
}
