package import RiskAPI
package import RiskServices

/// One behavior of a draft: as it is, as it was seen, and as it shall be.
package struct BehaviorChange: Equatable, Sendable {
  package var behavior: Behavior
  package var seen: BehaviorSetting
  package var wanted: BehaviorSetting

  /// The change, merged with what somebody else made of the behavior since it was seen.
  package var merge: SettingsMerge<BehaviorSetting> {
    SettingsMerge(base: seen, theirs: behavior.setting, mine: wanted)
  }
}
