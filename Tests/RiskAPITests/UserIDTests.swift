import RiskAPI
import Testing

struct UserIDTests {
  private static let spellings = [
    "7f3c1a52-9d4e-4b6f-8a21-5c0d9e8f7a6b", "7F3C1A52-9D4E-4B6F-8A21-5C0D9E8F7A6B",
    "7f3c1a52-9d4e-4b6f-8a21-5c0d9e8f7a6B", "00000000-0000-0000-0000-000000000000",
    "ffffffff-ffff-ffff-ffff-ffffffffffff", "7f3c1a529d4e4b6f8a215c0d9e8f7a6b",
    "7f3c1a52-9d4e-4b6f-8a21-5c0d9e8f7a6", "7f3c1a52-9d4e-4b6f-8a21-5c0d9e8f7a6bc",
    "7f3c1a52-9d4e-4b6f-8a21-5c0d9e8f7a6g", "7f3c1a52-9d4e-4b6f-8a2-15c0d9e8f7a6b",
    "7f3c1a52-9d4e-4b6f-8a21-5c0d9e8f7é", "", "u", "summary",
  ]

  @Test(arguments: spellings) func `every spelling is kept`(spelling: String) {
    #expect(UserID(spelling).rawValue == spelling)
    #expect("\(UserID(spelling))" == spelling)
    #expect(UserID(spelling).isUUID == UUIDFormat.matches(spelling))
  }

  @Test func `ids compare as their spellings do`() {
    for left in Self.spellings {
      for right in Self.spellings {
        #expect((UserID(left) == UserID(right)) == (left == right))
        #expect((UserID(left) < UserID(right)) == (left < right), "\(left) \(right)")
        #expect(
          UserID(left).precedes(UserID(right))
            == left.utf8.lexicographicallyPrecedes(right.utf8),
          "\(left) \(right)"
        )
      }
    }
    #expect(Set(Self.spellings.map { UserID($0) }).count == Self.spellings.count)
  }

  @Test func `an id takes no more than its bytes`() {
    #expect(MemoryLayout<UserID>.stride <= 24)
    #expect(MemoryLayout<UserSummary>.stride <= 96)
  }
}
