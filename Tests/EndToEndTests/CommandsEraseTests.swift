import Foundation
import RiskAPI
import RiskStore
import TestSupport
import Testing

/// `journal erase`: a person's texts go, the log can still be checked.
struct CommandsEraseTests {
  @Test func `texts are gone, and the log says so and is intact`() async throws {
    let kept = try await KeptAccount.serve { account in
      let user = try await account.user("high")
      try await account.reset(user.email, note: "called at noon")
    }
    let before = try await kept.run("audit list --format json")
    let id = try #require(try before.objects().first?.text("target"))
    let email = try #require(try await kept.openJournal().history.seenUser(UserID(id)).value).user
      .email

    let asked = try await kept.run("journal erase \(email) < /dev/null")
    #expect(asked.status == 64)
    #expect(asked.errors.contains("use --yes"))
    #expect(try await kept.run("journal erase \(email) --yes --read-only").status == 77)
    #expect(try await kept.run("journal erase nobody@example.com --yes").status == 66)
    #expect(try await kept.run("audit list --format json").output == before.output)

    let run = try await kept.run("journal erase \(email) --yes")
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.isEmpty)
    #expect(run.errors.contains("texts about \(id)"))

    let after = try await kept.run("audit list --format json")
    #expect(after.status == 0)
    #expect(!after.output.contains("called at noon"))
    #expect(try after.objects().map { $0.text("what") } == ["erase", "reset"])
    #expect(try after.objects().first?.text("operator")?.contains("@") == true)
    let verified = try await kept.run("audit verify --format json")
    #expect(verified.status == 0, "\(verified.errors)")
    #expect(try (verified.object().number("erased_texts") ?? 0) > 3)
    #expect(try await kept.run("users history \(id)").status == 0)
    // Nobody has that e-mail here any more.
    #expect(try await kept.run("users history \(email)").status == 66)
  }
}
