import Foundation
import HTTPTypes
import RiskAPI
import Testing

/// What each kind of failing reply is told as.
struct FailureTests {
  @Test(arguments: [
    (401, 10000, "unauthorized"), (401, 0, "unauthorized"), (400, 6003, "unauthorized"),
    (400, 9103, "unauthorized"), (400, 9109, "unauthorized"), (403, 9109, "unauthorized"),
    (403, 10000, "forbidden"), (404, 7003, "notFound"), (400, 7003, "notFound"),
    (404, 1001, "notFound"), (429, 10100, "rateLimited"), (403, 971, "rateLimited"),
    (200, 10100, "rateLimited"), (400, 1004, "rejected"), (405, 10405, "rejected"),
    (409, 1000, "rejected"), (422, 1004, "rejected"), (200, 1000, "rejected"),
    (500, 10500, "serverFailed"), (503, 10500, "serverFailed"),
  ])
  func `status and code decide`(status: Int, code: Int, kind: String) async throws {
    let bench = try ClientHarness(Fixture.failure(status, code: code), configuration: .single)
    let error = await failure { try await bench.client.summary() }
    #expect(error?.kind == kind)
    #expect(error?.reply?.status == status)
    #expect(error?.reply?.errors == [APIError.Item(code: code, message: "no")])
    #expect(error?.ray == Fixture.ray)
  }

  @Test func `a malformed token is told by the chain behind 6003`() async throws {
    let body = """
      {"success":false,"errors":[{"code":6003,"message":"Invalid request headers","error_chain":\
      [{"code":6111,"message":"Invalid format for Authorization header"}]}],"messages":[],\
      "result":null}
      """
    let bench = try ClientHarness(Fixture.reply(400, body))
    let reply = APIError.Reply(
      status: 400,
      errors: [
        APIError.Item(code: 6003, message: "Invalid request headers"),
        APIError.Item(code: 6111, message: "Invalid format for Authorization header"),
      ],
      ray: Fixture.ray
    )
    await #expect(throws: APIError.unauthorized(reply)) { try await bench.client.behaviors() }
  }

  @Test func `a missing permission names the groups that would do`() async throws {
    let client = try ClientHarness(configuration: .single).client
    let id = Fixture.integration
    let settings = IntegrationSettings(tenantURL: "https://a", isActive: true, referenceID: "r")
    let setting = BehaviorSetting(isEnabled: true, riskLevel: .low)
    typealias Call = @Sendable (APIClient) async throws -> Void
    let calls: [([PermissionGroup], Call)] = [
      ([.piiRead], { _ = try await $0.summary() }),
      ([.piiRead], { _ = try await $0.userDetail(Fixture.user) }),
      ([.write], { _ = try await $0.resetUser(Fixture.user) }),
      ([.read, .write], { _ = try await $0.behaviors() }),
      ([.write], { _ = try await $0.updateBehaviors(["a": setting]) }),
      ([.read, .write], { _ = try await $0.integrations() }),
      ([.read, .write], { _ = try await $0.integration(id: id) }),
      ([.read, .write], { _ = try await $0.integration(referenceID: "r") }),
      ([.write], { _ = try await $0.createIntegration(tenantURL: "https://a") }),
      ([.write], { _ = try await $0.updateIntegration(id: id, settings: settings) }),
      ([.write], { _ = try await $0.deleteIntegration(id: id) }),
    ]
    #expect(client.accountID == Fixture.account)
    for (groups, call) in calls {
      let bench = try ClientHarness(Fixture.failure(403, code: 10000))
      let error = await failure { try await call(bench.client) }
      guard case .forbidden(_, groups)? = error else {
        Issue.record("\(groups): \(String(describing: error))")
        continue
      }
    }
  }

