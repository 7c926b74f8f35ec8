import Foundation
import RiskAPI
import Testing

@testable import SimulatedAPI

#if canImport(FoundationNetworking)
import FoundationNetworking
import HTTPTypes
#endif

@Suite struct SimulatedServerTests {
  @Test func `a socket brings the replies that the account gives in process`() async throws {
    let account = TestAccount()
    let server = try await SimulatedServer.start(account.api)
    let reply = try await call(server, .get, "/summary")
    #expect(reply.status == 200)
    #expect(try await reply.body == account.get("/summary").reply.body)
    #expect(reply.headers[.cfRay]?.hasSuffix("-SIM") == true)
    #expect(reply.headers[.contentType] == "application/json")
    await server.stop()
  }

  @Test func `a body reaches the account`() async throws {
    let server = try await SimulatedServer.start(SimulationOptions(users: 3))
    let body = Data(#"{"integration_type":"Okta","tenant_url":"https://new.okta.com"}"#.utf8)
    #expect(try await call(server, .post, "/integrations", body).status == 200)
    #expect(await server.api.received.last?.body == body)
    #expect(await server.api.edit { $0.integrations.count } == 3)
    await server.stop()
  }

  @Test func `a body beyond all sense is refused`() async throws {
    let server = try await SimulatedServer.start(SimulationOptions(users: 3))
    let body = Data(repeating: 0x20, count: 2 << 20)
    #expect(try await call(server, .post, "/integrations", body).status == 413)
    await server.stop()
  }

  @Test(arguments: [HTTPRequest.Method.head, .patch])
  func `other methods are 405`(method: HTTPRequest.Method) async throws {
    let server = try await SimulatedServer.start(SimulationOptions(users: 3))
    let path = "/client/v4/accounts/\(SimulatedAPI.accountID)/zt_risk_scoring/summary"
    #expect(try await status(server, method, path) == 405)
    await server.stop()
  }

  @Test func `a path outside the base URL is 404`() async throws {
    let server = try await SimulatedServer.start(SimulationOptions(users: 3))
    #expect(try await status(server, .get, "/other") == 404)
    await server.stop()
  }

  @Test func `a lost connection is closed without a word`() async throws {
    var lost = 0
    let server = try await SimulatedServer.start(SimulationOptions(users: 3, faults: .down))
    for _ in 1...20 {
      do {
        #expect(try await call(server, .post, "/integrations", Data("{}".utf8)).status == 503)
      } catch TransportError.lost {
        lost += 1
      }
    }
    #expect(lost > 0)
    await server.stop()
  }

  @Test func `a port in use is said so`() async throws {
    let first = try await SimulatedServer.start(SimulationOptions(users: 3))
    await #expect(throws: SimulatedServerError.portInUse(first.port)) {
      try await SimulatedServer.start(SimulationOptions(users: 3), port: first.port)
    }
    await first.stop()
  }

  @Test func `a stopped server frees its port`() async throws {
    let first = try await SimulatedServer.start(SimulationOptions(users: 3))
    _ = try await call(first, .get, "/summary")
    await first.stop()
    let second = try await SimulatedServer.start(SimulationOptions(users: 3), port: first.port)
    #expect(second.baseURL == first.baseURL)
    await second.stop()
  }

