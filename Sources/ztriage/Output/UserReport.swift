import Presentation
import RiskAPI
import RiskServices
import RiskStore
import TerminalUI

/// What is told of a user of the summary.
struct UserColumns {
  let id = ReportColumn<UserSummary>.text("user_id", limit: 48, .dim) { $0.id.rawValue }
  let name = ReportColumn<UserSummary>.text("name", "NAME", limit: 40) { $0.name }
  let email = ReportColumn<UserSummary>.text("email", "EMAIL", limit: 48, .dim) { $0.email }
  let level = ReportColumn<UserSummary>.level("max_risk_level", "LEVEL") { $0.maxRiskLevel }
  let events = ReportColumn<UserSummary>.number("event_count", "EVENTS") { $0.eventCount }
  let lastEvent: ReportColumn<UserSummary>
  let age: ReportColumn<UserSummary>

  init(_ words: TimeFormatter) {
    lastEvent = .time("last_event", "LAST EVENT", words) { $0.lastEvent }
    age = .age(words) { $0.lastEvent }
  }

  /// In the order of the API's documentation.
  var fields: [ReportColumn<UserSummary>] { [id, name, email, level, events, lastEvent] }
}

extension Report<UserSummary> {
  /// The risk summary.
  static func users(_ words: TimeFormatter) -> Report {
    let user = UserColumns(words)
    return Report(
      fields: user.fields,
      view: .table([user.level, user.name, user.email, user.events, user.lastEvent, user.age])
    )
  }
}

extension Report<ListedUser> {
  /// Users who left the summary among the others.
  ///
  /// `gone_at` is when the summary was first seen without the user; null for who is in it.
  static func listedUsers(_ words: TimeFormatter) -> Report {
    Report(
      fields: UserColumns(words).fields.map { $0.of(\.user) } + [.time("gone_at") { $0.goneAt }]
    )
  }
}

extension Report<Change<UserSummary>> {
  /// Users who changed since a moment.
  static func changes(_ words: TimeFormatter) -> Report {
    let user = UserColumns(words)
    let change = ReportColumn<Change<UserSummary>>(
      name: "change",
      heading: "CHANGE",
      value: { .string($0.kind.rawValue) },
      cell: { .init(SafeText($0.kind.rawValue), $0.kind.role) }
    )
    let levelBefore = ReportColumn<Change<UserSummary>>(
      name: "previous_max_risk_level",
      heading: "WAS",
      value: { .text($0.before?.maxRiskLevel?.apiName) },
      cell: { row in
        guard let before = row.before else { return .init("—", .dim) }
        return .init("\(before.maxRiskLevel.words)", .risk(before.maxRiskLevel))
      }
    )
    let newEvents = ReportColumn<Change<UserSummary>>(
      name: "new_event_count",
      heading: "NEW",
      isNumber: true,
      value: { .integer($0.newEvents) },
      cell: { .init($0.newEvents > 0 ? "+\($0.newEvents.grouped)" : "") }
    )
    return Report(
      fields: user.fields.map { $0.of(\.value) } + [
        change, levelBefore, .number("previous_event_count") { $0.before?.eventCount }, newEvents,
      ],
      view: .table(
        [change, user.level.of(\.value), levelBefore]
          + [user.name, user.email, user.events].map { $0.of(\.value) }
          + [newEvents]
          + [user.lastEvent, user.age].map { $0.of(\.value) }
      )
    )
  }
}
