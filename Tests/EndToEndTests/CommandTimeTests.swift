import RiskAPI
import RiskServices
import Synchronization
import TerminalUI
import TestSupport
import Testing

@testable import ztriage

/// The watch that ends a command which does not end by itself, on a clock whose sleeps cost nothing.
struct CommandTimeTests {
  @Test(arguments: [
    ("500ms", Duration.milliseconds(500)), ("30s", .seconds(30)), ("2m", .seconds(120)),
    ("1h", .seconds(3600)), ("24h", .seconds(86_400)),
  ])
  func `a limit is a number and a unit`(text: String, duration: Duration) throws {
    #expect(try TimeLimit.parse(text).duration == duration)
    #expect(try TimeLimit.parse(text).description == text)
  }

  @Test(arguments: [
    "", "s", "0s", "-1s", "30", "1.5s", "30 s", "30S", "1d", "25h", "99999999999999999999s", "٣s",
    "9223372036854775807ms",
  ])
  func `anything else is no limit`(text: String) {
    #expect(throws: (any Error).self) { try TimeLimit.parse(text) }
  }

  @Test(arguments: [
    (Duration.milliseconds(400), "0.4 s"), (.milliseconds(1960), "2 s"), (.seconds(12), "12 s"),
    (.seconds(300), "5 min"), (.zero, "0 s"), (.milliseconds(-5), "0 s"),
  ])
  func `a length is said in the unit that a person would use`(duration: Duration, words: String) {
    #expect(duration.words == words)
  }

  @Test func `what is locked for too long ends with 73, a second after the time`() async throws {
    let clock = TestClock()
    let failure = await CommandTime(limit, clock: clock).watch()

    #expect(failure?.status == .cannotWrite)
    #expect(failure?.line.string.hasPrefix("not done within 10s: ") == true)
    #expect(clock.now.offset == .seconds(11))
  }

  @Test func `an account that is silent for too long ends with 69`() async throws {
    let time = CommandTime(limit, clock: TestClock(), say: { _ in })
    let failure = await time.waiting(for: .account) { await time.watch() }

    #expect(failure?.status == .unavailable)
    #expect(
      failure?.line.string
        == "no answer from the account within 10s; try again, or allow more with --timeout"
    )
  }

  @Test func `a write that has left gets some seconds more, then is unknown`() async throws {
    let clock = TestClock()
    let time = CommandTime(limit, clock: clock)
    time.deadline.noteWrite()
    let failure = await time.watch()

    #expect(failure?.status == .tryLater)
    #expect(failure?.line.string.hasPrefix("unknown whether it was done") == true)
    #expect(clock.now.offset == .seconds(20))
  }

  @Test func `who reads the answer may take their time`() async throws {
    let time = CommandTime(limit, clock: TestClock())
    time.finish()

    #expect(await time.watch() == nil)
  }

  @Test func `time in which a person was asked does not count`() async throws {
    let clock = TestClock()
    let time = CommandTime(limit, clock: clock)
    let answer = time.asking {
      clock.advance(by: .seconds(600))
      return "yes"
    }

    #expect(answer == "yes")
    #expect(time.deadline.left == .seconds(10))
    _ = await time.watch()
    #expect(clock.now.offset == .seconds(611))
  }

  @Test func `a wait is told once it lasts`() async throws {
    let said = Mutex<[String]>([])
    let time = CommandTime(limit, clock: TestClock()) { line in
      said.withLock { $0.append(line.string) }
    }
    await time.waiting(for: .account) {
      while said.withLock(\.isEmpty), !Task.isCancelled { await Task.yield() }
    }

    #expect(
      said.withLock { $0 } == ["waiting for the account to answer, at most 8 s more"]
    )
  }

  // MARK: Waits that the client tells of

  private static let refusal = APIError.rateLimited(
    APIError.Reply(status: 429, ray: "8f00-LIS"),
    retryAfter: 12
  )

  @Test func `a long wait has a line, on a terminal or not`() {
    let event = ClientEvent.retrying(
      operation: "summary",
      attempt: 2,
      delay: .seconds(12),
      error: Self.refusal
    )
    let line = "too many requests; retry 2 in 12 s (cf-ray 8f00-LIS)"

    #expect(ProgressFormatter.words(for: event, onTerminal: true)?.string == line)
    #expect(ProgressFormatter.words(for: event, onTerminal: false)?.string == line)
    let pause = ClientEvent.waiting(
      operation: "summary",
      delay: .milliseconds(2100),
      reason: .refused,
      ray: "8f00-LIS"
    )
    #expect(
      ProgressFormatter.words(for: pause, onTerminal: false)?.string
        == "waiting 2.1 s: rate limited (cf-ray 8f00-LIS)"
    )
  }

  @Test func `a short wait has a line on a terminal alone`() {
    let event = ClientEvent.retrying(
      operation: "summary",
      attempt: 2,
      delay: .milliseconds(400),
      error: .unreachable("127.0.0.1:1 refused the connection")
    )

    #expect(
      ProgressFormatter.words(for: event, onTerminal: true)?.string
        == "the account cannot be reached: 127.0.0.1:1 refused the connection; retry 2 in 0.4 s"
    )
    #expect(ProgressFormatter.words(for: event, onTerminal: false) == nil)
    let pause = ClientEvent.waiting(operation: "summary", delay: .seconds(2), reason: .spent)
    #expect(ProgressFormatter.words(for: pause, onTerminal: false) == nil)
  }

  // MARK: Outcomes

  @Test func `a write that was looked at again shows the ray of its reply`() {
    let reply = APIError.Reply(status: 502, ray: "8f00-LIS")
    let error = APIError.outcomeUnknown(reply, "the account answered with status 502")
    for doubt in [
      WriteDoubt(error), WriteDoubt(.serverFailed(reply)), WriteDoubt(nil, ray: "8f00-LIS"),
      WriteDoubt(.rateLimited(reply, retryAfter: nil)),
    ] {
      let unknown = ztriage.Failure.unknown(doubt, operation: "reset the user")
      #expect(unknown.line.string.hasSuffix("(cf-ray 8f00-LIS)"), "\(unknown.line.string)")
      #expect(unknown.status == .tryLater)
    }
  }

  private let limit = TimeLimit(duration: .seconds(10), description: "10s")
}
