/// What somebody did with the mouse, at a place of the screen.
package struct MouseEvent: Hashable, Sendable {
  /// What a mouse is used for here.
  package enum Action: Hashable, Sendable {
    /// The left button went down.
    case press
    /// The wheel turned by a notch.
    case wheelUp, wheelDown
  }

  package var action: Action
  package var position: Position

  package init(_ action: Action, at position: Position) {
    self.action = action
    self.position = position
  }
}
