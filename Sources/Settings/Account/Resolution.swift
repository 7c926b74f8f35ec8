/// What the command line says about the account.
package struct AccountFlags: Equatable, Sendable {
  package var account: String?
  package var profile: String?
  package var baseURL: String?
  package var isReadOnly: Bool

  package init(
    account: String? = nil,
    profile: String? = nil,
    baseURL: String? = nil,
    isReadOnly: Bool = false
  ) {
    self.account = account
    self.profile = profile
    self.baseURL = baseURL
    self.isReadOnly = isReadOnly
  }
}

/// The account to work on, with all that a client needs.
package struct ResolvedAccount: Equatable, Sendable {
  package var choice: AccountChoice
  package var credential: Credential

  package init(_ choice: AccountChoice, credential: Credential) {
    self.choice = choice
    self.credential = credential
  }
}

extension ResolvedAccount {
  /// Finds the credentials of an account: environment, then profile.
  ///
  /// A token command or file is asked only when nothing before it gave credentials.
  ///
  /// - Throws: ``SettingsError`` for whatever is missing or malformed.
  package init(
    _ choice: AccountChoice,
    environment: [String: String],
    config: ConfigFile,
    timeout: Duration = .seconds(10)
  ) throws(SettingsError) {
    // A variable that is set to nothing is one that is not set.
    let environment = environment.filter { !$0.value.isEmpty }
    self.choice = choice
    credential = try Self.credential(environment, choice.profile, config, timeout)
  }

  private static func credential(
    _ environment: [String: String],
    _ profile: Profile?,
    _ config: ConfigFile,
    _ timeout: Duration
  ) throws(SettingsError) -> Credential {
    if let token = environment["CLOUDFLARE_API_TOKEN"] {
      try Credential.check(token, source: "CLOUDFLARE_API_TOKEN")
      return .token(token)
    }
    if let key = environment["CLOUDFLARE_API_KEY"] {
      guard let email = environment["CLOUDFLARE_EMAIL"] else {
        throw SettingsError(
          "CLOUDFLARE_API_KEY is set without CLOUDFLARE_EMAIL",
          fix: "set CLOUDFLARE_EMAIL too, or use CLOUDFLARE_API_TOKEN"
        )
      }
      try Credential.check(key, source: "CLOUDFLARE_API_KEY")
      try Credential.check(email, source: "CLOUDFLARE_EMAIL")
      return .key(key, email: email)
    }
    switch profile?.token {
    case .command(let command):
      let token = try TokenCommand.run(command, timeout: timeout)
      try Credential.check(token, source: "what \"\(command[0])\" printed")
      return .token(token)
    case .file(let path):
      let token = try TokenFile.read(path)
      try Credential.check(token, source: path)
      return .token(token)
    case nil:
      throw AccountChoice.missing("no credentials", "set CLOUDFLARE_API_TOKEN", config)
    }
  }
}
