import CursesTerminal
import Foundation
import RiskAPI
import RiskServices
import TerminalJunk
import TerminalUI
import Testing

@testable import Dashboard

/// The whole dashboard under what nobody typed, with a person at it who never confirms.
///
/// `FUZZ_CHUNKS` is how many reads to try and `FUZZ_SEED` what to begin with.
struct DashboardFuzzTests {
  @Test(arguments: 0..<4)
  func `no junk writes, and none traps`(part: Int) async {
    let variables = ProcessInfo.processInfo.environment
    let first = variables["FUZZ_SEED"].flatMap(UInt64.init) ?? 1
    let reads = (variables["FUZZ_CHUNKS"].flatMap(Int.init) ?? 6_000) / 4
    var run = Run(seed: first + UInt64(part))
    while run.count < reads {
      // Or the servers of other tests wait for a thread until their clients have given up.
      await Task.yield()
      let written = run.step()
      guard written.isEmpty else {
        Issue.record("FUZZ_SEED=\(first), part \(part), read \(run.count): \(written)")
        return
      }
    }
    #expect(run.openedQuestions > 0)
  }

  private struct Run {
    var junk: TerminalJunk
    var driver: DashboardDriver
    var decoder = KeyDecoder()
    var count = 0
    /// How often a question was on the screen when junk came.
    var openedQuestions = 0

    init(seed: UInt64) {
      junk = TerminalJunk(seed: seed)
      driver = DashboardDriver.loaded(requiresReason: seed.isMultiple(of: 2))
    }

    /// Keys of a person that open and leave questions, and answer none.
    static let honest: [[String]] = [
      ["R"], ["Space"], ["j"], ["k"], ["1"], ["2"], ["3"], ["4"], ["4", "l", "w"], ["3", "Space"],
      ["1", "R"], ["1", "v"], ["4", "h", "q"], ["Esc"], ["Esc"], ["/"], [":"], ["?"], ["="], ["G"],
    ]

    /// Keys that all come in one read, the first of which finds no question on the screen.
    static let bursts: [[String]] = [
      ["R", "1", "y", "y"], ["R", "Tab", "Enter"], ["1", "R", "2", "y", "Enter"],
      ["4", "l", "w", "y"], ["3", "Space", "y"], ["3", "Space", "Tab", "Enter"], ["v", "1", "y"],
      ["1", "Space", "j", "Space", "R", "1", "y", "2", "Enter"],
    ]

    mutating func step() -> [Effect] {
      var effects: [Effect] = []
      switch junk.number(below: 12) {
      case 0, 1:
        count += 1
        // After a wait, as a person's come.
        apply(decoder.waiting == nil ? [] : decoder.expire(), to: &effects)
        for key in junk.pick(Self.honest) { effects += driver.press(key) }
      case 2 where driver.dashboard.dialogs.isEmpty:
        count += 1
        effects += driver.pressAtOnce(junk.pick(Self.bursts))
      case 3:
        receive(&effects)
      default:
        if driver.dashboard.dialogs.question != nil { openedQuestions += 1 }
        apply(decoder.waiting == nil ? [] : decoder.expire(), to: &effects)
        for read in junk.reads() {
          count += 1
          apply(decoder.decode(read.bytes), to: &effects)
          if read.isPauseAfter, decoder.waiting != nil { apply(decoder.expire(), to: &effects) }
        }
      }
      if junk.number(below: 64) == 0 { _ = driver.frame }
      // Nobody stays in a question for ever.
      if driver.dashboard.dialogs.count > 3 { effects += driver.press("Esc", "Esc", "Esc") }
      return effects.filter { effect in
        if case .assess = effect { true } else { effect.isWrite }
      }
    }

    private mutating func apply(_ events: [InputEvent], to effects: inout [Effect]) {
      for event in events {
        effects += driver.dashboard.update(.input(event, driver.dashboard.now))
      }
      driver.dashboard.painted()
    }

    private mutating func receive(_ effects: inout [Effect]) {
      switch junk.number(below: 4) {
      case 0: driver.receive(.team)
      case 1: driver.resize(junk.pick([.tiny, .small, .wide, .large]))
      case 2: effects += driver.send(.usersFetched(.failure(.offline)))
      default: driver.expireNotice()
      }
    }
  }
}
