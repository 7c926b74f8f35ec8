import Foundation
package import RiskAPI
import RiskServices
import RiskStore
package import TerminalUI

/// One change since the analyst last looked, in words.
package struct NewsRow: Equatable, Sendable {
  /// What changed.
  package enum Subject: Hashable, Sendable {
    case user(UserID)
    case behavior(String)
    case integration(String)
  }

  /// The kinds of change, the ones that matter most first.
  package enum Kind: Int, CaseIterable, Sendable {
    case raised, new, events, lowered, changed, gone, behavior, integration
  }

  package var subject: Subject
  package var kind: Kind
  package var name: SafeText
  /// Nil where no level belongs to it.
  var level: RiskLevel??
  var details: SafeText

  /// The rows of some news: kinds in their order, the worst and newest users first.
  static func rows(_ news: AccountNews) -> [NewsRow] {
    let order = { (difference: UserDifference) in
      (
        Kind(difference.kind).rawValue, -(difference.standing?.level?.rank ?? 0),
        -(difference.standing?.lastEvent?.timeIntervalSince1970 ?? 0), difference.id.rawValue
      )
    }
    let users = news.changes.users.sorted { order($0) < order($1) }
    return users.map { NewsRow($0, wasResetHere: news.resetHere.contains($0.id)) }
      + news.changes.behaviors.compactMap(NewsRow.init)
      + news.changes.integrations.compactMap(NewsRow.init)
  }

  /// How many of each kind: `1 raised · 3 new · 2 gone`.
  static func summary(of rows: [NewsRow]) -> SafeText {
    let counts = Dictionary(grouping: rows, by: \.kind).mapValues(\.count)
    let parts = Kind.allCases.compactMap { kind -> SafeText? in
      guard let count = counts[kind] else { return nil }
      return switch kind {
      case .behavior: "\(count.counted("behavior"))"
      case .integration: "\(count.counted("integration"))"
      case .events: "\(count.grouped) with new events"
      default: "\(count.grouped) \(kind.words)"
      }
    }
    return parts.joined(separator: " · ")
  }

  func view(in frame: inout Frame, at row: Int, isSelected: Bool) {
    if isSelected { frame.write("▌", row: row, column: 0, style: RowStyle.mark(isFocused: true)) }
    frame.write(kind.words, row: row, column: 2, style: Style(.news))
    if let level { frame.write(SafeText(level: level), row: row, column: 11, style: .risk(level)) }
    let nameWidth = min(32, max(10, (frame.width - 20) / 2))
    frame.write(
      name,
      row: row,
      column: 19,
      style: RowStyle.name(isSelected: isSelected, isFocused: true),
      limit: nameWidth
    )
    frame.write(
      details,
      row: row,
      column: 20 + nameWidth,
      style: Style(.dim),
      limit: max(0, frame.width - 21 - nameWidth)
    )
  }
}

extension NewsRow {
  private init(_ difference: UserDifference, wasResetHere: Bool) {
    subject = .user(difference.id)
    kind = Kind(difference.kind)
    name = SafeText(difference.name.isEmpty ? difference.email : difference.name)
    level = .some(difference.standing?.level)
    let was: SafeText = difference.before.map { "was \(SafeText(level: $0.level))" } ?? ""
    let count = difference.newEvents.counted("event")
    let events: SafeText = difference.newEvents > 0 ? "+\(count)" : ""
    details =
      switch difference.kind {
      case .appeared: SafeText(count)
      case .raised, .lowered: [was, events].filter { !$0.isEmpty }.joined(separator: " · ")
      case .newEvents: events
      case .changed: "fewer events than before"
      case .left: wasResetHere ? "reset from here" : "reset elsewhere, or removed"
      }
  }

  private init?(_ difference: Difference<Behavior>) {
    guard let behavior = difference.after ?? difference.before else { return nil }
    subject = .behavior(behavior.key)
    kind = .behavior
    name = SafeText(behavior.name)
    details = Self.words(difference.before?.setting, difference.after?.setting) { setting in
      "\(setting.isEnabled ? "on" : "off") \(setting.riskLevel.words)"
    }
  }

  private init?(_ difference: Difference<Integration>) {
    guard let integration = difference.after ?? difference.before else { return nil }
    subject = .integration(integration.id)
    kind = .integration
    name = TenantWords.host(of: integration.tenantURL)
    details = Self.words(difference.before?.settings, difference.after?.settings) { settings in
      settings.isActive ? "on" : "off"
    }
  }

  /// `off LOW → on HIGH`; where the words are the same, something else changed.
  private static func words<Value>(
    _ before: Value?,
    _ after: Value?,
    _ words: (Value) -> SafeText
  ) -> SafeText {
    switch (before.map(words), after.map(words)) {
    case (nil, let after?): "added, \(after)"
    case (let before?, nil): "removed, was \(before)"
    case (let before?, let after?):
      before == after ? "its description or address changed" : "\(before) → \(after)"
    case (nil, nil): ""
    }
  }
}

extension NewsRow.Kind {
  fileprivate init(_ kind: UserDifference.Kind) {
    self =
      switch kind {
      case .appeared: .new
      case .left: .gone
      case .raised: .raised
      case .lowered: .lowered
      case .newEvents: .events
      case .changed: .changed
      }
  }

  fileprivate var words: SafeText {
    switch self {
    case .raised: "raised"
    case .new: "new"
    case .events: "events"
    case .lowered: "lowered"
    case .changed: "changed"
    case .gone: "gone"
    case .behavior: "behavior"
    case .integration: "export"
    }
  }
}

extension UserDifference {
  /// As the user stands, or stood last.
  fileprivate var standing: Standing? { after ?? before }
}
