import RiskAPI
import RiskServices
package import TerminalUI

// MARK: View

extension BehaviorsPane {
  /// Lines under the list for the selected behavior's description.
  private static func descriptionRows(in context: PaneContext) -> Int {
    context.size.rows >= 20 ? 4 : context.size.rows >= 9 ? 2 : 0
  }

  /// The filter above the list while there is one, and the foot.
  func parts(in context: PaneContext) -> PaneParts {
    PaneParts(context.size, head: hasFilterLine ? 1 : 0, foot: Self.descriptionRows(in: context))
  }

  private var hasFilterLine: Bool { filter.isEditing || filter.isActive }

  package func view(in frame: inout Frame, context: PaneContext) {
    let inner = chrome(in: context).draw(in: &frame)
    frame.inside(inner) { frame in
      let parts = parts(in: context)
      if hasFilterLine { filter.view(in: &frame, row: 0) }
      guard !shown.isEmpty else {
        emptyState(in: context).view(in: &frame, rows: parts.rest)
        return
      }
      let isWide = frame.width >= Self.wideList
      let layout = Table.behaviors.layout(
        width: frame.width,
        widths: ["levels": isWide ? 19 : 16]
      )
      Table.behaviors.draw(
        self.rows,
        list,
        layout,
        in: &frame,
        area: parts.list,
        isFocused: context.isFocused,
        onClick: Message.clicked,
        onWheel: Message.wheeled
      ) { key, _ in row(key, isWide: isWide, context) }
      if let behavior = selection.flatMap(context.account.behavior) {
        drawDescription(of: behavior, in: &frame, rows: parts.foot)
      }
    }
  }

  package func reading(in context: PaneContext) -> SafeText? {
    Table.behaviors.reading(list) { key, _ in row(key, isWide: true, context) }
  }

  /// From so many columns on the levels' names are whole.
  private static let wideList = 64

  private func row(_ key: String, isWide: Bool, _ context: PaneContext) -> BehaviorRow? {
    guard let behavior = context.account.behavior(key) else { return nil }
    return BehaviorRow(
      behavior: behavior,
      setting: setting(of: behavior),
      isEdited: draft[key] != nil,
      isWide: isWide,
      nameStyle: RowStyle.name(isSelected: key == selection, isFocused: context.isFocused)
    )
  }

  private func chrome(in context: PaneContext) -> Box {
    var box = Box(pane: .behaviors, context: context)
    if let (text, role) = StatusFormatter.status(of: context.account.behaviors, in: context) {
      box.status = text
      box.statusRole = role
    } else if isWriting {
      box.status = "saving"
    } else if !draft.isEmpty {
      let conflicts = conflictCount(in: context.account)
      box.status =
        conflicts == 0
        ? "\(draft.count) unsaved" : "\(draft.count) unsaved, \(conflicts) changed by others"
      box.statusRole = conflicts == 0 ? .unsaved : .warning
    }
    if let all = context.account.behaviors.value, !all.isEmpty {
      let on = all.count { $0.setting.isEnabled }
      box.footer =
        shown.count < all.count
        ? "\(shown.count) of \(all.count), filtered" : "\(on) of \(all.count) on"
    }
    return box
  }

  private func drawDescription(of behavior: Behavior, in frame: inout Frame, rows: Rect) {
    let text: SafeText =
      behavior.description.isEmpty ? "no description" : SafeText(behavior.description)
    let lines = TextWrap.lines(of: text, width: frame.width - 4)
    for (offset, line) in lines.prefix(rows.height).enumerated() {
      let isCut = offset == rows.height - 1 && lines.count > rows.height
      frame.write(
        isCut ? "\(line) …" : line,
        row: rows.row + offset,
        column: 3,
        style: Style(.dim),
        limit: frame.width - 4
      )
    }
  }

  private func emptyState(in context: PaneContext) -> EmptyState {
    EmptyState(
      of: context.account.behaviors,
      "the behaviors",
      match: filter.isActive ? "no behavior matches “\(filter.text)”" : nil,
      none: ["this account has no behaviors"],
      in: context
    )
  }
}
