import Foundation
import HTTPTypes
import RiskAPI
import RiskServices
import SimulatedAPI
import Synchronization
import TerminalUI
import TestSupport
import Testing

@testable import Dashboard

/// Subscriptions and effects as they run: started, replaced, canceled, late; on a clock that the test
/// moves.
@MainActor
@Suite(.timeLimit(.minutes(5)))
struct SubscriptionProgramTests {
  @Test func `the timeline turns to a selection once it has rested, and asks once`() async throws {
    let bench = try SubscribedProgram()
    await bench.open()
    let first = try #require(bench.root.users.selection)
    await bench.waits(for: .milliseconds(120))
    await bench.pass(.milliseconds(100))
    // What happens meanwhile does not begin the rest anew.
    bench.program.send(.input(.resized(.large), bench.clock.date))
    await bench.waits(for: .milliseconds(20))
    #expect(bench.root.timeline.userID == nil)
    await bench.pass(.milliseconds(20))
    await bench.until { bench.root.account.risk(of: first).value != nil }

    #expect(bench.root.timeline.userID == first)
    await bench.pass(.milliseconds(500))
    #expect(await bench.pages() == [first])
  }

  @Test func `a selection that moves on in time was never asked for`() async throws {
    let bench = try SubscribedProgram()
    await bench.open()
    let passed = try #require(bench.root.users.selection)
    await bench.waits(for: .milliseconds(120))
    await bench.pass(.milliseconds(100))
    bench.press("j")
    // The rest of the next one begins, and nothing waits for the end of the first.
    await bench.waits(for: .milliseconds(120))
    #expect(!bench.clock.waits.contains(.milliseconds(20)))
    let next = try #require(bench.root.users.selection)
    await bench.pass(.milliseconds(120))
    await bench.until { bench.root.account.risk(of: next).value != nil }

    #expect(passed != next)
    #expect(await bench.pages() == [next])
  }

  @Test func `a rest that ends as the selection moves on comes too late`() async throws {
    let bench = try SubscribedProgram()
    await bench.open()
    await bench.waits(for: .milliseconds(120))
    // The sleep is over, and its message on the way, when the key arrives.
    bench.clock.advance(by: .milliseconds(120))
    bench.press("j")
    let next = try #require(bench.root.users.selection)
    await bench.waits(for: .milliseconds(120))
    await bench.pass(.milliseconds(120))
    await bench.until { bench.root.account.risk(of: next).value != nil }

    #expect(await bench.pages() == [next])
  }

  @Test func `a reply that a newer request has overtaken is dropped`() async throws {
    let bench = try SubscribedProgram()
    await bench.open()
    let first = try #require(bench.root.users.selection)
    bench.line.hold(first)
    bench.press("Enter")
    await bench.until { bench.line.isHolding }
    bench.press("1", "j", "Enter")
    let second = try #require(bench.root.users.selection)
    await bench.until { bench.root.account.risk(of: second).value != nil }
    bench.line.release()
    await bench.program.settle()

    #expect(first != second)
    #expect(bench.root.timeline.userID == second)
    #expect(bench.root.account.risk(of: first).value == nil)
  }

  @Test func `a notice stands for six seconds, and a newer one for six of its own`() async throws {
    let bench = try SubscribedProgram()
    await bench.open()
    bench.press("4", "Space", "U")
    #expect(bench.root.notices.current?.text == "discarded 1 behavior change")
    await bench.waits(for: .seconds(6))
    await bench.pass(.seconds(4))
    bench.press("Space", "U")
    await bench.waits(for: .seconds(6))
    #expect(!bench.clock.waits.contains(.seconds(2)))
    await bench.pass(.seconds(5))
    #expect(bench.root.notices.current != nil)
    await bench.pass(.seconds(1))
    await bench.until { bench.root.notices.current == nil }
  }

  @Test func `the account is asked anew in the background, again and again`() async throws {
    let bench = try SubscribedProgram(refreshInterval: .seconds(90))
    await bench.open()
    let before = await bench.summaries()
    for round in 1...3 {
      await bench.waits(for: .seconds(90))
      await bench.pass(.seconds(90))
      await bench.until { await bench.summaries() == before + round }
      await bench.program.settle()
    }
  }

  @Test func `what loads for long says so, and stops saying so when it is there`() async throws {
    let bench = try SubscribedProgram()
    await bench.open()
    let first = try #require(bench.root.users.selection)
    bench.line.hold(first)
    bench.press("Enter")
    await bench.until { bench.line.isHolding }
    await bench.waits(for: .milliseconds(250))
    #expect(bench.root.loading.turn == 0)
    await bench.pass(.milliseconds(250))
    for turn in 1...3 {
      await bench.waits(for: .milliseconds(250))
      await bench.pass(.milliseconds(250))
      await bench.until { bench.root.loading.turn == turn }
    }
    bench.line.release()
    await bench.until { bench.root.account.risk(of: first).value != nil }
    await bench.until { !bench.clock.waits.contains { $0 <= .milliseconds(250) } }
  }

