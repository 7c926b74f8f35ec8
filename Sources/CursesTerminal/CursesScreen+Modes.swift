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

/// Taking the terminal, giving it back, and giving it back when all goes wrong.
extension CursesScreen {
  /// Sends standard error to a descriptor, such as the log's, while the screen is on.
  package func redirectStandardError(to descriptor: Int32) {
    errorRedirection.redirect(to: descriptor)
    if state == .on { armCrashHandlers() }
  }

  /// Gives the terminal back to the shell until the user continues, as Ctrl-Z does.
  ///
  /// Returns at once where nobody could continue the process; `.resumed` comes either way.
  package func suspend() {
    suspend(wholeGroup: true)
  }

  /// Leaves the alternate screen and puts everything back as it was; again does no harm.
  package func close() {
    guard state != .closed else { return }
    stopListening()
    if state == .on { leaveModes() }
    // On a terminal that is gone, a line on standard error would be a write to it.
    if state != .gone { errorRedirection.restore() }
    zt_crash_disarm()
    zt_signals_unwatch()
    state = .closed
    freeCurses()
  }

  /// Hands text to the clipboard of whoever looks at the terminal, over SSH too.
  ///
  /// - Returns: false when the text is longer than 74 994 bytes, which terminals refuse, or when
  ///   there is no screen. Whether the terminal obeyed, it does not say.
  package func copy(_ text: SafeText) -> Bool {
    guard state == .on,
      let bytes = Clipboard.sequence(for: text, insideTmux: isInsideTmux)
    else { return false }
    follow(output.write(bytes))
    return state == .on
  }

  // MARK: Modes

  /// Sends what curses does not: cursor keys in the form that terminfo describes, pastes in brackets, the
  /// mouse where it is wanted.
  func enterModes() {
    TerminalModes.set(modes.raw, on: input)
    errorRedirection.begin()
    armCrashHandlers()
    let bytes =
      (Curses.capability("smkx") ?? []) + Self.bracketedPasteOn
      + (takesMouse ? Self.mouseOn : [])
    follow(output.write(output.gathered() + bytes))
  }

  /// Gives back the alternate screen, the cursor, the keys' form and the line discipline.
  func leaveModes() {
    endCurses()
    // The keys' form curses puts back by itself.
    let outcome = output.finish(
      Self.ownModesOff(mouse: takesMouse) + output.gathered(),
      orElse: Self.resetSequence(mouse: takesMouse),
      within: Self.patience
    )
    if outcome == .gone { return terminalIsGone() }
    TerminalModes.set(modes.saved, on: input)
  }

  func suspend(wholeGroup: Bool) {
    guard state == .on else { return }
    leaveModes()
    guard state == .on else { return }
    state = .suspended
    zt_crash_disarm()
    errorRedirection.restore()
    zt_stop(wholeGroup ? 1 : 0)
    // SIGCONT brought us here and has nothing more to say.
    let signals = takeSignals().filter { $0 != SIGCONT && $0 != SIGTSTP }
    let events = resume()
    // Not from within: a program calls this while it handles an event.
    DispatchQueue.main.async { [weak self] in
      MainActor.assumeIsolated {
        self?.deliver(events)
        self?.handle(signals)
      }
    }
  }

  /// Takes the terminal again, whatever was done to it meanwhile.
  ///
  /// - Returns: what to report.
  func resume() -> [InputEvent] {
    guard state == .on || state == .suspended else { return [] }
    state = .on
    var events: [InputEvent] = []
    if let actual = terminalSize(), actual != size {
      adopt(actual)
      events.append(.resized(actual))
    }
    forgetContents()
    enterModes()
    if let frame = shown { present(frame) }
    return events + [.resumed]
  }

  /// Nobody reads any more: says so once, and never writes again.
  func terminalIsGone() {
    guard state == .on || state == .suspended else { return }
    state = .gone
    stopListening()
    zt_crash_disarm()
    // No byte: only in case the terminal lives after all.
    TerminalModes.set(modes.saved, on: input)
    DispatchQueue.main.async { [weak self] in
      MainActor.assumeIsolated { self?.onEvents([.ended(.hangup)]) }
    }
  }

  /// The terminal's size; nil where it does not know.
  func terminalSize() -> Size? { Self.terminalSize(of: outputDescriptor) }

  /// Columns and rows of a terminal, which need not be taken; nil where it does not know them.
  package nonisolated static func terminalSize(of output: Int32 = STDOUT_FILENO) -> Size? {
    var window = winsize()
    guard ioctl(output, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0, window.ws_row > 0
    else { return nil }
    return Size(columns: Int(window.ws_col), rows: Int(window.ws_row))
  }

  // MARK: Crashes

  private func armCrashHandlers() {
    var modes = modes.saved
    let reset = Self.resetSequence(mouse: takesMouse)
    reset.withUnsafeBytes { bytes in
      zt_crash_arm(
        output.descriptor,
        bytes.bindMemory(to: CChar.self).baseAddress,
        bytes.count,
        &modes,
        errorRedirection.original
      )
    }
  }

  /// How long the end waits for a terminal that stopped reading.
  private static let patience = Duration.milliseconds(500)

  private static let bracketedPasteOn = Array("\u{1B}[?2004h".utf8)
  private static let bracketedPasteOff = Array("\u{1B}[?2004l".utf8)
  /// Buttons and wheel, and their places as numbers: places as letters may look like keys.
  private static let mouseOn = Array("\u{1B}[?1000h\u{1B}[?1006h".utf8)
  private static let mouseOff = Array("\u{1B}[?1006l\u{1B}[?1000l".utf8)

  private static func ownModesOff(mouse: Bool) -> [UInt8] {
    bracketedPasteOff + (mouse ? mouseOff : [])
  }

  /// What a crash handler writes, made beforehand: ends an update under way, then leaves the modes.
  static func resetSequence(mouse: Bool = false) -> [UInt8] {
    var bytes = Array("\u{1B}[?2026l".utf8) + ownModesOff(mouse: mouse)
    for name in ["rmkx", "sgr0", "op", "cnorm", "rmcup"] {
      bytes += Curses.capability(name) ?? []
    }
    return bytes
  }
}
