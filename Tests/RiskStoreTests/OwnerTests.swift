import Foundation
import GRDB
import RiskAPI
import TestSupport
import Testing

@testable import RiskStore

/// A journal belongs to one account of one server.
@Suite struct OwnerTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test(arguments: [
    AccountAddress(server: "127.0.0.1:8080", accountID: AccountAddress.sample.accountID),
    AccountAddress(server: AccountAddress.standardServer, accountID: "another"),
  ])
  func `a journal of another account or server is refused and left as it is`(
    stranger: AccountAddress
  ) async throws {
    let own = try Journal.open(folder: folder.account, owner: .sample)
    try await own.auditLog.record(.sample(), .sample())
    own.close()

    let error = #expect(throws: JournalError.self) {
      try Journal.open(folder: folder.account, owner: stranger)
    }

    #expect(error?.problem == .otherOwner(.sample))
    #expect(error?.line.contains("it belongs to the account 0123456789abcdef") == true)
    #expect(error?.line.contains("of api.cloudflare.com:443; move the file away, or") == true)
    #expect(try sqlite(folder.journalFile, "SELECT count(*) FROM audit").first?[0] == 2)
    #expect(try Journal.open(folder: folder.account, owner: .sample).owner == .sample)
  }

  @Test func `a journal from before owners were noted is the standard server's`() throws {
    try OldJournal.make(in: folder, OldJournal.schema(3))

    let stranger = AccountAddress(
      server: "127.0.0.1:8080",
      accountID: AccountAddress.sample.accountID
    )
    #expect(throws: JournalError.self) {
      try Journal.open(folder: folder.account, owner: stranger)
    }
    // Not even brought up to date.
    #expect(try folder.names() == ["journal.sqlite"])
    #expect(try sqlite(folder.journalFile, "PRAGMA user_version").first?[0] == 3)

    try Journal.open(folder: folder.account, owner: .sample).close()
    let owner = try sqlite(folder.journalFile, "SELECT server, account FROM owner").first
    #expect(owner?[0] == "api.cloudflare.com:443")
    #expect(owner?[1] == AccountAddress.sample.accountID)
  }

  @Test func `an older journal without lines takes who opens it first`() throws {
    let local = AccountAddress(server: "127.0.0.1:8080", accountID: "a")
    try Journal.open(folder: folder.account, owner: local).close()
    #expect(throws: JournalError.self) {
      try Journal.open(folder: folder.account, owner: .sample)
    }
  }
}

@Suite struct AccountAddressTests {
  @Test(arguments: [
    ("https://api.cloudflare.com/client/v4", "api.cloudflare.com:443", true),
    ("https://API.Cloudflare.com.:443/client/v4", "api.cloudflare.com:443", true),
    ("https://api.cloudflare.com:8443/client/v4", "api.cloudflare.com:8443", false),
    ("http://127.0.0.1:8080/client/v4", "127.0.0.1:8080", false),
    ("http://[::1]:8080/client/v4", "::1:8080", false),
    ("https://api.staging.example/v4", "api.staging.example:443", false),
  ])
  func `a server is named by host and port`(url: String, server: String, isStandard: Bool) throws {
    let address = AccountAddress(baseURL: try BaseURL(url), accountID: "a")
    #expect(address.server == server)
    #expect(address.isOnStandardServer == isStandard)
  }
}
