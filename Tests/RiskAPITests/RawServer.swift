import Foundation
import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A server that answers with bytes of the test's choice, or not at all.
///
/// It is sockets and threads on purpose: what it sends no HTTP library would.
final class RawServer: Sendable {
  /// What a connection gets once the head of a request is read.
  enum Answer: Sendable {
    case bytes([UInt8])
    /// Bytes, then nothing more on a connection that stays open.
    case bytesThenSilence([UInt8])
    case hangUp
    case silence

    static func text(_ text: String) -> Answer { .bytes(Array(text.utf8)) }
  }

  let port: Int
  /// The head of every request.
  let requests: AsyncStream<String>
  /// One element for every connection that the client closed.
  let closures: AsyncStream<Void>

  private let listener: Int32
  private let isStopped = Mutex(false)
  private let answer: @Sendable (String) -> Answer
  private let requestSink: AsyncStream<String>.Continuation
  private let closureSink: AsyncStream<Void>.Continuation

  var baseURL: String { "http://127.0.0.1:\(port)/client/v4" }

  init(_ answer: Answer) throws {
    (listener, port) = try Self.listen()
    self.answer = { _ in answer }
    (requests, requestSink) = AsyncStream.makeStream()
    (closures, closureSink) = AsyncStream.makeStream()
    Thread.detachNewThread { [self] in acceptConnections() }
  }

  /// A port on which nobody listens.
  static func freePort() throws -> Int {
    let (socket, port) = try listen()
    close(socket)
    return port
  }

  func stop() {
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

  private func acceptConnections() {
    while true {
      let connection = accept(listener, nil, nil)
      guard connection >= 0 else { return }
      Thread.detachNewThread { [self] in serve(connection) }
    }
  }

  private func serve(_ connection: Int32) {
    defer { close(connection) }
    guard let head = readHead(connection) else { return }
    requestSink.yield(head)
    switch answer(head) {
    case .bytes(let bytes): write(bytes, to: connection)
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
    var byte: UInt8 = 0
    while recv(connection, &byte, 1, 0) > 0 {}
    closureSink.yield()
  }
}
