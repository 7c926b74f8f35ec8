import Foundation
import RiskAPI
import RiskServices
import RiskStore
package import TerminalUI

// MARK: View

extension UsersPane {
  /// Distribution, a blank or the filter, and the header above the list.
  ///
  /// Low panes give the distribution up.
  static func parts(in context: PaneContext) -> PaneParts {
    let rows = context.size.rows
    return PaneParts(context.size, head: rows >= 12 ? 3 : rows >= 8 ? 2 : 1)
  }

  package func view(in frame: inout Frame, context: PaneContext) {
    let inner = chrome(in: context).draw(in: &frame)
    let account = context.account
    frame.inside(inner) { frame in
      let parts = Self.parts(in: context)
      let head = parts.head.height
      if head == 3, account.users.value != nil {
        DistributionLine(counts: account.counts).view(in: &frame, row: 0)
      }
      if filter.isEditing || filter.isActive {
        filter.view(in: &frame, row: max(0, head - 2), note: search.note)
      }
      guard !shown.isEmpty else {
        emptyState(in: context).view(in: &frame, rows: parts.list)
        return
      }
      let levels = list.visible.lazy.map { account.listed(shown[$0]).user.maxRiskLevel }
      let levelWidth = LevelWidth.fitting(
        LevelWidth.longest(of: levels),
        listWidth: frame.width
      )
      let layout = Table.users.layout(width: frame.width, widths: ["level": levelWidth])
      if head > 1 || !filter.isActive {
        Table.users.drawHeadings(layout, in: &frame, row: head - 1)
      }
      let words = TimeFormatter(now: context.now, timeZone: context.timeZone)
      Table.users.draw(
        rows(in: context),
        list,
        layout,
        in: &frame,
        area: parts.list,
        isFocused: context.isFocused,
        onClick: Message.clicked,
        onWheel: Message.wheeled
      ) { _, index in row(at: index, layout, words, context) }
    }
  }

  package func reading(in context: PaneContext) -> SafeText? {
    let layout = Table.users.layout(width: .max / 2)
    let words = TimeFormatter(now: context.now, timeZone: context.timeZone)
    return Table.users.reading(list) { _, index in row(at: index, layout, words, context) }
  }

  private func row(
    at index: Int,
    _ layout: TableLayout,
    _ words: TimeFormatter,
    _ context: PaneContext
  ) -> UserRow {
    let account = context.account
    let listed = account.listed(shown[index])
    let id = listed.id
    let isSelected = id == selection
    let time = listed.goneAt ?? listed.user.lastEvent
    return UserRow(
      listed: listed,
      texts: texts[shown[index]] ?? UserTexts(listed.user),
      news: account.news[id],
      verdict: account.verdicts[id]?.verdict,
      trend: layout.shows("trend") ? account.trends[id] : nil,
      age: time.map { SafeText(words.age(of: $0)) } ?? "—",
      isMarked: marks.contains(id),
      nameStyle: listed.goneAt != nil && !isSelected
        ? Style(.dim) : RowStyle.name(isSelected: isSelected, isFocused: context.isFocused),
      layout: layout
    )
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
      let visible = list.visible
      let range: SafeText = "\((visible.lowerBound + 1).grouped)–\(visible.upperBound.grouped) of "
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
    let isHidden = filter.isActive && !context.account.rows.isEmpty
    return EmptyState(
      of: context.account.users,
      "the users",
      match: isHidden ? "no user matches “\(filter.text)”" : nil,
      none: noUsers(in: context),
      note: search.note,
      in: context
    )
  }

  private func noUsers(in context: PaneContext) -> [SafeText] {
    guard let behaviors = context.account.behaviors.value else {
      return ["no user has a risk score"]
    }
    let reason: SafeText =
      behaviors.contains { $0.setting.isEnabled }
      ? "no user has a risk score: nothing was triggered yet"
      : "no user has a risk score: behaviors are all off"
    return [reason, "\(context.keys.name(of: .focusBehaviors)) to see the behaviors"]
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
