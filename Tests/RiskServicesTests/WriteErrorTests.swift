import RiskAPI
import RiskServices
import RiskStore
import Testing

struct WriteErrorTests {
  @Test(arguments: [
    (
      WriteError.account(.notFound(.init(status: 404, ray: "8f1f-FRA"))),
      "cannot reset the user: not found; check the id and the account id (cf-ray 8f1f-FRA)"
    ),
    (
      .journal(JournalError(problem: .diskFull, path: "/var/journal.sqlite")),
      "the journal /var/journal.sqlite cannot be used: the disk is full; "
        + "free some room; until then no write is sent"
    ),
    (.offline, "cannot reset the user: this session is offline; leave out --offline"),
  ])
  func `each kind says what happened and what to do`(error: WriteError, line: String) {
    #expect(ErrorFormatter(error, operation: "reset the user").line == line)
  }

  @Test(arguments: [
    (WriteError.offline, true), (.journal(JournalError(problem: .locked, path: "/j")), true),
    (.account(.unauthorized(reply)), true), (.account(.forbidden(reply, missing: [.write])), true),
    (.account(.rateLimited(reply, retryAfter: 1)), true), (.account(.unreachable("")), true),
    (.account(.notFound(reply)), false), (.account(.timedOut), false),
    (.account(.outcomeUnknown(nil, "")), false), (.account(.serverFailed(reply)), false),
    (.account(.rejected(reply)), false), (.account(.invalidRequest("")), false),
  ])
  func `what is wrong with one user alone leaves the others their turn`(
    error: WriteError,
    isCommon: Bool
  ) {
    #expect(error.meetsEveryWrite == isCommon)
    #expect(WriteResult<ShownUser>.notDone(error).meetsEveryWrite == isCommon)
  }

  @Test func `offline, every write says so, is noted, and nothing is asked`() async throws {
    let desk = try JournalFixture()
    let online = try ServiceHarness()
    let user = try await online.worstUser()
    let base = try await online.behaviors()
    let integration = try await online.integration()
    let bench = try ServiceHarness(journaling: desk.journaling, isOnline: false)

    #expect(await bench.service.reset(user) == .notDone(.offline))
    let draft = try base.flipped().draft
    #expect(await bench.service.carryOut(.behaviors(draft, base: base)) == .notDone(.offline))
    let settings = integration.settings
    let updated = await bench.service.carryOut(
      .update(
        integration.id,
        from: settings,
        to: settings
      )
    )
    #expect(updated == .notDone(.offline))
    let created = await bench.service.createIntegration(
      NewIntegration(
        tenantURL: "https://new.okta.com",
        referenceID: nil,
        startsPaused: false
      )
    )
    #expect(created.made == .notDone(.offline))
    #expect(await bench.service.carryOut(.delete(integration.id)) == .notDone(.offline))
    #expect(bench.line.requests.isEmpty)
    let entries = try await desk.entries()
    #expect(Set(entries.map(\.intent.action)) == Set(AuditAction.allCases.map(\.rawValue)))
    #expect(
      entries.allSatisfy { $0.outcome?.result == .refused && $0.outcome?.detail == "offline" }
    )
    #expect(entries.allSatisfy { $0.operator == JournalFixture.analyst })
  }

  @Test func `a write stopped on a user named by e-mail is noted by id, where one is meant`()
    async throws
  {
    let desk = try JournalFixture()
    let bench = try desk.bench()
    let user = try await bench.worstUser()

    await bench.service.noteStopped(
      [
        .reset(user.email, reason: .remediated, note: "later"),
        .reset("nobody@example.com", reason: nil, note: ""),
      ],
      .declined
    )

    let entries = try await desk.entries()
    #expect(entries.map(\.intent.target) == [user.id.rawValue, "nobody@example.com"])
    #expect(entries.map(\.intent.reason) == ["remediated", nil])
    #expect(entries.map(\.intent.note) == ["later", nil])
    #expect(
      entries.map { $0.outcome?.detail } == Array(repeating: "canceled at the prompt", count: 2)
    )
  }
}

private let reply = APIError.Reply(status: 400)
