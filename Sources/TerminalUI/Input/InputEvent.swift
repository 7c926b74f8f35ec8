/// What the terminal, or the system on its behalf, reports.
package enum InputEvent: Hashable, Sendable {
  case key(Key)
  /// Text between bracketed-paste marks, unsanitized.
  case paste(String)
  case mouse(MouseEvent)
  case resized(Size)
  /// The program was stopped and goes on; the screen must be drawn whole.
  case resumed
  /// The program shall end: a signal, or the terminal is gone.
  case ended(EndReason)

  /// Why the program shall end.
  package enum EndReason: Hashable, Sendable {
    /// SIGINT or SIGTERM, by number: leave in good order.
    case signal(Int32)
    /// SIGHUP, end of input or a read error: nobody sees the screen any more, so write nothing to it.
    case hangup
  }
}
