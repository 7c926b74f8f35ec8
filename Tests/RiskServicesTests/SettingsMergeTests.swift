import RiskAPI
import RiskServices
import Testing

struct SettingsMergeTests {
  /// What each side did to a field, what holds then, and whether the question has to stand again.
  static let rules: [Rule] = [
    Rule(base: .low, theirs: .low, mine: .low, change: .nobody, result: .low, asks: false),
    Rule(base: .low, theirs: .low, mine: .high, change: .mine, result: .high, asks: false),
    Rule(base: .low, theirs: .high, mine: .low, change: .theirs, result: .high, asks: true),
    Rule(base: .low, theirs: .high, mine: .high, change: .alike, result: .high, asks: false),
    Rule(base: .low, theirs: .medium, mine: .high, change: .apart, result: nil, asks: true),
  ]

  @Test(arguments: rules)
  func `a field takes the side that changed it, and waits where both did`(rule: Rule) {
    let merge = SettingsMerge(base: rule.base, theirs: rule.theirs, mine: rule.mine)

    #expect(merge.fields.map(\.change) == [.nobody, rule.change])
    #expect(merge.result?.riskLevel == rule.result)
    #expect(merge.openFields.map(\.name) == (rule.result == nil ? ["level"] : []))
    #expect(merge.mustAsk == rule.asks)
  }

  /// Every state of a behavior on every side: 216 of them.
  @Test func `fields are merged each by itself`() {
    for base in [BehaviorSetting].every {
      for theirs in [BehaviorSetting].every {
        for mine in [BehaviorSetting].every {
          let merge = SettingsMerge(base: base, theirs: theirs, mine: mine)
          let level: RiskLevel? =
            mine.riskLevel == base.riskLevel
            ? theirs.riskLevel
            : [base.riskLevel, mine.riskLevel].contains(theirs.riskLevel) ? mine.riskLevel : nil
          // With two values there is never a third one to disagree about.
          let isEnabled = mine.isEnabled == base.isEnabled ? theirs.isEnabled : mine.isEnabled
          let expected = level.map { BehaviorSetting(isEnabled: isEnabled, riskLevel: $0) }

          #expect(merge.result == expected, "\(base) \(theirs) \(mine)")
          #expect(merge.mustAsk == (theirs != base && theirs != mine))
          #expect(merge.isDone == (expected == theirs))
        }
      }
    }
  }

  @Test func `one field each merges, and is asked about all the same`() {
    let merge = SettingsMerge(
      base: BehaviorSetting(isEnabled: true, riskLevel: .medium),
      theirs: BehaviorSetting(isEnabled: false, riskLevel: .medium),
      mine: BehaviorSetting(isEnabled: true, riskLevel: .high)
    )

    #expect(merge.mustAsk)
    #expect(merge.result == BehaviorSetting(isEnabled: false, riskLevel: .high))
    #expect(merge.fields.map(\.verdict) == ["keep theirs", "save yours"])
  }

  @Test func `a field that waits takes the side that is chosen, and the choice can be changed`() {
    var merge = SettingsMerge(
      base: BehaviorSetting(isEnabled: true, riskLevel: .low),
      theirs: BehaviorSetting(isEnabled: true, riskLevel: .medium),
      mine: BehaviorSetting(isEnabled: true, riskLevel: .high)
    )
    #expect(merge.fields[1].verdict == "choose one")
    #expect(!merge.isDone)

    merge.choose(.mine, at: 1)
    #expect(merge.result?.riskLevel == .high)
    merge.choose(.theirs, at: 1)
    #expect(merge.result?.riskLevel == .medium)
    #expect(merge.isDone)
  }

