import Foundation

/// The reader of standard output went away.
struct OutputClosed: Error {}

/// Standard output, or a file, gathered into large writes.
struct Output: ~Copyable {
  private let descriptor: Int32
  private var buffer: [UInt8] = []
  private static let chunk = 1 << 16

  /// Writes to an open descriptor, which stays the caller's to close.
  init(descriptor: Int32 = STDOUT_FILENO) {
    self.descriptor = descriptor
  }

  /// Adds text; what fills a chunk is written.
  ///
  /// - Throws: ``OutputClosed``, or ``Failure`` where the file system is full.
  mutating func write(_ text: String) throws {
    try write(Array(text.utf8))
  }

  /// Adds bytes, as ``write(_:)-(String)`` adds text.
  mutating func write(_ bytes: [UInt8]) throws {
    buffer += bytes
    if buffer.count >= Self.chunk { try finish() }
  }

  /// Writes what is left.
  mutating func finish() throws {
    // A closed pipe is an error to be told apart here, not a signal that ends the program before.
    signal(SIGPIPE, SIG_IGN)
    if descriptor == STDOUT_FILENO { CommandTime.current?.finish() }
    var rest = buffer[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if errno == EPIPE {
        throw OutputClosed()
      } else if errno == EAGAIN {
        var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = poll(&request, 1, -1)
      } else if errno != EINTR {
        let reason = String(cString: strerror(errno))
        throw Failure(.cannotWrite, "cannot write the output: \(reason)", "free some space")
      }
    }
    buffer.removeAll(keepingCapacity: true)
  }

  /// Whether a person reads it.
  static var isTerminal: Bool { isatty(1) == 1 }
}
