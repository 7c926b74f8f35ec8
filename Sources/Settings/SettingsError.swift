/// What is wrong with the settings, where, and what to do about it.
///
/// Its texts are shown on one line and hold no credential.
package struct SettingsError: Error, Hashable, Sendable {
  /// Where in a file the fault is.
  package struct Place: Hashable, Sendable {
    package var file: String
    /// Counted from 1; nil where the whole file is meant.
    package var line: Int?

    package init(file: String, line: Int? = nil) {
      self.file = file
      self.line = line
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

  /// Problem with its place: `/home/me/config.toml:3: unknown key "tehme"`.
  package var what: String {
    guard let place else { return problem }
    guard let line = place.line else { return "\(place.file): \(problem)" }
    return "\(place.file):\(line): \(problem)"
  }
}
