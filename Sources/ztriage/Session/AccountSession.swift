import Foundation
import Logging
import RiskAPI
import RiskServices
import RiskStore
import Settings
import TerminalUI

/// The account of a command: settings read and, unless it is offline, credentials found.
struct AccountSession {
  let local: LocalSession
  /// What it takes to ask the account; nil where only the cache is asked, which takes no credentials.
  private let remote: Remote?

  private struct Remote {
    let credentials: Credentials
    /// What must never reach the log.
    let secrets: [String]
    let transport: any Transport

    init(_ account: ResolvedAccount, maxReply: ByteSize) throws(Failure) {
      credentials = try AccountSession.credentials(account.credential)
      secrets = account.credential.secrets
      do {
        let live = try LiveTransport(
          baseURL: account.choice.baseURL.description,
          maxBodyBytes: maxReply.bytes
        )
        transport = CommandTime.current.map { WatchedTransport(transport: live, time: $0) } ?? live
      } catch {
        throw Failure(.settings, error.description, "correct the address")
      }
    }
  }

  /// Reads the settings and the environment.
  ///
  /// - Throws: ``Failure`` with code 78 for whatever is missing or malformed.
  init(_ options: AccountOptions) throws(Failure) {
    local = try LocalSession(options)
    guard !options.offline else {
      remote = nil
      return
    }
    remote = try Remote(Self.account(local), maxReply: local.config.maxReply)
  }

  /// The account with its credentials, for which a program may have to run.
  private static func account(_ local: LocalSession) throws(Failure) -> ResolvedAccount {
    let timeout = min(.seconds(10), CommandTime.current?.deadline.left ?? .seconds(10))
    do throws(SettingsError) {
      return try CommandTime.waiting(for: .tokenCommand) { () throws(SettingsError) in
        try ResolvedAccount(
          local.choice,
          environment: ProcessInfo.processInfo.environment,
          config: local.config,
          timeout: timeout
        )
      }
    } catch {
      throw Failure(error)
    }
  }

  /// Takes an account that needs no settings, as a simulated one.
  init(_ account: ResolvedAccount, paths: Paths) throws(Failure) {
    local = LocalSession(account.choice, paths: paths)
    remote = try Remote(account, maxReply: local.config.maxReply)
  }

  var config: ConfigFile { local.config }
  /// Whether only the cache is asked.
  var isOffline: Bool { remote == nil }

  /// What the dashboard needs.
  func interactive(wantsColor: Bool) -> InteractiveSession {
    let log = LogFile(path: local.paths.logFile)
    if let remote { log?.hide(remote.secrets) }
    let logger = log.map { file in
      Logger(label: "ztriage") { FileLogHandler(label: $0, file: file) }
    }
    logger?.info(
      "started",
      metadata: ["version": "\(Version.current)", "account": "\(local.accountID)"]
    )
    return InteractiveSession(
      accountName: local.choice.displayName,
      isReadOnly: local.choice.access == .readOnly,
      loadTheme: local.theme,
      refresh: config.refresh,
      requiresReason: config.requiresReason,
      usesMouse: config.usesMouse,
      retention: config.retention,
      keys: config.keys,
      hasColor: wantsColor,
      log: log,
      isOffline: isOffline,
      openCache: local.openCache,
      openJournaling: openJournaling,
      makeLink: { rateLimiter, onEvent in
        link(rateLimiter: rateLimiter) { event in
          if let words = ProgressFormatter.words(for: event, onTerminal: true) {
            logger?.warning("\(words.string)")
          }
          onEvent(event)
        }
      }
    )
  }

  /// The way to the account; `onEvent` hears what happens while a call is under way.
  ///
  /// `rateLimiter` is what other processes spend of the account's budget, too.
  func link(
    rateLimiter: RateLimitStore?,
    onEvent: @escaping @Sendable (ClientEvent) -> Void
  ) -> AccountLink {
    guard let remote else { return .offline(accountID: local.accountID) }
    return .online(
      APIClient(
        accountID: local.accountID,
        credentials: remote.credentials,
        transport: remote.transport,
        configuration: APIClient.Configuration(
          maxBodyBytes: config.maxReply.bytes,
          userAgent: "ztriage/\(Version.current)"
        ),
        rateLimiter: rateLimiter,
        deadline: CommandTime.current?.deadline,
        onEvent: onEvent
      )
    )
  }

  /// The service of a command, after a look at what earlier runs did not see the end of.
  private func service() async -> RiskService {
    let service = bareService()
    await printEarlierWrites(service)
    return service
  }

  /// Says what became of writes whose end an earlier run did not see, as after a crash.
  func printEarlierWrites(_ service: RiskService) async {
    await service.checkClock()
    for write in await service.recoverWrites() {
      StandardError.say(SafeText(write.words(timeZone: .current)))
    }
  }

  /// The service of a command, which says on standard error when a call has to wait or be repeated.
  func bareService() -> RiskService {
    let isTerminal = StandardError.isTerminal
    let (cache, notice) = local.openCache()
    if let notice { StandardError.say(SafeText(notice)) }
    return RiskService(
      account: link(rateLimiter: cache.rateLimitStore()) { event in
        if let words = ProgressFormatter.words(for: event, onTerminal: isTerminal) {
          StandardError.say(words)
        }
      },
      cache: cache,
      journaling: openJournaling(),
      retention: local.config.retention,
      report: { StandardError.say(SafeText($0)) }
    )
  }

  /// The account's journal, made where it is missing.
  ///
  /// - Throws: ``Failure`` with code 73 where it cannot be used, 65 where it is damaged, 78 where it is
  ///   another account's.
  func journal() throws(Failure) -> Journal {
    do throws(JournalError) {
      return try local.openJournal()
    } catch {
      throw Failure(error)
    }
  }

  /// The account's journal, or why every write must be refused.
  func openJournaling() -> Journaling {
    do throws(JournalError) {
      return .kept(try local.openJournal(), operator: local.operatorName)
    } catch {
      return .unavailable(error)
    }
  }

  /// Asks the service; what fails becomes a ``Failure``.
  ///
  /// `operation` reads like `read the users`. `tellsAge` says how old an answer from the cache is;
  /// false for one that is not shown.
  func ask<Value>(
    _ operation: String,
    tellsAge: Bool = true,
    _ question: (RiskService) async throws(APIError) -> Fetched<Value>
  ) async throws -> Fetched<Value> {
    // Of two questions of a command, only the one that is shown tells of it.
    let service = tellsAge ? await service() : bareService()
    do throws(APIError) {
      let answer = try await question(service)
      if isOffline, tellsAge { tellAge(of: answer.fetchedAt) }
      return answer
    } catch {
      throw Failure(error, operation: operation)
    }
  }

  /// Says how old an answer from the cache is: nobody may take it for the account's own.
  private func tellAge(of fetchedAt: Date) {
    let words = TimeFormatter.now
    StandardError.say("offline · data from \(words.absolute(fetchedAt))")
  }

  /// Colors for text on a terminal.
  func ink(_ options: AccountOptions) throws(Failure) -> Ink { try local.ink(options) }

  private static func credentials(_ credential: Credential) throws(Failure) -> Credentials {
    do {
      switch credential {
      case .token(let token): return .token(try APIToken(token))
      case .key(let key, let email): return .key(try APIKey(key), email: email)
      }
    } catch {
      throw Failure(.settings, error.description, "copy the bare token again")
    }
  }
}
