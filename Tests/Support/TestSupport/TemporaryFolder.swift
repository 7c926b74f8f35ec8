package import Foundation

/// A folder of one test, gone with the last reference to it.
package final class TemporaryFolder: Sendable {
  package let path: String

  /// Throws Foundation's error where no folder can be made.
  package init() throws {
    path = NSTemporaryDirectory() + "ztriage-tests-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  /// Writes a file anew, with these permissions; its path.
  @discardableResult
  package func write(_ name: String, _ text: String, mode: Int) throws -> String {
    let file = "\(path)/\(name)"
    try? FileManager.default.removeItem(atPath: file)
    try Data(text.utf8).write(to: URL(filePath: file))
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file)
    return file
  }

  /// A file with this text, open for both.
  package func file(_ name: String, _ text: String = "") throws -> FileHandle {
    let url = URL(filePath: "\(path)/\(name)")
    try Data(text.utf8).write(to: url)
    return try FileHandle(forUpdating: url)
  }

  /// What a file holds.
  package func text(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: "\(path)/\(name)")), as: UTF8.self)
  }
}
