import Foundation
import HTTPTypes

extension APIReply {
  /// The `cf-ray` header.
  var ray: String? { headers[.cfRay] }
}

/// One try that failed: what it means, and what may be done about it.
struct FailedTry {
  /// What the caller would be told.
  var error: APIError
  /// Whether another try could succeed.
  var isTransient: Bool
  /// Whether the account may have carried the request out all the same.
  var mayHaveActed: Bool
  /// The pause that the account asked for.
  var retryAfter: Int?
}

extension APIClient {
  /// Sends a plan, again where that is safe and useful, until `read` accepts a reply.
  ///
  /// Rows of the list at the end of the path `list` are decoded as they arrive; an empty path has none.
  /// Runs off the caller's actor: reading a large reply takes a good part of a second.
  @concurrent
  func call<Row: WireRow, Value: Sendable>(
    _ plan: PlannedRequest,
    rows list: [String],
    read: @Sendable (ReceivedReply<Row>) throws(APIError) -> Value
  ) async throws(APIError) -> (value: Value, reply: APIReply) {
    var request = APIRequest(
      method: plan.method,
      path: plan.path,
      headers: try headers(hasBody: plan.body != nil),
      body: plan.body,
      timeout: configuration.callTimeout
    )
    var mayHaveActed = false
    var attempt = 1
    var mayLookUpAgain = true
    while true {
      let entry = try await waitAtGate(plan, mayHaveActed: mayHaveActed)
      let failure: FailedTry
      if let deadline {
        guard deadline.left(for: plan.method) > .zero else {
          throw finalError(.timedOut, method: plan.method, mayHaveActed: mayHaveActed)
        }
        request.timeout = min(configuration.callTimeout, deadline.timeout(for: plan.method))
      }
      do throws(TransportError) {
        let received = ReceivedReply(
          try await transport.send(request, into: ReplyBody<Row>(list: list))
        )
        let reply = received.reply
        await noteRateLimit(reply, entry: entry)
        do throws(APIError) {
          return (try read(received), reply)
        } catch {
          failure = failedTry(discreet(error, about: received, read), reply: reply)
        }
      } catch {
        failure = FailedTry(error, mayLookUpAgain: mayLookUpAgain)
        if case .obstructed(.unknownHost) = error { mayLookUpAgain = false }
      }
      if case .rateLimited(_, let seconds?) = failure.error {
        await rateLimiter?.noteRefusal(seconds: seconds)
      }
      mayHaveActed = mayHaveActed || failure.mayHaveActed
      let delay = delay(beforeTry: attempt + 1, retryAfter: failure.retryAfter)
      let isTooLong = failure.retryAfter != nil && delay > configuration.maxRetryAfter
      guard failure.isTransient, attempt < configuration.maxTries, !isTooLong,
        plan.method.isRepeatable || !failure.mayHaveActed, fits(delay, plan.method)
      else {
        if isTooLong, case .rateLimited = failure.error {
          onEvent(
            .held(
              operation: plan.operation.rawValue,
              delay: delay,
              reason: .refused,
              ray: failure.error.ray
            )
          )
        }
        throw finalError(failure.error, method: plan.method, mayHaveActed: mayHaveActed)
      }
      attempt += 1
      onEvent(
        .retrying(
          operation: plan.operation.rawValue,
          attempt: attempt,
          delay: delay,
          error: failure.error
        )
      )
      try await pause(delay, method: plan.method, mayHaveActed: mayHaveActed)
    }
  }

  /// The error without the credentials, which the account or something on the way to it may repeat:
  /// `the token abc… is not valid`.
  private func discreet<Row, Value>(
    _ error: APIError,
    about received: ReceivedReply<Row>,
    _ read: (ReceivedReply<Row>) throws(APIError) -> Value
  ) -> APIError {
    guard let received = received.hiding(credentials.secret) else { return error }
    do throws(APIError) {
      _ = try read(received)
      let summary = received.summary
      return .undecodable(summary, "the reply repeats the credentials")
    } catch {
      return error
    }
  }

  /// What the caller is told after the last try.
  ///
  /// A write that an earlier or the last try may have carried out is unknown, unless the account
  /// then gave a definite answer.
  private func finalError(
    _ error: APIError,
    method: HTTPRequest.Method,
    mayHaveActed: Bool
  ) -> APIError {
    guard method != .get, mayHaveActed else { return error }
    switch error {
    case .unreachable(let words):
      return .outcomeUnknown(nil, words)
    case .obstructed:
      return .outcomeUnknown(nil, "an earlier try was lost, then there was no connection")
    case .timedOut:
      return .outcomeUnknown(nil, "no reply in time")
    case .canceled:
      return .outcomeUnknown(nil, "canceled after the request was sent")
    case .serverFailed(let reply) where method != .put,
      .rejected(let reply) where method != .put && reply.status == 408:
      return .outcomeUnknown(reply, "the account answered with status \(reply.status)")
    case .rateLimited(let reply, _):
      return .outcomeUnknown(reply, "an earlier try was lost, then the account refused more")
    case .tooLarge(let reply, let words):
      return .outcomeUnknown(reply, words)
    case .undecodable(let reply, let words) where (200..<300).contains(reply.status):
      return .outcomeUnknown(reply, words)
    default:
      return error
    }
  }

  private func headers(hasBody: Bool) throws(APIError) -> HTTPFields {
    var fields = try credentials.headers
    fields[.accept] = "application/json"
    fields[.userAgent] = configuration.userAgent
    if hasBody { fields[.contentType] = "application/json" }
    return fields
  }

