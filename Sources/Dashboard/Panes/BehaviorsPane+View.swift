import RiskAPI
import RiskServices
package import TerminalUI

// MARK: View

extension BehaviorsPane {
  /// Lines under the list for the selected behavior's description.
  private static func descriptionRows(in context: PaneContext) -> Int {
    context.size.rows >= 20 ? 4 : context.size.rows >= 9 ? 2 : 0
  }

  static func listHeight(in context: PaneContext) -> Int {
    max(1, context.size.rows - 2 - descriptionRows(in: context))
  }

  package func view(in frame: inout Frame, context: PaneContext) {
    let inner = chrome(in: context).draw(in: &frame)
    frame.inside(inner) { frame in
      var list = frame.bounds
      if filter.isEditing || filter.isActive {
        filter.view(in: &frame, row: 0)
        list = list.split(top: 1).bottom
      }
      guard !shown.isEmpty else {
        emptyState(in: context).view(in: &frame, rows: list)
        return
      }
      let (rows, description) = list.split(
        top: max(1, list.height - Self.descriptionRows(in: context))
      )
      let shownTop = Viewport.top(
        after: top,
        selected: shown.firstIndex { $0 == selection },
        count: shown.count,
        height: rows.height
      )
      for (offset, key) in shown.dropFirst(shownTop).prefix(rows.height).enumerated() {
        guard let behavior = context.account.behavior(key) else { continue }
        draw(behavior, row: rows.row + offset, in: &frame, context: context)
      }
      if let behavior = selection.flatMap(context.account.behavior) {
        drawDescription(of: behavior, in: &frame, rows: description)
      }
    }
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

  private func draw(
    _ behavior: Behavior,
    row: Int,
    in frame: inout Frame,
    context: PaneContext
  ) {
    let setting = setting(of: behavior)
    let isSelected = behavior.key == selection
    if isSelected {
      frame.write("▌", row: row, column: 0, style: RowStyle.mark(isFocused: context.isFocused))
    }
    if draft[behavior.key] != nil {
      frame.write("*", row: row, column: 1, style: Style(.unsaved, .bold))
    }
    frame.write(
      setting.isEnabled ? "on" : "off",
      row: row,
      column: 3,
      style: Style(setting.isEnabled ? .on : .off)
    )
    let isWide = frame.width >= 64
    let picker = frame.width - (isWide ? 20 : 17)
    let name = RowStyle.name(isSelected: isSelected, isFocused: context.isFocused)
    frame.write(
      SafeText(behavior.name.isEmpty ? behavior.key : behavior.name),
      row: row,
      column: 8,
      style: name,
      limit: max(4, picker - 9)
    )
    drawPicker(setting, row: row, column: picker, isWide: isWide, in: &frame)
  }

  /// `low  med  [HIGH]`: the chosen level stands in brackets and capitals, whatever the colors.
  ///
  /// Three letters do for medium where room is short: the levels stand side by side.
  private func drawPicker(
    _ setting: BehaviorSetting,
    row: Int,
    column: Int,
    isWide: Bool,
    in frame: inout Frame
  ) {
    let options: [(level: RiskLevel, chosen: SafeText, other: SafeText)] = [
      (.low, "[LOW]", " low "),
      (.medium, isWide ? "[MEDIUM]" : "[MED]", isWide ? " medium " : " med "),
      (.high, "[HIGH]", " high "),
    ]
    guard RiskLevel.settable.contains(setting.riskLevel) else {
      frame.write(
        "[\(setting.riskLevel.words)]",
        row: row,
        column: column,
        style: .risk(setting.riskLevel),
        limit: isWide ? 19 : 16
      )
      return
    }
    var column = column
    for option in options {
      let isChosen = option.level == setting.riskLevel
      // A level that is not in force is shown, but does not shine.
      let chosenStyle = setting.isEnabled ? Style.risk(option.level) : Style(.off, .bold)
      column = frame.write(
        isChosen ? option.chosen : option.other,
        row: row,
        column: column,
        style: isChosen ? chosenStyle : Style(.dim)
      )
    }
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
    let behaviors = context.account.behaviors
    guard behaviors.value != nil else {
      if let failure = behaviors.failure {
        return EmptyState(
          lines: StatusFormatter.paragraphs(for: failure, operation: "read the behaviors"),
          role: .warning
        )
      }
      return EmptyState(lines: context.spinner == nil ? [] : ["loading the behaviors"])
    }
    if filter.isActive {
      return EmptyState(lines: ["no behavior matches “\(filter.text)”", "Esc shows all again"])
    }
    return EmptyState(lines: ["this account has no behaviors"])
  }
}
