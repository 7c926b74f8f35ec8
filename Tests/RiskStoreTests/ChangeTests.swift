import RiskAPI
import RiskStore
import Testing

/// What a change says of counts that no account should give.
struct ChangeTests {
  @Test(arguments: [
    (Int.min, Int.max, ChangeKind.edited, 0), (Int.max, Int.min, .edited, 0),
    (0, Int.max, .moreEvents, Int.max), (3, 5, .moreEvents, 2), (5, 3, .edited, 0),
  ])
  func `counts whose difference does not fit are no number of events`(
    before: Int,
    after: Int,
    kind: ChangeKind,
    added: Int
  ) {
    let change = Change(user(after), before: user(before))
    #expect(change.kind == kind)
    #expect(change.newEvents == added)
  }

  private func user(_ eventCount: Int) -> UserSummary {
    UserSummary(
      id: UserID("39e58145-fc12-4bdb-b6b8-b1a17284e738"),
      name: "",
      email: "",
      maxRiskLevel: .high,
      eventCount: eventCount,
      lastEvent: nil
    )
  }
}
