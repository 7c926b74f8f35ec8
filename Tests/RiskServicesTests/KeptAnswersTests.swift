import Foundation
import RiskAPI
import RiskServices
import RiskStore
import SimulatedAPI
import Synchronization
import TestSupport
import Testing

/// Answers that the account is not asked for: what another process fetched, and all of them offline.
struct KeptAnswersTests {
  @Test(arguments: Answer.allCases)
  func `what another process fetched lately is taken, what is older or its own is asked for`(
    answer: Answer
  ) async throws {
    let desk = try Desk()
    let (here, there) = (try desk.seat(), try desk.seat())
    let minute = Duration.seconds(60)
    try await here.fetch(answer)
    #expect(here.requests == 1)

    // The other one asked 40 seconds ago.
    desk.pass(40)
    #expect(try await there.fetch(answer, maxAge: minute) == Desk.start)
    #expect(there.requests == 0)
    // Its own answer of a whole interval ago is not fresh, nor is what it took from the other.
    desk.pass(20)
    try await here.fetch(answer, maxAge: minute)
    #expect(here.requests == 2)
    #expect(try await there.fetch(answer, maxAge: minute) == Desk.start + 60)
    #expect(there.requests == 0)
    desk.pass(60)
    try await there.fetch(answer, maxAge: minute)
    #expect(there.requests == 1)
    // Half an interval ago it asked itself.
    desk.pass(29)
    #expect(try await there.fetch(answer, maxAge: minute) == Desk.start + 120)
    #expect(there.requests == 1)
    // Who asks for an answer gets one.
    try await there.fetch(answer)
    #expect(there.requests == 2)
  }

  @Test(arguments: Answer.allCases)
  func `an answer from a clock that was set back since is not taken`(answer: Answer) async throws {
    let desk = try Desk()
    let (here, there) = (try desk.seat(), try desk.seat())
    try await here.fetch(answer)
    desk.pass(-3600)
    #expect(try await there.fetch(answer, maxAge: .seconds(60)) == Desk.start - 3600)
    #expect(there.requests == 1)
    #expect(try await here.fetch(answer, maxAge: .seconds(60)) == Desk.start - 3600)
  }

  @Test(arguments: Answer.allCases)
  func `offline the cache answers at any age, and follows what others fetch`(
    answer: Answer
  ) async throws {
    let desk = try Desk()
    let (here, offline) = (try desk.seat(), try desk.seat(isOnline: false))
    await #expect(throws: APIError.notKept) { try await offline.fetch(answer) }
    try await here.fetch(answer)
    desk.pass(86_400)
    #expect(try await offline.fetch(answer) == Desk.start)
    #expect(try await offline.fetch(answer, maxAge: .seconds(60)) == Desk.start)
    try await here.fetch(answer)
    #expect(try await offline.fetch(answer) == Desk.start + 86_400)
    #expect(offline.requests == 0)
  }