  @Test func `where the sides agree there is nothing to choose`() {
    var merge = SettingsMerge(
      base: BehaviorSetting(isEnabled: true, riskLevel: .low),
      theirs: BehaviorSetting(isEnabled: false, riskLevel: .low),
      mine: BehaviorSetting(isEnabled: false, riskLevel: .high)
    )
    let before = merge
    merge.choose(.theirs, at: 0)
    merge.choose(.mine, at: 2)

    #expect(merge == before)
    #expect(merge.fields.map(\.verdict) == ["same change", "save yours"])
  }

  @Test func `their change can be put back, and one's own be dropped`() {
    var merge = SettingsMerge(
      base: BehaviorSetting(isEnabled: true, riskLevel: .low),
      theirs: BehaviorSetting(isEnabled: false, riskLevel: .low),
      mine: BehaviorSetting(isEnabled: true, riskLevel: .high)
    )
    merge.choose(.mine, at: 0)
    merge.choose(.theirs, at: 1)

    #expect(merge.result == BehaviorSetting(isEnabled: true, riskLevel: .low))
    #expect(merge.fields.map(\.verdict) == ["put back", "drop yours"])
  }

  @Test func `an integration's three fields are merged each by itself`() {
    let base = IntegrationSettings(tenantURL: "a", isActive: true, referenceID: "1")
    var merge = SettingsMerge(
      base: base,
      theirs: IntegrationSettings(tenantURL: "b", isActive: true, referenceID: "2"),
      mine: IntegrationSettings(tenantURL: "c", isActive: false, referenceID: "1")
    )

    #expect(merge.fields.map(\.name) == ["state", "tenant", "reference"])
    #expect(merge.fields.map(\.change) == [.mine, .apart, .theirs])
    #expect(merge.result == nil)
    merge.choose(.mine, at: 1)
    #expect(
      merge.result == IntegrationSettings(tenantURL: "c", isActive: false, referenceID: "2")
    )
  }

  @Test func `a conflict in one line names field, base, theirs and mine`() {
    let merge = SettingsMerge(
      base: BehaviorSetting(isEnabled: true, riskLevel: .low),
      theirs: BehaviorSetting(isEnabled: false, riskLevel: .medium),
      mine: BehaviorSetting(isEnabled: true, riskLevel: .high)
    )

    #expect(
      merge.conflictWords
        == "state: seen on, now off, yours unchanged and level: seen LOW, now MEDIUM, yours HIGH"
    )
  }

  @Test func `levels that only read the same are not the same`() {
    let merge = SettingsMerge(
      base: BehaviorSetting(isEnabled: true, riskLevel: .low),
      theirs: BehaviorSetting(isEnabled: true, riskLevel: .other("High")),
      mine: BehaviorSetting(isEnabled: true, riskLevel: .high)
    )

    #expect(merge.fields[1].theirs == merge.fields[1].mine)
    #expect(merge.fields[1].change == .apart)
  }
}

// MARK: Fixtures

/// A behavior's level on three sides; it is on for all of them.
struct Rule: Sendable, CustomTestStringConvertible {
  let base: BehaviorSetting
  let theirs: BehaviorSetting
  let mine: BehaviorSetting
  let change: FieldMerge.Change
  let result: RiskLevel?
  let asks: Bool

  var testDescription: String { "\(change)" }

  init(
    base: RiskLevel,
    theirs: RiskLevel,
    mine: RiskLevel,
    change: FieldMerge.Change,
    result: RiskLevel?,
    asks: Bool
  ) {
    self.base = BehaviorSetting(isEnabled: true, riskLevel: base)
    self.theirs = BehaviorSetting(isEnabled: true, riskLevel: theirs)
    self.mine = BehaviorSetting(isEnabled: true, riskLevel: mine)
    self.change = change
    self.result = result
    self.asks = asks
  }
}

extension [BehaviorSetting] {
  fileprivate static var every: [BehaviorSetting] {
    [true, false].flatMap { isEnabled in
      RiskLevel.settable.map { BehaviorSetting(isEnabled: isEnabled, riskLevel: $0) }
    }
  }
}
