import RiskAPI

extension SimulatedAccount {
  func listBehaviors(_ call: Call) -> Answer {
    Answer { json in
      let listed = behaviors.values.sorted { $0.key < $1.key }.enumerated().map {
        position,
        behavior in
        (
          behavior.key,
          JSONValue.object([
            "name": .string(call.text(behavior.name, position)),
            "description": .string(call.text(behavior.description, position + 3)),
            "enabled": .bool(behavior.setting.isEnabled),
            "risk_level": .string(behavior.setting.riskLevel.apiName),
          ])
        )
      }
      json.value(
        .object(["behaviors": .object(Dictionary(listed, uniquingKeysWith: { first, _ in first }))])
      )
    }
  }

  /// Changes the behaviors that are named, all or none.
  ///
  /// Those left out keep their values, or are turned off.
  ///
  /// The reply repeats what was written, without names and descriptions.
  mutating func updateBehaviors(_ call: Call) throws(Problem) -> Answer {
    guard case .object(let wanted)? = try call.object()["behaviors"] else {
      throw .invalid("behaviors must be an object", at: "/behaviors")
    }
    var changed = behaviors
    if call.options.quirks.contains(.dropsBehaviors) {
      for key in changed.keys { changed[key]?.setting.isEnabled = false }
    }
    for (key, value) in wanted.sorted(by: { $0.key < $1.key }) {
      let setting = try setting(value, at: "/behaviors/\(key)")
      if changed[key] == nil {
        guard call.options.makesUpUnknownIDs else {
          throw .invalid("No such behavior", at: "/behaviors/\(key)")
        }
        changed[key] = Behavior(
          key: key,
          name: key,
          description: "A behavior made up for \(key).",
          setting: setting
        )
      }
      changed[key]?.setting = setting
    }
    behaviors = changed
    return Answer { json in
      json.value(
        .object([
          "behaviors": .object(
            wanted.compactMapValues { value in
              guard case .object(let members) = value else { return nil }
              return .object(members.filter { $0.key == "enabled" || $0.key == "risk_level" })
            }
          )
        ])
      )
    }
  }

  private func setting(_ value: JSONValue, at pointer: String) throws(Problem) -> BehaviorSetting {
    guard case .object(let members) = value else {
      throw .invalid("A behavior must be an object", at: pointer)
    }
    guard case .bool(let isEnabled)? = members["enabled"] else {
      throw .invalid("enabled must be true or false", at: pointer + "/enabled")
    }
    guard case .string(let level)? = members["risk_level"],
      RiskLevel.settable.contains(RiskLevel(level))
    else { throw .invalid("risk_level must be low, medium or high", at: pointer + "/risk_level") }
    return BehaviorSetting(isEnabled: isEnabled, riskLevel: RiskLevel(level))
  }
}