  @Test func `offline one integration is looked up among those that are kept`() async throws {
    let desk = try Desk()
    let (here, offline) = (try desk.seat(), try desk.seat(isOnline: false))
    await #expect(throws: APIError.notKept) {
      try await offline.service.fetchIntegration(id: "any")
    }
    let known = try await here.service.fetchIntegrations().value
    let integration = try #require(known.last)
    let byID = try await offline.service.fetchIntegration(id: integration.id)
    #expect(byID.value == integration)
    let reference = integration.referenceID
    let byReference = try await offline.service.fetchIntegration(referenceID: reference)
    #expect(byReference.value == integration)
    let error = await #expect(throws: APIError.self) {
      try await offline.service.fetchIntegration(id: "none")
    }
    #expect(error?.reply?.errors.first?.message == "offline: only the cache was searched")
    #expect(offline.requests == 0)
  }

  @Test func `the page of a user who moved is kept once for all`() async throws {
    let desk = try Desk()
    let (here, there) = (try desk.seat(), try desk.seat())
    let offline = try desk.seat(isOnline: false)
    desk.pass(10)
    try await here.service.keepUser(here.user, movedBefore: Desk.start + 5)
    #expect(here.requests == 1)
    #expect(try await offline.fetch(.user) == Desk.start + 10)

    // The other process saw the same move, and then a later one.
    try await there.service.keepUser(there.user, movedBefore: Desk.start + 5)
    #expect(there.requests == 0)
    try await there.service.keepUser(there.user, movedBefore: Desk.start + 11)
    #expect(there.requests == 1)
  }

  @Test func `what is too old goes with the first refresh of a day, whoever makes it`() async throws
  {
    let desk = try Desk()
    let (here, there) = (try desk.seat(), try desk.seat())
    try await here.fetch(.users)
    try await here.fetch(.user)
    let day = TimeInterval(86_400)
    desk.pass(Double(Retention().cachedDetailsDays ?? 0) * day)
    try await there.fetch(.users)
    #expect(try await desk.seat(isOnline: false).service.loadUser(here.user) != nil)
    // Due since a moment ago, but it was done today.
    desk.pass(1)
    try await here.fetch(.users)
    #expect(try await desk.seat(isOnline: false).service.loadUser(here.user) != nil)
    desk.pass(day)
    try await here.fetch(.users)
    #expect(try await desk.seat(isOnline: false).service.loadUser(here.user) == nil)
  }
}

/// What can be asked of an account.
enum Answer: CaseIterable {
  case users, user, behaviors, integrations
}

/// One account and one cache file, at which several processes sit.
private final class Desk: Sendable {
  static let start = ServiceHarness.noon
  private let api: SimulatedAPI
  private let folder = NSTemporaryDirectory() + "kept-answers-" + UUID().uuidString
  private let time = Mutex(Desk.start)
  private let user: UserID

  init() throws {
    let api = SimulatedAPI(SimulationOptions(users: 5, now: { ServiceHarness.noon }))
    self.api = api
    user = UserID("00000000-0000-4000-8000-000000000000")
  }

  deinit {
    try? FileManager.default.removeItem(atPath: folder)
  }

  func pass(_ seconds: TimeInterval) { time.withLock { $0 += seconds } }

  /// A process with a connection and a memory of its own.
  func seat(isOnline: Bool = true) throws -> Seat {
    let line = Line(api: api) { request, _, _ in
      // Nobody of the seeded account has a fixed id.
      request.path.contains("4000-8000") ? .answer(200, Self.page) : nil
    }
    let client = APIClient(
      accountID: SimulatedAPI.accountID,
      credentials: .token(try APIToken("s3cret-T0ken_value")),
      transport: line,
      clock: TestClock()
    )
    let opening = Cache.open(folder: folder)
    #expect(opening.notice == nil)
    let service = RiskService(
      account: isOnline ? .online(client) : .offline(accountID: SimulatedAPI.accountID),
      cache: opening.cache,
      now: { self.time.withLock { $0 } }
    )
    return Seat(service: service, line: line, user: user)
  }

  private static let page = """
    {"success":true,"errors":[],"messages":[],\
    "result":{"name":"Ana","email":"ana@acme.example","events":[]}}
    """
}

private struct Seat {
  let service: RiskService
  let line: Line
  let user: UserID

  var requests: Int { line.requests.count }

  /// When the answer was fetched.
  @discardableResult
  func fetch(_ answer: Answer, maxAge: Duration? = nil) async throws -> Date {
    let date: Date =
      switch answer {
      case .users: try await service.fetchUsers(maxAge: maxAge).fetchedAt
      case .user: try await service.fetchUser(user, maxAge: maxAge).fetchedAt
      case .behaviors: try await service.fetchBehaviors(maxAge: maxAge).fetchedAt
      case .integrations: try await service.fetchIntegrations(maxAge: maxAge).fetchedAt
      }
    return Date(timeIntervalSince1970: date.timeIntervalSince1970.rounded())
  }
}
