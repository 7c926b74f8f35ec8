import HTTPTypes
import RiskAPI
import RiskServices
import RiskStore
import Testing

struct RecoveryTests {
  private let desk: JournalFixture

  init() throws { desk = try JournalFixture() }

  @Test(arguments: [true, false])
  func `a reset that was cut short is closed with what the account shows`(
    happened: Bool
  ) async throws {
    let bench = try desk.bench()
    let user = try await bench.worstUser()
    let id = try await desk.leaveReset(of: user.id, seenBy: bench)
    if happened { try await bench.resetBehindTheJournal(user.id) }

    let found = await bench.service.recoverWrites()

    let wanted: AuditOutcome.Result = happened ? .done : .unknown
    #expect(found.map(\.entry.id) == [id])
    #expect(found.map(\.result) == [wanted])
    #expect(try await desk.onlyEntry().outcome?.result == wanted)
    #expect(try await desk.onlyEntry().outcome?.after?.isEmpty == false)
    // What does not show is looked at again.
    #expect(await bench.service.recoverWrites().isEmpty == happened)
    #expect(try await desk.isSound())
  }

  @Test func `offline nothing is looked at and the line stays open`() async throws {
    let bench = try desk.bench()
    let user = try await bench.worstUser()
    try await desk.leaveReset(of: user.id, seenBy: bench)

    let offline = try ServiceHarness(journaling: desk.journaling, isOnline: false)

    #expect(await offline.service.recoverWrites().isEmpty)
    #expect(offline.line.requests.isEmpty)
    #expect(try await desk.journal.auditLog.openIntents().count == 1)
  }

  @Test func `an account that does not answer leaves the line open`() async throws {
    let bench = try desk.bench()
    let user = try await bench.worstUser()
    try await desk.leaveReset(of: user.id, seenBy: bench)

    let cut = try desk.bench { _, _, _ in .loseRequest }

    #expect(await cut.service.recoverWrites().map(\.result) == [.unknown])
    #expect(try await desk.journal.auditLog.openIntents().count == 1)
    // The next start, with an answer, closes it.
    try await bench.resetBehindTheJournal(user.id)
    #expect(await bench.service.recoverWrites().map(\.result) == [.done])
    #expect(try await desk.journal.auditLog.openIntents().isEmpty)
  }

  @Test func `a write that is under way is left to its own end`() async throws {
    let other = try desk.bench()
    let found = Box<[RecoveredWrite]?>(nil)
    let bench = try desk.bench { request, _, _ in
      if request.method == .post { found.set(await other.service.recoverWrites()) }
      return nil
    }
    let user = try await bench.worstUser()

    #expect(await bench.service.reset(user).isReset(at: ServiceHarness.noon))

    #expect(found.value?.isEmpty == true)
    #expect(other.line.requests.isEmpty)
    #expect(try await desk.onlyEntry().outcome?.result == .done)
    #expect(try await desk.isSound())
  }
}
