import Foundation
import RiskAPI
import RiskStore
import TestSupport
import Testing

/// A refresh is compared with what is stored in one pass over both, in the order of ids.
struct RefreshTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Ids in an order of their own, of every kind: as the API spells them, in upper case, and none at all.
  private static let users = (0..<400).map { number -> UserSummary in
    let mixed = UInt64(number + 1) &* 0x9E37_79B9_7F4A_7C15
    let digits = String(repeating: "0", count: 12) + String(mixed, radix: 16)
    let uuid = "00000000-0000-4000-8000-\(digits.suffix(12))"
    let id =
      switch number % 9 {
      case 3: uuid.uppercased()
      case 5: "user \(mixed % 1_000)-\(number)"
      case 7: "é\(number)"
      default: uuid
      }
    return UserSummary(
      id: UserID(id),
      name: number % 11 == 0 ? "" : "Name \(number) 李",
      email: "u\(number)@acme.example",
      maxRiskLevel: [nil, .low, .medium, .high, .other("new")][number % 5],
      eventCount: number % 13,
      lastEvent: number % 4 == 0 ? nil : .at(Double(number) + 0.25)
    )
  }

  @Test func `both files find what differs, and nothing else`() async throws {
    let cache = Cache.open(folder: folder.account).cache
    let journal = try Journal.open(folder: folder.account, owner: .sample)
    let before = Self.users.filter { $0.eventCount != 7 }
    try await cache.saveUsers(.of(before), fetchedAt: .at(1))
    #expect(try await journal.history.recordUsers(.of(before), at: .at(1)) == before.count)
    #expect(try await cache.saveUsers(.of(before.reversed()), fetchedAt: .at(2)).isEmpty)
    #expect(try await journal.history.recordUsers(.of(before.reversed()), at: .at(2)) == 0)

    // One kind of change each: of the level, of the count, of the time, of the name alone; some left.
    let after = Self.users.filter { $0.eventCount != 2 }.map { user in
      var user = user
      switch user.eventCount {
      case 1: user.maxRiskLevel = .other("newer")
      case 3: user.eventCount += 20
      case 4: user.lastEvent = .at(9_999)
      case 5: user.name += "!"
      default: break
      }
      return user
    }
    let changes = try await cache.saveUsers(.of(after), fetchedAt: .at(3))
    func ids(_ counts: Set<Int>) -> [UserID] {
      Self.users.filter { counts.contains($0.eventCount) }.map(\.id)
    }
    #expect(Set(changes.added) == Set(ids([7])))
    #expect(Set(changes.removed) == Set(ids([2])))
    #expect(Set(changes.changed) == Set(ids([1, 3, 4, 5])))
    let moved = ids([1, 2, 3, 4, 7]).count
    #expect(try await journal.history.recordUsers(.of(after), at: .at(3)) == moved)
    #expect(try await journal.auditLog.verify().lines == 0)

    let stored = try #require(try await cache.loadUsers()).value.users
    #expect(
      stored.map(\.id.rawValue)
        == after.map(\.id.rawValue).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    )
    #expect(Set(stored) == Set(after))
    let renamed = try #require(after.first { $0.name.hasSuffix("!") })
    #expect(try await journal.history.seenUser(renamed.id).value?.user.name == renamed.name)
    let gone = try await journal.history.formerUsers()
    #expect(gone.faults.isEmpty && Set(gone.value.map(\.id)) == Set(ids([2])))
    #expect(try await cache.saveUsers(.of(after), fetchedAt: .at(4)).isEmpty)
  }
}

extension RiskSummary {
  fileprivate static func of(_ users: [UserSummary]) -> RiskSummary {
    RiskSummary(users: users, totalCount: users.count)
  }
}
