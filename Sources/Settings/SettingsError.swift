/// What is wrong with the settings, where, and what to do about it.
///
/// Its texts are shown on one line and hold no credential.
package struct SettingsError: Error, Hashable, Sendable {
  /// Where in a file the fault is.
  package struct Place: Hashable, Sendable {
    package var file: String
    /// Counted from 1; nil where the whole file is meant.
    package var line: Int?
    /// Counted in characters from 1; nil where the whole line is meant.
    package var column: Int?

    package init(file: String, line: Int? = nil, column: Int? = nil) {
      self.file = file
      self.line = line
      self.column = column
    }
  }

  /// What is wrong, such as `unknown key "tehme"`.
  package var problem: String
  /// What to do about it, such as `did you mean "theme"?`.
  package var fix: String
  /// Where it stands; nil for what came from the environment or the command line.
  package var place: Place?

  package init(_ problem: String, fix: String, at place: Place? = nil) {
    self.problem = problem
    self.fix = fix
    self.place = place
  }

  /// Problem with its place: `/home/me/config.yaml:3:1: unknown key "tehme"`.
  package var what: String {
    guard let place else { return problem }
    let numbers = [place.line, place.column].compactMap { $0.map { ":\($0)" } }
    return "\(place.file)\(numbers.joined()): \(problem)"
  }

  /// A text from a file or a command line in quotes, on one line and not too long for it.
  static func quote(_ text: String) -> String {
    let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
    return "\"\(line.count > 80 ? line.prefix(80) + "…" : line)\""
  }
}
