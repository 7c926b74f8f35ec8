import Foundation
import RiskAPI
import RiskServices
package import TerminalUI

// MARK: View

extension IntegrationsPane {
  /// The filter above the list while there is one, and the foot.
  func parts(in context: PaneContext) -> PaneParts {
    PaneParts(context.size, head: hasFilterLine ? 1 : 0, foot: Self.detailRows(in: context))
  }

  private var hasFilterLine: Bool { filter.isEditing || filter.isActive }

  /// Lines under the list for the selected integration's addresses.
  private static func detailRows(in context: PaneContext) -> Int {
    context.size.rows >= 9 ? 3 : 0
  }

  package func view(in frame: inout Frame, context: PaneContext) {
    let inner = chrome(in: context).draw(in: &frame)
    frame.inside(inner) { frame in
      let parts = parts(in: context)
      if hasFilterLine { filter.view(in: &frame, row: 0) }
      guard !shown.isEmpty else {
        emptyState(in: context).view(in: &frame, rows: parts.rest)
        return
      }
      let words = TimeFormatter(now: context.now, timeZone: context.timeZone)
      Table.integrations.draw(
        self.rows,
        list,
        Table.integrations.layout(width: frame.width),
        in: &frame,
        area: parts.list,
        isFocused: context.isFocused,
        onClick: Message.clicked,
        onWheel: Message.wheeled
      ) { id, _ in row(id, words, context) }
      if let integration = selection.flatMap(context.account.integration) {
        drawDetails(of: integration, in: &frame, rows: parts.foot)
      }
    }
  }

  package func reading(in context: PaneContext) -> SafeText? {
    let words = TimeFormatter(now: context.now, timeZone: context.timeZone)
    return Table.integrations.reading(list) { id, _ in row(id, words, context) }
  }

  private func row(
    _ id: String,
    _ words: TimeFormatter,
    _ context: PaneContext
  ) -> IntegrationRow? {
    guard let integration = context.account.integration(id) else { return nil }
    return IntegrationRow(
      integration: integration,
      isWriting: writing.contains(id),
      created: integration.createdAt.map { SafeText(words.day($0)) },
      nameStyle: RowStyle.name(isSelected: id == selection, isFocused: context.isFocused)
    )
  }

  private func chrome(in context: PaneContext) -> Box {
    var box = Box(pane: .integrations, context: context)
    if let (text, role) = StatusFormatter.status(of: context.account.integrations, in: context) {
      box.status = text
      box.statusRole = role
    }
    if let all = context.account.integrations.value, !all.isEmpty {
      box.footer = "\(all.count { $0.isActive }) of \(all.count) active"
    }
    return box
  }

  private func drawDetails(of integration: Integration, in frame: inout Frame, rows: Rect) {
    let lines: [(SafeText, String)] = [
      ("tenant", integration.tenantURL), ("ref", integration.referenceID),
      ("config", integration.wellKnownURL),
    ]
    for (offset, line) in lines.prefix(rows.height).enumerated() {
      frame.write(line.0, row: rows.row + offset, column: 3, style: Style(.header))
      frame.write(
        SafeText(line.1),
        row: rows.row + offset,
        column: 11,
        style: Style(.dim),
        limit: frame.width - 12
      )
    }
  }

  private func emptyState(in context: PaneContext) -> EmptyState {
    EmptyState(
      of: context.account.integrations,
      "the integrations",
      match: filter.isActive ? "no integration matches “\(filter.text)”" : nil,
      none: ["no integrations", "risk changes are not sent to anyone"],
      in: context
    )
  }
}
