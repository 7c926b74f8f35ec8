import Foundation
import HTTPTypes
import RiskAPI
import TestSupport
import Testing

/// The transport against servers that misbehave below HTTP.
@Suite(.timeLimit(.minutes(10)))
struct LiveTransportTests {
  @Test func `what is sent arrives as it was planned`() async throws {
    try await withServer(.text(Self.empty)) { server, transport in
      let client = try Fixture.client(transport)
      _ = try? await client.integration(referenceID: "a/b c")
      let head = try #require(await server.requests.first { _ in true })
      let path = "/client/v4/accounts/\(Fixture.account)/zt_risk_scoring"
      #expect(head.hasPrefix("GET \(path)/integrations/reference_id/a%2Fb%20c HTTP/1.1\r\n"))
      let lines = Set(head.components(separatedBy: "\r\n").map { $0.lowercased() })
      #expect(lines.contains("authorization: bearer \(Fixture.token.lowercased())"))
      #expect(lines.contains("accept: application/json"))
      #expect(lines.contains("host: 127.0.0.1:\(server.port)"))
      #expect(!lines.contains { $0.hasPrefix("content-type") })
    }
  }

  @Test func `a reset has no body and says so`() async throws {
    try await withServer(.text(Self.empty)) { server, transport in
      let client = try Fixture.client(transport)
      _ = try await client.resetUser(Fixture.user)
      let head = try #require(await server.requests.first { _ in true })
      #expect(head.hasPrefix("POST /client/v4/accounts/"))
      #expect(head.lowercased().contains("\r\ncontent-length: 0\r\n"))
    }
  }

