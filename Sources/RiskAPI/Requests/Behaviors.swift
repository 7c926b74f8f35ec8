import Foundation
import HTTPTypes

extension APIClient {
  /// Every behavior, sorted by key.
  ///
  /// Needs `Zero Trust Read` or `Zero Trust Write`.
  public func behaviors() async throws(APIError) -> [Behavior] {
    try await fetch(try plannedBehaviors(), as: WireBehaviors.self).value.behaviors
  }

  /// Overwrites whether behaviors are enabled, and their levels.
  ///
  /// Needs `Zero Trust Write`. Send all behaviors: whether the API keeps the values of those left out is not documented. The
  /// receipt holds what the API answered, which may be less than what was sent; fetch and compare.
  ///
  /// ```swift
  /// let behaviors = try await client.behaviors()
  /// var settings = Dictionary(uniqueKeysWithValues: behaviors.map { ($0.key, $0.setting) })
  /// settings["imp_travel"]?.riskLevel = .high
  /// _ = try await client.updateBehaviors(settings)
  /// ```
  public func updateBehaviors(
    _ settings: [String: BehaviorSetting]
  ) async throws(APIError) -> WriteReceipt<[String: BehaviorSetting]> {
    let plan = try plannedUpdateBehaviors(settings)
    let (value, reply) = try await write(plan, as: WireSettings.self)
    return WriteReceipt(value?.settings ?? [:], from: reply)
  }

  /// What ``behaviors()`` sends.
  public func plannedBehaviors() throws(APIError) -> PlannedRequest {
    PlannedRequest(.behaviors, .get, try path("behaviors"))
  }

  /// What ``updateBehaviors(_:)`` sends.
  public func plannedUpdateBehaviors(
    _ settings: [String: BehaviorSetting]
  ) throws(APIError) -> PlannedRequest {
    if settings.isEmpty { throw .invalidRequest("an update of no behaviors was asked for") }
    if let key = settings.keys.sorted().first(where: {
      settings[$0]?.riskLevel.apiName.isEmpty ?? true
    }) {
      throw .invalidRequest("the behavior “\(key)” has no level; choose one first")
    }
    return try PlannedRequest(
      .updateBehaviors,
      .put,
      try path("behaviors"),
      body: ["behaviors": settings]
    )
  }
}
