import Foundation
import HTTPTypes
import RiskAPI
import RiskServices
import SimulatedAPI
import Testing

struct UserResetTests {
  @Test func `a reset looks, sends one POST, and looks again`() async throws {
    let bench = try ServiceHarness()
    let user = try await bench.worstUser()
    await bench.api.forgetReceived()

    let outcome = await bench.service.carryOut(.reset(.for(user)))

    #expect(outcome.isReset(at: ServiceHarness.noon))
    #expect(await bench.api.received.map(\.method) == [.get, .post, .get])
    #expect(await bench.api.received[1].body == nil)
    #expect(try await !bench.service.fetchUsers().value.users.contains { $0.id == user.id })
  }

  @Test func `an event that came since stops the reset before it is sent`() async throws {
    let bench = try ServiceHarness()
    let user = try await bench.worstUser()
    let later = ServiceHarness.noon.addingTimeInterval(30)
    await bench.api.edit { $0.addEvent(of: "imp_travel", to: user.id, at: later) }

    let outcome = await bench.service.carryOut(.reset(.for(user)))

    guard case .changedMeanwhile(let shown) = outcome, let fresh = shown.seen else {
      Issue.record("expected outdated, got \(outcome)")
      return
    }
    #expect(fresh.lastEvent == later)
    #expect(await bench.received(.post) == 0)
  }

  @Test func `what the outdated question told can be confirmed`() async throws {
    let bench = try ServiceHarness()
    let user = try await bench.worstUser()
    let later = ServiceHarness.noon.addingTimeInterval(30)
    await bench.api.edit { $0.addEvent(of: "imp_travel", to: user.id, at: later) }
    guard case .changedMeanwhile(let shown) = await bench.service.carryOut(.reset(.for(user))),
      let fresh = shown.seen
    else {
      Issue.record("expected outdated")
      return
    }

    var request = ResetRequest.for(user)
    request.seen = fresh

    #expect(await bench.service.carryOut(.reset(request)).isReset(at: ServiceHarness.noon))
    #expect(await bench.received(.post) == 1)
  }

  @Test func `a refused reset was not made and is not repeated`() async throws {
    let bench = try ServiceHarness(permissions: [.piiRead, .read])
    let user = try await bench.worstUser()

    let outcome = await bench.service.carryOut(.reset(.for(user)))

    guard case .notDone(.account(.forbidden(_, let missing))) = outcome else {
      Issue.record("expected forbidden, got \(outcome)")
      return
    }
    #expect(missing == [.write])
    #expect(await bench.received(.post) == 1)
  }

  @Test func `a reset the account accepts but does not show is unknown after three looks`()
    async throws
  {
    let bench = try ServiceHarness { request, _, _ in
      request.method == .post ? .answer(200, emptySuccess) : nil
    }
    let user = try await bench.worstUser()

    #expect(await bench.service.carryOut(.reset(.for(user))) == .unknown(WriteDoubt(nil)))
    #expect(bench.sent(.post).count == 1)
    #expect(bench.pauses.value == [.seconds(1), .seconds(2)])
    // The summary, the page before, and three looks at the page.
    #expect(bench.sent(.get).count == 5)
  }

  @Test func `a reset that shows at the third look is done`() async throws {
    let before = Box<String?>(nil)
    let bench = try ServiceHarness { request, earlier, api in
      guard request.method == .get, !request.path.hasSuffix("summary") else { return nil }
      if earlier == 1, let reply = try? await api.transport().send(request) {
        before.set(String(decoding: reply.body, as: UTF8.self))
      }
      // The first two looks after the POST get the page from before it.
      guard (2...3).contains(earlier), let old = before.value else { return nil }
      return .answer(200, old)
    }
    let user = try await bench.worstUser()

    #expect(await bench.service.carryOut(.reset(.for(user))).isReset(at: ServiceHarness.noon))
    #expect(bench.sent(.post).count == 1)
    #expect(bench.pauses.value == [.seconds(1), .seconds(2)])
  }

