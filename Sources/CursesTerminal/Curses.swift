internal import CNcurses
internal import TerminalUI

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Starting and ending curses on a terminal.
@MainActor
struct Curses {
  /// Where curses writes; the terminal's own at first.
  let descriptor: Int32

  private let screen: OpaquePointer
  private let outputFile: UnsafeMutablePointer<FILE>
  private let inputFile: UnsafeMutablePointer<FILE>

  /// Starts curses with `newterm`: `initscr` would end the process where it fails.
  init(term: String, input: Int32, output: Int32) throws(TerminalError) {
    // Duplicates, because fclose at the end must not close the process's own.
    let outputCopy = dup(output)
    let inputCopy = dup(input)
    guard outputCopy >= 0, inputCopy >= 0, let outputFile = fdopen(outputCopy, "w"),
      let inputFile = fdopen(inputCopy, "r")
    else { throw .system("no file descriptor left") }
    _ = fcntl(outputCopy, F_SETFD, FD_CLOEXEC)
    _ = fcntl(inputCopy, F_SETFD, FD_CLOEXEC)
    guard let screen = newterm(term, outputFile, inputFile) else {
      fclose(outputFile)
      fclose(inputFile)
      throw .unknownTerminal(term: term)
    }
    self.screen = screen
    self.outputFile = outputFile
    self.inputFile = inputFile
    descriptor = outputCopy
    // Control characters come as keys, Ctrl-C and Ctrl-Z included; nothing is echoed or translated.
    raw()
    noecho()
    nonl()
    // Curses would peek at the input before it paints; input is gathered into bursts instead.
    typeahead(-1)
  }

  /// Leaves the screen's modes, whose bytes go to ``descriptor``, and frees it.
  func end() {
    endwin()
  }

  /// Frees what `newterm` made.
  func free() {
    delscreen(screen)
    fclose(outputFile)
    fclose(inputFile)
  }

  /// Turns colors on, with the terminal's own as number -1; false where there are none.
  func startColors() -> Bool {
    guard has_colors(), start_color() == OK else { return false }
    return use_default_colors() == OK
  }

  /// Columns and rows as curses took them from the terminal, the environment or terminfo.
  static var size: Size {
    Size(columns: Int(zt_columns()), rows: Int(zt_rows()))
  }

  /// Settles which kind of terminal to be, before anything is sent to it.
  ///
  /// - Returns: the name, and what to say where it is not the one asked for.
  static func usableTerminal(
    _ asked: String?,
    output: Int32
  ) throws(TerminalError) -> (String, SafeText?) {
    let fallback = "xterm-256color"
    let asked = asked ?? ""
    if !asked.isEmpty, isDescribed(asked, output: output) {
      guard canPlaceCursor else {
        zt_forget_terminal()
        throw .noCursorAddressing(term: asked)
      }
      zt_forget_terminal()
      return (asked, nil)
    }
    guard isDescribed(fallback, output: output) else { throw .unknownTerminal(term: asked) }
    zt_forget_terminal()
    let notice: SafeText =
      asked.isEmpty
      ? "TERM is not set; treating the terminal as \(fallback)"
      : "unknown terminal TERM=\(SafeText(asked, limit: 40)); treating it as \(fallback)"
    return (fallback, notice)
  }

  /// A capability of the current terminal; nil where it has none.
  static func capability(_ name: String) -> [UInt8]? {
    guard let value = zt_capability(name) else { return nil }
    return UnsafeBufferPointer(start: value, count: strlen(value)).map(UInt8.init(bitPattern:))
  }

  private static func isDescribed(_ term: String, output: Int32) -> Bool {
    var status: Int32 = 0
    return setupterm(term, output, &status) == OK
  }

  private static var canPlaceCursor: Bool { capability("cup") != nil }
}
