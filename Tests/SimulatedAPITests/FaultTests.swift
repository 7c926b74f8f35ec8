import Foundation
import HTTPTypes
import RiskAPI
import TestSupport
import Testing

@testable import SimulatedAPI

@Suite struct FaultTests {
  @Test(arguments: FaultProfile.allCases)
  func `faults are fixed by the seed`(profile: FaultProfile) {
    func faults(seed: UInt64) -> [Fault?] {
      var sequence = FaultSequence(profile, seed: seed)
      return (0..<200).map { _ in sequence.next().fault }
    }
    #expect(faults(seed: 4) == faults(seed: 4))
    if profile != .slow { #expect(faults(seed: 4) != faults(seed: 5)) }
  }

  @Test func `flaky fails about every fifth call, in every way`() {
    var sequence = FaultSequence(.flaky, seed: 1)
    let faults = (0..<1000).compactMap { _ in sequence.next().fault }
    #expect((150...250).contains(faults.count))
    #expect(
      Set(faults) == [.failure(500), .page(500), .page(502), .lostBefore, .lostAfter]
    )
  }

  @Test func `slow waits half a second to three on the clock`() async throws {
    let clock = TestClock()
    let account = TestAccount({ $0.faults = .slow }, clock: clock)
    for _ in 1...50 { #expect(try await account.get("/behaviors").status == 200) }
    #expect(clock.sleeps.count == 50)
    #expect(clock.sleeps.allSatisfy { (.milliseconds(500)...(.seconds(3))).contains($0) })
    #expect(Set(clock.sleeps).count > 40)
  }

  @Test func `limited refuses now and then, and has a small budget`() async throws {
    let account = TestAccount { $0.faults = .limited }
    var replies: [TestReply] = []
    for _ in 1...100 { replies.append(try await account.get("/behaviors")) }
    let refused = replies.filter { $0.status == 429 }
    #expect(replies.filter { $0.status == 200 }.count == 40)
    #expect(refused.count == 60)
    #expect(refused.allSatisfy { $0.reply.headers[.retryAfter].flatMap { Int($0) } != nil })
  }

  @Test func `down answers nothing that is of use`() async throws {
    let account = TestAccount { $0.faults = .down }
    var lost = 0
    for _ in 1...50 {
      do {
        let reply = try await account.get("/behaviors")
        #expect(reply.status == 503 && reply.json == nil)
        #expect(reply.reply.headers[.contentType]?.hasPrefix("text/html") == true)
      } catch TransportError.lost {
        lost += 1
      }
    }
    #expect((5...30).contains(lost))
  }

  @Test func `a write may be done although its reply is lost`() async throws {
    var done: Set<Bool> = []
    for seed in UInt64(1)...60 {
      let account = TestAccount {
        $0.seed = seed
        $0.faults = .flaky
      }
      let user = UserID(SeededUUID.user(0, seed: seed))
      do {
        _ = try await account.post("/\(user)/reset")
      } catch TransportError.lost {
        done.insert(await account.api.edit { $0.lastReset(at: 0) } != nil)
      }
    }
    #expect(done == [true, false])
  }

  @Test func `hostile texts carry what a terminal must not see`() async throws {
    let account = TestAccount(users: 30) { $0.faults = .hostile }
    var bodies = ""
    for _ in 1...10 {
      bodies += String(decoding: try await account.get("/summary").reply.body, as: UTF8.self)
    }
    for needle in ["\\u001b[2J", "\u{202E}", "\\u0000", "=HYPERLINK", "\u{9B}31m", "\\u0007"] {
      #expect(bodies.contains(needle), "\(needle.debugDescription)")
    }
  }

  @Test(arguments: SpoiledReply.allCases)
  func `a spoiled reply differs from the good one`(spoiled: SpoiledReply) async throws {
    let good = try await TestAccount().get("/summary").reply
    let bad = spoiled.spoil(good)
    #expect(bad.status == 200)
    #expect(bad.body != good.body)
    #expect(bad.headers[.cfRay] == good.headers[.cfRay])
  }

  @Test func `a doubled reply lists every user twice`() async throws {
    let bad = TestReply(SpoiledReply.doubled.spoil(try await TestAccount().get("/summary").reply))
    #expect(try bad.result.list("users").count == 40)
  }

  // MARK: Latency

  @Test func `latency waits on the clock before every reply`() async throws {
    let clock = TestClock()
    let account = TestAccount({ $0.latency = .milliseconds(250) }, clock: clock)
    _ = try await account.get("/summary")
    _ = try await account.get("/nobody")
    #expect(clock.sleeps == [.milliseconds(250), .milliseconds(250)])
  }

  @Test func `in process, a reply that comes too late is a timeout`() async {
    let clock = TestClock()
    let account = TestAccount({ $0.latency = .seconds(60) }, clock: clock)
    let request = APIRequest(method: .get, path: "/", timeout: .seconds(30))
    await #expect(throws: TransportError.timedOut(wasSent: true)) {
      try await account.api.transport().send(request)
    }
    #expect(clock.sleeps == [.seconds(30)])
  }

  @Test func `in process, a canceled call ends as canceled`() async {
    let account = TestAccount({ $0.latency = .seconds(60) }, clock: TestClock(sleeps: 0))
    await #expect(throws: TransportError.canceled) {
      try await account.api.transport().send(APIRequest(method: .get, path: "/"))
    }
  }
}
