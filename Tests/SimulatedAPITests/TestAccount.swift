import Foundation
import HTTPTypes
import RiskAPI
import TestSupport
import Synchronization

@testable import SimulatedAPI

/// One account of a simulated API, called in process with good credentials.
struct TestAccount {
  let api: SimulatedAPI
  var id = SimulatedAPI.accountID
  var headers: HTTPFields = [.authorization: "Bearer test"]

  /// Noon of a day in 2026, so that tests do not depend on today.
  static let noon = TestClock.noon

  init(_ options: SimulationOptions, clock: any Clock<Duration> = ContinuousClock()) {
    api = SimulatedAPI(options, clock: clock)
  }

  init(
    users: Int = 20,
    _ change: (inout SimulationOptions) -> Void = { _ in },
    clock: any Clock<Duration> = ContinuousClock()
  ) {
    var options = SimulationOptions(users: users, now: { Self.noon })
    change(&options)
    self.init(options, clock: clock)
  }

  func get(_ path: String) async throws -> TestReply { try await send(.get, path) }

  func post(_ path: String, _ body: JSONValue? = nil) async throws -> TestReply {
    try await send(.post, path, body)
  }

  func put(_ path: String, _ body: JSONValue) async throws -> TestReply {
    try await send(.put, path, body)
  }

  func delete(_ path: String) async throws -> TestReply { try await send(.delete, path) }

  /// Sends to a path below the account's `zt_risk_scoring`.
  func send(_ method: HTTPRequest.Method, _ path: String, _ body: JSONValue? = nil) async throws
    -> TestReply
  {
    try await send(method, path, data: body.map { try JSONEncoder().encode($0) })
  }

  func send(_ method: HTTPRequest.Method, _ path: String, data: Data?) async throws -> TestReply {
    let path = "/accounts/\(id)/zt_risk_scoring\(path)"
    return TestReply(try await api.answer(method, path, headers: headers, body: data))
  }

  // MARK: What an account holds

  func users() async throws -> [JSONValue] {
    try await get("/summary").result.list("users")
  }

  func firstUser() async throws -> UserID {
    UserID(try await users()[0].text("user_id"))
  }

  func row(of user: UserID) async throws -> JSONValue? {
    try await users().first { try $0.text("user_id") == user.rawValue }
  }
}

/// A reply with its body taken apart.
struct TestReply {
  let reply: APIReply
  let json: JSONValue?

  init(_ reply: APIReply) {
    self.reply = reply
    json = try? JSONDecoder().decode(JSONValue.self, from: reply.body)
  }

  var status: Int { reply.status }

  var result: JSONValue {
    get throws { try envelope("result") }
  }

  var info: JSONValue {
    get throws { try envelope("result_info") }
  }

  /// The code of the first error.
  var code: Int? {
    get throws {
      guard case .integer(let code)? = try envelope("errors").items()[0]["code"] else { return nil }
      return Int(code)
    }
  }

  /// What the first error points at.
  var pointer: String? {
    get throws { try envelope("errors").items()[0]["source"]?.text("pointer") }
  }

  private func envelope(_ member: String) throws -> JSONValue {
    guard let value = json?[member] else { throw Missing(what: member) }
    return value
  }
}

extension JSONValue {
  subscript(_ member: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members[member]
  }

  func items() throws -> [JSONValue] {
    guard case .array(let values) = self else { throw Missing(what: "an array") }
    return values
  }

  func list(_ member: String) throws -> [JSONValue] {
    guard let value = self[member] else { throw Missing(what: member) }
    return try value.items()
  }

  func text(_ member: String) throws -> String {
    guard case .string(let text)? = self[member] else { throw Missing(what: member) }
    return text
  }

  func integer(_ member: String) throws -> Int {
    guard case .integer(let number)? = self[member] else { throw Missing(what: member) }
    return Int(number)
  }

  func keys() throws -> Set<String> {
    guard case .object(let members) = self else { throw Missing(what: "an object") }
    return Set(members.keys)
  }
}
