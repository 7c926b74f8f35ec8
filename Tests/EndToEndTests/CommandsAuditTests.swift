import Foundation
import RiskAPI
import RiskStore
import TestSupport
import Testing

struct CommandsAuditTests {
  @Test func `every write is listed newest first, with all that is known of it`() async throws {
    let (kept, emails) = try await Self.twoResets()

    let json = try await kept.run("audit list --format json")
    let lines = try json.objects()

    #expect(json.status == 0)
    #expect(lines.map { $0.number("line") } == [3, 1])
    #expect(lines.map { $0.text("note") } == ["second", "first"])
    let line = lines[0]
    #expect(
      Set(line.keys) == [
        "line", "time", "account", "operator", "what", "target", "reason", "note", "before",
        "after", "outcome", "detail", "ended", "cf_ray", "cf_auditlog_id",
      ]
    )
    #expect(line.text("account") == Kept.accountID)
    #expect(line.text("operator")?.contains("@") == true)
    #expect(line.text("what") == "reset")
    #expect(line.text("outcome") == "done")
    #expect(line.text("cf_ray")?.isEmpty == false)
    #expect(line.text("cf_auditlog_id")?.isEmpty == false)
    guard case .object(let before)? = line["before"], case .object(let after)? = line["after"]
    else {
      Issue.record("before and after are no objects")
      return
    }
    #expect(before.text("risk_level") == "high")
    #expect(after.text("last_reset_time") != nil)

