internal import CNcurses
internal import CPlatform
internal import Dispatch
package import TerminalUI

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// The terminal: the one owner of curses, on the main actor, because curses is global state.
///
/// Frames go in through ``present(_:)``; keys, pastes, sizes and the end come out through
/// ``onEvents``. Curses decides which bytes turn the last frame into the next one. What surrounds
/// that is done here: modes, input, signals, and the write to the terminal itself.
///
/// ```swift
/// let screen = try CursesScreen(theme: theme, environment: environment)
/// screen.onEvents = { program.send($0.map(Message.input)) }
/// program.onTurn = { root in
///   var frame = Frame(screen.size)
///   root.view(in: &frame)
///   screen.present(frame)
/// }
/// screen.start()
/// ```
///
/// One screen at a time: a second one needs the first to be closed.
@MainActor
package final class CursesScreen {
  /// Columns and rows of the terminal.
  package private(set) var size: Size
  /// Called once for all that a burst of input brought, so that the program paints once for it.
  package var onEvents: ([InputEvent]) -> Void = { _ in }
  /// Called when the terminal takes bytes again after a time when it did not: frames shown meanwhile
  /// were dropped.
  package var onReady: () -> Void = {}
  /// What to tell the user about the terminal; nil when all is well.
  package let notice: SafeText?
  /// Bytes sent to the terminal since the screen was opened, for measurements.
  package var bytesWritten: Int { output.bytesWritten }
  /// Roles to colors; changing it repaints what looks different at the next ``present(_:)``.
  package var theme: Theme {
    didSet {
      guard theme != oldValue else { return }
      renditions = Renditions(theme: theme, depth: depth)
      shown = nil
    }
  }

  enum State {
    case on
    /// The terminal is somebody else's until the process is continued.
    case suspended
    /// Nobody reads it any more; nothing may be written.
    case gone
    case closed
  }

  var state = State.on
  let input: Int32
  let outputDescriptor: Int32
  let output: TerminalOutput
  let modes: TerminalModes
  let errorRedirection: StandardError
  let isInsideTmux: Bool
  let takesMouse: Bool
  let timing: InputTiming
  var decoder: KeyDecoder
  /// Active only from ``start()`` on.
  var sources: [any DispatchSourceProtocol] = []
  var expiry: (any DispatchSourceTimer)?
  /// Listens while the terminal does not take what was sent.
  var outlet: (any DispatchSourceProtocol)?
  let signals: Int32
  /// What the terminal shows; nil when that is not known.
  var shown: Frame?
  var mustRepaint = false

  private let curses: Curses
  private let depth: Renditions.Depth
  let isUTF8: Bool
  var renditions: Renditions
  var cursorShown: Bool?
  /// One glyph's scalars and a 0, handed to curses; kept, so that a cell allocates nothing.
  var scalars: [UInt32] = Array(repeating: 0, count: 6)

  /// Takes the terminal: alternate screen, raw mode, signals and crash handlers.
  ///
  /// Takes the process's locale from the environment, too. Of `environment`, it reads `TERM`,
  /// `NO_COLOR`, `ESCDELAY`, `SSH_TTY`, `TMUX` and `TMPDIR`. `openScratch` opens a file without a name
  /// in that folder, or anywhere; -1 where there is no place. With the mouse the terminal's own selection
  /// of text needs Shift.
  package init(
    theme: Theme,
    input: Int32 = STDIN_FILENO,
    output: Int32 = STDOUT_FILENO,
    standardError: Int32 = STDERR_FILENO,
    environment: [String: String],
    takesMouse: Bool = false,
    openScratch: (String) -> Int32 = { zt_scratch_file($0) }
  ) throws(TerminalError) {
    guard isatty(input) == 1, isatty(output) == 1 else { throw .notATerminal }
    guard let saved = TerminalModes.current(of: input) else { throw .notATerminal }
    errorRedirection = StandardError(standardError)
    isUTF8 = TerminalLocale.activate()
    let (term, notice) = try Curses.usableTerminal(environment["TERM"], output: output)
    let scratch = openScratch(environment["TMPDIR", default: ""])
    guard scratch >= 0 else { throw .noScratchFile(reason: String(cString: strerror(errno))) }
    let gatherer = TerminalOutput(to: output, gatheringIn: scratch)
    curses = try Curses(term: term, input: input, output: output)
    let hasColors = environment["NO_COLOR", default: ""].isEmpty && curses.startColors()
    let depth = hasColors ? Renditions.Depth(colors: Int(zt_colors())) : .none

    self.input = input
    self.outputDescriptor = output
    self.output = gatherer
    self.notice = notice
    self.theme = theme
    self.depth = depth
    renditions = Renditions(theme: theme, depth: depth)
    isInsideTmux = !environment["TMUX", default: ""].isEmpty
    self.takesMouse = takesMouse
    timing = InputTiming(environment: environment)
    decoder = KeyDecoder(
      sequences: KeySequences { Curses.capability($0) },
      takesMouse: takesMouse
    )
    modes = TerminalModes(saved: saved, raw: TerminalModes.current(of: input) ?? saved)
    size = Curses.size
    gatherer.brief = BriefOutput(size: size, capability: Curses.capability)
    // Curses' own handlers are in place by now and are replaced.
    signals = zt_signals_watch()
    gatherer.takeOver(curses.descriptor)
    if let actual = terminalSize(), actual != size { adopt(actual) }
    enterModes()
  }

  /// Shows a frame, sending what differs from the last one: nothing at all for an equal frame.
  ///
  /// `beforeSending` is called when nothing is left to do but to send it: what has been typed by then
  /// was not meant for it.
  ///
  /// - Returns: false where the terminal has not taken all of it, or is none any more; a frame is
  ///   dropped while an earlier one waits, see ``onReady``.
  @discardableResult
  package func present(_ frame: Frame, beforeSending: () -> Void = {}) -> Bool {
    guard state == .on, !output.isWaiting else { return false }
    let isChanged = paint(frame)
    let cursorMoves = shown?.cursor != frame.cursor || cursorShown == nil
    shown = frame
    guard isChanged || cursorMoves || mustRepaint else { return true }
    mustRepaint = false
    placeCursor(frame.cursor)
    update()
    let bytes = output.gathered()
    guard !bytes.isEmpty else { return true }
    beforeSending()
    guard state == .on else { return false }
    follow(output.writeFrame(bytes))
    return state == .on && !output.isWaiting
  }

  /// Sends the whole screen again, for when something else has written to the terminal.
  package func repaint() {
    guard state == .on, let frame = shown else { return }
    forgetContents()
    present(frame)
  }

  /// Does what the outcome of a write asks for.
  func follow(_ outcome: TerminalOutput.Outcome) {
    switch outcome {
    case .written: break
    case .waiting: listenToOutput()
    case .gone: terminalIsGone()
    }
  }

  /// Makes curses send every cell the next time.
  func forgetContents() {
    output.brief?.forget(size: size)
    clearok(zt_curscr(), true)
    mustRepaint = true
  }

  /// Takes a new size; the next frame is sent whole, for terminals differ in what they keep.
  func adopt(_ newSize: Size) {
    size = newSize
    // Not resizeterm, which would leave a KEY_RESIZE in a queue that nobody reads.
    resize_term(Int32(newSize.rows), Int32(newSize.columns))
    shown = nil
    forgetContents()
  }

  /// Has curses leave its modes; the bytes are gathered.
  func endCurses() {
    curses.end()
  }

  /// Frees what curses holds; the screen cannot be used any more.
  func freeCurses() {
    curses.free()
  }
}
