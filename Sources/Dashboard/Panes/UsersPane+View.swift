import Foundation
import RiskAPI
import RiskServices
import RiskStore
package import TerminalUI

// MARK: View

extension UsersPane {
  /// Rows of the list that show: the pane without frame, distribution, filter and header.
  static func listHeight(in context: PaneContext) -> Int {
    max(1, context.size.rows - 2 - headRows(in: context))
  }

  /// Distribution, a blank or the filter, and the header.
  ///
  /// Low panes give the distribution up.
  private static func headRows(in context: PaneContext) -> Int {
    context.size.rows >= 12 ? 3 : context.size.rows >= 8 ? 2 : 1
  }

  package func view(in frame: inout Frame, context: PaneContext) {
    let inner = chrome(in: context).draw(in: &frame)
    let account = context.account
    frame.inside(inner) { frame in
      let head = Self.headRows(in: context)
      if head == 3, account.users.value != nil {
        DistributionLine(counts: account.counts).view(in: &frame, row: 0)
      }
      if filter.isEditing || filter.isActive {
        filter.view(in: &frame, row: max(0, head - 2), note: search.note)
      }
      let list = frame.bounds.split(top: head).bottom
      guard !shown.isEmpty else {
        emptyState(in: context).view(in: &frame, rows: list)
        return
      }
      let visible = top..<min(shown.count, top + list.height)
      let columns = UserColumns(
        width: frame.width,
        levelWidth: LevelWidth.of(
          visible.map { account.listed(shown[$0]).user.maxRiskLevel },
          listWidth: frame.width
        )
      )
      if head > 1 || !filter.isActive { columns.header(in: &frame, row: head - 1) }
      for row in visible {
        let user = account.listed(shown[row])
        columns.draw(
          user,
          row: list.row + row - top,
          in: &frame,
          isSelected: user.id == selection,
          isMarked: marks.contains(user.id),
          context: context
        )
      }
    }
  }

  private func chrome(in context: PaneContext) -> Box {
    let users = context.account.users
    var box = Box(pane: .users, context: context)
    if let (text, role) = StatusFormatter.status(of: users, in: context) {
      box.status = text
      box.statusRole = role
    } else if context.account.partialCount == nil, let summary = users.value, !summary.isComplete,
      let total = summary.totalCount
    {
      box.status = "\(summary.receivedCount.grouped) of \(total.grouped) users shown"
      box.statusRole = .warning
    } else if users.value == nil, let failure = users.failure, !shown.isEmpty {
      box.status = "\(StatusFormatter.shortWords(for: failure)): past users only"
      box.statusRole = .warning
    } else if users.value != nil {
      box.status = "\(sort.words)\(isReversed ? ", reversed" : "")"
    }
    if !shown.isEmpty {
      let last = min(shown.count, top + Self.listHeight(in: context))
      let range: SafeText = "\((top + 1).grouped)–\(last.grouped) of "
      let count = context.account.partialCount ?? context.account.rows.count
      let past = context.account.past
      let gone = showsPast && past.areKnown ? past.all.count : 0
      let note: SafeText = showsPast && past.areKnown ? " (\(gone.grouped) past)" : ""
      let all: SafeText = "\((count + gone).grouped)\(note)"
      box.footer =
        filter.isActive
        ? "\(range)\(shown.count.grouped), filtered from \(all)" : "\(range)\(all)"
      if !marks.isEmpty { box.footer = "\(marks.count.grouped) marked · \(box.footer)" }
    }
    return box
  }

  private func emptyState(in context: PaneContext) -> EmptyState {
    let users = context.account.users
    guard users.value != nil else {
      if let failure = users.failure {
        return EmptyState(
          lines: StatusFormatter.paragraphs(for: failure, operation: "read the users"),
          role: .warning
        )
      }
      return EmptyState(lines: context.spinner == nil ? [] : ["loading the users"])
    }
    if filter.isActive, !context.account.rows.isEmpty {
      let note = search.note.isEmpty ? [] : [search.note]
      return EmptyState(
        lines: ["no user matches “\(filter.text)”"] + note + ["Esc shows all again"]
      )
    }
    guard let behaviors = context.account.behaviors.value else {
      return EmptyState(lines: ["no user has a risk score"])
    }
    let reason: SafeText =
      behaviors.contains { $0.setting.isEnabled }
      ? "no user has a risk score: nothing was triggered yet"
      : "no user has a risk score: behaviors are all off"
    return EmptyState(lines: [
      reason, "\(context.keys.name(of: .focusBehaviors)) to see the behaviors",
    ])
  }
}

extension Box {
  /// The frame of a pane: its number and title, in the accent when it has the focus.
  init(pane: PaneID, subtitle: SafeText = "", context: PaneContext) {
    let name: SafeText = "\(pane.rawValue) \(pane.title)"
    self.init(
      title: subtitle.isEmpty ? name : "\(name) · \(subtitle)",
      borderRole: context.isFocused ? .focusBorder : .border,
      titleRole: context.isFocused ? .focusTitle : .title
    )
  }
}
