import Foundation
import RiskAPI
import RiskServices
package import TerminalUI

/// Lists the exports to identity providers and turns them on and off.
package struct IntegrationsPane: Pane {
  // MARK: State

  /// The id of the selected integration.
  package private(set) var selection: String?
  /// Ids of integrations with a write under way.
  package private(set) var writing: Set<String> = []
  package var filter = Filter(.integrations)

  /// Ids of the integrations that show, in the order of the screen.
  private(set) var shown: [String] = []
  private(set) var top = 0
  /// Whether anything was ever selected; only the very first list selects by itself.
  private var hasSelected = false

  package init() {}

  // MARK: Messages

  package enum Message: Equatable, Sendable {
    case moved(ListMotion)
    case toggleRequested
  }

  package mutating func update(_ message: Message, in context: PaneContext) -> [Effect] {
    switch message {
    case .moved(let motion):
      let row = shown.firstIndex { $0 == selection } ?? (motion == .down ? -1 : 0)
      let page = Self.listHeight(in: context)
      if let target = motion.moved(from: row, count: shown.count, page: page) {
        selection = shown[target]
      }
      scroll(context)
    // The root asks first, and says what will or will no longer be sent.
    case .toggleRequested: break
    }
    return []
  }

  /// A write of an integration has left, or ended.
  package mutating func setWriting(_ isWriting: Bool, _ id: String) {
    if isWriting { writing.insert(id) } else { writing.remove(id) }
  }

  package mutating func follow(_ context: PaneContext) {
    let all = context.account.integrations.value ?? []
    let rows =
      filter.query.isEmpty
      ? Array(all.indices)
      : filter.query.rows(
        of: SearchIndex(all.map { [$0.tenantURL, $0.type, $0.referenceID, $0.id] })
      )
    shown = rows.map { all[$0].id }
    let hasLeft = selection.map { selected in !all.contains { $0.id == selected } } ?? false
    if hasLeft {
      // A key meant for one must not hit the next.
      selection = nil
    } else if !hasSelected || selection.map(shown.contains) == false
      || selection == nil && filter.isEditing
    {
      // Half a term may have matched nothing, and lost the selection.
      selection = shown.first
    }
    if selection != nil { hasSelected = true }
    scroll(context)
  }

  private mutating func scroll(_ context: PaneContext) {
    top = Viewport.top(
      after: top,
      selected: shown.firstIndex { $0 == selection },
      count: shown.count,
      height: Self.listHeight(in: context)
    )
  }

  // MARK: Keys

  package func bindings(in context: PaneContext) -> [Binding<Message>] {
    let cannotToggle: SafeText? =
      selection == nil
      ? (shown.isEmpty ? "no integrations" : "no integration selected")
      : selection.map(writing.contains) == true
        ? "this integration is being saved" : context.writeRefusal
    return ListMotion.bindings(Message.moved) + [
      Binding(.integrationsToggle, .toggleRequested, unavailable: cannotToggle)
    ]
  }

  package func canCopy(in context: PaneContext) -> Bool {
    selection.flatMap(context.account.integration) != nil
  }

  package func copyChoices(in context: PaneContext) -> [CopyChoice] {
    guard let integration = selection.flatMap(context.account.integration) else { return [] }
    return [
      CopyChoice("tenant URL", SafeText(integration.tenantURL)),
      CopyChoice("integration id", SafeText(integration.id)),
      CopyChoice("reference id", SafeText(integration.referenceID)),
      CopyChoice("well-known URL", SafeText(integration.wellKnownURL)),
    ]
  }

  package func export(in context: PaneContext) -> ExportContent? {
    let integrations = shown.compactMap(context.account.integration)
    return integrations.isEmpty ? nil : .integrations(integrations)
  }
}

// MARK: View

extension IntegrationsPane {
  static func listHeight(in context: PaneContext) -> Int {
    max(1, context.size.rows - 2 - detailRows(in: context))
  }

  /// Lines under the list for the selected integration's addresses.
  private static func detailRows(in context: PaneContext) -> Int {
    context.size.rows >= 9 ? 3 : 0
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
      let (rows, details) = list.split(top: max(1, list.height - Self.detailRows(in: context)))
      let shownTop = Viewport.top(
        after: top,
        selected: shown.firstIndex { $0 == selection },
        count: shown.count,
        height: rows.height
      )
      for (offset, id) in shown.dropFirst(shownTop).prefix(rows.height).enumerated() {
        guard let integration = context.account.integration(id) else { continue }
        draw(integration, row: rows.row + offset, in: &frame, context: context)
      }
      if let integration = selection.flatMap(context.account.integration) {
        drawDetails(of: integration, in: &frame, rows: details)
      }
    }
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

  private func draw(
    _ integration: Integration,
    row: Int,
    in frame: inout Frame,
    context: PaneContext
  ) {
    let isSelected = integration.id == selection
    if isSelected {
      frame.write("▌", row: row, column: 0, style: RowStyle.mark(isFocused: context.isFocused))
    }
    let isWriting = writing.contains(integration.id)
    frame.write(
      isWriting ? "…" : integration.isActive ? "on" : "off",
      row: row,
      column: 3,
      style: Style(integration.isActive ? .on : .off)
    )
    frame.write(SafeText(integration.type), row: row, column: 8, style: Style(.dim), limit: 8)
    let words = TimeFormatter(now: context.now, timeZone: context.timeZone)
    let since = integration.createdAt.map { "since \(words.day($0))" as SafeText } ?? ""
    let hasReference = frame.width >= 70
    let reference: SafeText =
      hasReference ? "ref \(SafeText(integration.referenceID).truncated(to: 9))" : ""
    let right = frame.writeTrailing(since, row: row, inset: 1, style: Style(.dim))
    if hasReference { frame.write(reference, row: row, column: right - 16, style: Style(.dim)) }
    let name = RowStyle.name(isSelected: isSelected, isFocused: context.isFocused)
    frame.write(
      TenantFormatter.host(of: integration.tenantURL),
      row: row,
      column: 17,
      style: name,
      limit: max(4, right - (hasReference ? 17 : 1) - 17)
    )
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
    let integrations = context.account.integrations
    guard integrations.value != nil else {
      if let failure = integrations.failure {
        return EmptyState(
          lines: StatusFormatter.paragraphs(for: failure, operation: "read the integrations"),
          role: .warning
        )
      }
      return EmptyState(lines: context.spinner == nil ? [] : ["loading the integrations"])
    }
    if filter.isActive {
      return EmptyState(lines: ["no integration matches “\(filter.text)”", "Esc shows all again"])
    }
    return EmptyState(lines: ["no integrations", "risk changes are not sent to anyone"])
  }
}
