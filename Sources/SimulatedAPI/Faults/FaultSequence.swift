import RiskAPI

/// What happens to one call.
enum Fault: Hashable {
  /// The connection closes; the account never saw the call.
  case lostBefore
  /// The account did what was asked, and the connection closes before the reply.
  case lostAfter
  /// Something between client and account answers with an HTML page of this status.
  case page(Int)
  /// The account answers this status in its envelope.
  case failure(Int)
  /// Too many calls, whatever the budget says; come back after so many seconds.
  case limited(retryAfter: Int)
  /// The account's own reply, spoiled.
  case spoiled(SpoiledReply)
}

/// The faults of one account, one after the other, fixed by profile and seed.
struct FaultSequence {
  let profile: FaultProfile
  private var random: SplitMix64

  init(_ profile: FaultProfile, seed: UInt64) {
    self.profile = profile
    random = SplitMix64(seed, Salt.fault)
  }

  /// What happens to the next call; nil when it goes well.
  ///
  /// `delay` comes first in either case.
  mutating func next() -> (fault: Fault?, delay: Duration) {
    switch profile {
    case .flaky:
      let faults: [Fault] = [.failure(500), .page(502), .page(500), .lostBefore, .lostAfter]
      return (random.oneIn(5) ? random.pick(faults) : nil, .zero)
    case .slow:
      return (nil, .milliseconds(random.number(500...3000)))
    case .limited:
      return (random.oneIn(4) ? .limited(retryAfter: random.number(1...5)) : nil, .zero)
    case .hostile:
      return (random.oneIn(3) ? .spoiled(random.pick(SpoiledReply.allCases)) : nil, .zero)
    case .down:
      return (random.oneIn(3) ? .lostBefore : .page(503), .zero)
    }
  }
}
