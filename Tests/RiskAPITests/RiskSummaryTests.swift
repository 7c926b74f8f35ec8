import RiskAPI
import Testing

/// Looking somebody up in a summary, and comparing it with others.
struct RiskSummaryTests {
  /// UUIDs in lower and upper case, and spellings that are none.
  private static let ids = [
    "7f3c1a52-9d4e-4b6f-8a21-5c0d9e8f7a6b", "0f3c1a52-9d4e-4b6f-8a21-5c0d9e8f7a6b",
    "7F3C1A52-9D4E-4B6F-8A21-5C0D9E8F7A6B", "zoë", "", "7", "ffffffff-ffff-ffff-ffff-ffffffffffff",
  ].map { UserID($0) }

  @Test func `each user is found by id, and nobody else`() {
    var summary = Self.summary(Self.ids)
    for (place, id) in Self.ids.enumerated() { #expect(summary.user(id)?.eventCount == place) }
    #expect(summary.user(UserID("8")) == nil)
    #expect(Self.summary([]).user(Self.ids[0]) == nil)
    summary.users.removeFirst()
    #expect(summary.user(Self.ids[0]) == nil)
    #expect(summary.user(Self.ids[1])?.eventCount == 1)
  }

  @Test func `of an id that comes twice the last row counts`() {
    let id = Self.ids[0]
    let summary = Self.summary([id, Self.ids[1], id])
    #expect(summary.user(id)?.eventCount == 2)
    #expect(summary.places.count == 2)
  }

  @Test(arguments: [
    ([0, 1, 2, 3], [0, 1, 2, 3]), ([0, 1], [2, 3, 4]), ([], [0, 5, 6]), ([6, 5, 4], []),
    ([6, 2, 0, 4], [1, 4, 3, 6, 5]),
  ])
  func `a walk along others meets each of them once`(mine: [Int], others: [Int]) {
    let summary = Self.summary(mine.map { Self.ids[$0] })
    let other = Self.summary(others.map { Self.ids[$0] })
    var rest = other.places[...]
    var met: [UserID: Int?] = [:]
    let lacking = summary.compare {
      rest.popFirst().map { other.users[Int($0)].id }
    } meet: { id, place in
      #expect(met.updateValue(place, forKey: id) == nil)
    }
    #expect(Set(met.keys) == Set(others.map { Self.ids[$0] }))
    for (id, place) in met { #expect(place == summary.place(of: id)) }
    #expect(Set(lacking.map { Int($0) }) == Set(mine.indices.filter { !others.contains(mine[$0]) }))
  }

  private static func summary(_ ids: [UserID]) -> RiskSummary {
    let users = ids.enumerated().map { place, id in
      UserSummary(
        id: id,
        name: "A",
        email: "a@acme.example",
        maxRiskLevel: .low,
        eventCount: place,
        lastEvent: nil
      )
    }
    return RiskSummary(users: users, totalCount: nil)
  }
}
