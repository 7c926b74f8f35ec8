import Foundation
import HTTPTypes
import RiskAPI
import RiskServices
import RiskStore
import SimulatedAPI
import Synchronization
import TestSupport

/// A simulated account behind a line that can be cut, and a service that talks over it.
struct ServiceHarness {
  let api: SimulatedAPI
  let line: Line
  let service: RiskService
  /// The pauses that the service made between its looks.
  let pauses = Box<[Duration]>([])

  /// Noon of a day in 2026, so that tests do not depend on today.
  static let noon = TestClock.noon

  /// A bench whose line answers from `trouble` before the account does.
  ///
  /// `api` is the account of another bench; `now` is the clock of this one alone.
  init(
    api other: SimulatedAPI? = nil,
    permissions: Set<PermissionGroup> = Set(PermissionGroup.allCases),
    journaling: Journaling = .off,
    isOnline: Bool = true,
    users: Int = 12,
    now: Date = Self.noon,
    told: Box<[String]>? = nil,
    trouble: @escaping Line.Plan = { _, _, _ in nil }
  ) throws {
    let api =
      other
      ?? SimulatedAPI(
        SimulationOptions(users: users, permissions: permissions, now: { Self.noon })
      )
    let line = Line(api: api, plan: trouble)
    self.api = api
    self.line = line
    let client = APIClient(
      accountID: SimulatedAPI.accountID,
      credentials: .token(try APIToken("s3cret-T0ken_value")),
      transport: line,
      clock: TestClock()
    )
    service = RiskService(
      account: isOnline ? .online(client) : .offline(accountID: SimulatedAPI.accountID),
      journaling: journaling,
      now: { now },
      pause: { [pauses] in pauses.set(pauses.value + [$0]) },
      report: { line in told?.set((told?.value ?? []) + [line]) }
    )
  }

  /// Bodies of the requests with a method, as they left.
  func sent(_ method: HTTPRequest.Method) -> [APIRequest] {
    line.requests.filter { $0.method == method }
  }

  /// How many requests with a method reached the account.
  func received(_ method: HTTPRequest.Method) async -> Int {
    await api.received.count { $0.method == method }
  }

  /// The user with the highest level, as an analyst's screen shows them.
  func worstUser() async throws -> UserSummary {
    let users = try await service.fetchUsers().value.users
    let worst = users.max { ($0.maxRiskLevel?.rank ?? 0) < ($1.maxRiskLevel?.rank ?? 0) }
    guard let worst else { throw Missing(what: "a user") }
    return worst
  }

  func behaviors() async throws -> [String: BehaviorSetting] {
    let behaviors = try await service.fetchBehaviors().value
    return Dictionary(behaviors.map { ($0.key, $0.setting) }) { first, _ in first }
  }

  func integration() async throws -> Integration {
    guard let first = try await service.fetchIntegrations().value.first
    else { throw Missing(what: "an integration") }
    return first
  }
}

/// Carries requests to the account unless the plan has something else in store for them.
final class Line: Transport {
  /// What happens to one request.
  enum Trouble: Sendable {
    /// The account carries it out; the reply never comes back.
    case loseReply
    /// It never arrives, but the client cannot know that.
    case loseRequest
    /// The account carries it out; something on the way answers in its place.
    case replaceReply(Int)
    /// Something on the way answers, and the account never hears of it.
    case answer(Int, String, ray: String? = nil)
  }

  /// Decides by the request and by how many with the same method went before.
  typealias Plan = @Sendable (APIRequest, Int, SimulatedAPI) async -> Trouble?

  private let api: SimulatedAPI
  private let plan: Plan
  private let log = Mutex([APIRequest]())

  init(api: SimulatedAPI, plan: @escaping Plan) {
    self.api = api
    self.plan = plan
  }

  var requests: [APIRequest] { log.withLock { $0 } }

  func send(_ request: APIRequest) async throws(TransportError) -> APIReply {
    let earlier = log.withLock { log in
      let count = log.count { $0.method == request.method }
      log.append(request)
      return count
    }
    switch await plan(request, earlier, api) {
    case .loseReply:
      _ = try await api.transport().send(request)
      throw .lost("the connection was closed")
    case .loseRequest: throw .lost("the connection was closed")
    case .replaceReply(let status):
      _ = try await api.transport().send(request)
      return APIReply(status: status, body: Data("<html>bad gateway</html>".utf8))
    case .answer(let status, let body, let ray):
      let headers: HTTPFields = ray.map { [.cfRay: $0] } ?? [:]
      return APIReply(status: status, headers: headers, body: Data(body.utf8))
    case nil: return try await api.transport().send(request)
    }
  }
}

/// An envelope that says all went well and holds nothing.
let emptySuccess = #"{"success":true,"errors":[],"messages":[],"result":null}"#
