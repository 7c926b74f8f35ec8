import Foundation
import RiskAPI
import RiskServices
import RiskStore
import TerminalUI
import Testing

@testable import Dashboard

/// What changed since the analyst last looked.
struct NewsTests {
  @Test func `rows are marked and the top line counts since the last look`() {
    var desk = Desk.loaded(size: .large)
    desk.press("z")
    #expect(!desk.topLine.contains(" since "))
    desk.send(.changesFound(.night))

    #expect(desk.line(of: 1).contains(" new "))
    #expect(desk.line(of: 2).contains(" ▲ "))
    #expect(desk.line(of: 3).contains(" + "))
    #expect(!desk.line(of: 4).contains(" new "))
    #expect(
      desk.topLine.contains(
        "1 new · 1 raised · 1 lowered · 1 gone · 1 behaviors changed since "
      )
    )
    #expect(desk.topLine.contains("23:41"))
  }

  @Test func `a moment of today stands without its day`() {
    var desk = Desk.loaded(size: .large)
    desk.press("z")
    var changes = AccountChanges.night
    changes.since = Desk.now.addingTimeInterval(-3_600)
    desk.send(.changesFound(changes))

    #expect(desk.topLine.contains("changed since 09:41"))
  }

  @Test func `= clears the marks, counts anew and remembers it`() {
    var desk = Desk.loaded(size: .large)
    desk.press("z")
    desk.send(.changesFound(.night))

    #expect(desk.press("=") == [.markSeen])
    #expect(!desk.topLine.contains(" since "))
    #expect(!desk.line(of: 1).contains(" new "))
    #expect(!desk.line(of: 2).contains("▲"))

    var later = Fixture.team
    later.users[3].maxRiskLevel = .high
    desk.receive(later, after: 60)
    #expect(desk.topLine.contains("1 raised since 10:41"))
  }

  @Test func `what this run saw itself outranks the night`() {
    var desk = Desk.loaded(size: .large)
    desk.press("z")
    var later = Fixture.team
    later.users[3].maxRiskLevel = .high
    desk.receive(later, after: 60)
    var changes = AccountChanges.night
    changes.users = [.fixture(4, before: nil)]
    desk.send(.changesFound(changes))

    #expect(desk.line(of: 4).contains("▲"))
  }

  @Test func `what changed is asked for once the account has answered`() {
    var desk = Desk()
    #expect(!desk.dashboard.subscriptions.contains(.changesSinceSeen))

    desk.receive(.team)
    #expect(desk.dashboard.subscriptions.contains(.changesSinceSeen))
  }

  @Test func `news takes the verdict's place, which comes back after a look`() {
    var desk = Desk.loaded(size: .large)
    desk.press("z")
    let verdict = Assessment(
      user: .fixture(2),
      verdict: .benign,
      note: "",
      author: "ana@laptop",
      at: Desk.now
    )
    desk.send(.verdictsFound([.fixture(2): verdict]))
    desk.send(.changesFound(.night))
    #expect(!desk.line(of: 2).contains(" ben "))

    desk.press("=")
    #expect(desk.line(of: 2).contains(" ben "))
  }
}

extension AccountChanges {
  /// Twelve hours away: each kind of change once.
  fileprivate static let night: AccountChanges = {
    let low = Standing(level: .low, eventCount: 1, lastEvent: nil)
    var lowered = UserDifference.fixture(
      5,
      before: Standing(level: .high, eventCount: 1, lastEvent: nil)
    )
    lowered.after = low
    var gone = UserDifference.fixture(77, before: low)
    gone.after = nil
    var moved = UserDifference.fixture(3, before: Standing(Fixture.team.users[2]))
    moved.before?.eventCount -= 1
    return AccountChanges(
      since: Desk.now.addingTimeInterval(-11 * 3_600),
      users: [.fixture(1, before: nil), .fixture(2, before: low), moved, lowered, gone],
      behaviors: [Difference(before: nil, after: .fixture("high_dlp", name: "DLP"))],
      integrations: []
    )
  }()
}

extension UserDifference {
  /// A user of the team who stood otherwise before.
  fileprivate static func fixture(_ number: Int, before: Standing?) -> UserDifference {
    let user = Fixture.team.users.first { $0.id == .fixture(number) }
    return UserDifference(
      id: .fixture(number),
      name: user?.name ?? "",
      email: user?.email ?? "",
      before: before,
      after: user.map(Standing.init)
    )
  }
}

extension Desk {
  fileprivate var topLine: Substring { text.prefix { $0 != "\n" } }

  /// The row of a user of the team.
  fileprivate func line(of number: Int) -> Substring {
    text.split(separator: "\n").first { $0.contains(" user\(number)@") } ?? ""
  }
}
