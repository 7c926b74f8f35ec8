import Presentation
import Foundation
import RiskAPI
import RiskServices
package import RiskStore
package import TerminalUI

/// One change since the analyst last looked, in words.
package struct NewsRow: Equatable, Sendable {
  package var subject: ChangeSubject
  package var kind: ChangeKind
  package var name: SafeText
  /// Nil where no level belongs to it.
  var level: RiskLevel??
  var details: SafeText
  /// Whether the analyst opened it since it changed.
  package var isRead = false

  /// The rows of some changes: users by kind, the worst and newest first; then settings.
  static func rows(_ changes: AccountChanges, _ words: TimeFormatter) -> [NewsRow] {
    let order = { (change: Change<UserSummary>) in
      (
        change.kind, -(change.value.maxRiskLevel?.rank ?? 0),
        -(change.value.lastEvent?.timeIntervalSince1970 ?? 0), change.id.rawValue
      )
    }
    let users = changes.users.sorted { order($0) < order($1) }
    return users.map { NewsRow($0, wasResetHere: changes.resetHere.contains($0.id), words) }
      + changes.behaviors.map(NewsRow.init)
      + changes.integrations.map(NewsRow.init)
  }

  /// How many of each kind nobody has read: `1 back · 3 new · 2 no longer at risk`.
  static func summary(of rows: [NewsRow]) -> SafeText {
    let unread = rows.filter { !$0.isRead }
    let users = Dictionary(
      grouping: unread.filter { if case .user = $0.subject { true } else { false } },
      by: \.kind
    ).mapValues(\.count)
    var parts = ChangeKind.allCases.compactMap { kind -> SafeText? in
      guard let count = users[kind] else { return nil }
      return switch kind {
      case .moreEvents: "\(count.grouped) with new events"
      case .left: "\(count.grouped) no longer at risk"
      default: "\(count.grouped) \(kind.rawValue)"
      }
    }
    let behaviors = unread.count { if case .behavior = $0.subject { true } else { false } }
    let integrations = unread.count { if case .integration = $0.subject { true } else { false } }
    if behaviors > 0 { parts.append("\(behaviors.counted("behavior"))") }
    if integrations > 0 { parts.append("\(integrations.counted("integration"))") }
    let read = rows.count - unread.count
    if read > 0 { parts.append("\(read.grouped) opened") }
    return parts.joined(separator: " · ")
  }

  /// The row as it stands in a list of some width.
  func line(width: Int, isSelected: Bool) -> StyledLine {
    var line = StyledLine()
    if isSelected { line.add("▌", at: 0, RowStyle.mark(isFocused: true)) }
    if isRead { line.add("✓", at: 1, Style(.success)) }
    line.add(word, at: 3, isRead ? Style(.dim) : wordStyle)
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
  private init(_ change: Change<UserSummary>, wasResetHere: Bool, _ words: TimeFormatter) {
    isRead = change.isRead
    subject = .user(change.id)
    kind = change.kind
    name = SafeText(change.value.name.isEmpty ? change.value.email : change.value.name)
    level = .some(change.value.maxRiskLevel)
    let was: SafeText = change.before.map { "was \(SafeText(level: $0.maxRiskLevel))" } ?? ""
    let count = change.newEvents.counted("event")
    let events: SafeText = change.newEvents > 0 ? "+\(count)" : ""
    details =
      switch change.kind {
      case .back:
        change.before == nil
          ? "after a reset · \(count)"
          : "after a reset · \([was, events].filter { !$0.isEmpty }.joined(separator: " · "))"
      case .new: SafeText(count)
      case .raised, .lowered: [was, events].filter { !$0.isEmpty }.joined(separator: " · ")
      case .moreEvents: events
      case .edited: "fewer events than before"
      case .left:
        wasResetHere
          ? "reset by you"
          : "reset by someone else, or removed"
            + (change.at.map { " · seen \(words.clock($0))" } ?? "")
      }
  }

  private init(_ change: Change<Behavior>) {
    isRead = change.isRead
    subject = .behavior(change.id)
    kind = change.kind
    name = SafeText(change.value.name)
    details = Self.words(change.before?.setting, change.after?.setting) { setting in
      "\(setting.isEnabled ? "on" : "off") \(setting.riskLevel.words)"
    }
  }

  private init(_ change: Change<Integration>) {
    isRead = change.isRead
    subject = .integration(change.id)
    kind = change.kind
    name = TenantFormatter.host(of: change.value.tenantURL)
    details = Self.words(change.before?.settings, change.after?.settings) { settings in
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

extension NewsRow {
  private var word: SafeText {
    switch subject {
    case .user: "\(kind.rawValue)"
    case .behavior: "behavior"
    // The whole word is wider than the column.
    case .integration: "integr."
    }
  }

  private var wordStyle: Style {
    kind == .back ? Style(.warning, .bold) : Style(.news)
  }
}