  @Test func `an account without the entitlement lacks no permission`() async throws {
    let bench = try ClientHarness(Fixture.failure(403, code: 3314, message: "not entitled"))
    let item = APIError.Item(code: 3314, message: "not entitled")
    let reply = APIError.Reply(status: 403, errors: [item], ray: Fixture.ray)
    await #expect(throws: APIError.forbidden(reply, missing: [])) {
      try await bench.client.integrations()
    }
  }

  static let foreignBodies: [(Int, String, String, APIError.Item)] = [
    (
      502, "serverFailed",
      "<!DOCTYPE html>\n<html><head><TITLE lang=en>\n acme | 502: Bad &lt;gateway&gt; \n</TITLE>",
      APIError.Item(code: 0, message: "acme | 502: Bad <gateway>")
    ),
    (500, "serverFailed", "<html><body>oops", APIError.Item(code: 0, message: "an HTML page")),
    (
      429, "rateLimited", "error code: 1015", APIError.Item(code: 1015, message: "error code: 1015")
    ),
    (
      403, "rateLimited", "error code: 1015\n",
      APIError.Item(code: 1015, message: "error code: 1015")
    ),
    (403, "forbidden", "error code: 1020", APIError.Item(code: 1020, message: "error code: 1020")),
    (
      503, "serverFailed",
      #"{"type":"about:blank","title":"Unavailable","status":503,"detail":"try later"}"#,
      APIError.Item(code: 0, message: "Unavailable: try later")
    ),
    (
      429, "rateLimited",
      #"{"title":"Error 1015","status":429,"error_code":1015,"retry_after":30}"#,
      APIError.Item(code: 1015, message: "Error 1015")
    ),
    (404, "notFound", "no such page", APIError.Item(code: 0, message: "no such page")),
  ]

  @Test(arguments: foreignBodies)
  func `HTML, plain text and problem JSON are told by status`(
    status: Int,
    kind: String,
    body: String,
    item: APIError.Item
  ) async throws {
    let bench = try ClientHarness(Fixture.reply(status, body), configuration: .single)
    let error = await failure { try await bench.client.behaviors() }
    #expect(error?.kind == kind)
    #expect(error?.reply?.errors == [item])
    // Something on the way refused, which knows nothing of the account's permissions.
    if case .forbidden(_, let missing)? = error { #expect(missing.isEmpty) }
  }

  @Test func `a foreign text is cut to one line of 200 characters`() async throws {
    let body = String(repeating: "word \n", count: 5000)
    let bench = try ClientHarness(Fixture.reply(500, body), configuration: .single)
    let error = await failure { try await bench.client.behaviors() }
    let message = try #require(error?.reply?.errors.first?.message)
    #expect(message.count == 200)
    #expect(message.hasPrefix("word word word") && message.hasSuffix("…"))
  }

  static let oddSuccesses = [
    "<html><head><title>Sign in to Hotel Wi-Fi</title>", "hello", "{", "[]", "null", "42", "",
    "{}", #"{"success":true}"#, #"{"success":true,"result":null}"#,
    #"{"success":true,"result":[]}"#,
    #"{"success":true,"result":{}}"#, #"{"success":true,"result":{"users":{}}}"#,
    #"{"success":true,"result":{"users":[{"name":"x"}]}}"#,
    #"{"success":true,"result":{"users":[{"user_id":null}]}}"#,
    #"{"success":true,"result":{"users":[{"user_id":7}]}}"#,
    #"{"success":true,"result":{"users":[null]}}"#,
  ]

  @Test(arguments: oddSuccesses)
  func `a 200 that is no summary is undecodable`(body: String) async throws {
    let bench = try ClientHarness(Fixture.reply(200, body))
    let error = await failure { try await bench.client.summary() }
    #expect(error?.kind == "undecodable")
    #expect(error?.ray == Fixture.ray)
  }

  @Test func `undecodable says where, in the API's words`() async throws {
    let row = Fixture.row(1)
    let missing = try ClientHarness(Fixture.success(#"{"users":[\#(row),{"name":"x"}]}"#))
    let portal = try ClientHarness(Fixture.reply(200, "<title>Sign in</title>"))
    let reply = APIError.Reply(status: 200, ray: Fixture.ray)
    await #expect(throws: APIError.undecodable(reply, "result.users[1].user_id is missing")) {
      try await missing.client.summary()
    }
    await #expect(throws: APIError.undecodable(reply, "the reply is not JSON but “Sign in”")) {
      try await portal.client.summary()
    }
  }

  @Test func `a redirect is told, not followed`() async throws {
    let location: HTTPFields = [.location: "https://evil.example/login?token=x"]
    let bench = try ClientHarness(Fixture.reply(302, "", headers: location))
    let reply = APIError.Reply(status: 302, ray: Fixture.ray)
    await #expect(
      throws: APIError.undecodable(
        reply,
        "the reply redirects to evil.example, which is not followed"
      )
    ) { try await bench.client.summary() }
    #expect(bench.transport.requests.count == 1)
  }

  @Test(arguments: [128, 129, 100_000])
  func `a reply that nests too deep is refused before it is decoded`(depth: Int) async throws {
    // Four levels are around the details: the envelope, its result, the list and the event.
    let inner = depth - 4
    let nest = String(repeating: "[", count: inner) + String(repeating: "]", count: inner)
    let events = #"[{"id":"e","name":"\\\"[[[{{{","event_details":\#(nest)}]"#
    let bench = try ClientHarness(Fixture.success(#"{"name":"n","email":"e","events":\#(events)}"#))
    if depth <= 128 {
      #expect(try await bench.client.userDetail(Fixture.user).events.first?.details != nil)
    } else {
      let error = await failure { try await bench.client.userDetail(Fixture.user) }
      #expect(error?.kind == "undecodable")
    }
  }

  @Test func `a failure that nests too deep is still told by status`() async throws {
    let bench = try ClientHarness(
      Fixture.reply(401, String(repeating: "[", count: 100_000)),
      configuration: .single
    )
    let reply = APIError.Reply(status: 401, ray: Fixture.ray)
    await #expect(throws: APIError.unauthorized(reply)) { try await bench.client.summary() }
  }

  @Test func `a reply above the limit is refused`() async throws {
    var configuration = APIClient.Configuration.single
    configuration.maxBodyBytes = 100
    let bench = try ClientHarness(
      Fixture.success(Fixture.users(1...9)),
      configuration: configuration
    )
    let error = await failure { try await bench.client.summary() }
    #expect(error?.kind == "tooLarge")
  }
}

extension APIClient.Configuration {
  /// One try and no more.
  fileprivate static var single: APIClient.Configuration {
    var configuration = test
    configuration.maxTries = 1
    return configuration
  }
}

/// The error that a call throws; nil, and an issue, when it throws none.
private func failure(_ body: () async throws -> some Any) async -> APIError? {
  do {
    _ = try await body()
    Issue.record("succeeded")
  } catch let error as APIError {
    return error
  } catch {
    Issue.record("\(error)")
  }
  return nil
}

extension APIError {
  /// The case's name.
  fileprivate var kind: String {
    switch self {
    case .invalidRequest: "invalidRequest"
    case .unreachable: "unreachable"
    case .obstructed: "obstructed"
    case .timedOut: "timedOut"
    case .canceled: "canceled"
    case .unauthorized: "unauthorized"
    case .forbidden: "forbidden"
    case .notFound: "notFound"
    case .rateLimited: "rateLimited"
    case .rejected: "rejected"
    case .serverFailed: "serverFailed"
    case .undecodable: "undecodable"
    case .tooLarge: "tooLarge"
    case .outcomeUnknown: "outcomeUnknown"
    }
  }
}
