import Foundation
package import RiskAPI

/// Rows of a pane, ready for a file.
package struct ExportTable: Equatable, Sendable {
  /// What the rows are, for the proposed file name: `users`.
  package var name: String
  /// The API's field names.
  package var header: [String]
  /// A value a field, as the account spelled it.
  package var rows: [[String]]
}

/// A file that an analyst asked for.
package struct ExportRequest: Equatable, Sendable {
  /// Where to, as typed; `~` is the home folder.
  package var path: String
  package var table: ExportTable
}

/// Where exports go. The files of this machine, outside of tests.
package protocol ExportDestination: Sendable {
  /// Writes a table and tells how it ended.
  func write(_ request: ExportRequest) async -> ExportOutcome
}

/// How an export ended.
package enum ExportOutcome: Equatable, Sendable {
  /// The file's path and how many rows it holds.
  case written(path: String, rows: Int)
  /// Nothing was written; the words say why and what to do.
  case failed(String)
}

extension ExportTable {
  /// The users as the summary has them.
  package init(users: [RiskUser]) {
    self.init(
      name: "users",
      header: ["user_id", "name", "email", "max_risk_level", "event_count", "last_event"],
      rows: users.map { user in
        [
          user.id.rawValue, user.name, user.email, user.maxRiskLevel?.apiName ?? "",
          String(user.eventCount), user.lastEvent.map(Timestamp.format) ?? "",
        ]
      }
    )
  }
}

extension ExportTable {
  /// One user's events, the evidence as one line of JSON each.
  package init(events: [RiskEvent], of userID: UserID?) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    self.init(
      name: "events",
      header: ["user_id", "id", "name", "risk_level", "timestamp", "event_details"],
      rows: events.map { event in
        let details = event.details.flatMap { try? encoder.encode($0) }
        return [
          userID?.rawValue ?? "", event.id, event.name, event.riskLevel?.apiName ?? "",
          event.timestamp.map(Timestamp.format) ?? "",
          details.map { String(decoding: $0, as: UTF8.self) } ?? "",
        ]
      }
    )
  }

  /// The behaviors as the account has them.
  package init(behaviors: [Behavior]) {
    self.init(
      name: "behaviors",
      header: ["key", "name", "enabled", "risk_level", "description"],
      rows: behaviors.map {
        [
          $0.key, $0.name, String($0.setting.isEnabled), $0.setting.riskLevel.apiName,
          $0.description,
        ]
      }
    )
  }

  /// The integrations as the account has them.
  package init(integrations: [Integration]) {
    self.init(
      name: "integrations",
      header: [
        "id", "integration_type", "tenant_url", "reference_id", "active", "well_known_url",
        "created_at",
      ],
      rows: integrations.map {
        [
          $0.id, $0.type, $0.tenantURL, $0.referenceID, String($0.isActive), $0.wellKnownURL,
          $0.createdAt.map(Timestamp.format) ?? "",
        ]
      }
    )
  }
}
