import RiskAPI

/// An account as the settings describe it.
package struct Profile: Equatable, Sendable {
  /// Whether the program may write.
  package enum Access: String, Hashable, Sendable {
    case readWrite = "read-write"
    case readOnly = "read-only"
  }

  /// Where the token comes from: the settings never hold the token itself.
  package enum TokenSource: Hashable, Sendable {
    /// A program, run without a shell, that prints the token.
    case command([String])
    /// A file that nobody else may read.
    case file(String)
  }

  package var accountID: String?
  package var token: TokenSource?
  package var baseURL: String?
  package var access = Access.readWrite

  package init(
    accountID: String? = nil,
    token: TokenSource? = nil,
    baseURL: String? = nil,
    access: Access = .readWrite
  ) {
    self.accountID = accountID
    self.token = token
    self.baseURL = baseURL
    self.access = access
  }

  init(reading node: YAMLDocument.Node, name: String) throws(SettingsError) {
    var reader = try TableReader(node, name: "profiles.\(name)")
    baseURL = try reader.string("base_url", such: BaseURL.standard)
    if let node = reader.node("base_url"), let baseURL {
      _ = try BaseURL.read(baseURL, source: "\"base_url\"", at: node.place)
    }
    accountID = try reader.string("account_id", such: "0123456789abcdef0123456789abcdef")
    if let node = reader.node("account_id"), let accountID {
      // What base URL the account will be asked on may still be changed by the environment, so only
      // what is an account nowhere is refused here.
      let isLoopback = baseURL.flatMap { try? BaseURL($0).isLoopback } ?? false
      try AccountID.check(
        accountID,
        source: "\"account_id\"",
        isLoopback: isLoopback,
        at: node.place
      )
    }
    if let node = reader.node("access"),
      let word = try reader.string("access", such: Access.readOnly.rawValue)
    {
      guard let access = Access(rawValue: word) else {
        throw SettingsError(
          "\"\(reader.fullName("access"))\" is \(SettingsError.quote(word))",
          fix: "write access: read-write, or read-only",
          at: node.place
        )
      }
      self.access = access
    }
    token = try Self.token(&reader)
    for key in ["token", "api_token", "api_key"] where reader.all.contains(where: { $0.key == key })
    {
      throw SettingsError(
        "\"\(reader.fullName(key))\": do not put credentials in this file",
        fix: "use token_command or token_file",
        at: reader.node(key)?.place
      )
    }
    try reader.finish()
  }

  private static func token(_ reader: inout TableReader) throws(SettingsError) -> TokenSource? {
    let command = try reader.strings("token_command", such: "[pass, show, ztriage]")
    let file = try reader.string("token_file", such: "/home/me/.ztriage-token")
    if let command {
      let place = reader.node("token_command")?.place
      if file != nil {
        throw SettingsError(
          "\"\(reader.name)\" has token_command and token_file",
          fix: "keep one of them",
          at: place
        )
      }
      guard command.first?.isEmpty == false else {
        throw SettingsError(
          "\"\(reader.fullName("token_command"))\" names no program",
          fix: "write token_command: [pass, show, ztriage]",
          at: place
        )
      }
      return .command(command)
    }
    return file.map(TokenSource.file)
  }
}
