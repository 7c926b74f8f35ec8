import Foundation
import HTTPTypes
import RiskAPI
import RiskServices
import RiskStore
import SimulatedAPI
import Synchronization
import TerminalUI
import TestSupport
import Testing

@testable import Dashboard

/// Past users and their timelines from a journal and a cache on disk, over the simulated account.
@MainActor
struct KeptUsersTests {
  @Test func `a user who was reset is found again with p, events and reset included`() async throws
  {
    let bench = try KeptBench()
    await bench.open()
    let user = try #require(bench.root.users.selection.flatMap(bench.root.account.user))
    await bench.press("Enter", "1", "R", "2", "y")
    #expect(bench.root.account.user(user.id) == nil)

    bench.line.leavesOutEvents.withLock { $0 = true }
    await bench.press("p", "G")
    #expect(bench.root.users.selection == user.id)
    #expect(bench.text.contains("of 40 (1 past)"))
    await bench.press("Enter", "r")

    let text = bench.text
    #expect(text.contains("0 events + \(user.eventCount) gone"))
    #expect(text.contains("gone · "))
    #expect(text.contains("done; reason: false positive; by ana@desk"))
    #expect(text.contains("no longer at risk, was \(user.maxRiskLevel.words)"))
    #expect(text.contains("first seen by this machine, \(user.maxRiskLevel.words)"))
    expectStraight(bench.driver)
  }

  @Test func `without a cache the events before the reset are still there`() async throws {
    let bench = try KeptBench()
    await bench.open()
    let user = try #require(bench.root.users.selection.flatMap(bench.root.account.user))
    await bench.press("R", "2", "y")

    // The next run has a new cache, and the account has forgotten the user.
    bench.line.forgottenUser.withLock { $0 = user.id }
    let next = try KeptBench(after: bench)
    await next.open()
    await next.press("p", "G", "Enter")
    #expect(next.root.timeline.userID == user.id)
    #expect(next.text.contains("not found: saved data only"))
    #expect(next.text.contains("+ \(user.eventCount) gone"))
    #expect(next.text.contains("2 Timeline · \(user.name)"))
  }

  @Test func `offline shows past users and what is kept of them`() async throws {
    let bench = try KeptBench()
    await bench.open()
    let user = try #require(bench.root.users.selection.flatMap(bench.root.account.user))
    await bench.press("R", "2", "y")

    let next = try KeptBench(after: bench, isOnline: false)
    let asked = await bench.api.received.count
    await next.open()
    await next.press("p", "j", "Enter")
    #expect(next.root.timeline.userID == user.id)
    #expect(next.text.contains("offline: saved data only"))
    #expect(next.text.contains("+ \(user.eventCount) gone"))
    #expect(await bench.api.received.count == asked)
  }

  @Test func `a user who is back is in the list once, with the way there`() async throws {
    let bench = try KeptBench()
    await bench.open()
    let id = try #require(bench.root.users.selection)
    await bench.press("R", "2", "y", "p", "G")
    #expect(bench.root.users.selection == id)
    await bench.api.edit {
      $0.addEvent(of: "imp_travel", to: id, at: TestClock.noon.addingTimeInterval(600))
    }
    bench.clock.advance(by: .seconds(1_200))
    await bench.press("r", "Enter")

    #expect(bench.root.users.selection == id)
    #expect(bench.root.account.user(id) != nil)
    #expect(bench.root.account.past[id] == nil)
    #expect(bench.text.contains("at risk again, "))
    #expect(!bench.text.contains("(1 past)"))
  }
}

// MARK: Fixtures

/// A dashboard over a journal and a cache in a folder, whose queries are answered in turn.
@MainActor
private final class KeptBench {
  let api: SimulatedAPI
  let line: ForgetfulLine
  /// What time it is.
  let clock: TestClock
  private let folder: TemporaryFolder
  private let program: Program<Dashboard>
  private let runner: QueryRunner
  private var answered: Set<Query> = []

