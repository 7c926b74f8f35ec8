package import TerminalUI

/// The settings of `config.toml`, with defaults where the file is silent.
package struct ConfigFile: Equatable, Sendable {
  /// The file that was read, or would have been.
  package var path: String
  /// What the screen looks like.
  package var theme = "midnight"
  /// Time between background refreshes; nil for none.
  package var refresh: Duration? = .seconds(60)
  /// The profile that is taken where the command line names none.
  package var defaultProfile: String?
  /// Whether a reset needs a reason.
  package var requiresReason = true
  /// Accounts, by the names that the person gave them.
  package var profiles: [String: Profile] = [:]
  /// The keys of bindings that are bound anew; an empty list leaves a binding to the palette.
  package var keys: [String: [Key]] = [:]

  package init(path: String) {
    self.path = path
  }

  /// Reads the settings.
  ///
  /// - Parameters:
  ///   - path: the file; where it is absent, the defaults hold.
  ///   - isRequired: whether an absent file is an error, as for `--config`.
  ///   - themes: the names that `theme` may take.
  ///   - bindings: what `[keys]` may bind anew; empty where no key matters, as for a command that
  ///     draws nothing: then `[keys]` is not looked into.
  /// - Returns: the settings, with defaults where the file is silent.
  /// - Throws: ``SettingsError`` with file, line and fix.
  package static func load(
    from path: String,
    isRequired: Bool = false,
    themes: [String],
    bindings: [KnownBinding] = []
  ) throws(SettingsError) -> ConfigFile {
    let text: String
    do {
      text = try FileContents.text(of: path)
    } catch .missing where !isRequired {
      return ConfigFile(path: path)
    } catch {
      throw Self.unreadable(path, error)
    }
    return try ConfigFile(parsing: text, path: path, themes: themes, bindings: bindings)
  }

  /// Reads settings from text, as ``load(from:isRequired:themes:bindings:)`` does from a file.
  package init(
    parsing text: String,
    path: String,
    themes: [String],
    bindings: [KnownBinding] = []
  ) throws(SettingsError) {
    self.init(path: path)
    var reader = try TableReader(TOMLDocument(parsing: text, file: path).root)
    if let node = reader.node("theme") {
      theme = try reader.string("theme", such: "midnight") ?? theme
      try Self.check(theme, isAmong: themes, "theme", at: node.place)
    }
    if let node = reader.node("refresh") { refresh = try Self.refresh(node) }
    requiresReason = try reader.bool("require_reason") ?? requiresReason
    if let node = reader.node("profiles") {
      for (name, node) in try TableReader(node, name: "profiles").all {
        profiles[name] = try Profile(reading: node, name: name)
      }
    }
    if let node = reader.node("default_profile") {
      defaultProfile = try reader.string("default_profile", such: "prod")
      try Self.check(
        defaultProfile ?? "",
        isAmong: Array(profiles.keys),
        "profile",
        at: node.place
      )
    }
    if let node = reader.node("keys"), !bindings.isEmpty {
      keys = try KeyTable(reading: node, bindings: bindings).overrides
    }
    try reader.finish()
  }

  private static func check(
    _ name: String,
    isAmong known: [String],
    _ kind: String,
    at place: SettingsError.Place
  ) throws(SettingsError) {
    guard !known.contains(name) else { return }
    throw SettingsError(
      "unknown \(kind) \"\(name)\"",
      fix: Spelling.advice(for: name, among: known),
      at: place
    )
  }

  /// Reads `"60s"`, `"5m"`, `"1h"` or `"off"`: from 5 seconds to a day.
  private static func refresh(_ node: TOMLDocument.Node) throws(SettingsError) -> Duration? {
    let advice = "write a time such as \"60s\" or \"5m\", from \"5s\" to \"24h\", or \"off\""
    guard case .string(let text) = node.value else {
      throw SettingsError("\"refresh\" is \(node.kind)", fix: advice, at: node.place)
    }
    if text == "off" { return nil }
    let units: [Character: Int] = ["s": 1, "m": 60, "h": 3_600]
    // Six digits hold a day of seconds and cannot overflow.
    guard let unit = text.last.flatMap({ units[$0] }), text.count <= 7,
      text.dropLast().allSatisfy({ ("0"..."9").contains($0) }), let count = Int(text.dropLast())
    else {
      throw SettingsError("\"refresh\" is \"\(text)\"", fix: advice, at: node.place)
    }
    let seconds = count * unit
    guard (5...86_400).contains(seconds) else {
      throw SettingsError("\"refresh\" is \"\(text)\"", fix: advice, at: node.place)
    }
    return .seconds(seconds)
  }

  private static func unreadable(_ path: String, _ failure: FileContents.Failure) -> SettingsError {
    let place = SettingsError.Place(file: path)
    return switch failure {
    case .missing: SettingsError("no such file", fix: "check the path", at: place)
    case .unreadable(let reason):
      SettingsError("cannot be read: \(reason)", fix: "check the path and its mode", at: place)
    case .notUTF8: SettingsError("not UTF-8 text", fix: "save it as UTF-8", at: place)
    case .tooLarge(let limit):
      SettingsError("larger than \(limit) bytes", fix: "check the path", at: place)
    case .notRegular, .readableByOthers:
      SettingsError("not a file of settings", fix: "check the path", at: place)
    }
  }
}
