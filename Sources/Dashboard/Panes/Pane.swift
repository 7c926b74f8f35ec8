package import Foundation
package import TerminalUI

/// A region with a state and keys of its own.
///
/// A pane holds ids, filters, sort orders and drafts. What the account said is in the context, so
/// that two panes cannot disagree about it.
protocol Pane: Equatable, Sendable {
  associatedtype Message: Equatable, Sendable

  /// Applies one message and names the work to start.
  mutating func update(_ message: Message, in context: PaneContext) -> [Effect]

  /// What its keys mean now. Those that cannot act are in it, with the reason.
  func bindings(in context: PaneContext) -> [Binding<Message>]

  /// Follows data that changed and room that changed, without losing its place.
  mutating func follow(_ context: PaneContext)

  /// Draws over the whole region, frame included.
  func view(in frame: inout Frame, context: PaneContext)

  /// What the pane is narrowed to.
  var filter: Filter { get set }

  /// Whether there is anything to copy, told without making it: this is asked with every key.
  func canCopy(in context: PaneContext) -> Bool

  /// What `y` can put on the clipboard, the most wanted first.
  func copyChoices(in context: PaneContext) -> [CopyChoice]

  /// What `e` writes to a file; nil when nothing to export.
  func export(in context: PaneContext) -> ExportContent?
}

/// Something that `y` copies.
package struct CopyChoice: Equatable, Sendable {
  /// What it is, such as `e-mail`.
  package var name: SafeText
  package var text: SafeText

  package init(_ name: SafeText, _ text: SafeText) {
    self.name = name
    self.text = text
  }
}

/// What a pane looks at while it updates and draws.
package struct PaneContext: Sendable {
  /// What the account said.
  package var account: AccountData
  package var now: Date
  package var timeZone: TimeZone
  package var isFocused: Bool
  /// Rows and columns of the pane, its frame included.
  package var size: Size
  /// Whether the account is never asked.
  package var isOffline: Bool
  /// Why nothing may be written; nil when writing is allowed.
  package var writeRefusal: SafeText?
  /// The spinner's turn; nil while loading is too short to show.
  package var spinner: Int?
  /// The keys as this person has them, for words such as `4 to see them`.
  package var keys: KeyMap
}

/// The four panes, in the order of their numbers.
package enum PaneID: Int, CaseIterable, Sendable {
  case users = 1
  case timeline
  case integrations
  case behaviors

  /// The word in the pane's title.
  package var title: SafeText {
    switch self {
    case .users: "Users"
    case .timeline: "Timeline"
    case .integrations: "Integrations"
    case .behaviors: "Behaviors"
    }
  }
}