  @Test func `a refused connection surely sent nothing`() async throws {
    // Its own until the end: another test's server cannot come to listen there.
    let nobody = try LoopbackSocket()
    let transport = try LiveTransport(baseURL: "http://127.0.0.1:\(nobody.port)")
    await #expect(
      throws: TransportError.notSent("127.0.0.1:\(nobody.port) refused the connection")
    ) {
      try await transport.send(Self.request)
    }
    await transport.shutdown()
  }

  @Test func `a server that never answers is timed out, and let go of`() async throws {
    try await withServer(.silence) { server, transport in
      await #expect(throws: TransportError.timedOut(wasSent: true)) {
        try await transport.send(Self.request(timeout: .seconds(3)))
      }
      _ = await server.closures.first { _ in true }
    }
  }

  @Test func `a body that stalls is timed out, and let go of`() async throws {
    let head = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"
    try await withServer(.bytesThenSilence(Array(head.utf8))) { server, transport in
      await #expect(throws: TransportError.timedOut(wasSent: true)) {
        try await transport.send(Self.request(timeout: .seconds(3)))
      }
      _ = await server.closures.first { _ in true }
    }
  }

  @Test(arguments: [false, true])
  func `giving up closes the connection`(hasHead: Bool) async throws {
    let head = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"
    let answer: RawServer.Answer = hasHead ? .bytesThenSilence(Array(head.utf8)) : .silence
    try await withServer(answer) { server, transport in
      let client = try Fixture.client(transport)
      let call = Task { try await client.summary() }
      _ = await server.requests.first { _ in true }
      call.cancel()
      await #expect(throws: APIError.canceled) { try await call.value }
      _ = await server.closures.first { _ in true }
    }
  }

  @Test func `a connection that breaks before the reply is lost`() async throws {
    try await withServer(.hangUp) { _, transport in
      let error = await #expect(throws: TransportError.self) {
        try await transport.send(Self.request)
      }
      guard case .lost? = error else {
        Issue.record("\(String(describing: error))")
        return
      }
    }
  }

  @Test func `a connection that breaks within the reply is lost`() async throws {
    let text = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"
    try await withServer(.text(text)) { _, transport in
      await #expect(
        throws: TransportError.lost(
          "the connection to 127.0.0.1 broke before the reply was complete"
        )
      ) { try await transport.send(Self.request) }
    }
  }

  @Test func `a reset whose reply is lost was sent once and is unknown`() async throws {
    try await withServer(.hangUp) { server, transport in
      let client = try Fixture.client(transport)
      let error = await #expect(throws: APIError.self) { try await client.resetUser(Fixture.user) }
      guard case .outcomeUnknown(nil, _)? = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      server.stop()
      #expect(await server.requests.reduce(0) { count, _ in count + 1 } == 1)
    }
  }

  static let largeReplies: [(String, [UInt8])] = [
    ("announced", Array("HTTP/1.1 200 OK\r\nCF-Ray: r\r\nContent-Length: 2000\r\n\r\n".utf8)),
    (
      "in chunks",
      Array("HTTP/1.1 200 OK\r\nCF-Ray: r\r\nTransfer-Encoding: chunked\r\n\r\n7d0\r\n".utf8)
        + [UInt8](repeating: 32, count: 2000)
    ),
    (
      "when inflated",
      Array(
        "HTTP/1.1 200 OK\r\nCF-Ray: r\r\nContent-Encoding: gzip\r\nContent-Length: \(bomb.count)\r\n\r\n"
          .utf8
      ) + bomb
    ),
  ]

  @Test(arguments: largeReplies)
  func `a reply above the limit is not read`(name: String, bytes: [UInt8]) async throws {
    try await withServer(.bytesThenSilence(bytes), maxBodyBytes: 1000) { server, transport in
      await #expect(throws: TransportError.tooLarge(limit: 1000, status: 200, ray: "r")) {
        try await transport.send(Self.request)
      }
      _ = await server.closures.first { _ in true }
    }
  }

  @Test func `a compressed reply is inflated`() async throws {
    let body = [UInt8](Data(base64Encoded: "H4sIAAAAAAAAA8tIzcnJV8gAkQBApi0BCwAAAA==") ?? Data())
    let head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(body.count)\r\n\r\n"
    try await withServer(.bytes(Array(head.utf8) + body)) { server, transport in
      let reply = try await transport.send(Self.request)
      #expect(String(decoding: reply.body, as: UTF8.self) == "hello hello")
      let sent = try #require(await server.requests.first { _ in true })
      #expect(sent.lowercased().contains("accept-encoding: gzip"))
    }
  }

  @Test func `a redirect is handed back, not followed`() async throws {
    let elsewhere = try RawServer(.text(Self.empty))
    let text = "HTTP/1.1 307 Go\r\nLocation: \(elsewhere.baseURL)\r\nContent-Length: 0\r\n\r\n"
    try await withServer(.text(text)) { _, transport in
      let reply = try await transport.send(Self.request)
      #expect(reply.status == 307)
    }
    elsewhere.stop()
    #expect(await elsewhere.requests.first { _ in true } == nil)
  }

  @Test func `garbage in place of HTTP is a lost reply`() async throws {
    try await withServer(.text("220 mail.example ESMTP ready\r\n")) { _, transport in
      let error = await #expect(throws: TransportError.self) {
        try await transport.send(Self.request)
      }
      guard case .lost? = error else {
        Issue.record("\(String(describing: error))")
        return
      }
    }
  }

  @Test func `a server without TLS gets no request and no credentials`() async throws {
    let server = try RawServer(.text("HTTP/1.1 400 Bad\r\n\r\n"))
    let transport = try LiveTransport(
      baseURL: "https://127.0.0.1:\(server.port)",
      connectTimeout: .milliseconds(200)
    )
    let error = await #expect(throws: TransportError.self) {
      try await transport.send(Self.request)
    }
    switch error {
    case .notSent?, .timedOut(wasSent: false)?: break
    default: Issue.record("\(String(describing: error))")
    }
    await transport.shutdown()
    server.stop()
    #expect(await server.requests.first { $0.contains("Bearer") } == nil)
  }

  @Test func `a proxy is asked for a tunnel, without credentials`() async throws {
    let proxy = try RawServer(.text("HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n"))
    let transport = try LiveTransport(
      baseURL: "https://api.acme.example/v4",
      environment: ["HTTPS_PROXY": "http://u:p@127.0.0.1:\(proxy.port)"]
    )
    await #expect(
      throws: TransportError.obstructed(.refusedByProxy(host: "api.acme.example"))
    ) { try await transport.send(Self.request) }
    let head = try #require(await proxy.requests.first { _ in true })
    #expect(head.hasPrefix("CONNECT api.acme.example:443 HTTP/1.1\r\n"))
    #expect(head.lowercased().contains("proxy-authorization: basic dtpw"))
    #expect(!head.contains("Bearer"))
    await transport.shutdown()
    proxy.stop()
  }

  @Test func `a proxy that wants a user is named as such`() async throws {
    let head = "HTTP/1.1 407 No\r\nProxy-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n"
    let proxy = try RawServer(.text(head))
    let transport = try LiveTransport(
      baseURL: "https://api.acme.example/v4",
      environment: ["HTTPS_PROXY": "http://127.0.0.1:\(proxy.port)"]
    )
    await #expect(throws: TransportError.obstructed(.proxyWantsCredentials)) {
      try await transport.send(Self.request)
    }
    await transport.shutdown()
    proxy.stop()
  }

  @Test func `a name that nobody knows is named as such`() async throws {
    // RFC 6761: never resolves.
    let transport = try LiveTransport(baseURL: "https://account.invalid", environment: [:])
    let error = await #expect(throws: TransportError.self) {
      try await transport.send(Self.request)
    }
    await transport.shutdown()
    // Where there is no resolver at all, the question itself may take too long.
    let honest: [TransportError] = [
      .obstructed(.unknownHost("account.invalid")), .timedOut(wasSent: false),
    ]
    #expect(error.map(honest.contains) == true, "\(String(describing: error))")
  }

  @Test func `after a shutdown nothing is sent`() async throws {
    try await withServer(.text(Self.empty)) { _, transport in
      await transport.shutdown()
      await transport.shutdown()
      await #expect(throws: TransportError.notSent("the client was shut down")) {
        try await transport.send(Self.request)
      }
    }
  }

  // MARK: Fixtures

  private func withServer(
    _ answer: RawServer.Answer,
    maxBodyBytes: Int = 1 << 20,
    _ body: (RawServer, LiveTransport) async throws -> Void
  ) async throws {
    let server = try RawServer(answer)
    let transport = try LiveTransport(
      baseURL: server.baseURL,
      maxBodyBytes: maxBodyBytes,
      environment: [:]
    )
    try await body(server, transport)
    await transport.shutdown()
    server.stop()
  }

  private static let empty =
    "HTTP/1.1 200 OK\r\nContent-Length: 28\r\n\r\n" + #"{"success":true,"result":{}}"#

  private static let request = request(timeout: .seconds(180))

  private static func request(timeout: Duration) -> APIRequest {
    APIRequest(
      method: .get,
      path: "/x",
      headers: [.authorization: "Bearer \(Fixture.token)"],
      timeout: timeout
    )
  }

  /// 20 000 zeros, compressed.
  private static let bomb = [UInt8](
    Data(
      base64Encoded: """
        H4sIAAAAAAACA+3BMQEAAADCoPVPbQ0PoAAAAAAAAAAAAAAAAAAAAAAAAAB4MAJTL5cgTgAA
        """
    ) ?? Data()
  )
}