  @Test func `a lost reply is resolved by looking`() async throws {
    let bench = try ServiceHarness { request, _, _ in request.method == .post ? .loseReply : nil }
    let user = try await bench.worstUser()

    #expect(await bench.service.carryOut(.reset(.for(user))).isReset(at: ServiceHarness.noon))
    #expect(bench.sent(.post).count == 1)
  }

  @Test func `a lost request is resolved by looking, and not sent again`() async throws {
    let bench = try ServiceHarness { request, _, _ in request.method == .post ? .loseRequest : nil }
    let user = try await bench.worstUser()

    let outcome = await bench.service.carryOut(.reset(.for(user)))

    // It may still arrive.
    guard case .unknown(let doubt, _) = outcome, case .outcomeUnknown? = doubt.error else {
      Issue.record("expected unknown, got \(outcome)")
      return
    }
    #expect(bench.sent(.post).count == 1)
    #expect(bench.pauses.value.count == 2)
  }

  @Test func `a lost reply and an account that cannot be read are unknown`() async throws {
    let bench = try ServiceHarness { request, earlier, _ in
      switch request.method {
      case .post: .loseReply
      // The summary and the look before come through, the look after does not.
      default: earlier >= 2 ? .loseRequest : nil
      }
    }
    let user = try await bench.worstUser()

    let outcome = await bench.service.carryOut(.reset(.for(user)))

    guard case .unknown = outcome else {
      Issue.record("expected unknown, got \(outcome)")
      return
    }
    #expect(bench.sent(.post).count == 1)
    // An account that does not answer was asked often enough by the client.
    #expect(bench.pauses.value.isEmpty)
  }

  @Test(arguments: [500, 502, 503, 504])
  func `a server error after the POST is resolved by looking`(status: Int) async throws {
    let bench = try ServiceHarness { request, _, _ in
      request.method == .post ? .replaceReply(status) : nil
    }
    let user = try await bench.worstUser()

    #expect(await bench.service.carryOut(.reset(.for(user))).isReset(at: ServiceHarness.noon))
    #expect(bench.sent(.post).count == 1)
  }

  @Test(arguments: [404, 500])
  func `where the page does not answer, leaving the summary proves a lost reset`(
    status: Int
  ) async throws {
    let bench = try ServiceHarness(trouble: Self.lostReply(.loseReply, page: .answer(status, "{}")))
    let user = try await bench.worstUser()

    #expect(await bench.service.carryOut(.reset(.for(user))).isReset(at: nil))
    #expect(bench.sent(.post).count == 1)
  }

  @Test func `where the page does not answer, standing in the summary leaves it unknown`()
    async throws
  {
    let bench = try ServiceHarness(trouble: Self.lostReply(.loseRequest, page: .answer(404, "{}")))
    let user = try await bench.worstUser()

    guard case .unknown(let doubt, _) = await bench.service.carryOut(.reset(.for(user))) else {
      Issue.record("expected unknown")
      return
    }
    guard case .outcomeUnknown? = doubt.error else {
      Issue.record("expected the lost reply, got \(String(describing: doubt.error))")
      return
    }
  }

  @Test func `a user with newer events in the summary may have been reset before them`()
    async throws
  {
    let bench = try ServiceHarness(trouble: Self.lostReply(.loseReply, page: .answer(404, "{}")))
    let user = try await bench.worstUser()
    let plan = Self.lostReply(.loseReply, page: .answer(404, "{}"))
    let later = ServiceHarness.noon.addingTimeInterval(30)
    let again = try ServiceHarness(api: bench.api) { request, earlier, api in
      let trouble = await plan(request, earlier, api)
      if request.path.hasSuffix("summary"), earlier > 0 {
        await api.edit { _ = $0.addEvent(of: "imp_travel", to: user.id, at: later) }
      }
      return trouble
    }
    _ = try await again.worstUser()

    guard case .unknown = await again.service.carryOut(.reset(.for(user))) else {
      Issue.record("expected unknown")
      return
    }
  }

