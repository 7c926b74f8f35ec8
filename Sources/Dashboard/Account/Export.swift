package import RiskAPI
package import RiskServices

/// What a pane shows, ready for a file.
package enum ExportContent: Equatable, Sendable {
  case users([UserSummary])
  /// Past users among them, each with when they left.
  case listedUsers([ListedUser])
  case events([RiskEvent])
  /// Events that the account gives no longer among them, each with since when.
  case listedEvents([ListedEvent])
  case behaviors([Behavior])
  case integrations([Integration])

  /// What the rows are, for the proposed file name: `users`.
  package var name: String {
    switch self {
    case .users, .listedUsers: "users"
    case .events, .listedEvents: "events"
    case .behaviors: "behaviors"
    case .integrations: "integrations"
    }
  }

  /// How many rows there are.
  package var count: Int {
    switch self {
    case .users(let rows): rows.count
    case .listedUsers(let rows): rows.count
    case .events(let rows): rows.count
    case .listedEvents(let rows): rows.count
    case .behaviors(let rows): rows.count
    case .integrations(let rows): rows.count
    }
  }
}

/// A file that an analyst asked for.
package struct ExportRequest: Equatable, Sendable {
  /// Where to, as typed; `~` is the home folder.
  ///
  /// An ending `.json` asks for JSON, any other for CSV.
  package var path: String
  package var content: ExportContent
}

/// Where exports go: the files of this machine, outside of tests.
package protocol ExportDestination: Sendable {
  /// Writes the rows and tells how it ended.
  func write(_ request: ExportRequest) async -> ExportOutcome
}

/// How an export ended.
package enum ExportOutcome: Equatable, Sendable {
  /// The file's path and how many rows it holds.
  case written(path: String, rows: Int)
  /// Nothing was written; the words say why and what to do.
  case failed(String)
}
