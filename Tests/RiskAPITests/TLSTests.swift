import Foundation
import HTTPTypes
import NIOSSL
import RiskAPI
import TestSupport
import Testing
import X509

/// Whom the client talks to, and whom it refuses before anything is sent.
struct TLSTests {
  private let root: TestAuthority
  private let folder: TemporaryFolder

  init() throws {
    root = try TestAuthority("Test Root")
    folder = try TemporaryFolder()
    try folder.write("root.pem", try root.certificate.pem, mode: 0o644)
  }

  @Test func `an authority that the environment names is trusted`() async throws {
    let server = try await server(try root.identity())
    #expect(try await reply(of: server).status == 200)
  }

  @Test func `a certificate under an authority's authority is trusted with both`() async throws {
    let middle = try TestAuthority("Test Middle", under: root)
    let identity = try middle.identity()
    let server = try await server(identity, and: [middle.certificate])
    #expect(try await reply(of: server).status == 200)
  }

  @Test func `a certificate whose authority's certificate is left out is refused`() async throws {
    let middle = try TestAuthority("Test Middle", under: root)
    let server = try await server(try middle.identity())
    await expectRefusal(of: server, .untrustedCertificate(host: "localhost"))
  }

  @Test func `an authority that nobody trusts is refused`() async throws {
    let server = try await server(try TestAuthority("Stranger").identity())
    await expectRefusal(of: server, .untrustedCertificate(host: "localhost"))
  }

  @Test func `an authority that was not named is refused`() async throws {
    let server = try await server(try root.identity())
    await expectRefusal(of: server, .untrustedCertificate(host: "localhost"), [:])
  }

  @Test func `a certificate for another name is refused`() async throws {
    let server = try await server(try root.identity(for: "api.acme.example"))
    await expectRefusal(of: server, .wrongCertificate(host: "localhost"))
  }

  @Test func `an expired certificate is refused with its date`() async throws {
    let identity = try root.identity(days: -30 ... -2)
    let server = try await server(identity)
    let end = identity.certificate.notValidAfter
    await expectRefusal(of: server, .expiredCertificate(host: "localhost", end: end))
  }

  @Test func `a certificate that is not valid yet is refused with its date`() async throws {
    let identity = try root.identity(days: 2...30)
    let server = try await server(identity)
    let start = identity.certificate.notValidBefore
    await expectRefusal(of: server, .earlyCertificate(host: "localhost", start: start))
  }

  @Test(arguments: [TLSVersion.tlsv1, .tlsv11])
  func `what is older than TLS 1_2 is refused`(version: TLSVersion) async throws {
    let server = try await server(try root.identity(), only: version)
    await expectRefusal(of: server, .outdatedTLS(host: "localhost"))
  }

  @Test func `TLS 1_2 is enough`() async throws {
    let server = try await server(try root.identity(), only: .tlsv12)
    #expect(try await reply(of: server).status == 200)
  }

  @Test(arguments: ["empty.pem", "not-there.pem"])
  func `a file without authorities is named at the start`(name: String) throws {
    try folder.write("empty.pem", "no certificate", mode: 0o644)
    let path = "\(folder.path)/\(name)"
    let error = #expect(throws: TransportProblem.self) {
      try LiveTransport(environment: ["SSL_CERT_FILE": path])
    }
    #expect(error?.description == "SSL_CERT_FILE names \(path), which holds no certificates")
  }

  // MARK: Servers and calls

  private func server(
    _ identity: (certificate: Certificate, key: Certificate.PrivateKey),
    and others: [Certificate] = [],
    only version: TLSVersion? = nil
  ) async throws -> TLSServer {
    try await TLSServer.start(
      chain: [identity.certificate] + others,
      key: identity.key,
      only: version,
      reply: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
    )
  }

  /// Asks the server once, then stops it.
  private func reply(
    of server: TLSServer,
    _ environment: [String: String]? = nil
  ) async throws -> APIReply {
    let transport = try LiveTransport(
      baseURL: "https://localhost:\(server.port)",
      connectTimeout: .seconds(60),
      environment: environment ?? ["SSL_CERT_FILE": folder.path + "/root.pem"]
    )
    let request = APIRequest(method: .get, path: "/", timeout: .seconds(60))
    let result: Result<APIReply, any Error>
    do {
      result = .success(try await transport.send(request))
    } catch {
      result = .failure(error)
    }
    await transport.shutdown()
    try await server.stop()
    return try result.get()
  }

  private func expectRefusal(
    of server: TLSServer,
    _ obstacle: Obstacle,
    _ environment: [String: String]? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async {
    await #expect(throws: TransportError.obstructed(obstacle), sourceLocation: sourceLocation) {
      try await reply(of: server, environment)
    }
  }
}
