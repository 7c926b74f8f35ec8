import Foundation
import RiskAPI
import RiskStore
import Settings
import TerminalUI

/// What is saved of an account on this machine: no credentials, no network.
struct LocalSession {
  let choice: AccountChoice
  let config: ConfigFile
  let themes: ThemeLibrary
  let paths: Paths

  /// Reads the settings and the environment.
  ///
  /// - Throws: ``Failure`` with code 78 for whatever is missing or malformed.
  init(_ options: AccountOptions) throws(Failure) {
    let environment = ProcessInfo.processInfo.environment
    paths = Paths(environment: environment)
    themes = ThemeLibrary(folder: paths.themes)
    do {
      config = try ConfigFile.load(
        from: options.config ?? paths.configFile,
        isRequired: options.config != nil,
        themes: themes.names,
        bindings: Interactive.bindings
      )
      choice = try AccountChoice(
        flags: AccountFlags(options),
        environment: environment,
        config: config
      )
    } catch {
      throw Failure(error)
    }
    protectServerFolders()
  }

  /// Takes an account that needs no settings, as a simulated one.
  init(_ choice: AccountChoice, paths: Paths) {
    self.choice = choice
    self.paths = paths
    config = ConfigFile(path: paths.configFile)
    themes = ThemeLibrary(folder: paths.themes)
  }

  var accountID: String { choice.accountID }

  /// Who writes, for the audit log: `ana@host`.
  var operatorName: String {
    let environment = ProcessInfo.processInfo.environment
    let user =
      config.operatorName ?? environment["USER"] ?? environment["LOGNAME"] ?? "uid-\(getuid())"
    return "\(user)@\(ProcessInfo.processInfo.hostName)"
  }

  // MARK: Journal and cache

  /// Takes away what others may do in the folders of a server that is not the standard one.
  ///
  /// The account's own folders in them are protected as they are opened.
  private func protectServerFolders() {
    guard !choice.address.isOnStandardServer else { return }
    for folder in [paths.cacheFolder(of: choice.address), journalFolder] {
      // There is nothing to protect where there is no folder.
      chmod(URL(filePath: folder).deletingLastPathComponent().path, 0o700)
    }
  }

  /// The folder of the account's journal.
  var journalFolder: String { paths.stateFolder(of: choice.address) }

  /// The account's journal; nil where nothing was ever recorded: reading must not make one.
  ///
  /// - Throws: ``Failure`` with code 73 where it cannot be used, 65 where it is damaged, 78 where it is
  ///   another account's.
  func journal() throws(Failure) -> Journal? {
    guard access(journalFolder + "/journal.sqlite", F_OK) == 0 else { return nil }
    do throws(JournalError) {
      return try openJournal()
    } catch {
      throw Failure(error)
    }
  }

  /// The account's journal, made where it is missing; a command opens it once.
  func openJournal() throws(JournalError) -> Journal {
    guard let stores = CommandStores.current else { return try openJournalFile() }
    return try stores.journal(in: journalFolder, open: openJournalFile)
  }

  private func openJournalFile() throws(JournalError) -> Journal {
    try CommandTime.waiting(for: .files) { () throws(JournalError) in
      try Journal.open(folder: journalFolder, owner: choice.address)
    }
  }

  /// The account's cache, which a command opens once, and what has to be said about it then.
  func openCache() -> (cache: Cache, notice: String?) {
    let folder = paths.cacheFolder(of: choice.address)
    let open = {
      let opening = CommandTime.waiting(for: .files) { Cache.open(folder: folder) }
      return (cache: opening.cache, notice: opening.notice)
    }
    return CommandStores.current?.cache(in: folder, open: open) ?? open()
  }

  /// The file of the cache, whether or not it is there.
  var cachePath: String { paths.cacheFolder(of: choice.address) + "/cache.sqlite" }

  // MARK: Colors

  /// Colors for text on a terminal, from the theme of the settings; without, bold and the like stay.
  func ink(_ options: AccountOptions) throws(Failure) -> Ink {
    let term = ProcessInfo.processInfo.environment["TERM"] ?? "dumb"
    guard Output.isTerminal, term != "dumb" else { return Ink() }
    let theme = try theme()
    return Ink(theme: options.color.wantsColor ? theme : theme.withoutColor)
  }

  /// The theme of the settings.
  func theme() throws(Failure) -> Theme {
    do {
      return try themes.theme(named: config.theme)
    } catch {
      throw Failure(error)
    }
  }
}

extension AccountFlags {
  /// What the command line says.
  init(_ options: AccountOptions) {
    self.init(
      account: options.account,
      profile: options.profile,
      baseURL: options.baseURL,
      isReadOnly: options.readOnly
    )
  }
}

extension Failure {
  /// A journal that cannot be read: damaged data, or a file that cannot be had.
  ///
  /// A write that cannot be recorded is a ``WriteError`` instead.
  init(_ error: JournalError) {
    let status: ExitStatus =
      switch error.problem {
      case .corrupt, .foreign: .data
      case .otherOwner: .settings
      default: .cannotWrite
      }
    self.init(status, error.what, error.advice)
  }

  /// A cache that cannot be used.
  init(_ error: CacheError) {
    status = .cannotWrite
    line = "\(error.line)"
  }
}
