package import TerminalUI

/// What a pane is narrowed to, and whether it is being typed.
package struct Filter: Equatable, Sendable {
  /// The text as typed.
  package private(set) var field = TextField(limit: 200)
  /// True while keys go into the field.
  package private(set) var isEditing = false

  package init() {}

  /// A filter that was typed and kept earlier.
  package init(kept text: String) { field = TextField(text, limit: 200) }

  /// The text that rows must match; empty for all rows.
  package var text: String { field.text }
  /// True when rows may be hidden.
  package var isActive: Bool { !field.isEmpty }

  package mutating func open() { isEditing = true }
  package mutating func keep() { isEditing = false }
  package mutating func clear() { self = Filter() }

  /// Takes a key while editing; false when it means nothing in a text field.
  package mutating func press(_ key: Key) -> Bool { field.press(key) }
  package mutating func paste(_ text: String) { field.insert(text) }

  /// Draws `/ text` over a row, with the cursor while it is being typed.
  func view(in frame: inout Frame, row: Int) {
    let start = frame.write("/ ", row: row, column: 1, style: Style(.key, .bold))
    if isEditing {
      field.view(in: &frame, row: row, column: start, width: frame.width - start - 1)
    } else {
      frame.write(
        SafeText(field.text),
        row: row,
        column: start,
        style: Style(.input),
        limit: frame.width - start - 1
      )
    }
  }
}
