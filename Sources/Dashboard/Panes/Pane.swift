import Foundation
package import TerminalUI

/// A region with a state and keys of its own.
///
/// A pane holds ids, filters, sort orders and drafts. What the account said is in the context, so
/// that two panes cannot disagree about it.
protocol Pane: Equatable, Sendable {
  associatedtype Message: Equatable, Sendable

  /// What a message of the pane is on the whole screen.
  static func lift(_ message: Message) -> BindingMessage

  /// Applies one message and names the work to start.
  mutating func update(_ message: Message, in context: PaneContext) -> [Effect]

  /// What its keys mean now. Those that cannot act are in it, with the reason.
  func bindings(in context: PaneContext) -> [Binding<Message>]

  /// Follows data that changed and room that changed, without losing its place.
  mutating func follow(_ context: PaneContext)

  /// Draws over the whole region, frame included.
  func view(in frame: inout Frame, context: PaneContext)

  /// The selected row as one line of words, for whoever has it read out; nil while none is.
  func reading(in context: PaneContext) -> SafeText?

  /// What the pane is narrowed to.
  var filter: Filter { get set }

  /// Whether it shows anything, told without gathering it: this is asked with every key.
  var hasRows: Bool { get }

  /// Whether there is anything to copy, told without making it: this is asked with every key.
  func canCopy(in context: PaneContext) -> Bool

  /// What `y` can put on the clipboard, the most wanted first.
  func copyChoices(in context: PaneContext) -> [CopyChoice]

  /// What `e` writes to a file; nil when nothing to export.
  func export(in context: PaneContext) -> ExportContent?
}

extension Pane {
  /// What its keys mean now, as the whole screen has them.
  func rootBindings(in context: PaneContext) -> [Binding<BindingMessage>] {
    bindings(in: context).map { $0.lifted(Self.lift) }
  }

  /// What a use of the mouse means; nil where it was not this pane that took it.
  static func message(of target: MouseTarget) -> BindingMessage? {
    target.message(as: Message.self).map(lift)
  }
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
