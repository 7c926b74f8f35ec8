package import Foundation
import GRDB
package import RiskAPI

extension Cache {
  /// Every behavior, sorted by key; nil before the first save.
  package func loadBehaviors() async throws(CacheError) -> Fetched<[Behavior]>? {
    try await read { database in
      guard let resource = try ResourceRow.fetch(.behaviors, database) else { return nil }
      return Fetched(
        try behaviors(database),
        askedAt: Moment.date(resource.askedAt),
        fetchedAt: Moment.date(resource.fetchedAt)
      )
    }
  }

  /// Replaces the behaviors; writes none when they are as they were.
  ///
  /// Returns false, and saves nothing, when an answer that was asked for later is there already.
  @discardableResult
  package func saveBehaviors(
    _ behaviors: [Behavior],
    askedAt: Date? = nil,
    fetchedAt: Date,
    clock: @escaping @Sendable () -> Date = { Date() }
  ) async throws(CacheError) -> Bool {
    guard isWritable else { return true }
    let askedAt = askedAt ?? fetchedAt
    return try await write { database in
      let isOvertaken = try ResourceRow.isOvertaken(
        .behaviors,
        askedAt: askedAt,
        now: clock(),
        database
      )
      guard !isOvertaken else { return false }
      let sorted = behaviors.sorted { $0.key < $1.key }
      let hasChanged = try self.behaviors(database) != sorted
      if hasChanged { try replaceBehaviors(sorted, database) }
      try ResourceRow(
        fetchedAt: Moment.microseconds(fetchedAt),
        askedAt: Moment.microseconds(askedAt),
        rowCount: behaviors.count
      ).save(.behaviors, hasChanged: hasChanged, database)
      return true
    }
  }

  /// Every integration, in the account's order; nil before the first save.
  package func loadIntegrations() async throws(CacheError) -> Fetched<[Integration]>? {
    try await read { database in
      guard let resource = try ResourceRow.fetch(.integrations, database) else { return nil }
      return Fetched(
        try integrations(database),
        askedAt: Moment.date(resource.askedAt),
        fetchedAt: Moment.date(resource.fetchedAt)
      )
    }
  }

  /// Replaces the integrations; writes none when they are as they were.
  ///
  /// Returns false, and saves nothing, when an answer that was asked for later is there already.
  @discardableResult
  package func saveIntegrations(
    _ integrations: [Integration],
    askedAt: Date? = nil,
    fetchedAt: Date,
    clock: @escaping @Sendable () -> Date = { Date() }
  ) async throws(CacheError) -> Bool {
    guard isWritable else { return true }
    let askedAt = askedAt ?? fetchedAt
    return try await write { database in
      let isOvertaken = try ResourceRow.isOvertaken(
        .integrations,
        askedAt: askedAt,
        now: clock(),
        database
      )
      guard !isOvertaken else { return false }
      let hasChanged = try self.integrations(database) != integrations.map(\.storable)
      if hasChanged { try replaceIntegrations(integrations, database) }
      try ResourceRow(
        fetchedAt: Moment.microseconds(fetchedAt),
        askedAt: Moment.microseconds(askedAt),
        rowCount: integrations.count
      ).save(.integrations, hasChanged: hasChanged, database)
      return true
    }
  }

  private func behaviors(_ database: Database) throws -> [Behavior] {
    let rows = try Row.fetchAll(
      database,
      sql: "SELECT key, name, description, enabled, level FROM behavior"
    )
    return try rows.map { row in
      try Behavior(
        key: row.get(0),
        name: row.get(1),
        description: row.get(2),
        setting: BehaviorSetting(isEnabled: row.get(3), riskLevel: RiskLevel(row.get(4)))
      )
    }.sorted { $0.key < $1.key }
  }

  private func replaceBehaviors(_ behaviors: [Behavior], _ database: Database) throws {
    try database.execute(sql: "DELETE FROM behavior")
    for behavior in behaviors {
      try database.execute(
        sql: """
          REPLACE INTO behavior (key, name, description, enabled, level) VALUES (?, ?, ?, ?, ?)
          """,
        arguments: [
          behavior.key, behavior.name, behavior.description, behavior.setting.isEnabled,
          behavior.setting.riskLevel.apiName,
        ]
      )
    }
  }

  private func integrations(_ database: Database) throws -> [Integration] {
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT id, account_tag, type, reference_id, tenant_url, well_known_url, active, created_at
        FROM integration ORDER BY position
        """
    )
    return try rows.map { row in
      try Integration(
        id: row.get(0),
        accountTag: row.get(1),
        type: row.get(2),
        referenceID: row.get(3),
        tenantURL: row.get(4),
        wellKnownURL: row.get(5),
        isActive: row.get(6),
        createdAt: Moment.date(row.get(7) as Int64?)
      )
    }
  }

  private func replaceIntegrations(_ integrations: [Integration], _ database: Database) throws {
    try database.execute(sql: "DELETE FROM integration")
    for (position, integration) in integrations.enumerated() {
      try database.execute(
        sql: """
          REPLACE INTO integration (id, position, account_tag, type, reference_id, tenant_url,
            well_known_url, active, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          integration.id, position, integration.accountTag, integration.type,
          integration.referenceID, integration.tenantURL, integration.wellKnownURL,
          integration.isActive, Moment.microseconds(integration.createdAt),
        ]
      )
    }
  }
}
