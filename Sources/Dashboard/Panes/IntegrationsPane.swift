import Foundation
import RiskAPI
import RiskServices
package import TerminalUI

/// Lists the exports to identity providers and turns them on and off.
package struct IntegrationsPane: Pane {
  // MARK: State

  /// Which integration is selected, by its id, and what of the list shows.
  package private(set) var list = ListState<String>()
  /// Ids of integrations with a write under way.
  package private(set) var writing: Set<String> = []
  package var filter = Filter(.integrations)

  /// Ids of the integrations that show, in the order of the screen.
  private(set) var shown: [String] = []
  /// Whether the next list may bring the one to select, which this one does not have.
  private var isAwaiting = false
  private var filteredText = ""
  private var followedRevision = 0

  package init() {}

  static func lift(_ message: Message) -> BindingMessage { .integrations(message) }

  var hasRows: Bool { !shown.isEmpty }

  /// The id of the selected integration; nil for none.
  package var selection: String? { list.selection }

  var rows: ListItems<String> { ListItems(shown) }

  // MARK: Messages

  package enum Message: Equatable, Sendable {
    case moved(ListMotion)
    case clicked(String)
    case wheeled(Int)
  }

  package mutating func update(_ message: Message, in context: PaneContext) -> [Effect] {
    switch message {
    case .moved(let motion): list.move(motion, in: rows)
    case .clicked(let id): list.select(id, in: rows)
    case .wheeled(let rows): list.scroll(by: rows)
    }
    return []
  }

  /// Goes to an integration, out of the filter where it hides it; to one that the list does not have yet as soon
  /// as it shows.
  mutating func select(_ id: String, in context: PaneContext) {
    if !shown.contains(id) { filter.clear() }
    isAwaiting = context.account.integration(id) == nil
    list.select(whenShown: id)
    arrange(context, isTyped: true)
  }

  /// A write of an integration has left, or ended.
  package mutating func setWriting(_ isWriting: Bool, _ id: String) {
    if isWriting { writing.insert(id) } else { writing.remove(id) }
  }

  package mutating func follow(_ context: PaneContext) {
    let isTyped = filter.text != filteredText
    let isNew = context.account.integrations.revision != followedRevision
    if isNew { isAwaiting = false }
    if isTyped || isNew {
      arrange(context, isTyped: isTyped)
    }
    list.settle(filter)
    list.follow(height: parts(in: context).list.height, in: rows)
  }

  private mutating func arrange(_ context: PaneContext, isTyped: Bool) {
    filteredText = filter.text
    followedRevision = context.account.integrations.revision
    let all = context.account.integrations.value ?? []
    let places =
      filter.query.isEmpty
      ? Array(all.indices)
      : filter.query.rows(
        of: SearchIndex(all.map { [$0.tenantURL, $0.type, $0.referenceID, $0.id] })
      )
    shown = places.map { all[$0].id }
    list.follow(rows, filter, isTyped: isTyped, first: shown.first, isWhole: !isAwaiting)
  }

  // MARK: Keys

  package func bindings(in context: PaneContext) -> [Binding<Message>] {
    ListMotion.bindings(Message.moved)
  }

  /// Why the selected integration cannot be changed; nil where it can.
  func writeRefusal(in context: PaneContext) -> SafeText? {
    guard let selection else {
      return shown.isEmpty ? "no integrations" : "no integration selected"
    }
    return writing.contains(selection) ? "this integration is being saved" : context.writeRefusal
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
