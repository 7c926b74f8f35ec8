import Foundation
package import TerminalUI

/// The themes that can be chosen: a person's own, then those in the program.
package struct ThemeLibrary: Sendable {
  /// The folder of a person's own themes; it need not exist.
  package var folder: String

  package init(folder: String) {
    self.folder = folder
  }

  /// The themes that the program carries, by name.
  ///
  /// They are compiled in, so that a binary that was copied somewhere alone has them too.
  package static let bundled: [String: String] = [
    "daylight": String(decoding: PackageResources.daylight_yaml, as: UTF8.self),
    "midnight": String(decoding: PackageResources.midnight_yaml, as: UTF8.self),
    "mono": String(decoding: PackageResources.mono_yaml, as: UTF8.self),
  ]

  /// All names, sorted, each once.
  package var names: [String] {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    // One in the older form is no unknown name: asking for it says what to do about it.
    let endings = [YAMLDocument.ending, YAMLDocument.olderEnding]
    let own = files.flatMap { file in
      endings.filter(file.hasSuffix).map { String(file.dropLast($0.count)) }
    }
    return Set(own).union(Self.bundled.keys).sorted()
  }

  /// Reads a theme.
  ///
  /// A person's own file hides a bundled one of its name.
  ///
  /// - Throws: ``SettingsError`` where there is none of that name, or its file is faulty.
  package func theme(named name: String) throws(SettingsError) -> Theme {
    let unknown = SettingsError(
      "unknown theme \"\(name)\"",
      fix: Spelling.advice(for: name, among: names)
    )
    // The name becomes a part of a path.
    guard !name.contains("/"), !name.isEmpty else { throw unknown }
    let file = name + YAMLDocument.ending
    if let own = try YAMLDocument.read(Paths.join(folder, file)) {
      return try ThemeFile.theme(named: name, reading: own)
    }
    guard let text = Self.bundled[name] else { throw unknown }
    return try ThemeFile.theme(
      named: name,
      reading: YAMLDocument(parsing: text, file: "themes/\(file)")
    )
  }
}
