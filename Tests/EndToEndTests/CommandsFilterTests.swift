import Foundation
import RiskAPI
import RiskStore
import SimulatedAPI
import TestSupport
import Testing

/// `users list --filter`: the language of the dashboard's filter.
struct CommandsFilterTests {
  @Test func `terms pick users, from the account and offline alike`() async throws {
    var wanted: [String: [String]] = [:]
    let kept = try await KeptAccount.serve(users: 60) { account in
      let users = try await account.look()
      let high = users.filter { $0.text("max_risk_level") == "high" }
      let busy = high.filter { $0.number("event_count") ?? 0 > 5 }
      let first = try #require(high.first?.text("email"))
      wanted = [
        "high": high.compactMap { $0.text("email") },
        "level:HIGH events:>5": busy.compactMap { $0.text("email") },
        "!level:high": users.filter { $0.text("max_risk_level") != "high" }
          .compactMap { $0.text("email") },
        first.uppercased(): [first],
        "!\(first) level:high": high.compactMap { $0.text("email") }.filter { $0 != first },
        "\"nobody is called this\"": [],
      ]
      for (filter, emails) in wanted {
        let run = try await account.run("users list --format json --filter '\(filter)'")
        #expect(try run.objects().compactMap { $0.text("email") } == emails, "\(filter)")
      }
    }
    for (filter, emails) in wanted {
      let run = try await kept.run("users list --offline --format json --filter '\(filter)'")
      #expect(run.status == 0, "\(run.errors)")
      #expect(try run.objects().compactMap { $0.text("email") } == emails, "\(filter)")
    }
  }

  @Test func `verdicts and events come from what is kept on this machine`() async throws {
    try await KeptAccount.serve { account in
      let user = try await account.user("high")
      let journal = try account.kept.openJournal()
      try await journal.caseNotes.add([
        CaseNote(user: user.id, verdict: .benign, note: "", author: "ana@soc", at: Date())
      ])
      journal.close()
      let count = try await account.look().count

      func emails(_ filter: String) async throws -> [String] {
        try await account.run("users list --format json --filter '\(filter)'").objects()
          .compactMap { $0.text("email") }
      }
      #expect(try await emails("verdict:benign") == [user.email])
      #expect(try await emails("verdict:ben") == [user.email])
      #expect(try await emails("verdict:none").count == count - 1)

      await account.addEvent(to: user.id, level: .high)
      let before = try await account.run("users list --format json --filter behavior:imp_trav")
      #expect(try before.objects().isEmpty)
      #expect(before.errors.contains("events are known of 0 of \(count) users"))
      try await account.run("users show \(user.email)")
      try await account.run("behaviors list")
      let after = try await account.run("users list --format json --filter behavior:imp_trav")
      #expect(try after.objects().compactMap { $0.text("email") } == [user.email])
      #expect(after.errors.contains("events are known of 1 of \(count) users"))
    }
  }

  @Test(arguments: [
    (
      "level:hgih",
      "ztriage: --filter: level:hgih: one of high, medium, low, unscored; did you mean 'level:high'?"
    ),
    ("lvel:high", "did you mean 'level:high'?"), ("events:>x", "a number, such as events:>5"),
    ("last:2", "an age with < or > and a unit"), ("foo:bar", "use quotes to search for the text"),
    ("\"two wo", "the closing quote is missing"), ("level:", "one of high, medium, low, unscored"),
    ("!", "a word is missing"), ("verdict:bening", "did you mean 'verdict:benign'?"),
  ])
  func `a term that is not understood ends the command before anything is asked`(
    filter: String,
    words: String
  ) async throws {
    let run = try await Binary.run("users", "list", "--filter", filter)
    #expect(run.status == 64)
    #expect(run.output.isEmpty)
    #expect(run.errorLines.count == 1, "\(run.errors)")
    #expect(run.errors.contains(words), "\(run.errors)")
  }
}