  @Test func `canceling who waits for it ends the server`() async throws {
    let server = try await SimulatedServer.start(SimulationOptions(users: 3, isAlive: true))
    let waiting = Task { await server.wait() }
    waiting.cancel()
    await waiting.value
    await #expect {
      try await call(server, .get, "/summary")
    } throws: { error in
      // A process that another test is just starting may hold the closed socket for a moment.
      switch error {
      case TransportError.notSent, TransportError.lost: true
      default: false
      }
    }
  }

  @Test func `stopping a server on which a request is half written is no trap`() async throws {
    let api = SimulatedAPI(SimulationOptions(users: 1))
    await withTaskGroup { group in
      for lane in 0..<4 {
        group.addTask {
          for run in 0..<125 {
            do {
              let server = try await SimulatedServer.start(api)
              var clients: [HalfClient] = []
              for number in 0...(run % 12) {
                clients.append(try HalfClient(port: server.port, writing: number % 3))
              }
              await server.stop(grace: .milliseconds(lane * 2))
            } catch {
              Issue.record(error)
            }
          }
        }
      }
    }
  }

  @Test func `a stop does not wait for an answer that takes longer than the grace`() async throws {
    let server = try await SimulatedServer.start(
      SimulationOptions(users: 3, latency: .seconds(3_600))
    )
    let asking = Task { try await call(server, .get, "/summary") }
    while await server.api.received.isEmpty { await Task.yield() }
    await server.stop(grace: .zero)
    await #expect(throws: TransportError.self) { try await asking.value }
  }

  @Test func `a stop lets a request that is being answered end`() async throws {
    let account = TestAccount()
    let server = try await SimulatedServer.start(account.api)
    let client = try HalfClient(port: server.port, writing: 2)
    let path = "/client/v4/accounts/\(SimulatedAPI.accountID)/zt_risk_scoring/integrations"
    let whole = try HalfClient(port: server.port, head: "GET \(path) HTTP/1.1\r\nhost: a\r\n")
    async let stop: Void = server.stop(grace: .seconds(600))
    // The first ends its body, the second its head: neither keeps the server.
    client.write("  ")
    whole.write("\r\n")
    await stop
  }

  // MARK: Callers

  private func call(
    _ server: SimulatedServer,
    _ method: HTTPRequest.Method,
    _ path: String,
    _ body: Data? = nil
  ) async throws -> APIReply {
    let transport = try LiveTransport(
      baseURL: server.baseURL,
      connectTimeout: .seconds(180),
      environment: [:]
    )
    let request = APIRequest(
      method: method,
      path: "/accounts/\(SimulatedAPI.accountID)/zt_risk_scoring" + path,
      headers: [.authorization: "Bearer test"],
      body: body,
      timeout: .seconds(180)
    )
    do {
      let reply = try await transport.send(request)
      await transport.shutdown()
      return reply
    } catch {
      await transport.shutdown()
      throw error
    }
  }

  /// The status of a call that the client never makes.
  private func status(_ server: SimulatedServer, _ method: HTTPRequest.Method, _ path: String)
    async throws
    -> Int?
  {
    var request = URLRequest(
      url: try #require(URL(string: "http://127.0.0.1:\(server.port)" + path))
    )
    request.httpMethod = method.rawValue
    request.setValue("Bearer test", forHTTPHeaderField: "Authorization")
    let (_, response) = try await URLSession.shared.data(for: request)
    return (response as? HTTPURLResponse)?.statusCode
  }
}

/// A client that writes a part of a request and then nothing, until it is let go.
private final class HalfClient: Sendable {
  private let descriptor: Int32

  /// Connects, and writes nothing, half a head, or a head and half a body.
  convenience init(port: Int, writing part: Int) throws {
    let head = "POST /client/v4/accounts HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 4\r\n"
    try self.init(port: port, head: ["", head, head + "\r\n  "][part])
  }

  init(port: Int, head: String) throws {
    #if canImport(Darwin)
    descriptor = socket(AF_INET, SOCK_STREAM, 0)
    #else
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #endif
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let socket = descriptor
    // SAFETY: the pointers live inside the closure, and `length` is the size of what they point to.
    let isConnected = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(socket, $0, length) == 0 }
    }
    guard isConnected else { throw POSIXError(.ECONNREFUSED) }
    write(head)
  }

  deinit {
    close(descriptor)
  }

  func write(_ text: String) {
    let bytes = Array(text.utf8)
    #if canImport(Darwin)
    _ = send(descriptor, bytes, bytes.count, 0)
    #else
    _ = send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    #endif
  }
}
