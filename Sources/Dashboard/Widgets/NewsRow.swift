import Foundation
import RiskAPI
import RiskServices
package import RiskStore
package import TerminalUI

/// One change since the analyst last looked, in words.
package struct NewsRow: Equatable, Sendable {
  /// The kinds of change, the ones that matter most first.
  package enum Kind: Int, CaseIterable, Sendable {
    case back, raised, new, events, lowered, changed, left, behavior, integration
  }

  package var subject: ChangeSubject
  package var kind: Kind
  package var name: SafeText
  /// Nil where no level belongs to it.
  var level: RiskLevel??
  var details: SafeText
  /// Whether the analyst opened it since it changed.
  package var isRead = false

  /// The rows of some news: kinds in their order, the worst and newest users first.
  static func rows(_ news: AccountNews, _ words: TimeFormatter) -> [NewsRow] {
    let order = { (difference: UserDifference) in
      (
        Kind(difference.kind).rawValue, -(difference.standing?.level?.rank ?? 0),
        -(difference.standing?.lastEvent?.timeIntervalSince1970 ?? 0), difference.id.rawValue
      )
    }
    let users = news.changes.users.sorted { order($0) < order($1) }
    return users.map { NewsRow($0, wasResetHere: news.resetHere.contains($0.id), words) }
      + news.changes.behaviors.compactMap(NewsRow.init)
      + news.changes.integrations.compactMap(NewsRow.init)
  }

  /// How many of each kind nobody has read: `1 back · 3 new · 2 no longer at risk`.
  static func summary(of rows: [NewsRow]) -> SafeText {
    let unread = rows.filter { !$0.isRead }
    let counts = Dictionary(grouping: unread, by: \.kind).mapValues(\.count)
    let parts = Kind.allCases.compactMap { kind -> SafeText? in
      guard let count = counts[kind] else { return nil }
      return switch kind {
      case .behavior: "\(count.counted("behavior"))"
      case .integration: "\(count.counted("integration"))"
      case .events: "\(count.grouped) with new events"
      case .left: "\(count.grouped) no longer at risk"
      default: "\(count.grouped) \(kind.words)"
      }
    }
    let read: [SafeText] =
      unread.count == rows.count ? [] : ["\((rows.count - unread.count).grouped) opened"]
    return (parts + read).joined(separator: " · ")
  }

  /// The row as it stands in a list of some width.
  func line(width: Int, isSelected: Bool) -> StyledLine {
    var line = StyledLine()
    if isSelected { line.add("▌", at: 0, RowStyle.mark(isFocused: true)) }
    if isRead { line.add("✓", at: 1, Style(.success)) }
    line.add(kind.words, at: 3, isRead ? Style(.dim) : kind.style)
    if let level {
      line.add(SafeText(level: level), at: 12, isRead ? Style(.dim) : .risk(level))
    }
    let nameWidth = min(32, max(10, (width - 21) / 2))
    let nameStyle =
      isRead && !isSelected
      ? Style(.dim) : RowStyle.name(isSelected: isSelected, isFocused: true)
    line.add(name, at: 20, nameStyle, limit: nameWidth)
    line.add(details, at: 21 + nameWidth, Style(.dim), limit: max(0, width - 22 - nameWidth))
    return line
  }
}

extension NewsRow {
  private init(_ difference: UserDifference, wasResetHere: Bool, _ words: TimeFormatter) {
    isRead = difference.isRead
    subject = .user(difference.id)
    kind = Kind(difference.kind)
    name = SafeText(difference.name.isEmpty ? difference.email : difference.name)
    level = .some(difference.standing?.level)
    let was: SafeText = difference.before.map { "was \(SafeText(level: $0.level))" } ?? ""
    let count = difference.newEvents.counted("event")
    let events: SafeText = difference.newEvents > 0 ? "+\(count)" : ""
    details =
      switch difference.kind {
      case .back:
        difference.before == nil
          ? "after a reset · \(difference.newEvents.counted("event"))"
          : "after a reset · \([was, events].filter { !$0.isEmpty }.joined(separator: " · "))"
      case .appeared: SafeText(count)
      case .raised, .lowered: [was, events].filter { !$0.isEmpty }.joined(separator: " · ")
      case .newEvents: events
      case .changed: "fewer events than before"
      case .left:
        wasResetHere
          ? "reset by you"
          : "reset by someone else, or removed"
            + (difference.changedAt.map { " · seen \(words.clock($0))" } ?? "")
      }
  }

  private init?(_ difference: Difference<Behavior>) {
    guard let behavior = difference.after ?? difference.before else { return nil }
    isRead = difference.isRead
    subject = .behavior(behavior.key)
    kind = .behavior
    name = SafeText(behavior.name)
    details = Self.words(difference.before?.setting, difference.after?.setting) { setting in
      "\(setting.isEnabled ? "on" : "off") \(setting.riskLevel.words)"
    }
  }

  private init?(_ difference: Difference<Integration>) {
    guard let integration = difference.after ?? difference.before else { return nil }
    isRead = difference.isRead
    subject = .integration(integration.id)
    kind = .integration
    name = TenantFormatter.host(of: integration.tenantURL)
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
      case .back: .back
      case .appeared: .new
      case .left: .left
      case .raised: .raised
      case .lowered: .lowered
      case .newEvents: .events
      case .changed: .changed
      }
  }

  fileprivate var words: SafeText {
    switch self {
    case .back: "back"
    case .raised: "raised"
    case .new: "new"
    case .events: "events"
    case .lowered: "lowered"
    case .changed: "changed"
    case .left: "left"
    case .behavior: "behavior"
    // The whole word is wider than the column.
    case .integration: "integr."
    }
  }

  fileprivate var style: Style {
    self == .back ? Style(.warning, .bold) : Style(.news)
  }
}

extension UserDifference {
  /// As the user stands, or stood last.
  fileprivate var standing: RiskState? { after ?? before }
}
