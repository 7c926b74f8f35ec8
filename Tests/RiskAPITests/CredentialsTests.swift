import Foundation
import HTTPTypes
import RiskAPI
import Testing

struct CredentialsTests {
  @Test func `a token is sent as a bearer and as nothing else`() async throws {
    let bench = try ClientHarness(Fixture.success(Fixture.users([])))
    _ = try await bench.client.summary()
    let headers = bench.transport.requests[0].headers
    #expect(headers[.authorization] == "Bearer \(Fixture.token)")
    #expect(!headers.contains(.authKey) && !headers.contains(.authEmail))
  }

  @Test func `a key is sent with its e-mail`() async throws {
    let transport = ScriptedTransport([Fixture.success(Fixture.users([]))])
    let credentials = Credentials.key(try APIKey("0a1b2c"), email: "ops@acme.example")
    let client = APIClient(
      accountID: Fixture.account,
      credentials: credentials,
      transport: transport
    )
    _ = try await client.summary()
    let headers = transport.requests[0].headers
    #expect(headers[.authKey] == "0a1b2c")
    #expect(headers[.authEmail] == "ops@acme.example")
    #expect(!headers.contains(.authorization))
  }

  @Test(arguments: [
    ("", CredentialProblem.empty), ("abc\n", .lineBreak), ("abc\r\nX-Evil: 1", .lineBreak),
    ("a b", .space), ("a\u{0}b", .control), ("a\tb", .control), ("a\u{7F}", .control),
    ("tökén", .notASCII), ("abc\u{2028}", .notASCII),
  ])
  func `what cannot stand in a header is refused with its reason`(
    text: String,
    problem: CredentialProblem
  ) {
    #expect(throws: problem) { try APIToken(text) }
    #expect(throws: problem) { try APIKey(text) }
    #expect(text.isEmpty || !problem.description.contains(text))
  }

  @Test func `an e-mail with a line break sends nothing`() async throws {
    let transport = ScriptedTransport([])
    let credentials = Credentials.key(try APIKey("0a1b2c"), email: "a@b\r\nX-Evil: 1")
    let client = APIClient(
      accountID: Fixture.account,
      credentials: credentials,
      transport: transport
    )
    await #expect(
      throws: APIError.invalidRequest("the e-mail that goes with the API key contains a line break")
    ) { try await client.summary() }
    #expect(transport.requests.isEmpty)
  }

  @Test(arguments: [
    #"{"success":false,"errors":[{"code":1000,"message":"no token SECRET here"}],"result":null}"#,
    #"{"title":"Denied","detail":"SECRET"}"#, "SECRET SECRET", "<title>SECRET</title>",
    #"{"success":true,"result":{"users":[{"SECRET":1}]}}"#, #"{"success":"SECRET"}"#,
  ])
  func `an error does not repeat the token that a reply repeats`(body: String) async throws {
    for status in [200, 401, 403, 429, 503] {
      let reply = APIReply(
        status: status,
        headers: [.cfRay: "ray-\(Fixture.token)"],
        body: Data(body.replacing("SECRET", with: Fixture.token).utf8)
      )
      let bench = try ClientHarness(
        .reply(reply),
        configuration: APIClient.Configuration(maxTries: 1)
      )
      let error = try #require(
        await #expect(throws: APIError.self) {
          try await bench.client.summary()
        }
      )
      #expect(!"\(error)".contains(Fixture.token))
      #expect(error.ray == "ray-‹redacted›")
      #expect(error.reply?.status == status)
    }
  }

  @Test(arguments: ["e", "any", "redacted", "rejected"])
  func `a token that is a word leaves the error readable`(token: String) async throws {
    let body = #"{"success":false,"errors":[{"code":1,"message":"rejected: redacted e"}]}"#
    let client = APIClient(
      accountID: Fixture.account,
      credentials: .token(try APIToken(token)),
      transport: ScriptedTransport([.reply(APIReply(status: 403, body: Data(body.utf8)))])
    )
    let error = try #require(
      await #expect(throws: APIError.self) { try await client.summary() }
    )
    let message = try #require(error.reply?.errors.first?.message)
    #expect(message.contains(": "))
    #expect(message.hasSuffix(" e"))
  }

  @Test func `no way of printing shows a secret`() throws {
    let token = Credentials.token(try APIToken(Fixture.token))
    let key = Credentials.key(try APIKey(Fixture.token), email: "ops@acme.example")
    let client = APIClient(
      accountID: Fixture.account,
      credentials: token,
      transport: ScriptedTransport([])
    )
    let request = APIRequest(
      method: .get,
      path: "/",
      headers: [
        .authorization: "Bearer \(Fixture.token)",
        .proxyAuthorization: "Basic \(Fixture.token)",
        .authKey: Fixture.token,
        .cookie: "session=\(Fixture.token)",
        .accept: "application/json",
      ]
    )
    let reply = APIReply(
      status: 200,
      headers: [.setCookie: "a=\(Fixture.token)", .cfRay: Fixture.ray]
    )
    let nested: [Any] = [[request], [1: request], Optional(request) as Any, (1, request), [reply]]
    for value: Any in [token, key, client, request, reply] + nested {
      var dumped = ""
      dump(value, to: &dumped)
      for text in ["\(value)", String(reflecting: value), dumped] {
        #expect(!text.contains(Fixture.token))
      }
    }
    #expect("\(token)".contains("‹redacted›"))
    #expect("\(request)".contains("application/json"))
    #expect("\(reply)".contains(Fixture.ray))
  }
}
