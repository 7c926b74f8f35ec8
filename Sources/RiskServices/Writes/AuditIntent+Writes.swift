package import RiskAPI
package import RiskStore

/// What the five kinds of write say in the audit log.
extension AuditIntent {
  /// A reset of a user, by id or e-mail.
  package static func reset(
    _ user: String,
    reason: ResetReason?,
    note: String
  ) -> AuditIntent {
    AuditIntent(
      action: AuditAction.reset.rawValue,
      target: user,
      reason: reason?.rawValue,
      note: note.isEmpty ? nil : note
    )
  }

  /// A change of behaviors.
  package static func behaviors(
    from: [String: BehaviorSetting],
    to: [String: BehaviorSetting]
  ) -> AuditIntent {
    AuditIntent(
      action: AuditAction.behaviorsUpdate.rawValue,
      target: to.keys.sorted().joined(separator: ","),
      before: AuditText.text(from: from, to: to)
    )
  }

  /// A change of one behavior that was not looked at: nil for what was to stay.
  package static func behavior(
    _ key: String,
    isEnabled: Bool?,
    level: RiskLevel?
  ) -> AuditIntent {
    AuditIntent(
      action: AuditAction.behaviorsUpdate.rawValue,
      target: key,
      before: AuditText.text(wantedOf: key, isEnabled: isEnabled, level: level)
    )
  }

  /// A change of an integration.
  package static func update(
    _ id: String,
    from: IntegrationSettings,
    to: IntegrationSettings
  ) -> AuditIntent {
    AuditIntent(
      action: AuditAction.integrationUpdate.rawValue,
      target: id,
      before: AuditText.text(from: from, to: to)
    )
  }

  /// A change of an integration that was not looked at.
  package static func update(_ id: String, _ patch: IntegrationPatch) -> AuditIntent {
    AuditIntent(
      action: AuditAction.integrationUpdate.rawValue,
      target: id,
      before: AuditText.text(wanted: patch)
    )
  }

  /// A new integration; `existing` are the ids of those that its tenant has, nil before a look.
  package static func create(
    _ new: NewIntegration,
    existing: [String]? = nil
  ) -> AuditIntent {
    let wanted = IntegrationSettings(
      tenantURL: new.tenantURL,
      isActive: true,
      referenceID: new.referenceID ?? ""
    )
    return AuditIntent(
      action: AuditAction.integrationCreate.rawValue,
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
  package static func delete(_ id: String, _ settings: IntegrationSettings?) -> AuditIntent {
    AuditIntent(
      action: AuditAction.integrationDelete.rawValue,
      target: id,
      before: settings.map { AuditText.text(from: $0, to: nil) }
    )
  }
}
