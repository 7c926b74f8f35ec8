import Foundation

#if canImport(Glibc)
import Glibc
#else
import Darwin
import HTTPTypes
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

  /// The head of every request.
  package let requests: AsyncStream<String>
  /// One element for every connection that the client closed.
  package let closures: AsyncStream<Void>

  private let socket: LoopbackSocket
  private let requestSink: AsyncStream<String>.Continuation
  private let closureSink: AsyncStream<Void>.Continuation

  package var port: Int { socket.port }
  package var baseURL: String { "http://127.0.0.1:\(port)/client/v4" }

  /// Throws where no port is free.
  package init(_ answer: Answer) throws {
    socket = try LoopbackSocket()
    try socket.listen()
    (requests, requestSink) = AsyncStream.makeStream()
    (closures, closureSink) = AsyncStream.makeStream()
    let (socket, connections) = (socket, Connections(answer, requestSink, closureSink))
    Thread.detachNewThread {
      while let connection = socket.accept() {
        Thread.detachNewThread { connections.serve(connection) }
      }
    }
  }

  deinit { stop() }

  package func stop() {
    socket.stop()
    requestSink.finish()
    closureSink.finish()
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
    defer {
      // A process that was started meanwhile may have a copy, which close(2) would leave open.
      shutdown(connection, Int32(SHUT_RDWR))
      close(connection)
    }
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
