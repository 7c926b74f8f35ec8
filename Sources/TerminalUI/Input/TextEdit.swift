/// What happens to a line of text that a person types.
package enum TextEdit: Hashable, Sendable {
  /// A character was typed.
  case inserted(String)
  /// Text came at once, unsanitized.
  case pasted(String)
  case left, right, start, end
  case deleteBack, delete, deleteToStart, deleteToEnd, deleteWord
}
