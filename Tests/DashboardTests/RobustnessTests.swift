import Foundation
import RiskAPI
import RiskServices
import TerminalUI
import Testing

@testable import Dashboard

/// Whatever is pressed, pasted, resized and answered, in any order.
struct RobustnessTests {
  @Test(arguments: 1...12)
  func `no order of events traps, bends the screen, or sends an unasked write`(seed: UInt64) {
    var random = Random(state: seed)
    var driver = DashboardDriver.loaded(seed.isMultiple(of: 3) ? .crowd(200) : .team)
    var confirmations = 0
    var writes: [Effect] = []
    for step in 1...400 {
      let effects: [Effect]
      if random.next(20) == 0 {
        effects = driver.receiveSomething(&random)
      } else if let waiting = writes.last, random.next(4) == 0 {
        writes.removeLast()
        effects = driver.end(waiting, &random)
      } else {
        let key = Self.keys[random.next(Self.keys.count)]
        if key == "y" || key == "Enter", !driver.dashboard.dialogs.isEmpty { confirmations += 1 }
        effects = driver.press(key)
      }
      let sent = DashboardDriver.writes(in: effects)
      #expect(sent.count <= 1)
      writes += sent
      #expect(driver.dashboard.writesUnderWay == writes.count)
      if step.isMultiple(of: 4) { expectStraight(driver) }
    }
    #expect(writes.count <= confirmations + 1)
  }

  @Test(arguments: [(0, 0), (1, 1), (39, 9), (39, 60), (200, 9), (40, 10), (100, 28), (99, 28)])
  func `no size traps`(columns: Int, rows: Int) {
    var driver = DashboardDriver.loaded()
    driver.resize(Size(columns: columns, rows: rows))
    for key in [
      "j", "2", "Enter", "Esc", "3", "Space", "n", "4", "z", "?", "Esc", ":", "Esc", "1", "R",
    ] {
      driver.press(key)
      expectStraight(driver)
    }
  }

  private static let keys: [String] = [
    "1", "2", "3", "4", "5", "Tab", "Shift-Tab", "z", "/", ":", "?", "r", "y", "e", "!", "Esc",
    "Esc", "Esc", "q", "Enter", "Enter", "Space", "Space", "*", "-", "s", "S", "R", "R", "t", "h",
    "l", "w", "U", "n", "i", "y", "y", "y", "j", "k", "g", "G", "Up", "Down", "Left", "Right",
    "PageUp", "PageDown", "Home", "End", "Backspace", "Delete", "Ctrl-U", "Ctrl-D", "Ctrl-W",
    "Ctrl-C", "Ctrl-L", "a", "2", "3", "F5", "Insert",
  ]
}

// MARK: Fixtures

/// SplitMix64.
private struct Random {
  var state: UInt64

  mutating func next(_ bound: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((z ^ (z >> 31)) % UInt64(max(1, bound)))
  }
}

extension DashboardDriver {
  /// A resize, a paste, a refresh with other rows, or a failure.
  fileprivate mutating func receiveSomething(_ random: inout Random) -> [Effect] {
    let time = dashboard.now.addingTimeInterval(Double(random.next(90)))
    switch random.next(6) {
    case 0:
      resize(Size(columns: random.next(220), rows: random.next(70)))
      return []
    case 1: return paste("y\n3\n")
    case 2: return send(.usersFetched(.failure(.offline)))
    case 3: return send(.timePassed(time))
    case 4:
      var users = Fixture.team.users
      users.removeFirst(random.next(users.count + 1))
      if random.next(2) == 0 { users.reverse() }
      let summary = RiskSummary(users: users, totalCount: nil)
      return send(.usersFetched(.success(Fetched(summary, fetchedAt: time))))
    default:
      var behaviors = [Behavior].usual
      behaviors.removeFirst(random.next(behaviors.count + 1))
      return send(.behaviorsFetched(.success(Fetched(behaviors, fetchedAt: time))))
        + send(.integrationsFetched(.success(Fetched([], fetchedAt: time))))
        + send(.userFetched(.fixture(1), .success(Fetched(.dana, fetchedAt: time))))
    }
  }

  fileprivate mutating func end(_ write: Effect, _ random: inout Random) -> [Effect] {
    let isGood = random.next(2) == 0
    if let request = write.write?.of(ResetRequest.self) {
      return send(.resetEnded(request, isGood ? .reset(at: nil) : .outdated(request.seen)))
    }
    if let behaviors = write.write?.of(BehaviorsWrite.self) {
      let snapshot = Fetched([Behavior].usual, fetchedAt: dashboard.now)
      return send(
        .behaviorsWritten(behaviors.draft, isGood ? .done(snapshot) : .changedMeanwhile(snapshot))
      )
    }
    if let update = write.write?.of(IntegrationUpdate.self) {
      return send(
        .integrationUpdated(update, isGood ? .done(.fixture(1)) : .unknown(WriteDoubt(.timedOut)))
      )
    }
    return []
  }
}
