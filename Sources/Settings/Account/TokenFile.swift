import Foundation

/// Reads a token from a file that nobody else may read.
enum TokenFile {
  static func read(_ path: String) throws(SettingsError) -> String {
    let expanded = path.hasPrefix("~/") ? NSHomeDirectory() + path.dropFirst() : path
    do {
      let text = try FileContents.text(of: expanded, limit: 16_384, isSecret: true)
      return TokenCommand.withoutLastNewline(text)
    } catch {
      let (problem, fix) = words(error, path)
      throw SettingsError(problem, fix: fix, at: SettingsError.Place(file: path))
    }
  }

  private static func words(_ failure: FileContents.Failure, _ path: String) -> (String, String) {
    switch failure {
    case .missing: ("no such token file", "check token_file")
    case .unreadable(let reason): ("cannot be read: \(reason)", "check token_file and its mode")
    case .notRegular: ("not a regular file", "name a plain file in token_file")
    case .readableByOthers(let mode):
      ("others may read this token (mode \(mode))", "run: chmod 600 \(path)")
    case .tooLarge: ("too large for a token", "put nothing but the token into it")
    case .notUTF8: ("not text", "put nothing but the token into it")
    }
  }
}
