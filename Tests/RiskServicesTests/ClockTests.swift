import Foundation
import RiskAPI
import RiskServices
import RiskStore
import SimulatedAPI
import TestSupport
import Testing

struct ClockTests {
  private let desk: JournalFixture

  init() throws { desk = try JournalFixture() }

  @Test func `a clock behind the journal's last line is told once, and all goes on`() async throws {
    let user = UserID("7f3c1a52-9d4e-4b6f-8a21-5c0d9e8f7a6b")
    try await desk.record(.done, of: user, ago: -3600)
    let told = Box<[String]>([])
    let bench = try ServiceHarness(journaling: desk.journaling, told: told)

    await bench.service.checkClock()
    #expect(await bench.service.reset(try await bench.worstUser()).isReset(at: ServiceHarness.noon))
    await bench.service.checkClock()

    #expect(told.value.count == 1)
    #expect(told.value[0].hasPrefix("the clock is behind the journal, whose last line is from "))
    #expect(told.value[0].contains("2026-11-21 13:00:00 UTC; set the clock right"))
    #expect(try await desk.isSound())
    #expect(try await desk.entries().map(\.time).last == ServiceHarness.noon)
  }

  @Test func `a clock set back during a session is told with the next write`() async throws {
    let told = Box<[String]>([])
    let now = Box(ServiceHarness.noon)
    let bench = try ServiceHarness(journaling: desk.journaling)
    let user = try await bench.worstUser()
    let client = APIClient(
      accountID: SimulatedAPI.accountID,
      credentials: .token(try APIToken("s3cret-T0ken_value")),
      transport: bench.line,
      clock: TestClock()
    )
    let service = RiskService(
      account: .online(client),
      journaling: desk.journaling,
      now: { now.value },
      report: { line in told.set(told.value + [line]) }
    )
    _ = try await service.fetchUsers()
    #expect(told.value.isEmpty)

    now.set(ServiceHarness.noon.addingTimeInterval(-3600))
    _ = await service.reset(user)

    #expect(told.value.count == 1)
  }

  @Test func `a minute's difference is no news`() async throws {
    let user = UserID("7f3c1a52-9d4e-4b6f-8a21-5c0d9e8f7a6b")
    try await desk.record(.done, of: user, ago: -60)
    let told = Box<[String]>([])
    let bench = try ServiceHarness(journaling: desk.journaling, told: told)
    await bench.service.checkClock()
    #expect(told.value.isEmpty)
  }
}
