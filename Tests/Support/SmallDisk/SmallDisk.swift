import Foundation

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// A file system in memory, small enough to fill; needs the right to mount.
package final class SmallDisk: Sendable {
  /// Where it is mounted.
  package let path: String

  /// Whether this process may mount; tests that need it are skipped otherwise.
  package static let isAvailable = (try? SmallDisk(kilobytes: 64)) != nil

  /// Mounts one; throws where that is not permitted.
  package init(kilobytes: Int) throws {
    path = NSTemporaryDirectory() + "risk-store-disk-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    do {
      try Self.run("mount", "-t", "tmpfs", "-o", "size=\(kilobytes)k", "tmpfs", path)
    } catch {
      try? FileManager.default.removeItem(atPath: path)
      throw error
    }
  }

  deinit {
    try? Self.run("umount", "-l", path)
    try? FileManager.default.removeItem(atPath: path)
  }

  /// As a disk that the system took for broken.
  package func makeReadOnly() throws { try Self.run("mount", "-o", "remount,ro", path) }
  /// Takes writes again.
  package func makeWritable() throws { try Self.run("mount", "-o", "remount,rw", path) }

  /// Leaves not a byte.
  package func fill() {
    let file = open(path + "/filler", O_WRONLY | O_CREAT | O_APPEND, 0o600)
    defer { close(file) }
    for size in [4096, 1] {
      let block = [UInt8](repeating: 1, count: size)
      while write(file, block, size) == size {}
    }
  }

  /// Gives back what was filled.
  package func empty() { unlink(path + "/filler") }

  private static func run(_ arguments: String...) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = arguments
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw CocoaError(.featureUnsupported) }
  }
}
