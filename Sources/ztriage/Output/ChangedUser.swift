import Foundation
import RiskAPI
import RiskServices
import RiskStore
import TerminalUI

/// Users who changed since a moment, as `users list --since` writes them.
struct ChangedUsers {
  let rows: [ChangedUser]

  /// Picks users from what the journal saw; who only lost events did not become news.
  init(_ changes: AccountChanges, _ selection: UserSelection, now: Date) {
    let news = changes.users.compactMap(ChangedUser.init)
    let byID = Dictionary(news.map { ($0.user.id, $0) }) { $1 }
    rows = selection.apply(to: news.map(\.user), now: now).compactMap { byID[$0.id] }
  }

  func write(as format: OutputFormat, _ words: TimeWords, ink: Ink) throws {
    var output = Output()
    switch format {
    case .table: try table(words).write(to: &output, ink: ink)
    case .json: try output.writeArray(rows)
    case .ndjson: try output.writeLines(rows)
    case .csv: try output.writeCSV(rows)
    }
    try output.finish()
  }

  private func table(_ words: TimeWords) -> TextTable {
    var table = TextTable(columns: [
      .init(title: "CHANGE"), .init(title: "LEVEL"), .init(title: "WAS"),
      .init(title: "NAME", limit: 40), .init(title: "EMAIL", limit: 48),
      .init(title: "EVENTS", isNumber: true), .init(title: "NEW", isNumber: true),
      .init(title: "LAST EVENT"), .init(title: "AGE"),
    ])
    table.rows = rows.map { row in
      let user = row.user
      let old = row.before?.level
      return [
        .init("\(row.change.rawValue)", row.change.role),
        .init("\(user.maxRiskLevel.words)", user.maxRiskLevel.role),
        row.before == nil ? .init("—", .dim) : .init("\(old.words)", old.role),
        .init("\(user.name)"),
        .init("\(user.email)", .dim),
        .init("\(user.eventCount.grouped)"),
        .init(row.newEvents > 0 ? "+\(row.newEvents.grouped)" : ""),
        .init("\(user.lastEvent.map(words.absolute) ?? "—")"),
        .init("\(user.lastEvent.map(words.age) ?? "—")", .dim),
      ]
    }
    return table
  }
}

/// A user who changed.
struct ChangedUser: Record {
  /// As the summary shows the user, or showed before the user left it.
  var user: RiskUser
  var change: ChangeWord
  /// Nil when the user was not in the summary.
  var before: Standing?
  var newEvents: Int

  /// Nil where there is nothing new.
  init?(_ difference: UserDifference) {
    change = ChangeWord(difference.kind)
    guard change != .changed, let standing = difference.after ?? difference.before else {
      return nil
    }
    before = difference.before
    newEvents = difference.newEvents
    user = RiskUser(
      id: difference.id,
      name: difference.name,
      email: difference.email,
      maxRiskLevel: standing.level,
      eventCount: standing.eventCount,
      lastEvent: standing.lastEvent
    )
  }

  static let fieldNames =
    RiskUser.fieldNames + [
      "change", "previous_max_risk_level", "previous_event_count", "new_event_count",
    ]

  var fields: [OrderedJSON.Member] {
    user.fields + [
      .init("change", .string(change.rawValue)),
      .init("previous_max_risk_level", .text(before?.level?.apiName)),
      .init("previous_event_count", before.map { .integer($0.eventCount) } ?? .null),
      .init("new_event_count", .integer(newEvents)),
    ]
  }
}
