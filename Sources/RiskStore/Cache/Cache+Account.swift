package import Foundation
import GRDB
package import RiskAPI

extension Cache {
  /// Every behavior, sorted by key; nil before the first save.
  package func loadBehaviors() async throws(CacheError) -> Fetched<[Behavior]>? {
    try await load(.behaviors)
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
    let sorted = behaviors.sorted { $0.key < $1.key }
    let answer = Fetched(sorted, askedAt: askedAt, fetchedAt: fetchedAt)
    return try await save(answer, as: .behaviors, clock: clock)
  }

  /// Every integration, in the account's order; nil before the first save.
  package func loadIntegrations() async throws(CacheError) -> Fetched<[Integration]>? {
    try await load(.integrations)
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
    let answer = Fetched(integrations, askedAt: askedAt, fetchedAt: fetchedAt)
    return try await save(answer, as: .integrations, clock: clock)
  }

  private func load<Item>(
    _ list: SavedList<Item>
  ) async throws(CacheError) -> Fetched<[Item]>? {
    try await read { database in
      guard let resource = try ResourceRow.fetch(list.name, database) else { return nil }
      return Fetched(
        try list.load(database),
        askedAt: Moment.date(resource.askedAt),
        fetchedAt: Moment.date(resource.fetchedAt)
      )
    }
  }

  private func save<Item>(
    _ answer: Fetched<[Item]>,
    as list: SavedList<Item>,
    clock: @escaping @Sendable () -> Date
  ) async throws(CacheError) -> Bool {
    guard isWritable else { return true }
    return try await write { database in
      let isOvertaken = try ResourceRow.isOvertaken(
        list.name,
        askedAt: answer.askedAt,
        now: clock(),
        database
      )
      guard !isOvertaken else { return false }
      let hasChanged = try list.load(database) != answer.value
      if hasChanged { try list.replace(answer.value, database) }
      try ResourceRow(
        fetchedAt: Moment.microseconds(answer.fetchedAt),
        askedAt: Moment.microseconds(answer.askedAt),
        rowCount: answer.value.count
      ).save(list.name, hasChanged: hasChanged, database)
      return true
    }
  }
}

/// A short list that is fetched, and replaced, as one.
private struct SavedList<Item: Equatable & Sendable>: Sendable {
  var name: ResourceRow.Name
  /// All rows, in the list's own order.
  var load: @Sendable (Database) throws -> [Item]
  var replace: @Sendable ([Item], Database) throws -> Void
}

extension SavedList<Behavior> {
  static let behaviors = SavedList(
    name: .behaviors,
    load: { database in
      try Row.fetchAll(
        database,
        sql: "SELECT key, name, description, enabled, level FROM behavior"
      ).map { row in
        try Behavior(
          key: row.get(0),
          name: row.get(1),
          description: row.get(2),
          setting: BehaviorSetting(isEnabled: row.get(3), riskLevel: RiskLevel(row.get(4)))
        )
      }.sorted { $0.key < $1.key }
    },
    replace: { behaviors, database in
      try database.execute(sql: "DELETE FROM behavior")
      for behavior in behaviors {
        try database.execute(
          sql: """
            REPLACE INTO behavior (key, name, description, enabled, level)
            VALUES (?, ?, ?, ?, ?)
            """,
          arguments: [
            behavior.key, behavior.name, behavior.description, behavior.setting.isEnabled,
            behavior.setting.riskLevel.apiName,
          ]
        )
      }
    }
  )
}

extension SavedList<Integration> {
  static let integrations = SavedList(
    name: .integrations,
    load: { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT id, account_tag, type, reference_id, tenant_url, well_known_url, active, created_at
          FROM integration ORDER BY position
          """
      ).map { row in
        try Integration(
          id: row.get(0),
          accountTag: row.get(1),
          type: row.get(2),
          referenceID: row.get(3),
          tenantURL: row.get(4),
          wellKnownURL: row.get(5),
          isActive: row.get(6),
          createdAt: Moment.date(row.get(7))
        )
      }
    },
    replace: { integrations, database in
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
  )
}
