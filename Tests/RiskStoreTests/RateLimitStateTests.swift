import RiskAPI
import Testing

@testable import RiskStore

/// What follows from what is known of a budget; times are seconds.
struct RateLimitStateTests {
  @Test func `nothing known holds nothing`() {
    #expect(RateLimitState().pause(.deferrable, at: 1000, sent: []) == nil)
  }

  @Test(arguments: [(61, nil), (60, nil), (59, nil)] as [(Int, Double?)])
  func `urgent requests leave while anything is left`(left: Int, pause: Double?) {
    #expect(state(left: left).hold(.urgent, at: 1010) == pause)
    #expect(state(left: 1).hold(.urgent, at: 1010) == nil)
    #expect(state(left: 0).hold(.urgent, at: 1010) == 20)
  }

  @Test(arguments: [(61, nil), (60, 20), (0, 20)] as [(Int, Double?)])
  func `others wait for the window's end once a twentieth is left`(left: Int, pause: Double?) {
    #expect(state(left: left).hold(.deferrable, at: 1010) == pause)
    #expect(state(left: left).hold(.deferrable, at: 1030) == nil)
  }

  @Test func `what left since the reply comes on top`() {
    var state = state(left: 70)
    state.entries += 9
    #expect(state.hold(.deferrable, at: 1010) == nil)
    state.entries += 1
    #expect(state.hold(.deferrable, at: 1010) == 20)
  }

  @Test func `of replies out of order the one to the later request counts`() {
    var state = state(left: 70)
    state.note(RateLimit(remaining: 900, resetSeconds: 30), entry: 4, at: 1001)
    #expect(state.allowance?.remaining == 70)
    state.note(RateLimit(remaining: 69, resetSeconds: 29), entry: 6, at: 1001)
    #expect(state.allowance?.remaining == 69)
    // A window that is over says nothing any more, whatever came later in it.
    state.note(RateLimit(remaining: 1199, resetSeconds: 300), entry: 5, at: 1031)
    #expect(state.allowance?.remaining == 1199)
  }

  @Test func `requests that overtake each other on their way make nothing of the budget more`() {
    var state = state(left: 70)
    // The account counted this one first, and its reply came last.
    state.note(RateLimit(remaining: 71, resetSeconds: 29), entry: 6, at: 1001)
    #expect(state.allowance?.remaining == 70)
    #expect(state.allowance?.entry == 6)
    // This one was counted last, and entered first.
    state.note(RateLimit(remaining: 68, resetSeconds: 29), entry: 4, at: 1001)
    #expect(state.allowance?.remaining == 68)
    #expect(state.allowance?.entry == 6)
    // A new window, whose first reply comes in the last second of the old one.
    state.note(RateLimit(remaining: 1199, resetSeconds: 300), entry: 7, at: 1029.5)
    #expect(state.allowance?.remaining == 1199)
  }

  @Test(arguments: [(1200, 60), (60, 8), (20, 5), (1, 1)])
  func `of a small budget enough is kept for a write with all its looks`(
    quota: Int,
    reserve: Int
  ) {
    var state = RateLimitState()
    state.quota = quota
    #expect(state.reserve == reserve)
  }

  @Test func `a refusal holds everybody to its end, and no shorter one ends it`() {
    var state = RateLimitState()
    state.noteRefusal(seconds: 300, at: 1000)
    state.noteRefusal(seconds: 5, at: 1001)
    for priority in [RequestPriority.deferrable, .urgent] {
      #expect(state.hold(priority, at: 1100) == 200)
      #expect(state.pause(priority, at: 1100, sent: [])?.reason == .refused)
      #expect(state.hold(priority, at: 1300) == nil)
    }
  }

