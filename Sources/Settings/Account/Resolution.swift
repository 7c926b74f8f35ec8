package import Foundation

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
  package var accountID: String
  package var credential: Credential
  package var baseURL: URL
  package var access: Profile.Access
  /// The profile that the account id came from; nil where it came from elsewhere.
  package var profileName: String?

  package init(
    accountID: String,
    credential: Credential,
    baseURL: URL,
    access: Profile.Access,
    profileName: String? = nil
  ) {
    self.accountID = accountID
    self.credential = credential
    self.baseURL = baseURL
    self.access = access
    self.profileName = profileName
  }

  /// What a person calls the account.
  package var displayName: String { profileName ?? accountID }
}

extension ResolvedAccount {
  /// Gathers the account: flag, then environment, then profile, then default.
  ///
  /// A read-only profile stays read-only whatever else is taken from the environment. A token
  /// command or file is asked only when nothing before it gave credentials.
  ///
  /// - Throws: ``SettingsError`` for whatever is missing or malformed.
  package init(
    flags: AccountFlags,
    environment: [String: String],
    config: ConfigFile,
    timeout: Duration = .seconds(10)
  ) throws(SettingsError) {
    // A variable that is set to nothing is one that is not set.
    let environment = environment.filter { !$0.value.isEmpty }
    let name = flags.profile ?? config.defaultProfile
    let profile = try Self.profile(name, isFromFlag: flags.profile != nil, config)

    let base: (String, String) =
      if let text = flags.baseURL {
        (text, "--base-url")
      } else if let text = environment["CLOUDFLARE_BASE_URL"] {
        (text, "CLOUDFLARE_BASE_URL")
      } else {
        (profile?.baseURL ?? BaseURL.standard, "base_url of profile \(name ?? "")")
      }
    baseURL = try BaseURL.check(base.0, source: base.1)

    let account: (String, String) =
      if let text = flags.account {
        (text, "--account")
      } else if let text = environment["CLOUDFLARE_ACCOUNT_ID"] {
        (text, "CLOUDFLARE_ACCOUNT_ID")
      } else if let text = profile?.accountID {
        (text, "account_id of profile \(name ?? "")")
      } else {
        throw Self.missing("no account id", "set CLOUDFLARE_ACCOUNT_ID, pass --account", config)
      }
    try AccountID.check(account.0, source: account.1, isLoopback: BaseURL.isLoopback(base.0))
    accountID = account.0
    let isFromProfile = flags.account == nil && environment["CLOUDFLARE_ACCOUNT_ID"] == nil
    profileName = isFromProfile ? name : nil

    access = flags.isReadOnly ? .readOnly : profile?.access ?? .readWrite
    credential = try Self.credential(environment, profile, name, config, timeout)
  }

  private static func profile(
    _ name: String?,
    isFromFlag: Bool,
    _ config: ConfigFile
  ) throws(SettingsError) -> Profile? {
    guard let name else { return nil }
    if let profile = config.profiles[name] { return profile }
    let known = Array(config.profiles.keys)
    let fix =
      known.isEmpty
      ? "add [profiles.\(name)] to \(config.path)"
      : Spelling.advice(for: name, among: known)
    throw SettingsError("no profile is called \"\(name)\"", fix: fix)
  }

  private static func credential(
    _ environment: [String: String],
    _ profile: Profile?,
    _ profileName: String?,
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
      throw missing("no credentials", "set CLOUDFLARE_API_TOKEN", config)
    }
  }

  private static func missing(
    _ problem: String,
    _ fix: String,
    _ config: ConfigFile
  ) -> SettingsError {
    let known = config.profiles.keys.sorted().joined(separator: ", ")
    let way = known.isEmpty ? "a profile in \(config.path)" : "--profile (\(known))"
    return SettingsError(problem, fix: "\(fix), or use \(way)")
  }
}
