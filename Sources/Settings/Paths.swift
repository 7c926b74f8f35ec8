import Foundation
package import RiskAPI

/// Where the program's files live, by the XDG base directory specification.
package struct Paths: Hashable, Sendable {
  /// `$XDG_CONFIG_HOME/ztriage`.
  package var config: String
  /// `$XDG_CACHE_HOME/ztriage`: may be deleted at any time.
  package var cache: String
  /// `$XDG_STATE_HOME/ztriage`.
  package var state: String

  /// Reads the environment.
  ///
  /// A value that is empty or relative is ignored, as the specification asks.
  package init(environment: [String: String]) {
    let home =
      environment["HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? NSHomeDirectory()
    func folder(_ variable: String, _ fallback: String) -> String {
      let base = environment[variable].flatMap { $0.hasPrefix("/") ? $0 : nil }
      return Self.join(base ?? Self.join(home, fallback), "ztriage")
    }
    config = folder("XDG_CONFIG_HOME", ".config")
    cache = folder("XDG_CACHE_HOME", ".cache")
    state = folder("XDG_STATE_HOME", ".local/state")
  }

  /// The settings.
  package var configFile: String { Self.join(config, "config.yaml") }
  /// A person's own themes, one file each.
  package var themes: String { Self.join(config, "themes") }
  /// The log.
  package var logFile: String { Self.join(state, "ztriage.log") }

  /// Where an account's disposable cache is.
  package func cacheFolder(of account: AccountAddress) -> String {
    Self.join(cache, Self.folder(of: account))
  }

  /// Where an account's precious journal is.
  package func stateFolder(of account: AccountAddress) -> String {
    Self.join(state, Self.folder(of: account))
  }

  /// `ACCOUNT` on the standard server, `HOST_PORT/ACCOUNT` on any other: they may have accounts of one id.
  private static func folder(of account: AccountAddress) -> String {
    let name = folderName(account.accountID)
    guard !account.isOnStandardServer else { return name }
    // A host is no way out: its port follows.
    let plain = CharacterSet(charactersIn: "-_.").union(.alphanumerics)
    let (host, port) = account.hostAndPort
    let folder = host.addingPercentEncoding(withAllowedCharacters: plain) ?? "server"
    return join("\(folder)_\(port)", name)
  }

  /// An id as the name of a folder: `a/b` becomes `a%2Fb`, and `..` stays no way out.
  private static func folderName(_ id: String) -> String {
    let plain = CharacterSet(charactersIn: "-_").union(.alphanumerics)
    return id.addingPercentEncoding(withAllowedCharacters: plain) ?? "account"
  }

  static func join(_ folder: String, _ name: String) -> String {
    folder.hasSuffix("/") ? folder + name : folder + "/" + name
  }
}