  /// Waits while the account, or what is left of its budget, asks for a pause, or throws when that
  /// takes too long.
  ///
  /// Gives the number under which the request was entered into the rateLimiter.
  private func waitAtGate(
    _ plan: PlannedRequest,
    mayHaveActed: Bool
  ) async throws(APIError) -> Int? {
    let isDeferrable = plan.method == .get && !Self.isUrgent
    while true {
      if Task.isCancelled {
        throw finalError(.canceled, method: plan.method, mayHaveActed: mayHaveActed)
      }
      let wait: (delay: Duration, reason: PauseReason, reply: APIError.Reply)
      if let pause = gate.pause(at: clock.now(), isDeferrable: isDeferrable) {
        wait = pause
      } else {
        switch await rateLimiter?.enter(isDeferrable ? .deferrable : .urgent) {
        case nil: return nil
        case .admitted(let entry): return entry
        case .held(let delay, let reason): wait = (delay, reason, reason.reply)
        }
      }
      guard wait.delay <= configuration.maxRetryAfter, fits(wait.delay, plan.method) else {
        onEvent(
          .held(
            operation: plan.operation.rawValue,
            delay: wait.delay,
            reason: wait.reason,
            ray: wait.reply.ray
          )
        )
        let seconds = Int(wait.delay.seconds.rounded(.up))
        let refusal = APIError.rateLimited(wait.reply, retryAfter: seconds)
        throw finalError(refusal, method: plan.method, mayHaveActed: mayHaveActed)
      }
      onEvent(
        .waiting(
          operation: plan.operation.rawValue,
          delay: wait.delay,
          reason: wait.reason,
          ray: wait.reply.ray
        )
      )
      try await pause(wait.delay, method: plan.method, mayHaveActed: mayHaveActed)
    }
  }

  /// Whether a pause ends before the time that the call has.
  private func fits(_ pause: Duration, _ method: HTTPRequest.Method) -> Bool {
    deadline.map { pause < $0.left(for: method) } ?? true
  }

  private func pause(
    _ delay: Duration,
    method: HTTPRequest.Method,
    mayHaveActed: Bool
  ) async throws(APIError) {
    do {
      try await clock.sleep(delay)
    } catch {
      throw finalError(.canceled, method: method, mayHaveActed: mayHaveActed)
    }
  }

  /// The account's own wish, or 0.5 s, 1 s, 2 s … with a jitter of up to a quarter less.
  private func delay(beforeTry attempt: Int, retryAfter: Int?) -> Duration {
    if let retryAfter { return .seconds(retryAfter) }
    var delay = configuration.firstDelay
    for _ in 2..<max(2, attempt) { delay = min(delay * 2, configuration.maxDelay) }
    return delay * configuration.jitter(0.75...1)
  }

  private func failedTry(_ error: APIError, reply: APIReply) -> FailedTry {
    switch error {
    case .rateLimited(let summary, let retryAfter):
      if let retryAfter {
        gate.refuse(until: clock.now() + .seconds(retryAfter), reply: summary)
      }
      return FailedTry(
        error: error,
        isTransient: true,
        mayHaveActed: false,
        retryAfter: retryAfter
      )
    case .serverFailed:
      return FailedTry(
        error: error,
        isTransient: true,
        mayHaveActed: true,
        retryAfter: reply.retryAfter
      )
    case .rejected(let summary) where summary.status == 408:
      return FailedTry(
        error: error,
        isTransient: true,
        mayHaveActed: true,
        retryAfter: reply.retryAfter
      )
    case .undecodable(let summary, _), .tooLarge(let summary, _):
      let wasAccepted = (200..<300).contains(summary.status)
      return FailedTry(error: error, isTransient: false, mayHaveActed: wasAccepted)
    default:
      return FailedTry(error: error, isTransient: false, mayHaveActed: false)
    }
  }

  private func noteRateLimit(_ reply: APIReply, entry: Int?) async {
    guard
      let limit = RateLimit(
        limit: reply.headers[.rateLimit],
        policy: reply.headers[.rateLimitPolicy]
      )
    else { return }
    if limit.remaining == 0, let seconds = limit.resetSeconds, seconds > 0 {
      var spent = PauseReason.spent.reply
      spent.status = reply.status
      spent.ray = reply.ray
      gate.holdReads(until: clock.now() + .seconds(seconds), reply: spent)
    }
    await rateLimiter?.note(limit, entry: entry)
    onEvent(.rateLimit(limit))
  }
}

extension FailedTry {
  /// What a broken try means before the account said anything.
  ///
  /// A name that does not resolve may be looked up once more: a resolver that was just started, or a
  /// link that just came up, knows it then.
  init(_ error: TransportError, mayLookUpAgain: Bool) {
    switch error {
    case .obstructed(.unknownHost(let host)):
      self.init(
        error: .obstructed(.unknownHost(host)),
        isTransient: mayLookUpAgain,
        mayHaveActed: false
      )
    case .obstructed(let obstacle):
      self.init(error: .obstructed(obstacle), isTransient: false, mayHaveActed: false)
    case .notSent(let words):
      self.init(error: .unreachable(words), isTransient: true, mayHaveActed: false)
    case .lost(let words):
      self.init(error: .unreachable(words), isTransient: true, mayHaveActed: true)
    case .timedOut(let wasSent):
      self.init(error: .timedOut, isTransient: true, mayHaveActed: wasSent)
    case .canceled:
      self.init(error: .canceled, isTransient: false, mayHaveActed: true)
    case .tooLarge(let limit, let status, let ray):
      let reply = APIError.Reply(status: status, ray: ray)
      let error = APIError.tooLarge(reply, "more than \(ByteSize(limit))")
      self.init(error: error, isTransient: false, mayHaveActed: true)
    }
  }
}

extension HTTPRequest.Method {
  /// Whether sending the same request twice does no more than sending it once.
  var isRepeatable: Bool { self == .get || self == .put }
}

extension Duration {
  /// The same length in seconds, as a number.
  var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}
