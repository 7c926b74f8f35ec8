import Foundation
import HTTPTypes
import RiskAPI
import RiskServices
import SimulatedAPI
import TerminalUI
import TestSupport
import Testing

@testable import Dashboard

/// The loop, the service and the simulated account together, with keys going in.
@MainActor
struct ProgramHarness {
  let api: SimulatedAPI
  let program: Program<Dashboard>

  /// Noon of a day in 2026.
  nonisolated static let now = TestClock.noon

  init(
    permissions: Set<PermissionGroup> = Set(PermissionGroup.allCases),
    faults: FaultProfile? = nil,
    answersQueries: Bool = false
  ) throws {
    let clock = TestClock()
    let api = SimulatedAPI(
      SimulationOptions(users: 40, faults: faults, permissions: permissions, now: { Self.now }),
      clock: clock
    )
    let client = APIClient(
      accountID: SimulatedAPI.accountID,
      credentials: .token(try APIToken("s3cret-T0ken_value")),
      transport: api.transport(),
      clock: clock
    )
    let service = RiskService(account: .online(client), now: { Self.now })
    self.api = api
    let queries = QueryRunner(service: service, clock: clock)
    let effects = EffectRunner(service: service, files: NoFiles())
    program = Program(
      DashboardDriver(at: Self.now).dashboard,
      perform: { effect, send in
        if let reply = await effects.run(effect) { await send(reply) }
      },
      answer: { query, send in
        if answersQueries { await queries.run(query, send: send) }
      },
      subscribe: { _, _ in },
      intercept: { if case .terminal = $0 { true } else { false } }
    )
  }

  var root: Dashboard { program.root }
  var driver: DashboardDriver { DashboardDriver(showing: program.root) }
  var text: String { driver.text }

  func open() async {
    program.send(.opened)
    await program.settle()
  }

  func press(_ names: String...) async { await press(names) }

  func press(_ names: [String]) async {
    for name in names {
      guard let key = Key(name: name) else {
        Issue.record("no key is called \(name)")
        return
      }
      program.send(.input(.key(key), Self.now))
      await program.settle()
    }
  }

  /// Methods of the requests that reached the account.
  func received() async -> [HTTPRequest.Method] { await api.received.map(\.method) }
}

private struct NoFiles: ExportDestination {
  func write(_ request: ExportRequest) async -> ExportOutcome { .failed("no files here") }
}