    let one = try await kept.run("audit list --limit 1 --format ndjson")
    #expect(one.output.split(separator: "\n").count == 1)
    #expect(one.output.contains("second"))
    let user = try await kept.run("audit list --user \(emails[0]) --format csv")
    let rows = user.output.components(separatedBy: "\r\n")
    #expect(rows.count == 3)
    #expect(
      rows[0] == "line,time,account,operator,what,target,reason,note,before,after,outcome,detail,"
        + "ended,cf_ray,cf_auditlog_id"
    )
    #expect(rows[1].contains("first"))
    let table = try await kept.run("audit list --format table")
    let head = table.output.prefix { $0 != "\n" }
    for title in ["TIME", "OPERATOR", "TARGET", "REASON", "BEFORE", "CF-RAY", "CF-AUDITLOG-ID"] {
      #expect(head.contains(title))
    }
    #expect(try await kept.run("audit list --limit -1").status == 64)
  }

  @Test func `the operator of the settings stands in the log, at this host`() async throws {
    let folder = try TemporaryFolder()
    _ = try folder.file("config.yaml", "operator: Ana Müller\n")
    let options = "--config '\(folder.path)/config.yaml'"
    try await KeptAccount.serve { account in
      let email = try await account.user("high").email
      try await account.run("users reset \(email) --reason other --yes \(options)")

      let lines = try await account.kept.run("audit list --format json").objects()
      #expect(lines.first?.text("operator")?.hasPrefix("Ana Müller@") == true)
      #expect(lines.first?.text("operator")?.hasSuffix("@") == false)
    }
  }

  @Test func `an intact log gives its head, which later logs still hold`() async throws {
    var head = ""
    try await KeptAccount.serve { account in
      try await account.reset(try await account.user("high").email)
      let first = try await account.kept.run("audit verify --format json")
      head = try #require(try first.object().text("head"))
      #expect(try first.object().number("lines") == 2)
      #expect(try first.object().number("open_intents") == 0)

      try await account.reset(try await account.user("high").email)
      let second = try await account.kept.run("audit verify --head \(head.uppercased())")
      #expect(second.status == 0)
      #expect(try second.object().number("lines") == 4)
      #expect(try second.object().text("head") != head)
      let table = try await account.kept.run("audit verify --format table")
      #expect(table.output.contains("lines              4, all intact\n"))

      let other = String(repeating: "1", count: 64)
      let wrong = try await account.kept.run("audit verify --head \(other)")
      #expect(wrong.status == 65)
      #expect(wrong.output.isEmpty)
      #expect(wrong.errorLines.count == 1)
      #expect(wrong.errors.contains("no line has the hash \(other)"))
      #expect(try await account.kept.run("audit verify --head 12ab").status == 64)
    }
  }

  @Test(
    .enabled(if: SQLite.isThere, "the sqlite3 program is not installed"),
    arguments: [
      ("UPDATE audit SET note = 'mine' WHERE seq = 1", "line 1 was changed"),
      ("DELETE FROM audit WHERE seq = 2", "line 2 was removed"),
      ("DELETE FROM audit WHERE seq = 4", "line 4 was removed"),
      (
        "UPDATE audit SET seq = -1 WHERE seq = 2; UPDATE audit SET seq = 2 WHERE seq = 3;"
          + "UPDATE audit SET seq = 3 WHERE seq = -1", "line 3 was moved to 2"
      ),
      (
        "DROP TRIGGER snapshot_is_never_updated; UPDATE snapshot SET content = '{}'",
        "the snapshot saved with line 1"
      ),
    ]
  )
  func `what was tampered with is one line that names it`(sql: String, words: String) async throws {
    let (kept, _) = try await Self.twoResets()
    #expect(try await kept.run("audit verify").status == 0)

    try await kept.tamper(sql)

    let run = try await kept.run("audit verify --format json")
    #expect(run.status == 65)
    #expect(run.output.isEmpty)
    #expect(run.errorLines.count == 1)
    #expect(run.errors.hasPrefix("ztriage: "))
    #expect(run.errors.contains(words))
    // What is left can still be read, and what was changed is named instead of shown.
    let rest = try await kept.run("audit list --format json")
    let notes = try rest.objects().map { $0.text("note") }
    // Of lines that were moved none can be shown.
    #expect(notes.isEmpty == words.contains(" moved") && !notes.contains("mine"))
    #expect(rest.status == (sql.hasPrefix("UPDATE") ? 65 : 0), "\(rest.errors)")
    #expect(rest.errors.isEmpty == (rest.status == 0))
  }

  @Test(.enabled(if: SQLite.isThere, "the sqlite3 program is not installed"))
  func `a verdict that was put in by hand is named instead of shown`() async throws {
    let (kept, emails) = try await Self.twoResets()
    try await kept.tamper(
      """
      INSERT INTO audit (form, kind, time, account, operator, action, target, reason, note, previous,
        hash) SELECT 2, 'case note', time, account, 'eve@desk', 'verdict', target, 'benign', '',
        hash, hash FROM audit WHERE seq = 1
      """
    )

    let run = try await kept.run("users history \(emails[0]) --format json")

    #expect(run.status == 65)
    #expect(run.errorLines.count == 1)
    #expect(
      run.errors.contains("was tampered with: line 5 was changed; it is not shown; run `ztri")
    )
    #expect(!run.output.contains("benign"))
    #expect(run.output.contains("reset"))
  }

  @Test(
    .enabled(if: SQLite.isThere, "the sqlite3 program is not installed"),
    arguments: [
      "UPDATE user_history SET event_count = 4711 WHERE observation = 1",
      "INSERT INTO user_history SELECT person, 99, number, level, 4711, last_event, is_gone, "
        + "previous, hash FROM user_history WHERE observation = 1",
    ]
  )
  func `history that was put in by hand is named instead of shown`(sql: String) async throws {
    let (kept, emails) = try await Self.twoResets()
    let before = try await kept.run("users history \(emails[0]) --format json")
    #expect(before.status == 0)
    try await kept.tamper(sql)

    let run = try await kept.run("users history \(emails[0]) --format json")
    #expect(run.status == 65)
    #expect(run.errors.contains("was tampered with: row "))
    #expect(!run.output.contains("4711"))
    #expect(run.output.contains("reset"))
    let verified = try await kept.run("audit verify")
    #expect(verified.status == 65)
    #expect(verified.errors.hasPrefix("ztriage: the history was tampered with: row "))
    #expect(verified.output.isEmpty)
  }

  @Test func `a copy of a journal is checked and left as it is`() async throws {
    let (kept, _) = try await Self.twoResets()
    let folder = "\(kept.home.path)/evidence"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let copy = "\(folder)/copy.sqlite"
    try FileManager.default.copyItem(atPath: kept.journal, toPath: copy)
    let bytes = try Data(contentsOf: URL(filePath: copy))
    let read = [FileAttributeKey.posixPermissions: 0o400]
    try FileManager.default.setAttributes(read, ofItemAtPath: copy)
    try FileManager.default.setAttributes([.posixPermissions: 0o500], ofItemAtPath: folder)

    // Needs no account.
    let run = try await Binary.shell(
      "\"$0\" audit verify '\(copy)' --format json",
      environment: ["HOME": "\(kept.home.path)/nobody"]
    )

    #expect(run.status == 0, "\(run.errors)")
    #expect(try run.object().number("lines") == 4)
    #expect(try run.object().text("path") == copy)
    #expect(try Data(contentsOf: URL(filePath: copy)) == bytes)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["copy.sqlite"])
    let attributes = try FileManager.default.attributesOfItem(atPath: copy)
    #expect(attributes[.posixPermissions] as? Int == 0o400)
    let missing = try await kept.run("audit verify '\(folder)/none.sqlite'")
    #expect(missing.status == 66)
    #expect(missing.errors.contains("correct the path"))
  }

  @Test func `a journal that is no database is left as it is`() async throws {
    let (kept, emails) = try await Self.twoResets()
    let bytes = Data(repeating: 0x5A, count: 9_000)
    try bytes.write(to: URL(filePath: kept.journal))

    for command in ["audit verify", "audit list", "users history \(emails[0])"] {
      let run = try await kept.run(command)
      #expect(run.status == 65)
      #expect(run.errorLines.count == 1)
    }
    #expect(try Data(contentsOf: URL(filePath: kept.journal)) == bytes)
  }

  @Test(arguments: ["users list", "behaviors set imp_travel --on --yes"])
  func `the next command says on standard error what became of a write that was cut short`(
    command: String
  ) async throws {
    try await KeptAccount.serve { account in
      let user = try await account.user("high")
      try await Self.leaveDeletion(of: "no-such-integration", ago: 60, account)

      let run = try await account.run(command)

      #expect(run.errors.contains("integration delete of no-such-integration, begun "))
      #expect(run.errors.contains("was cut short: it happened\n"))
      let again = try await account.run("users show \(user.email)")
      #expect(again.errors.isEmpty)
      let lines = try await account.kept.run("audit list --format json").objects()
      let line = try #require(lines.last)
      #expect(line.text("outcome") == "done")
      #expect(line.text("detail") == "looked at afterwards")
      #expect(try await account.kept.run("audit verify").status == 0)
    }
  }

  @Test func `a clock behind the journal is said on standard error, and the chain holds`()
    async throws
  {
    try await KeptAccount.serve { account in
      let user = try await account.user("high")
      try await Self.leaveDeletion(of: "no-such-integration", ago: -3600, account)

      let run = try await account.run(
        "users reset \(user.email) --reason false-positive --yes"
      )

      #expect(run.errors.contains("ztriage: the clock is behind the journal"))
      #expect(run.errors.split(separator: "\n").count { $0.contains("the clock") } == 1)
      #expect(try await account.kept.run("audit verify").status == 0)
    }
  }

  /// An intent without outcome, as a run that was killed leaves it.
  private static func leaveDeletion(
    of id: String,
    ago: TimeInterval,
    _ account: KeptAccount
  ) async throws {
    let path = URL(filePath: account.kept.journal).deletingLastPathComponent().path
    let journal = try Journal.open(folder: path, owner: .owner(of: path))
    defer { journal.close() }
    _ = try await journal.auditLog.begin(
      AuditIntent(action: "integration delete", target: id),
      by: "ana@desk",
      at: Date().addingTimeInterval(-ago)
    )
  }

  private static func twoResets() async throws -> (kept: Kept, emails: [String]) {
    var emails: [String] = []
    let kept = try await KeptAccount.serve { account in
      for note in ["first", "second"] {
        let user = try await account.user("high")
        try await account.reset(user.email, note: note)
        emails.append(user.email)
      }
    }
    return (kept, emails)
  }
}
