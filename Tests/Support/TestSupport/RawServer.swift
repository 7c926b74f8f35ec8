import Foundation
import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A server on a loopback port that answers with bytes of the test's choice, or not at all.
///
/// It is sockets and threads on purpose: what it sends no HTTP library would. It serves until it is
/// stopped or let go.
package final class RawServer: Sendable {
  /// What a connection gets once the head of a request is read.
  package enum Answer: Sendable {
    case bytes([UInt8])
    /// Bytes, then nothing more on a connection that stays open.
    case bytesThenSilence([UInt8])
    case hangUp
    case silence

    package static func text(_ text: String) -> Answer { .bytes(Array(text.utf8)) }

    /// A whole reply with a ray id of its own, after which the connection ends.
    ///
    /// The status is as in `429 Too Many Requests`, a header as in `retry-after: 45`.
    package static func reply(
      _ status: String,
      headers: [String] = [],
      body: String
    ) -> Answer {
      let head = ["HTTP/1.1 \(status)", "connection: close", "cf-ray: 8f00-LIS"] + headers
      let length = "content-length: \(body.utf8.count)\r\n\r\n"
      return text((head + [length]).joined(separator: "\r\n") + body)
    }
  }

  package let port: Int
  /// The head of every request.
  package let requests: AsyncStream<String>
  /// One element for every connection that the client closed.
  package let closures: AsyncStream<Void>

  private let listener: Int32
  private let isStopped = Mutex(false)
  private let requestSink: AsyncStream<String>.Continuation
  private let closureSink: AsyncStream<Void>.Continuation

  package var baseURL: String { "http://127.0.0.1:\(port)/client/v4" }

  /// Throws where no port is free.
  package init(_ answer: Answer) throws {
    (listener, port) = try Self.listen()
    (requests, requestSink) = AsyncStream.makeStream()
    (closures, closureSink) = AsyncStream.makeStream()
    let (socket, connections) = (listener, Connections(answer, requestSink, closureSink))
    Thread.detachNewThread {
      while true {
        let connection = accept(socket, nil, nil)
        guard connection >= 0 else { return }
        Thread.detachNewThread { connections.serve(connection) }
      }
    }
  }

  deinit { stop() }

  /// A port on which nobody listens.
  package static func freePort() throws -> Int {
    let (socket, port) = try listen()
    close(socket)
    return port
  }

  package func stop() {
    // Closing twice could close a descriptor that somebody else has got meanwhile.
    guard
      !isStopped.withLock({ isStopped in
        defer { isStopped = true }
        return isStopped
      })
    else { return }
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
    requestSink.finish()
    closureSink.finish()
  }

  private static func listen() throws -> (socket: Int32, port: Int) {
    #if canImport(Glibc)
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #else
    let descriptor = socket(AF_INET, SOCK_STREAM, 0)
    #endif
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    // SAFETY: the pointers live inside the closure, and `length` is the size of what they point to.
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        bind(descriptor, generic, length) == 0 && Self.listens(descriptor)
          && getsockname(descriptor, generic, &length) == 0
      }
    }
    guard isBound else { throw POSIXError(.EADDRNOTAVAIL) }
    return (descriptor, Int(UInt16(bigEndian: address.sin_port)))
  }

  private static func listens(_ descriptor: Int32) -> Bool {
    #if canImport(Glibc)
    Glibc.listen(descriptor, 16) == 0
    #else
    Darwin.listen(descriptor, 16) == 0
    #endif
  }
}

/// What every connection of a server gets.
private struct Connections: Sendable {
  private let answer: RawServer.Answer
  private let requests: AsyncStream<String>.Continuation
  private let closures: AsyncStream<Void>.Continuation

  init(
    _ answer: RawServer.Answer,
    _ requests: AsyncStream<String>.Continuation,
    _ closures: AsyncStream<Void>.Continuation
  ) {
    (self.answer, self.requests, self.closures) = (answer, requests, closures)
  }

  func serve(_ connection: Int32) {
    defer { close(connection) }
    guard let head = readHead(connection) else { return }
    requests.yield(head)
    switch answer {
    case .bytes(let bytes):
      write(bytes, to: connection)
      // Closing at once could reset the connection before the client has read the answer.
      shutdown(connection, Int32(SHUT_WR))
      readToEnd(connection)
    case .bytesThenSilence(let bytes):
      write(bytes, to: connection)
      waitForClosure(connection)
    case .hangUp: break
    case .silence: waitForClosure(connection)
    }
  }

  private func readHead(_ connection: Int32) -> String? {
    var head: [UInt8] = []
    var byte: UInt8 = 0
    while !head.suffix(4).elementsEqual([13, 10, 13, 10]) {
      guard recv(connection, &byte, 1, 0) == 1 else { return nil }
      head.append(byte)
    }
    return String(decoding: head, as: UTF8.self)
  }

  private func write(_ bytes: [UInt8], to connection: Int32) {
    var rest = bytes[...]
    while !rest.isEmpty {
      #if canImport(Glibc)
      let flags = Int32(MSG_NOSIGNAL)
      #else
      let flags: Int32 = 0
      #endif
      let count = Array(rest).withUnsafeBytes { send(connection, $0.baseAddress, $0.count, flags) }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }

  private func waitForClosure(_ connection: Int32) {
    readToEnd(connection)
    closures.yield()
  }

  private func readToEnd(_ connection: Int32) {
    var byte: UInt8 = 0
    while recv(connection, &byte, 1, 0) > 0 {}
  }
}