  @Test func `a summary that is not whole proves nothing`() async throws {
    let plan = Self.lostReply(.loseReply, page: .answer(404, "{}"))
    let bench = try ServiceHarness { request, earlier, api in
      if request.path.hasSuffix("summary"), earlier > 0 { return .answer(200, partialSummary) }
      return await plan(request, earlier, api)
    }
    let user = try await bench.worstUser()

    guard case .unknown = await bench.service.carryOut(.reset(.for(user))) else {
      Issue.record("expected unknown")
      return
    }
  }

  /// A line that loses the POST, and whose page of the user fails after it.
  private static func lostReply(_ post: Line.Trouble, page: Line.Trouble) -> Line.Plan {
    { request, earlier, _ in
      if request.method == .post { return post }
      // The summary and the page before the reset come through.
      return earlier >= 2 && !request.path.hasSuffix("summary") ? page : nil
    }
  }

  @Test func `nothing is sent for a user who cannot be looked at`() async throws {
    let bench = try ServiceHarness { request, _, _ in request.method == .get ? .loseRequest : nil }
    let id = UserID("7f3c1a52-9d4e-4b6f-8a21-5c0d9e8f7a6b")
    let seen = RiskState(level: .high, eventCount: 1, lastEvent: ServiceHarness.noon)

    let outcome = await bench.service.carryOut(
      .reset(ResetRequest(userID: id, seen: seen, reason: .remediated))
    )

    guard case .notDone(.account(.unreachable)) = outcome else {
      Issue.record("expected not reset, got \(outcome)")
      return
    }
    #expect(bench.sent(.post).isEmpty)
  }

  @Test func `an id that is no UUID reaches no path`() async throws {
    let bench = try ServiceHarness()
    let request = ResetRequest(
      userID: UserID("../behaviors"),
      seen: RiskState(level: nil, eventCount: 0, lastEvent: nil),
      reason: .other
    )

    guard case .notDone(.account(.invalidRequest)) = await bench.service.carryOut(.reset(request))
    else {
      Issue.record("expected an invalid request")
      return
    }
    #expect(bench.line.requests.isEmpty)
  }

  @Test func `a second reset of a user without a level shows by its time`() async throws {
    let bench = try ServiceHarness { request, earlier, _ in
      request.method == .post && earlier > 0 ? .answer(200, emptySuccess) : nil
    }
    let user = try await bench.worstUser()
    #expect(await bench.service.carryOut(.reset(.for(user))).isReset(at: ServiceHarness.noon))

    // Unscored before and after: no proof that the second one happened.
    #expect(await bench.service.carryOut(.reset(.for(user))) == .unknown(WriteDoubt(nil)))
  }
}

struct SeenRiskTests {
  @Test func `a later event or a higher level outdoes what was seen`() {
    let seen = RiskState(level: .medium, eventCount: 4, lastEvent: ServiceHarness.noon)
    let later = ServiceHarness.noon.addingTimeInterval(1)

    #expect(seen.isOutdone(by: RiskState(level: .medium, eventCount: 4, lastEvent: later)))
    #expect(
      seen.isOutdone(by: RiskState(level: .high, eventCount: 4, lastEvent: ServiceHarness.noon))
    )
    #expect(seen.isOutdone(by: RiskState(level: .other("dire"), eventCount: 4, lastEvent: nil)))
  }

  @Test func `a lower level, an older event or another count do not`() {
    let seen = RiskState(level: .medium, eventCount: 4, lastEvent: ServiceHarness.noon)
    let earlier = ServiceHarness.noon.addingTimeInterval(-1)

    #expect(!seen.isOutdone(by: seen))
    #expect(
      !seen.isOutdone(by: RiskState(level: .low, eventCount: 4, lastEvent: ServiceHarness.noon))
    )
    #expect(!seen.isOutdone(by: RiskState(level: nil, eventCount: 0, lastEvent: nil)))
    #expect(!seen.isOutdone(by: RiskState(level: .medium, eventCount: 9, lastEvent: earlier)))
  }
}

// MARK: Fixtures

extension ResetRequest {
  fileprivate static func `for`(_ user: UserSummary) -> ResetRequest {
    ResetRequest(userID: user.id, seen: RiskState(user), reason: .remediated, note: "")
  }
}
