import Foundation
import HTTPTypes
import RiskAPI
import Synchronization
import TestSupport
import Testing

/// Answers from a list, one entry a request, and keeps what was asked.
final class ScriptedTransport: Transport {
  enum Step: Sendable {
    case reply(APIReply)
    case failure(TransportError)
    /// Cancels the task that asks, as a person who gives up would, then fails.
    case giveUp
  }

  private let state: Mutex<(steps: [Step], requests: [APIRequest])>

  init(_ steps: [Step]) {
    state = Mutex((steps, []))
  }

  var requests: [APIRequest] { state.withLock { $0.requests } }

  func send(_ request: APIRequest) async throws(TransportError) -> APIReply {
    let step: Step? = state.withLock { state in
      state.requests.append(request)
      return state.steps.isEmpty ? nil : state.steps.removeFirst()
    }
    switch step {
    case .reply(let reply): return reply
    case .failure(let error): throw error
    case .giveUp:
      withUnsafeCurrentTask { $0?.cancel() }
      throw .canceled
    case nil:
      Issue.record("more requests than the script has answers")
      throw .lost("end of the script")
    }
  }
}

/// Keeps what a client tells.
final class EventLog: Sendable {
  private let state = Mutex([ClientEvent]())
  var events: [ClientEvent] { state.withLock { $0 } }
  func add(_ event: ClientEvent) { state.withLock { $0.append(event) } }
}

/// A client on a script, with its clock and its events at hand.
struct ClientHarness {
  let transport: ScriptedTransport
  let clock = TestClock()
  let log = EventLog()
  let deadline: CallDeadline?
  let client: APIClient

  init(
    _ steps: ScriptedTransport.Step...,
    configuration: APIClient.Configuration = .test,
    rateLimiter: (any RateLimiter)? = nil,
    timeLimit: Duration? = nil
  ) throws {
    transport = ScriptedTransport(steps)
    let log = log
    deadline = timeLimit.map { [clock] in CallDeadline(after: $0, clock: clock) }
    client = APIClient(
      accountID: Fixture.account,
      credentials: .token(try APIToken(Fixture.token)),
      transport: transport,
      configuration: configuration,
      clock: clock,
      rateLimiter: rateLimiter,
      deadline: deadline,
      onEvent: { log.add($0) }
    )
  }
}

extension APIClient.Configuration {
  /// Without chance: pauses are 0.5, 1, 2 … seconds.
  static var test: APIClient.Configuration { APIClient.Configuration(jitter: { $0.upperBound }) }
}

enum Fixture {
  static let account = "0123456789abcdef0123456789abcdef"
  static let token = "s3cret-T0ken_value"
  static let ray = "8f1f6c2a3b4c5d6e-FRA"
  static let user = UserID("7f3c1a52-9d4e-4b6f-8a21-5c0d9e8f7a6b")
  static let integration = "1b2c3d4e-5f60-4718-92a3-b4c5d6e7f809"

  /// A reply with the given result in the usual envelope.
  static func success(
    _ result: String,
    info: String? = nil,
    headers: HTTPFields = [:]
  ) -> ScriptedTransport.Step {
    let info = info.map { #","result_info":\#($0)"# } ?? ""
    let body = #"{"success":true,"errors":[],"messages":[],"result":\#(result)\#(info)}"#
    return reply(200, body, headers: headers)
  }

  /// A failure in the usual envelope.
  static func failure(
    _ status: Int,
    code: Int,
    message: String = "no",
    headers: HTTPFields = [:]
  ) -> ScriptedTransport.Step {
    let error = #"{"code":\#(code),"message":"\#(message)"}"#
    let body = #"{"success":false,"errors":[\#(error)],"messages":[],"result":null}"#
    return reply(status, body, headers: headers)
  }

  /// Any body.
  static func reply(
    _ status: Int,
    _ body: String,
    headers: HTTPFields = [:]
  ) -> ScriptedTransport.Step {
    .reply(
      APIReply(
        status: status,
        headers: [.cfRay: ray] + headers,
        body: Data(body.utf8)
      )
    )
  }

  /// A row of the summary.
  static func row(_ number: Int) -> String {
    let id = "00000000-0000-4000-8000-" + String(repeating: "0", count: 9 - "\(number)".count)
    return """
      {"user_id":"\(id)abc\(number)","name":"User \(number)","email":"u\(number)@acme.example",\
      "max_risk_level":"high","event_count":\(number),"last_event":"2026-11-21T08:40:00Z"}
      """
  }

  /// A summary's result with the given rows.
  static func users(_ numbers: some Sequence<Int>) -> String {
    #"{"users":[\#(numbers.map(row).joined(separator: ","))]}"#
  }
}
