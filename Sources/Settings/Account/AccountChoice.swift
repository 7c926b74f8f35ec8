import Foundation
package import RiskAPI

/// Which account is meant, and where: enough for what is kept of it on this machine.
package struct AccountChoice: Equatable, Sendable {
  package var accountID: String
  package var baseURL: BaseURL
  package var access: Profile.Access
  /// The profile that the account id came from; nil where it came from elsewhere.
  package var profileName: String?
  let profile: Profile?

  /// Takes an account that needs no settings, as a simulated one.
  package init(
    accountID: String,
    baseURL: BaseURL,
    access: Profile.Access,
    profileName: String? = nil
  ) {
    self.accountID = accountID
    self.baseURL = baseURL
    self.access = access
    self.profileName = profileName
    profile = nil
  }

  /// Whose cache and journal are used.
  package var address: AccountAddress { AccountAddress(baseURL: baseURL, accountID: accountID) }

  /// What a person calls the account.
  package var displayName: String { profileName ?? accountID }

  /// Gathers the account: flag, then environment, then profile, then default.
  ///
  /// Credentials are not looked at. A read-only profile stays read-only whatever else is taken from
  /// the environment.
  ///
  /// - Throws: ``SettingsError`` for whatever is missing or malformed.
  package init(
    flags: AccountFlags,
    environment: [String: String],
    config: ConfigFile
  ) throws(SettingsError) {
    // A variable that is set to nothing is one that is not set.
    let environment = environment.filter { !$0.value.isEmpty }
    let name = flags.profile ?? config.defaultProfile
    profile = try Self.profile(name, config)
    access = flags.isReadOnly ? .readOnly : profile?.access ?? .readWrite

    let base: (String, String) =
      if let text = flags.baseURL {
        (text, "--base-url")
      } else if let text = environment["CLOUDFLARE_BASE_URL"] {
        (text, "CLOUDFLARE_BASE_URL")
      } else {
        (profile?.baseURL ?? BaseURL.standard, "base_url of profile \(name ?? "")")
      }
    baseURL = try BaseURL.read(base.0, source: base.1)

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
    try AccountID.check(account.0, source: account.1, isLoopback: baseURL.isLoopback)
    accountID = account.0
    let isFromProfile = flags.account == nil && environment["CLOUDFLARE_ACCOUNT_ID"] == nil
    profileName = isFromProfile ? name : nil
  }

  private static func profile(
    _ name: String?,
    _ config: ConfigFile
  ) throws(SettingsError) -> Profile? {
    guard let name else { return nil }
    if let profile = config.profiles[name] { return profile }
    let known = Array(config.profiles.keys)
    let fix =
      known.isEmpty
      ? "add \(name) to the profiles in \(config.path)"
      : Spelling.advice(for: name, among: known)
    throw SettingsError("no profile is called \"\(name)\"", fix: fix)
  }

  static func missing(
    _ problem: String,
    _ fix: String,
    _ config: ConfigFile
  ) -> SettingsError {
    let known = config.profiles.keys.sorted().joined(separator: ", ")
    let way = known.isEmpty ? "a profile in \(config.path)" : "--profile (\(known))"
    return SettingsError(problem, fix: "\(fix), or use \(way)")
  }
}
