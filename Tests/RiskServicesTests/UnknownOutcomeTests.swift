import Foundation
import HTTPTypes
import RiskAPI
import RiskServices
import RiskStore
import SimulatedAPI
import Testing

/// Writes whose outcome was unknown, at later starts.
struct UnknownOutcomeTests {
  private let desk: JournalFixture

  init() throws { desk = try JournalFixture() }

  @Test func `the next start looks again and adds what it sees`() async throws {
    let api = try await leaveUnknownReset()
    let next = try ServiceHarness(api: api, journaling: desk.journaling)

    let found = await next.service.recoverWrites()

    #expect(found.map(\.result) == [.done])
    #expect(found.first?.words(timeZone: .gmt).hasSuffix("was left unknown: it happened") == true)
    let outcome = try #require(try await desk.onlyEntry().outcome)
    #expect(outcome.result == .done)
    #expect(outcome.after?.contains("last_reset_time") == true)
    #expect(try await desk.lineCount() == 3)
    #expect(try await desk.isSound())
    #expect(await next.service.recoverWrites().isEmpty)
  }

  @Test func `what the reply carried stays with the outcome`() async throws {
    let bench = try desk.bench { request, earlier, _ in
      switch request.method {
      case .post:
        .answer(
          502,
          #"{"success":false,"errors":[],"messages":[],"result":null}"#,
          ray: "8f0011-FRA"
        )
      default: earlier >= 2 ? .loseRequest : nil
      }
    }
    _ = await bench.service.reset(try await bench.worstUser())
    let ray = try await desk.onlyEntry().outcome?.ray

    _ = try await ServiceHarness(api: bench.api, journaling: desk.journaling).service
      .recoverWrites()

    #expect(ray == "8f0011-FRA")
    #expect(try await desk.onlyEntry().outcome?.result == .unknown)
    #expect(try await desk.lineCount() == 3)
    #expect(try await desk.onlyEntry().outcome?.ray == ray)
  }

  @Test func `an account that does not answer costs none of the looks`() async throws {
    let api = try await leaveUnknownReset()
    for _ in 0..<5 {
      let cut = try ServiceHarness(api: api, journaling: desk.journaling) { _, _, _ in .loseRequest
      }
      // It was told as unknown when it was sent.
      #expect(await cut.service.recoverWrites().isEmpty)
    }
    #expect(try await desk.lineCount() == 2)
    let next = try ServiceHarness(api: api, journaling: desk.journaling)
    #expect(await next.service.recoverWrites().map(\.result) == [.done])
  }

  @Test func `what three looks cannot tell is left alone`() async throws {
    let api = try await leaveUnknownReset()
    // No page, and a summary that is not whole: neither proves anything.
    let next = try ServiceHarness(api: api, journaling: desk.journaling) { request, _, _ in
      request.path.hasSuffix("summary") ? .answer(200, partialSummary) : .answer(404, "{}")
    }
    for _ in 0..<3 {
      #expect(await next.service.recoverWrites().map(\.result) == [.unknown])
    }

    #expect(await next.service.recoverWrites().isEmpty)
    #expect(try await desk.lineCount() == 5)
    #expect(try await desk.isSound())
  }

  @Test func `what began more than seven days ago is left alone`() async throws {
    let api = try await leaveUnknownReset()
    let week = 7 * 86_400.0
    let late = try ServiceHarness(
      api: api,
      journaling: desk.journaling,
      now: ServiceHarness.noon.addingTimeInterval(week + 1)
    )
    #expect(await late.service.recoverWrites().isEmpty)
    let early = try ServiceHarness(
      api: api,
      journaling: desk.journaling,
      now: ServiceHarness.noon.addingTimeInterval(week - 1)
    )
    #expect(await early.service.recoverWrites().map(\.result) == [.done])
  }

  @Test func `a later reset of the same user hides an earlier one`() async throws {
    let api = try await leaveUnknownReset(arrives: false)
    let next = try ServiceHarness(api: api, journaling: desk.journaling)
    #expect(await next.service.reset(try await next.worstUser()).isReset(at: ServiceHarness.noon))
    let asked = next.line.requests.count

    let found = await next.service.recoverWrites()

    #expect(found.map(\.result) == [.unknown])
    #expect(found.first?.remark == "a later write to the same target hides it")
    #expect(next.line.requests.count == asked)
  }

  @Test func `a reset at another time is not taken for this one`() async throws {
    let bench = try desk.bench()
    let user = try await bench.worstUser()
    let page = try await bench.service.fetchUser(user.id).value
    try await desk.begin(desk.intent(user.id), ago: 2 * 3600, snapshot: (user.id, page))
    try await bench.resetBehindTheJournal(user.id)

    let found = try #require(await bench.service.recoverWrites().first)

    #expect(found.result == .unknown)
    #expect(found.remark == "the user was reset at another time")
  }

  @Test func `however many there are, the account is asked a few times`() async throws {
    let bench = try ServiceHarness(journaling: desk.journaling, users: 60)
    let users = try await bench.service.fetchUsers().value.users.prefix(50)
    for user in users { try await desk.leaveReset(of: user.id, seenBy: bench) }
    for user in users.suffix(10) { try await bench.resetBehindTheJournal(user.id) }
    let next = try ServiceHarness(api: bench.api, journaling: desk.journaling)

    let found = await next.service.recoverWrites()

    #expect(found.prefix(40).map(\.result) == Array(repeating: .unknown, count: 40))
    #expect(found.dropFirst(40).map(\.result) == Array(repeating: .done, count: 10))
    #expect(next.line.requests.count == 21)
  }

  @Test func `one list tells of all integrations`() async throws {
    let bench = try desk.bench { request, _, _ in request.method == .put ? .loseReply : nil }
    let integrations = try await bench.service.fetchIntegrations().value
    #expect(integrations.count > 1)
    for integration in integrations {
      var wanted = integration.settings
      wanted.isActive.toggle()
      let before = """
        {"from":\(text(integration.settings)),"to":\(text(wanted))}
        """
      var intent = desk.intent(UserID(integration.id))
      intent.action = AuditAction.integrationUpdate.rawValue
      intent.before = before
      try await desk.begin(intent, ago: 60)
    }
    let next = try ServiceHarness(api: bench.api, journaling: desk.journaling)

    #expect(await next.service.recoverWrites().map(\.result) == integrations.map { _ in .unknown })
    #expect(next.line.requests.count == 1)
  }

  // MARK: Fixtures

  /// A reset of the worst user whose reply and looks were lost; the account.
  private func leaveUnknownReset(arrives: Bool = true) async throws -> SimulatedAPI {
    let bench = try desk.bench { request, earlier, _ in
      switch request.method {
      case .post: arrives ? .loseReply : .loseRequest
      // The summary and the look before come through, the looks after do not.
      default: earlier >= 2 ? .loseRequest : nil
      }
    }
    guard case .unknown = await bench.service.reset(try await bench.worstUser()) else {
      Issue.record("expected unknown")
      return bench.api
    }
    return bench.api
  }

  private func text(_ settings: IntegrationSettings) -> String {
    """
    {"tenant_url":"\(settings.tenantURL)","active":\(settings.isActive),\
    "reference_id":"\(settings.referenceID)"}
    """
  }
}

/// A summary of which the account hands out nothing of seven.
let partialSummary = """
  {"success":true,"errors":[],"messages":[],"result":{"users":[]},\
  "result_info":{"page":1,"per_page":50,"count":0,"total_count":7}}
  """
