import ArgumentParser
import Foundation
import RiskServices
import RiskStore
import TerminalUI

/// `ztriage cache …`.
struct CacheCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cache",
    abstract: "Cached API responses; safe to clear.",
    subcommands: [CacheInfoCommand.self, CacheClearCommand.self]
  )
}

/// `ztriage cache info`.
struct CacheInfoCommand: AccountCommand {
  static let configuration = CommandConfiguration(
    commandName: "info",
    abstract: "Show where the cached responses are, how large, and how old and complete they are."
  )

  @OptionGroup(title: "Output") var format: FormatOptions
  @OptionGroup(title: "Account") var account: AccountOptions

  func run() async throws {
    let session = try LocalSession(account)
    let page = CachePage(try await session.cacheInfo(), now: Date())
    try page.report.write(page.kinds, as: format.resolved, ink: try session.ink(account))
  }
}

/// `ztriage cache clear`.
struct CacheClearCommand: AccountCommand {
  static let configuration = CommandConfiguration(
    commandName: "clear",
    abstract: "Delete the cached API responses. History, notes and the audit log stay.",
    discussion: """
      Events that only the cache still has, because the account no longer gives them, are deleted too; \
      those saved with a reset from this machine stay.
      """
  )

  @OptionGroup(title: "Account") var account: AccountOptions

  func run() async throws {
    let session = try LocalSession(account)
    let before = try await session.cacheInfo()
    guard before.path != nil, before.bytes > 0 else {
      return StandardError.say("no cache to clear (\(session.cachePath))")
    }
    let (cache, _) = session.openCache()
    guard cache.path != nil, cache.isWritable else {
      throw Self.notCleared(session, "it is read-only")
    }
    let after: Cache.Info
    do throws(CacheError) {
      try await cache.clear()
      after = try await cache.info()
    } catch {
      throw Self.notCleared(session, error.problem.words)
    }
    let freed = max(0, before.bytes - after.bytes)
    StandardError.say("the cache is empty, \(freed.fileSize) freed (\(session.cachePath))")
  }

  private static func notCleared(_ session: LocalSession, _ reason: String) -> Failure {
    Failure(
      .cannotWrite,
      "the cache \(session.cachePath) cannot be cleared: \(reason)",
      "make the folder writable, or delete the file"
    )
  }
}

extension LocalSession {
  /// How the cache stands; an empty one where there is none: looking must not make one.
  ///
  /// - Throws: ``Failure`` with code 73 where it cannot be read.
  fileprivate func cacheInfo() async throws(Failure) -> Cache.Info {
    let isThere = access(cachePath, F_OK) == 0
    let (cache, notice) = isThere ? openCache() : (Cache.inMemory(), nil)
    if let notice { StandardError.say(SafeText(notice)) }
    do throws(CacheError) {
      var info = try await cache.info()
      if !isThere { info.path = cachePath }
      return info
    } catch {
      throw Failure(error)
    }
  }
}
