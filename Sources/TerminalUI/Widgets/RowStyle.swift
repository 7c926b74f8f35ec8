/// How the selected row of a list is drawn.
package enum RowStyle {
  /// The mark before the row: it shines in the pane that takes the keys.
  package static func mark(isFocused: Bool) -> Style {
    isFocused ? Style(.focusTitle, .bold) : Style(.border)
  }

  /// A restyled name and a mark cost a tenth of the bytes of a reversed row.
  package static func name(isSelected: Bool, isFocused: Bool) -> Style {
    guard isSelected else { return Style(.text) }
    return isFocused ? Style(.selection, .bold) : Style(.selectionUnfocused, .bold)
  }
}