  @Test(arguments: [(-3600, nil), (-3, nil), (-2, 302), (3600, nil)] as [(Double, Double?)])
  func `a clock that was set ends what it would prolong`(shift: Double, pause: Double?) {
    var refused = RateLimitState()
    refused.noteRefusal(seconds: 300, at: 10_000)
    #expect(refused.hold(.urgent, at: 10_000 + shift) == pause)
    var spent = RateLimitState()
    spent.note(RateLimit(remaining: 0, resetSeconds: 300), entry: 0, at: 10_000)
    #expect(spent.hold(.urgent, at: 10_000 + shift) == pause)
    // And what is noted after it counts at once.
    refused.noteRefusal(seconds: 7, at: 10_000 + min(shift, -3))
    #expect(refused.hold(.urgent, at: 10_000 + min(shift, -3)) == 7)
  }

  @Test func `no pause is believed beyond ten minutes`() {
    var state = RateLimitState()
    state.noteRefusal(seconds: .max, at: 1000)
    #expect(state.hold(.urgent, at: 1000) == 600)
    state = RateLimitState()
    state.note(RateLimit(remaining: 0, resetSeconds: .max), entry: 0, at: 1000)
    #expect(state.hold(.urgent, at: 1000) == 600)
    // Whoever wrote such a thing into the file.
    state.refusal = RateLimitState.Refusal(notedAt: 1000, endsAt: .infinity)
    state.allowance = nil
    #expect(state.hold(.urgent, at: 1000) == nil)
  }

  @Test func `without the account's word its own requests count, in a window that slides`() {
    let state = RateLimitState()
    let sent = [
      RateLimitState.Sent(second: 1000, requests: 140), .init(second: 1100, requests: 999),
    ]
    #expect(state.hold(.deferrable, at: 1101, sent: sent) == nil)
    let more = sent + [RateLimitState.Sent(second: 1101, requests: 1)]
    // The 140 of the first second leave the window first.
    #expect(state.hold(.deferrable, at: 1101, sent: more) == 200)
    #expect(state.hold(.urgent, at: 1101, sent: more) == nil)
    #expect(state.hold(.deferrable, at: 1302, sent: more) == nil)
    let full = more + [RateLimitState.Sent(second: 1102, requests: 60)]
    #expect(state.hold(.urgent, at: 1102, sent: full) == 199)
    // What a clock that was set back left behind is in nobody's window.
    #expect(state.hold(.deferrable, at: 900, sent: full) == nil)
  }

  @Test func `what was sent before a window's end is forgiven`() {
    var state = state(left: 900)
    let sent = [RateLimitState.Sent(second: 1010, requests: 1200)]
    #expect(state.hold(.urgent, at: 1031, sent: sent) == nil)
    state = RateLimitState()
    #expect(state.hold(.urgent, at: 1031, sent: sent) == 280)
    state.noteRefusal(seconds: 20, at: 1011)
    #expect(state.hold(.urgent, at: 1032, sent: sent) == nil)
  }

  @Test func `the account's own policy is taken where it is one`() {
    var state = RateLimitState()
    state.note(RateLimit(quota: 100, windowSeconds: 60), entry: 1, at: 1000)
    #expect(state.hold(.deferrable, at: 1001, sent: [.init(second: 1000, requests: 95)]) == 60)
    for odd in [(0, 60), (-1, 60), (50, 0), (50, 100_000)] {
      state.note(RateLimit(quota: odd.0, windowSeconds: odd.1), entry: 2, at: 1000)
      #expect(state.quota == 100)
      #expect(state.window == 60)
    }
    // However small it is, one request may leave.
    state.note(RateLimit(quota: 1, windowSeconds: 60), entry: 3, at: 1000)
    #expect(state.hold(.deferrable, at: 1001, sent: []) == nil)
  }

  /// So many left after request 5 of 5, told at 1000, until 1030.
  private func state(left: Int) -> RateLimitState {
    var state = RateLimitState()
    state.entries = 5
    state.note(RateLimit(remaining: left, resetSeconds: 30), entry: 5, at: 1000)
    return state
  }
}

extension RateLimitState {
  fileprivate func hold(
    _ priority: RequestPriority,
    at now: Double,
    sent: [Sent] = []
  ) -> Double? {
    pause(priority, at: now, sent: sent)?.seconds
  }
}
