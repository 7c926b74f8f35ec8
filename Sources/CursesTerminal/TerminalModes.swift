// The headers of curses bring termios along, and so it counts as theirs.
internal import CNcurses

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

/// The line discipline's settings: as found, and as the screen needs them.
struct TerminalModes {
  /// As they were before, to be put back.
  let saved: termios
  /// Raw, as curses set them.
  let raw: termios

  /// The settings in force; nil where there is no terminal.
  static func current(of descriptor: Int32) -> termios? {
    var modes = termios()
    return tcgetattr(descriptor, &modes) == 0 ? modes : nil
  }

  /// Puts settings in force.
  ///
  /// At once: how bytes are sent was settled when they were written, and to wait until they have
  /// left would be to wait for a terminal that may have stopped reading.
  static func set(_ modes: termios, on descriptor: Int32) {
    var modes = modes
    while tcsetattr(descriptor, TCSANOW, &modes) != 0 && errno == EINTR {}
  }
}
