import Foundation
import HTTPTypes
import RiskAPI
import RiskServices
import SimulatedAPI
import Testing

struct IntegrationUpdateTests {
  @Test func `turning off sends all three fields once`() async throws {
    let bench = try ServiceHarness()
    let seen = try await bench.integration()

    let outcome = await bench.service.turn(off: seen)

    guard case .done(let after) = outcome else {
      Issue.record("expected updated, got \(outcome)")
      return
    }
    #expect(!after.isActive)
    #expect(after.tenantURL == seen.tenantURL)
    #expect(after.referenceID == seen.referenceID)
    let puts = bench.sent(.put)
    #expect(puts.count == 1)
    let body = try JSONDecoder().decode(JSONValue.self, from: try #require(puts.first?.body))
    #expect(
      body
        == .object([
          "active": .bool(false),
          "reference_id": .string(seen.referenceID),
          "tenant_url": .string(seen.tenantURL),
        ])
    )
  }

  @Test func `somebody else's change stops the write`() async throws {
    let bench = try ServiceHarness()
    let seen = try await bench.integration()
    await bench.api.edit { $0.integrations[0].referenceID = "renamed" }

    guard case .changedMeanwhile(let now) = await bench.service.turn(off: seen) else {
      Issue.record("expected outdated")
      return
    }
    #expect(now.referenceID == "renamed")
    #expect(bench.sent(.put).isEmpty)
  }

  @Test func `a lost reply is resolved by looking`() async throws {
    let bench = try ServiceHarness { request, _, _ in request.method == .put ? .loseReply : nil }
    let seen = try await bench.integration()

    guard case .done(let after) = await bench.service.turn(off: seen) else {
      Issue.record("expected updated")
      return
    }
    #expect(!after.isActive)
  }

  @Test func `a server error after the PUT is resolved by looking`() async throws {
    let bench = try ServiceHarness { request, _, _ in
      request.method == .put ? .replaceReply(502) : nil
    }
    let seen = try await bench.integration()

    guard case .done = await bench.service.turn(off: seen) else {
      Issue.record("expected updated")
      return
    }
  }

  @Test func `a lost reply and an account that cannot be read are unknown`() async throws {
    let bench = try ServiceHarness { request, earlier, _ in
      switch request.method {
      case .put: .loseReply
      default: earlier >= 2 ? .loseRequest : nil
      }
    }
    let seen = try await bench.integration()

    guard case .unknown = await bench.service.turn(off: seen) else {
      Issue.record("expected unknown")
      return
    }
  }

  @Test func `where the integration itself does not answer, the list tells`() async throws {
    let bench = try ServiceHarness { request, earlier, _ in
      switch request.method {
      case .put: .loseReply
      // The list and the look before come through; the look after is the list alone.
      default: earlier >= 2 && !request.path.hasSuffix("/integrations") ? .answer(500, "") : nil
      }
    }
    let seen = try await bench.integration()

    guard case .done(let after) = await bench.service.turn(off: seen) else {
      Issue.record("expected updated")
      return
    }
    #expect(!after.isActive)
  }

  @Test func `a deletion whose list does not answer is told by the integration itself`()
    async throws
  {
    for arrives in [true, false] {
      let bench = try ServiceHarness { request, earlier, _ in
        switch request.method {
        case .delete: arrives ? .loseReply : .loseRequest
        default: earlier >= 2 && request.path.hasSuffix("/integrations") ? .answer(500, "") : nil
        }
      }
      let seen = try await bench.integration()
      let outcome = await bench.service.carryOut(.delete(seen.id))
      switch (outcome, arrives) {
      case (.done(nil), true), (.unknown, false): break
      default: Issue.record("arrives \(arrives): \(outcome)")
      }
    }
  }

  @Test func `an accepted write that the account does not show is unknown`() async throws {
    let seen = try await ServiceHarness().integration()
    // The reply says "done" and shows the integration as it was.
    let bench = try ServiceHarness { request, _, api in
      guard request.method == .put else { return nil }
      var look = request
      look.method = .get
      look.body = nil
      guard let reply = try? await api.transport().send(look) else { return .loseRequest }
      return .answer(200, String(decoding: reply.body, as: UTF8.self))
    }

    #expect(await bench.service.turn(off: seen) == .unknown(WriteDoubt(nil)))
    #expect(bench.sent(.put).count == 1)
    #expect(bench.pauses.value.count == 2)
  }

  @Test func `a refused write was not made`() async throws {
    let bench = try ServiceHarness(permissions: [.read, .piiRead])
    let seen = try await bench.integration()

    let outcome = await bench.service.turn(off: seen)
    guard case .notDone(.account(.forbidden(_, missing: [.write]))) = outcome
    else {
      Issue.record("expected forbidden")
      return
    }
  }

  @Test func `an integration that is gone is not written`() async throws {
    let bench = try ServiceHarness()
    let seen = try await bench.integration()
    await bench.api.edit { $0.integrations = [] }

    guard case .notDone(.account(.notFound)) = await bench.service.turn(off: seen) else {
      Issue.record("expected not found")
      return
    }
    #expect(bench.sent(.put).isEmpty)
  }
}

// MARK: Fixtures

extension RiskService {
  fileprivate func turn(off integration: Integration) async -> WriteResult<Integration> {
    var wanted = integration.settings
    wanted.isActive = false
    return await carryOut(.update(integration.id, from: integration.settings, to: wanted))
  }
}
