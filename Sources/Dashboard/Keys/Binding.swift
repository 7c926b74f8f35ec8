import TerminalUI

/// A binding as a pane or a dialog offers it now: what it means there, or why it cannot act.
package struct Binding<Message: Sendable>: Sendable {
  let id: BindingID
  let message: Message
  /// Why it cannot act; nil when it can.
  let unavailable: SafeText?
  /// Words for the footer and the help.
  let hint: SafeText
  /// Place in the footer; nil for none.
  let rank: Int?

  /// Offers a binding with its own words and place in the footer, or with others where it means
  /// something special here.
  init(
    _ id: BindingID,
    _ message: Message,
    as hint: SafeText? = nil,
    unavailable reason: SafeText? = nil,
    rank: Int? = nil
  ) {
    let row = id.row
    self.init(id, message, hint ?? row.hint, reason, rank ?? row.rank)
  }

  private init(
    _ id: BindingID,
    _ message: Message,
    _ hint: SafeText,
    _ unavailable: SafeText?,
    _ rank: Int?
  ) {
    self.id = id
    self.message = message
    self.hint = hint
    self.unavailable = unavailable
    self.rank = rank
  }

  /// The same binding, which the footer does not name.
  var unlisted: Binding { Binding(id, message, hint, unavailable, nil) }

  /// The same binding in a parent's list.
  func lifted<Parent: Sendable>(_ lift: (Message) -> Parent) -> Binding<Parent> {
    Binding<Parent>(id, lift(message), hint, unavailable, rank)
  }
}

extension ListMotion {
  /// The bindings that move in every list.
  static func bindings<Message: Sendable>(_ lift: (ListMotion) -> Message) -> [Binding<Message>] {
    [
      Binding(.listDown, lift(.down)), Binding(.listUp, lift(.up)),
      Binding(.listFirst, lift(.first)), Binding(.listLast, lift(.last)),
      Binding(.listPageDown, lift(.pageDown)), Binding(.listPageUp, lift(.pageUp)),
      Binding(.listHalfPageDown, lift(.halfPageDown)), Binding(.listHalfPageUp, lift(.halfPageUp)),
    ]
  }
}
