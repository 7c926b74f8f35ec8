import Foundation
import RiskAPI
import TestSupport
import Testing

/// Bodies that come in pieces.
struct StreamedReplyTests {
  @Test(arguments: [1, 7, 1_000_000])
  func `a summary in pieces is read whole`(size: Int) async throws {
    let client = try client(Fixture.success(Fixture.users(1...900)), size: size)
    let summary = try await client.summary()
    #expect(summary.users.map(\.eventCount) == Array(1...900))
  }

  @Test func `events come in pieces too`() async throws {
    let rows = (1...50).map { #"{"id":"e\#($0)","event_details":{"list":[1,2,{"a":"],"}]}}"# }
    let result = #"{"name":"n","events":[\#(rows.joined(separator: " , "))],"risk_level":"high"}"#
    let risk = try await client(Fixture.success(result), size: 5).userDetail(Fixture.user)
    #expect(risk.events.map(\.id) == (1...50).map { "e\($0)" })
    #expect(risk.riskLevel == .high && risk.events.last?.details != nil)
  }

  @Test func `a row that cannot be read is named by its place in the whole list`() async throws {
    // More than are decoded at a time.
    let rows = (1...2_000).map { Fixture.row($0) } + [#"{"name":"x"}"#, "{}"]
    let client = try client(
      Fixture.success(#"{"users":[\#(rows.joined(separator: ","))]}"#),
      size: 4_096
    )
    let reply = APIError.Reply(status: 200, ray: Fixture.ray)
    await #expect(throws: APIError.undecodable(reply, "result.users[2000].user_id is missing")) {
      try await client.summary()
    }
  }

  @Test(arguments: ["]}", "]", "", "}]}}", ",,]}}", #","last"#])
  func `a list that does not end as it should is no JSON`(end: String) async throws {
    let rows = (1...2_000).map { Fixture.row($0) }.joined(separator: ",")
    let client = try client(
      Fixture.reply(200, #"{"success":true,"result":{"users":[\#(rows)\#(end)"#),
      size: 4_096
    )
    let error = await #expect(throws: APIError.self) { try await client.summary() }
    guard case .undecodable(_, let words)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(words.hasPrefix("the reply is not JSON but “{\"success\""))
  }

  @Test func `a failure that comes after the rows is told, whatever the rows are`() async throws {
    let body = #"{"result":{"users":[{}]},"success":false,"errors":[{"code":7,"message":"no"}]}"#
    let client = try client(Fixture.reply(200, body), size: 9)
    let error = await #expect(throws: APIError.self) { try await client.summary() }
    let item = APIError.Item(code: 7, message: "no")
    #expect(error == .rejected(APIError.Reply(status: 200, errors: [item], ray: Fixture.ray)))
  }

  @Test func `a reply that repeats the credentials is told without them`() async throws {
    let body = "<title>token \(Fixture.token) is not valid</title>"
    let client = try client(Fixture.reply(200, body), size: 3)
    let error = await #expect(throws: APIError.self) { try await client.summary() }
    #expect(!"\(String(describing: error))".contains(Fixture.token))
    #expect("\(String(describing: error))".contains("is not valid"))
  }

  @Test func `what is no row is read up to a limit of its own`() async throws {
    let blank = String(repeating: " ", count: 16_000_001)
    let client = try client(Fixture.reply(200, #"{"success":true}"# + blank), size: 1 << 16)
    let reply = APIError.Reply(status: 200, ray: Fixture.ray)
    await #expect(
      throws: APIError.undecodable(reply, "more than 16 MB of the reply are no rows of a list")
    ) { try await client.summary() }
  }

  @Test func `a limit on replies counts rows as well`() async throws {
    var configuration = APIClient.Configuration.test
    configuration.maxBodyBytes = 100_000
    let client = try client(
      Fixture.success(Fixture.users(1...900)),
      size: 4_096,
      configuration: configuration
    )
    let reply = APIError.Reply(status: 200, ray: Fixture.ray)
    await #expect(throws: APIError.tooLarge(reply, "more than 100 kB")) {
      try await client.summary()
    }
  }

  private func client(
    _ step: ScriptedTransport.Step,
    size: Int,
    configuration: APIClient.Configuration = .test
  ) throws -> APIClient {
    APIClient(
      accountID: Fixture.account,
      credentials: .token(try APIToken(Fixture.token)),
      transport: PieceTransport(whole: ScriptedTransport([step]), size: size),
      configuration: configuration,
      clock: TestClock()
    )
  }
}

/// Hands bodies over in pieces of a size.
private struct PieceTransport: Transport {
  let whole: ScriptedTransport
  let size: Int

  func send(_ request: APIRequest) async throws(TransportError) -> APIReply {
    try await whole.send(request)
  }

  func send<Reader: BodyReader>(
    _ request: APIRequest,
    into reader: Reader
  ) async throws(TransportError) -> (head: APIReply, reader: Reader) {
    let reply = try await whole.send(request)
    let head = APIReply(status: reply.status, headers: reply.headers)
    var (reader, rest) = (reader, reply.body[...])
    reader.begin(head)
    while !rest.isEmpty {
      reader.read(Data(rest.prefix(size)))
      rest = rest.dropFirst(size)
    }
    return (head, reader)
  }
}
