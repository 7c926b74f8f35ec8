import Foundation

extension YAMLDocument {
  /// How files of settings end.
  static let ending = ".yaml"
  /// How they ended when they were TOML.
  static let olderEnding = ".toml"

  /// Reads a file of settings.
  ///
  /// - Returns: nil where there is no such file.
  /// - Throws: ``SettingsError`` with place and fix; also where there is only a file in the older
  ///   form, whose settings would be ignored in silence.
  static func read(_ path: String) throws(SettingsError) -> YAMLDocument? {
    let text: String
    do {
      text = try FileContents.text(of: path)
    } catch .missing {
      guard path.hasSuffix(ending) else { return nil }
      let older = path.dropLast(ending.count) + olderEnding
      guard FileManager.default.fileExists(atPath: String(older)) else { return nil }
      throw Self.older(String(older))
    } catch {
      throw unreadable(path, error)
    }
    guard !path.hasSuffix(olderEnding) else { throw older(path) }
    return try YAMLDocument(parsing: text, file: path)
  }

  private static func older(_ path: String) -> SettingsError {
    let newer = path.dropLast(olderEnding.count) + ending
    return SettingsError(
      "settings are YAML now, and TOML is not read",
      fix: "convert it to \(newer): \"name: value\" for name = \"value\", "
        + "and indented lines below \"name:\" for a [name]",
      at: SettingsError.Place(file: path)
    )
  }

  private static func unreadable(_ path: String, _ failure: FileContents.Failure) -> SettingsError {
    let file = SettingsError.Place(file: path)
    return switch failure {
    case .missing: SettingsError("no such file", fix: "check the path", at: file)
    case .unreadable(let reason):
      SettingsError("cannot be read: \(reason)", fix: "check the path and its mode", at: file)
    case .notUTF8(let line, let column):
      SettingsError(
        "not UTF-8 text",
        fix: "save it as UTF-8",
        at: SettingsError.Place(file: path, line: line, column: column)
      )
    case .tooLarge(let limit):
      SettingsError("larger than \(limit) bytes", fix: "check the path", at: file)
    case .notRegular, .readableByOthers:
      SettingsError("not a file of settings", fix: "check the path", at: file)
    }
  }
}
