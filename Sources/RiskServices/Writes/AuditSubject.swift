package import RiskAPI

/// A write as the audit log names it.
package struct AuditSubject: Hashable, Sendable {
  var action: AuditAction
  /// A user's or an integration's id, or how a person named them; behaviors' keys; a tenant's URL.
  var target: String
  var reason: String?
  var note: String?
  /// What was there, and what is wanted, as far as that is known: JSON.
  var before: String?

  /// A reset of a user, by id or e-mail.
  package static func reset(
    _ user: String,
    reason: ResetReason?,
    note: String
  ) -> AuditSubject {
    AuditSubject(action: .reset, target: user, reason: reason?.rawValue, note: note)
  }

  /// A change of behaviors.
  package static func behaviors(
    from: [String: BehaviorSetting],
    to: [String: BehaviorSetting]
  ) -> AuditSubject {
    AuditSubject(
      action: .behaviorsUpdate,
      target: to.keys.sorted().joined(separator: ","),
      before: AuditText.text(from: from, to: to)
    )
  }

  /// A change of one behavior that was not looked at: nil for what was to stay.
  package static func behavior(
    _ key: String,
    isEnabled: Bool?,
    level: RiskLevel?
  ) -> AuditSubject {
    AuditSubject(
      action: .behaviorsUpdate,
      target: key,
      before: AuditText.text(wantedOf: key, isEnabled: isEnabled, level: level)
    )
  }

  /// A change of an integration.
  package static func update(
    _ id: String,
    from: IntegrationSettings,
    to: IntegrationSettings
  ) -> AuditSubject {
    AuditSubject(
      action: .integrationUpdate,
      target: id,
      before: AuditText.text(from: from, to: to)
    )
  }

  /// A change of an integration that was not looked at.
  package static func update(_ id: String, _ patch: IntegrationPatch) -> AuditSubject {
    AuditSubject(action: .integrationUpdate, target: id, before: AuditText.text(wanted: patch))
  }

  /// A new integration; `existing` are the ids of those that its tenant has, nil before a look.
  package static func create(
    _ new: NewIntegration,
    existing: [String]? = nil
  ) -> AuditSubject {
    let wanted = IntegrationSettings(
      tenantURL: new.tenantURL,
      isActive: true,
      referenceID: new.referenceID ?? ""
    )
    return AuditSubject(
      action: .integrationCreate,
      target: new.tenantURL,
      before: AuditText.text(
        from: nil,
        to: wanted,
        existing: existing,
        startsPaused: new.startsPaused
      )
    )
  }

  /// The deletion of an integration; nil for its settings before a look.
  package static func delete(_ id: String, _ settings: IntegrationSettings?) -> AuditSubject {
    AuditSubject(
      action: .integrationDelete,
      target: id,
      before: settings.map { AuditText.text(from: $0, to: nil) }
    )
  }
}

/// What shall change about an integration; nil stays.
package struct IntegrationPatch: Hashable, Sendable {
  package var tenantURL: String?
  package var isActive: Bool?
  package var referenceID: String?

  package init(tenantURL: String? = nil, isActive: Bool? = nil, referenceID: String? = nil) {
    self.tenantURL = tenantURL
    self.isActive = isActive
    self.referenceID = referenceID
  }

  /// The settings with the change made.
  package func applied(to settings: IntegrationSettings) -> IntegrationSettings {
    IntegrationSettings(
      tenantURL: tenantURL ?? settings.tenantURL,
      isActive: isActive ?? settings.isActive,
      referenceID: referenceID ?? settings.referenceID
    )
  }
}
