import Foundation
import RiskAPI
import RiskStore
import SimulatedAPI
import TestSupport
import Testing

/// A simulated account and a home that keeps what was seen of it, from one run to the next.
struct KeptAccount {
  let server: SimulatedServer
  let home: TemporaryFolder

  /// Serves for as long as the body takes; the home is handed out for what comes after.
  @discardableResult
  static func serve(
    users: Int = 30,
    _ body: (KeptAccount) async throws -> Void
  ) async throws -> Kept {
    try await SimulatedServer.serve(SimulatedAPI(SimulationOptions(users: users))) { server in
      let account = KeptAccount(server: server, home: try TemporaryFolder())
      try await body(account)
      return account.kept
    }
  }

  var kept: Kept { Kept(home: home, baseURL: server.baseURL) }

  var environment: [String: String] {
    account(at: server.baseURL).merging(["HOME": home.path]) { $1 }
  }

  /// Runs a command as a shell would; it must succeed.
  @discardableResult
  func run(_ command: String) async throws -> Binary.Run {
    let run = try await Binary.shell("\"$0\" \(command)", environment: environment)
    #expect(run.status == 0, "\(command): \(run.errors)")
    return run
  }

  /// Resets a user for a reason.
  func reset(_ email: String, note: String = "") async throws {
    try await run("users reset \(email) --reason false-positive --note '\(note)' --yes")
  }

  /// Looks at the account, so that what changed is noted; the users, the worst first.
  @discardableResult
  func look() async throws -> [JSONObject] {
    try await run("users list --format json").objects()
  }

  /// A user of a level; all have events.
  func user(_ level: String) async throws -> (id: UserID, email: String) {
    let user = try #require(try await look().last { $0.text("max_risk_level") == level })
    return (UserID(try #require(user.text("user_id"))), try #require(user.text("email")))
  }

  /// Something happens in the account.
  func addEvent(to user: UserID, level: RiskLevel) async {
    let isAdded = await server.api.edit {
      $0.addEvent(of: "imp_travel", to: user, at: Date(), level: level)
    }
    #expect(isAdded)
  }
}

/// What is left on the machine, with neither credentials nor a server.
struct Kept {
  let home: TemporaryFolder
  let baseURL: String
  static let accountID = "0123456789abcdef0123456789abcdef"

  var journal: String {
    accountFolder("\(home.path)/.local/state", at: baseURL) + "/journal.sqlite"
  }
  var cache: String { accountFolder("\(home.path)/.cache", at: baseURL) + "/cache.sqlite" }

  /// Of a command that may ask the account.
  var environment: [String: String] { account(at: baseURL).merging(["HOME": home.path]) { $1 } }

  /// Runs a command that may know no more than which account is meant.
  func run(_ command: String) async throws -> Binary.Run {
    try await Binary.shell(
      "\"$0\" \(command)",
      environment: [
        "HOME": home.path, "CLOUDFLARE_ACCOUNT_ID": Self.accountID,
        "CLOUDFLARE_BASE_URL": baseURL,
      ]
    )
  }

  /// The journal, as the program opens it.
  func openJournal() throws -> Journal {
    try Journal.open(
      folder: accountFolder("\(home.path)/.local/state", at: baseURL),
      owner: .simulated(at: baseURL)
    )
  }

  /// Runs SQL on the journal behind the program's back.
  func tamper(_ sql: String) async throws {
    let triggers = ["updated", "deleted", "replaced"]
      .map { "DROP TRIGGER audit_is_never_\($0);" }.joined()
    let run = try await Binary.shell(
      "\(SQLite.path) \"$JOURNAL\" \"$SQL\"",
      environment: ["JOURNAL": journal, "SQL": triggers + sql]
    )
    #expect(run.status == 0, "\(run.errors)")
  }

  /// Every file and folder below the program's own.
  func files() throws -> [(path: String, mode: Int, isFolder: Bool)] {
    try [".cache/ztriage", ".local/state/ztriage"].flatMap { folder in
      let root = "\(home.path)/\(folder)"
      let below = try FileManager.default.subpathsOfDirectory(atPath: root).map { "\(root)/\($0)" }
      return try ([root] + below).map { path in
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return (
          path, (attributes[.posixPermissions] as? Int ?? 0) & 0o777,
          attributes[.type] as? FileAttributeType == .typeDirectory
        )
      }
    }
  }
}

/// Where the program keeps what it knows of a simulated account, below an XDG folder.
func accountFolder(_ root: String, at baseURL: String) -> String {
  let parts = URLComponents(string: baseURL)
  return "\(root)/ztriage/\(parts?.host ?? "")_\(parts?.port ?? 0)/\(Kept.accountID)"
}

/// The same where one server alone was ever asked.
func accountFolder(_ root: String) -> String {
  let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(root)/ztriage")) ?? []
  let server = names.first { $0.hasPrefix("127.0.0.1_") } ?? "127.0.0.1_0"
  return "\(root)/ztriage/\(server)/\(Kept.accountID)"
}

extension AccountAddress {
  /// The account of a simulated server.
  static func simulated(at baseURL: String) -> AccountAddress {
    let parts = URLComponents(string: baseURL)
    return AccountAddress(
      server: "\(parts?.host ?? ""):\(parts?.port ?? 0)",
      accountID: Kept.accountID
    )
  }

  /// The owner of a file below ``accountFolder(_:)``.
  static func owner(of folder: String) -> AccountAddress {
    let server = folder.split(separator: "/").dropLast().last ?? ""
    return AccountAddress(
      server: server.replacingOccurrences(of: "_", with: ":"),
      accountID: Kept.accountID
    )
  }
}

/// The plain `sqlite3` program, which can read and break what the program keeps.
enum SQLite {
  static let path = "/usr/bin/sqlite3"
  static var isThere: Bool { FileManager.default.isExecutableFile(atPath: path) }
}

extension Binary.Run {
  /// The lines on standard error.
  var errorLines: [Substring] { errors.split(separator: "\n") }
}

extension JSONObject {
  /// A member that is a whole number.
  func number(_ name: String) -> Int? {
    if case .integer(let number)? = self[name] { Int(number) } else { nil }
  }
}