  /// A bench of its own; or, after another one, the next run on its account and its journal.
  init(after earlier: KeptBench? = nil, isOnline: Bool = true) throws {
    let clock = earlier?.clock ?? TestClock()
    let api =
      earlier?.api
      ?? SimulatedAPI(
        SimulationOptions(users: 40, now: { clock.date }),
        clock: TestClock()
      )
    let line = earlier?.line ?? ForgetfulLine(api)
    let folder = try earlier?.folder ?? TemporaryFolder()
    let client = APIClient(
      accountID: SimulatedAPI.accountID,
      credentials: .token(try APIToken("s3cret-T0ken_value")),
      transport: line,
      clock: TestClock()
    )
    let service = RiskService(
      account: isOnline ? .online(client) : .offline(accountID: SimulatedAPI.accountID),
      cache: earlier == nil ? Cache.open(folder: folder.path + "/cache").cache : .inMemory(),
      journaling: .kept(
        try Journal.open(
          folder: folder.path,
          owner: AccountAddress(server: "127.0.0.1:0", accountID: SimulatedAPI.accountID)
        ),
        operator: "ana@desk"
      ),
      now: { clock.date }
    )
    (self.api, self.line, self.clock, self.folder) = (api, line, clock, folder)
    runner = QueryRunner(service: service, clock: TestClock())
    let effects = EffectRunner(service: service, files: NoFiles())
    program = Program(
      DashboardDriver(at: clock.date, size: Size(columns: 140, rows: 50)).dashboard,
      perform: { effect, send in
        if let reply = await effects.run(effect) { await send(reply) }
      },
      answer: { _, _ in },
      subscribe: { _, _ in },
      intercept: { if case .terminal = $0 { true } else { false } }
    )
  }

  var root: Dashboard { program.root }
  var driver: DashboardDriver { DashboardDriver(showing: program.root) }
  var text: String { driver.text }

  func open() async {
    program.send(.opened)
    await follow()
  }

  func press(_ names: String...) async {
    for name in names {
      guard let key = Key(name: name) else {
        Issue.record("no key is called \(name)")
        return
      }
      program.send(.input(.key(key), clock.date))
      await follow()
    }
  }

  /// Answers what the state asks, until it asks nothing new.
  private func follow() async {
    await program.settle()
    answered.formIntersection(root.queries)
    while let next = root.queries.subtracting(answered).first(where: Self.isAnswered) {
      answered.insert(next)
      await runner.run(next) { [program] message in
        await MainActor.run { program.send(message) }
      }
      await program.settle()
      answered.formIntersection(root.queries)
    }
  }

  private static func isAnswered(_ query: Query) -> Bool {
    switch query {
    case .formerUsers, .record, .caseNotes: true
    default: false
    }
  }
}

/// An account that may forget: all events of a user's page, or a user altogether.
private final class ForgetfulLine: Transport {
  let leavesOutEvents = Mutex(false)
  let forgottenUser = Mutex<UserID?>(nil)
  private let api: SimulatedAPI

  init(_ api: SimulatedAPI) { self.api = api }

  func send(_ request: APIRequest) async throws(TransportError) -> APIReply {
    let page = request.method == .get ? request.path.split(separator: "/").last : nil
    if let id = forgottenUser.withLock({ $0 }), page.map(String.init) == id.rawValue {
      let body =
        #"{"success":false,"errors":[{"code":1000,"message":"no such user"}],"messages":[],"result":null}"#
      return APIReply(status: 404, body: Data(body.utf8))
    }
    if leavesOutEvents.withLock({ $0 }), let page, UserID(String(page)).isUUID {
      let body =
        #"{"success":true,"errors":[],"messages":[],"result":{"name":"N","email":"e","events":[]}}"#
      return APIReply(status: 200, body: Data(body.utf8))
    }
    return try await api.transport().send(request)
  }
}

private struct NoFiles: ExportDestination {
  func write(_ request: ExportRequest) async -> ExportOutcome { .failed("no files here") }
}
