import Foundation

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Reads small files, with a limit and the check of who else may read them.
enum FileContents {
  enum Failure: Error, Equatable {
    case missing
    /// The system's words, such as `Permission denied`.
    case unreadable(String)
    case notRegular
    /// Group or others may read it; the mode's last three octal digits.
    case readableByOthers(String)
    case tooLarge(limit: Int)
    /// Where the first byte stands that is no text.
    case notUTF8(line: Int, column: Int)
  }

  /// Reads the file as UTF-8, `limit` bytes at most.
  ///
  /// A secret must be in a regular file that nobody else may read.
  static func text(
    of path: String,
    limit: Int = 1_000_000,
    isSecret: Bool = false
  ) throws(Failure) -> String {
    // Opened first and looked at after, so that what is checked is what is read. Without O_NONBLOCK
    // a named pipe would hold the program until somebody writes.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | (isSecret ? O_NONBLOCK : 0))
    guard descriptor >= 0 else {
      throw errno == ENOENT ? .missing : .unreadable(String(cString: strerror(errno)))
    }
    defer { close(descriptor) }
    if isSecret { try check(descriptor) }
    let bytes = try read(descriptor, limit: limit)
    guard let text = String(validating: bytes, as: UTF8.self) else { throw notUTF8(bytes) }
    return text
  }

  private static func notUTF8(_ bytes: [UInt8]) -> Failure {
    var bytes = bytes.makeIterator()
    var codec = UTF8()
    var (line, column) = (1, 1)
    while case .scalarValue(let scalar) = codec.decode(&bytes) {
      (line, column) = scalar == "\n" ? (line + 1, 1) : (line, column + 1)
    }
    return .notUTF8(line: line, column: column)
  }

  private static func check(_ descriptor: Int32) throws(Failure) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw .unreadable(String(cString: strerror(errno)))
    }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .notRegular }
    guard status.st_mode & 0o077 == 0 else {
      throw .readableByOthers("0" + String(status.st_mode & 0o777, radix: 8))
    }
  }

  private static func read(_ descriptor: Int32, limit: Int) throws(Failure) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 16_384)
    while true {
      let count = chunk.withUnsafeMutableBytes { buffer in
        systemRead(descriptor, buffer.baseAddress, buffer.count)
      }
      if count == 0 { return bytes }
      if count < 0 {
        if errno == EINTR { continue }
        throw .unreadable(String(cString: strerror(errno)))
      }
      bytes.append(contentsOf: chunk.prefix(count))
      guard bytes.count <= limit else { throw .tooLarge(limit: limit) }
    }
  }
}

/// `read(2)`, which the enum's own `read` hides.
private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int)
  -> Int
{
  read(descriptor, buffer, count)
}
