package import Foundation
package import HTTPTypes
package import RiskAPI

/// Accounts that behave like the real ones, kept in memory.
///
/// Any account id is served; each is the same seeded account with a state of its own.
package actor SimulatedAPI {
  /// An account id of the right shape, for clients that need one.
  package static let accountID = "0123456789abcdef0123456789abcdef"

  /// What the accounts were made with.
  package nonisolated let options: SimulationOptions
  private let clock: any Clock<Duration>
  private let anchor: Int64
  private var accounts: [String: SimulatedAccount] = [:]
  /// What lagging reads still show of each account.
  private var lags: [String: Lag] = [:]
  private var budgets: QuotaBook
  private var faults: FaultSequence?
  private var rays: SplitMix64
  private var live: SplitMix64

  /// The last calls, oldest first, at most 10 000; without headers, so without credentials.
  package private(set) var received: [ReceivedRequest] = []

  /// Latency and the arrival of events wait on the clock; what time it is comes from the options.
  package init(
    _ options: SimulationOptions = SimulationOptions(),
    clock: any Clock<Duration> = ContinuousClock()
  ) {
    self.options = options
    self.clock = clock
    let minutes = (options.now().timeIntervalSince1970 / 60).rounded(.down)
    anchor = Int64(minutes) * 60_000
    let isLimited = options.faults == .limited
    budgets = QuotaBook(isLimited ? RequestQuota(calls: 40, seconds: 30) : options.budget)
    faults = options.faults.map { FaultSequence($0, seed: options.seed) }
    rays = SplitMix64(options.seed, Salt.ray)
    live = SplitMix64(options.seed, Salt.live)
  }

  /// The way to these accounts without a socket.
  package nonisolated func transport() -> InProcessTransport { InProcessTransport(api: self) }

  /// Forgets the calls seen so far.
  package func forgetReceived() { received = [] }

  /// Looks at or changes an account behind the client's back, as another operator would.
  @discardableResult
  package func edit<Outcome: Sendable>(
    account id: String = SimulatedAPI.accountID,
    _ change: @Sendable (inout SimulatedAccount) -> Outcome
  ) -> Outcome {
    change(&accounts[id, default: SimulatedAccount(id: id, options: options, anchor: anchor)])
  }

  /// Puts other people into an account, as where a server was set up anew under the same address.
  package func reseed(account id: String = SimulatedAPI.accountID, users: Int, seed: UInt64) {
    var other = options
    other.users = users
    other.seed = seed
    accounts[id] = SimulatedAccount(id: id, options: other, anchor: anchor)
  }

  // MARK: Answering

  /// Answers one call.
  ///
  /// The path is below the base URL, percent-encoded, with its query.
  ///
  /// Throws `.lost` where the fault profile breaks the connection, `.timedOut` where the reply
  /// would come too late, and `.canceled`.
  package func answer(
    _ method: HTTPRequest.Method,
    _ path: String,
    headers: HTTPFields,
    body: Data?,
    timeout: Duration? = nil
  ) async throws(TransportError) -> APIReply {
    if received.count == 10_000 { received.removeFirst() }
    received.append(ReceivedRequest(method: method, path: path, body: body))
    let (fault, delay) = faults?.next() ?? (nil, .zero)
    try await wait(options.latency + delay, timeout)

    switch fault {
    case .lostBefore: throw .lost("the connection was closed")
    case .page(let status): return page(status)
    case .failure(let status):
      return failure(Problem(status, 10500, "Internal server error"), headers: [:])
    case .limited(let seconds):
      return failure(Self.tooMany, headers: [.retryAfter: String(seconds)])
    case .lostAfter:
      _ = admit(method, path, headers, body)
      throw .lost("the connection was closed")
    case .spoiled(let spoiled): return spoiled.spoil(admit(method, path, headers, body))
    case nil: return admit(method, path, headers, body)
    }
  }

  private func wait(_ delay: Duration, _ timeout: Duration?) async throws(TransportError) {
    let isTooLong = timeout.map { delay > $0 } ?? false
    do {
      if delay > .zero { try await clock.sleep(for: min(delay, timeout ?? delay)) }
      try Task.checkCancellation()
    } catch {
      throw .canceled
    }
    if isTooLong { throw .timedOut(wasSent: true) }
  }

  /// Checks credentials, budget, path and permissions in this order, then does what is asked.
  private func admit(
    _ method: HTTPRequest.Method,
    _ path: String,
    _ headers: HTTPFields,
    _ body: Data?
  ) -> APIReply {
    var fields: HTTPFields = [:]
    do throws(Problem) {
      let caller = try Credentials.check(headers, token: options.token)
      let now = options.now()
      let state = budgets.spend(by: caller, now: now)
      fields += Self.fields(state, budgets.budget)
      guard state.retryAfter == nil else { throw Self.tooMany }

      let request = try RequestPath(path)
      guard let permissions = request.route.permissions(for: method) else {
        throw .methodNotAllowed
      }
      guard !permissions.isDisjoint(with: options.permissions) else {
        throw Problem(403, 10000, "Authentication error")
      }
      if request.route.needsEntitlement, !options.isEntitled {
        throw Problem(403, 3314, "This account is not entitled to risk score integrations")
      }
      let call = Call(
        method: method,
        route: request.route,
        query: request.query,
        body: body,
        options: options,
        now: now
      )
      let answer = try answer(call, path, of: request.account)
      if method != .get {
        fields[.auditLogID] = SeededUUID.make(from: &rays)
      }
      return reply(200, Envelope.success(answer), "application/json", fields)
    } catch {
      return failure(error, headers: fields)
    }
  }

  /// Answers from the account as it is, or as it was before the last write while its reads lag.
  private func answer(_ call: Call, _ path: String, of id: String) throws(Problem) -> Answer {
    let fresh = SimulatedAccount(id: id, options: options, anchor: anchor)
    if call.method != .get, options.laggingReads > 0 {
      let lag = Lag(account: accounts[id, default: fresh])
      defer { lags[id] = lag }
      return try accounts[id, default: fresh].answer(call)
    }
    if let reads = lags[id]?.reads[path, default: 0], reads < options.laggingReads {
      lags[id]?.reads[path] = reads + 1
      if let answer = try lags[id]?.account.answer(call) { return answer }
    }
    return try accounts[id, default: fresh].answer(call)
  }

  // MARK: Replies

  private static let tooMany = Problem(
    429,
    10100,
    "Rate limited. Please wait and consider throttling your request speed"
  )

  private static func fields(_ state: QuotaBook.State, _ budget: RequestQuota) -> HTTPFields {
    var fields: HTTPFields = [
      .rateLimit: "\"default\";r=\(state.remaining);t=\(state.seconds)",
      .rateLimitPolicy: "\"default\";q=\(budget.calls);w=\(budget.seconds)",
    ]
    if let seconds = state.retryAfter { fields[.retryAfter] = String(seconds) }
    return fields
  }

  private func failure(_ problem: Problem, headers: HTTPFields) -> APIReply {
    reply(problem.status, Envelope.failure(problem), "application/json", headers)
  }

  private func page(_ status: Int) -> APIReply {
    reply(status, HTMLPage.make(status: status), "text/html; charset=UTF-8", [:])
  }

  private func reply(
    _ status: Int,
    _ body: Data,
    _ contentType: String,
    _ headers: HTTPFields
  ) -> APIReply {
    let digits = String(rays.next(), radix: 16)
    let ray = String(repeating: "0", count: 16 - digits.count) + digits + "-SIM"
    let fields: HTTPFields = [.contentType: contentType, .cfRay: ray]
    return APIReply(status: status, headers: fields + headers, body: body)
  }

  // MARK: Life

  /// Lets a new event arrive about every 20 seconds, until the task is canceled.
  package func run() async {
    while !Task.isCancelled {
      do {
        try await clock.sleep(for: .seconds(live.number(12...28)))
      } catch {
        return
      }
      for id in accounts.keys.sorted() {
        accounts[id]?.addLiveEvent(at: options.now(), &live)
      }
    }
  }
}

/// An account before its last write, and how often it was still shown, by path.
private struct Lag {
  var account: SimulatedAccount
  var reads: [String: Int] = [:]
}

/// One call as it came, without its headers.
package struct ReceivedRequest: Hashable, Sendable {
  /// The HTTP method.
  package let method: HTTPRequest.Method
  /// The path below the base URL, percent-encoded, with its query.
  package let path: String
  /// The body; nil for none.
  package let body: Data?
}
