/// The visible slice of a list.
package enum Viewport {
  /// The first row to show so that the selected one is visible, moving as little as possible.
  ///
  /// `top` is the first row shown before; `selected` must be visible, nil keeps the place; `height`
  /// is how many of the `count` rows show at once.
  package static func top(after top: Int, selected: Int?, count: Int, height: Int) -> Int {
    guard height > 0, count > height else { return 0 }
    var top = top
    if let selected {
      top = min(top, selected)
      top = max(top, selected - height + 1)
    }
    return min(max(0, top), count - height)
  }
}
