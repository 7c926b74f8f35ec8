package import RiskAPI
package import TerminalUI

/// The settings of `config.yaml`, with defaults where the file is silent.
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
  /// Whether the dashboard takes the mouse from the terminal.
  package var usesMouse = false
  /// Who writes, for the audit log; nil for the login name.
  package var operatorName: String?
  /// How long what is saved on this machine is kept.
  package var retention = Retention()
  /// The largest reply that is read, after decompression.
  package var maxReply = ByteSize(APIReply.standardMaxBytes)
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
  ///   - bindings: what `keys` may bind anew; empty where no key matters, as for a command that
  ///     draws nothing: then `keys` is not looked into.
  /// - Returns: the settings, with defaults where the file is silent.
  /// - Throws: ``SettingsError`` with file, line and fix.
  package static func load(
    from path: String,
    isRequired: Bool = false,
    themes: [String],
    bindings: [KnownBinding] = []
  ) throws(SettingsError) -> ConfigFile {
    if let document = try YAMLDocument.read(path) {
      return try ConfigFile(reading: document, themes: themes, bindings: bindings)
    }
    guard isRequired else { return ConfigFile(path: path) }
    throw SettingsError("no such file", fix: "check the path", at: .init(file: path))
  }

  /// Reads settings from a document, as ``load(from:isRequired:themes:bindings:)`` does from a file.
  init(
    reading document: YAMLDocument,
    themes: [String],
    bindings: [KnownBinding] = []
  ) throws(SettingsError) {
    self.init(path: document.file)
    var reader = try TableReader(document.root)
    if let node = reader.node("theme") {
      theme = try reader.string("theme", such: "midnight") ?? theme
      try Self.check(theme, isAmong: themes, "theme", at: node.place)
    }
    if let node = reader.node("refresh") { refresh = try Self.refresh(node) }
    requiresReason = try reader.bool("require_reason") ?? requiresReason
    usesMouse = try reader.toggle("mouse") ?? usesMouse
    if let node = reader.node("operator") {
      operatorName = try reader.string("operator", such: "ana")
      try Self.check(operatorName ?? "", isOperatorAt: node.place)
    }
    if let node = reader.node("max_reply") { maxReply = try ByteSize(reading: node, "max_reply") }
    if let node = reader.node("retention") { retention = try Retention(reading: node) }
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
      "unknown \(kind) \(SettingsError.quote(name))",
      fix: Spelling.advice(for: name, among: known),
      at: place
    )
  }

  /// An operator stands in every line of the audit log, beside others.
  private static func check(
    _ name: String,
    isOperatorAt place: SettingsError.Place
  ) throws(SettingsError) {
    let unseen: Set<Unicode.GeneralCategory> = [
      .control, .format, .lineSeparator, .paragraphSeparator,
    ]
    guard name.contains(where: { !$0.isWhitespace }), name.unicodeScalars.count <= 64,
      !name.unicodeScalars.contains(where: { unseen.contains($0.properties.generalCategory) })
    else {
      throw SettingsError(
        "\"operator\" is \(SettingsError.quote(name))",
        fix: "write a name of 1 to 64 visible characters, such as operator: ana",
        at: place
      )
    }
  }

  /// Reads `60s`, `5m`, `1h` or `off`: from 5 seconds to a day.
  private static func refresh(_ node: YAMLDocument.Node) throws(SettingsError) -> Duration? {
    let advice = "write a time such as 60s or 5m, from 5s to 24h, or off"
    guard case .text(let text) = node.value else {
      throw SettingsError("\"refresh\" is \(node.kind)", fix: advice, at: node.place)
    }
    let error = SettingsError(
      "\"refresh\" is \(SettingsError.quote(text))",
      fix: advice,
      at: node.place
    )
    if text == "off" { return nil }
    let units: [Character: Int] = ["s": 1, "m": 60, "h": 3_600]
    // Six digits hold a day of seconds and cannot overflow.
    guard let unit = text.last.flatMap({ units[$0] }), text.count <= 7,
      text.dropLast().allSatisfy({ ("0"..."9").contains($0) }), let count = Int(text.dropLast())
    else { throw error }
    let seconds = count * unit
    guard (5...86_400).contains(seconds) else { throw error }
    return .seconds(seconds)
  }
}
