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
    "daylight": String(decoding: PackageResources.daylight_toml, as: UTF8.self),
    "midnight": String(decoding: PackageResources.midnight_toml, as: UTF8.self),
    "mono": String(decoding: PackageResources.mono_toml, as: UTF8.self),
  ]

  /// All names, sorted, each once.
  package var names: [String] {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let own = files.filter { $0.hasSuffix(".toml") }.map { String($0.dropLast(5)) }
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
    let path = Paths.join(folder, name + ".toml")
    do {
      return try ThemeFile.parse(FileContents.text(of: path), name: name, file: path)
    } catch let error as SettingsError {
      throw error
    } catch FileContents.Failure.missing {
      guard let text = Self.bundled[name] else { throw unknown }
      return try ThemeFile.parse(text, name: name, file: "themes/\(name).toml")
    } catch {
      throw SettingsError(
        "cannot be read",
        fix: "check the file",
        at: SettingsError.Place(file: path)
      )
    }
  }
}