  @Test func `the time follows the minutes`() async throws {
    let bench = try SubscribedProgram()
    await bench.open()
    await bench.waits(for: .milliseconds(60_020))
    await bench.pass(.milliseconds(60_020))
    await bench.until { bench.root.now == bench.clock.date }
  }

  @Test func `nothing waits once the program has stopped`() async throws {
    let bench = try SubscribedProgram(refreshInterval: .seconds(90))
    await bench.open()
    await bench.waits(for: .seconds(90))
    bench.program.stop()
    await bench.until { bench.clock.waits.isEmpty }
    let asked = await bench.summaries()
    await bench.pass(.seconds(1_000))
    #expect(await bench.summaries() == asked)
  }
}

// MARK: Fixtures

/// The whole loop on a held clock: nothing happens until the test moves it.
@MainActor
private final class SubscribedProgram {
  let clock = TestClock(isHeld: true)
  let api: SimulatedAPI
  let line: HoldingLine
  let program: Program<Dashboard>

  init(refreshInterval: Duration? = nil) throws {
    TerminalLocale.activateUTF8()
    let clock = clock
    api = SimulatedAPI(SimulationOptions(users: 40, now: { clock.date }))
    line = HoldingLine(api)
    let client = APIClient(
      accountID: SimulatedAPI.accountID,
      credentials: .token(try APIToken("s3cret-T0ken_value")),
      transport: line,
      clock: clock
    )
    let service = RiskService(account: .online(client), now: { clock.date })
    let runner = SubscriptionRunner(
      clock: clock,
      now: { clock.date },
      clientEvents: AsyncStream { $0.finish() }
    )
    let queries = QueryRunner(service: service, clock: clock)
    let options = DashboardOptions(
      accountName: "prod",
      refreshInterval: refreshInterval,
      timeZone: .gmt
    )
    let effects = EffectRunner(service: service, files: NoFiles())
    program = Program(
      Dashboard(options: options, size: .wide, now: clock.date),
      perform: { effect, send in
        if let reply = await effects.run(effect) { await send(reply) }
      },
      answer: { query, send in await queries.run(query, send: send) },
      subscribe: { subscription, send in await runner.run(subscription, send: send) },
      intercept: { if case .terminal = $0 { true } else { false } }
    )
  }

  var root: Dashboard { program.root }

  func open() async {
    program.send(.opened)
    await program.settle()
    await until { self.root.account.users.value != nil }
  }

  /// Presses keys that arrive one after the other, with nothing in between.
  func press(_ names: String...) {
    for name in names {
      guard let key = Key(name: name) else {
        Issue.record("no key is called \(name)")
        return
      }
      program.send(.input(.key(key), clock.date))
    }
  }

  /// Lets time pass, and what it brings happen.
  func pass(_ time: Duration) async {
    clock.advance(by: time)
    for _ in 0..<20 { await Task.yield() }
    if !line.isHolding { await program.settle() }
  }

  /// Returns once something waits for so long.
  func waits(for time: Duration) async { await until { self.clock.waits.contains(time) } }

  /// Returns once something has come true; the suite's time limit tells where it never does.
  func until(_ condition: () async -> Bool) async {
    while !Task.isCancelled, await !condition() { await Task.yield() }
  }

  /// Whose pages the account was asked for.
  func pages() async -> [UserID] {
    await api.received.compactMap { call in
      let id = UserID(String(call.path.split(separator: "/").last ?? ""))
      return call.method == .get && id.isUUID ? id : nil
    }
  }

  func summaries() async -> Int {
    await api.received.count { $0.path.hasSuffix("/summary") }
  }
}

/// Carries requests, and holds the reply about one user until the test lets it go.
private final class HoldingLine: Transport {
  private struct State {
    var held: UserID?
    var reply: CheckedContinuation<Void, Never>?
  }

  private let api: SimulatedAPI
  private let state = Mutex(State())

  init(_ api: SimulatedAPI) { self.api = api }

  func hold(_ user: UserID) { state.withLock { $0.held = user } }

  var isHolding: Bool { state.withLock { $0.reply != nil } }

  func release() {
    state.withLock { state in
      defer { state = State() }
      return state.reply
    }?.resume()
  }

  func send(_ request: APIRequest) async throws(TransportError) -> APIReply {
    let reply = try await api.transport().send(request)
    let isHeld = state.withLock { $0.held.map { request.path.hasSuffix($0.rawValue) } ?? false }
    // Canceled or not: on a real line, too, a reply may be under way by then.
    if isHeld {
      await withCheckedContinuation { continuation in
        state.withLock { $0.reply = continuation }
      }
    }
    return reply
  }
}

private struct NoFiles: ExportDestination {
  func write(_ request: ExportRequest) async -> ExportOutcome { .failed("no files here") }
}
