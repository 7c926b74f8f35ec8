import CPlatform
import TerminalUI
import Testing

@testable import CursesTerminal

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

// Curses is one per process, so all of its tests wait for each other.
@MainActor
@Suite(.serialized, .timeLimit(.minutes(10)))
struct CursesScreenTests {
  @Test func `An equal frame sends nothing`() throws {
    let (terminal, screen) = try makeScreen()
    defer { screen.close() }
    screen.present(list(selected: 0))
    #expect(terminal.output().contains("Dana Reyes"))
    let before = screen.bytesWritten
    screen.present(list(selected: 0))
    #expect(screen.bytesWritten == before)
    #expect(terminal.output() == "")
  }

  @Test func `Where memory has no place for a file, one on a disk does as well`() throws {
    let terminal = try PseudoTerminal()
    for folder in ["", "/nowhere", "/tmp"] {
      let screen = try open(terminal) { _ in zt_scratch_file_on_disk(folder) }
      defer { screen.close() }
      screen.present(list(selected: 0))
      #expect(terminal.output().contains("Dana Reyes"))
    }
  }

  @Test func `Where there is no place at all, that is said`() throws {
    let terminal = try PseudoTerminal()
    #expect(throws: TerminalError.noScratchFile(reason: "Read-only file system")) {
      _ = try open(terminal) { _ in
        errno = EROFS
        return -1
      }
    }
    #expect(terminal.output().isEmpty && terminal.isCooked)
  }

  @Test func `Moving the mark by a row sends at most 100 bytes`() throws {
    for (columns, rows) in [(80, 24), (200, 60)] {
      let (terminal, screen) = try makeScreen(columns: columns, rows: rows)
      defer { screen.close() }
      screen.present(list(selected: 1, Size(columns: columns, rows: rows)))
      _ = terminal.output()
      let before = screen.bytesWritten
      screen.present(list(selected: 2, Size(columns: columns, rows: rows)))
      let output = terminal.output()
      #expect(output.utf8.count == screen.bytesWritten - before)
      #expect((1...100).contains(output.utf8.count))
      #expect(!output.contains("\u{1B}[2J"))
    }
  }

  @Test func `A full screen changes its colors a few times, not in every row`() throws {
    let (terminal, screen) = try makeScreen()
    defer { screen.close() }
    screen.present(filledList())
    let output = terminal.output()
    #expect(output.ranges(of: "38;5;203").count == 1)
    #expect(output.ranges(of: "38;5;75").count == 1)
    for row in 1...20 { #expect(output.contains("李 小龙\(row)")) }
    #expect(output.utf8.count < 1_100)
  }

  @Test func `What stands already is not drawn over when the rest is filled in`() throws {
    let (terminal, screen) = try makeScreen()
    defer { screen.close() }
    var frame = Frame(Size(columns: 80, rows: 24))
    for row in 1...20 { frame.write("x", row: row, column: 6) }
    screen.present(frame)
    _ = terminal.output()
    for row in 1...20 {
      frame.write("HIGH", row: row, column: 1, style: Style(.riskHigh))
      frame.write("HIGH", row: row, column: 8, style: Style(.riskHigh))
    }
    screen.present(frame)
    #expect(!terminal.output().contains("HIGH   HIGH"))
  }

  @Test func `A large frame is one synchronized update, a small one goes bare`() throws {
    let (terminal, screen) = try makeScreen()
    defer { screen.close() }
    _ = terminal.output()
    var frame = list(selected: 0)
    frame.fill(Rect(row: 10, column: 0, width: 80, height: 10), "#")
    frame.write("at the end", row: 23, column: 3)
    frame.fill(Rect(row: 8, column: 0, width: 80, height: 1), "─")
    screen.present(frame)
    let large = terminal.output()
    #expect(large.hasPrefix("\u{1B}[?2026h") && large.hasSuffix("\u{1B}[?2026l"))
    frame.write("▌", row: 5, column: 1)
    screen.present(frame)
    let small = terminal.output()
    #expect(!small.isEmpty && !small.contains("2026"))
  }

  @Test func `Repaint sends all again`() throws {
    let (terminal, screen) = try makeScreen()
    defer { screen.close() }
    screen.present(list(selected: 0))
    _ = terminal.output()
    screen.repaint()
    let output = terminal.output()
    #expect(output.contains("Dana Reyes") && output.contains("Ana Souza"))
  }

  @Test func `The cursor shows where the frame wants it, and hides again`() throws {
    let (terminal, screen) = try makeScreen()
    defer { screen.close() }
    var frame = list(selected: 0)
    screen.present(frame)
    #expect(terminal.output().contains("\u{1B}[?25l"))
    frame.placeCursor(row: 7, column: 9)
    screen.present(frame)
    let shown = terminal.output()
    #expect(shown.contains("\u{1B}[8;10H") && shown.contains("\u{1B}[?12l\u{1B}[?25h"))
    screen.present(list(selected: 0))
    #expect(terminal.output() == "\u{1B}[?25l")
  }

  @Test func `Frames of another size are clipped`() throws {
    let (terminal, screen) = try makeScreen(columns: 5, rows: 2)
    defer { screen.close() }
    screen.present(list(selected: 0, Size(columns: 80, rows: 24)))
    screen.present(list(selected: 3, Size(columns: 2, rows: 1)))
    screen.present(Frame(Size(columns: 0, rows: 0)))
    #expect(!terminal.output().contains("Souza"))
  }

  @Test func `Colors follow what the terminal has and NO_COLOR`() throws {
    #expect(try sent(term: "xterm-256color").contains("38;5;203m"))
    #expect(try sent(term: "linux").contains("\u{1B}[31m"))
    let plain = try sent(term: "xterm-256color", ["NO_COLOR": "1"])
    #expect(plain.contains("HIGH") && !plain.contains("38;5") && !plain.contains("39;49"))
    #expect(try sent(term: "vt100").contains("HIGH"))
  }

  @Test func `Closing puts everything back, once`() throws {
    let terminal = try PseudoTerminal()
    #expect(terminal.isCooked)
    let screen = try open(terminal)
    screen.present(list(selected: 0))
    #expect(!terminal.isCooked)
    #expect(terminal.output().contains("\u{1B}[?2004h"))
    screen.close()
    let end = terminal.output()
    for sequence in ["\u{1B}[?1049l", "\u{1B}[?2004l", "\u{1B}[?25h", "\u{1B}[?1l"] {
      #expect(end.contains(sequence))
    }
    #expect(terminal.isCooked)
    screen.close()
    screen.present(list(selected: 1))
    #expect(terminal.output() == "")
  }

  @Test func `Standard error goes elsewhere while the screen is on`() throws {
    // Not the runner's own: what other tests say meanwhile would go with it.
    let errors = dup(STDOUT_FILENO)
    let terminal = try PseudoTerminal()
    let screen = try open(terminal, standardError: errors)
    let before = Self.inode(of: errors)
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    defer { for end in ends + [errors] { close(end) } }
    screen.redirectStandardError(to: ends[1])
    #expect(Self.inode(of: errors) == Self.inode(of: ends[1]))
    #expect(Self.inode(of: errors) != before)
    screen.close()
    #expect(Self.inode(of: errors) == before)
  }

  private static func inode(of descriptor: Int32) -> UInt64 {
    var status = stat()
    fstat(descriptor, &status)
    return UInt64(status.st_ino)
  }

  @Test func `Terminals that cannot do it are refused in words`() throws {
    let terminal = try PseudoTerminal()
    #expect(throws: TerminalError.noCursorAddressing(term: "dumb")) {
      try open(terminal, ["TERM": "dumb"])
    }
    #expect(terminal.output() == "")
    #expect(terminal.isCooked)
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    defer { for end in ends { close(end) } }
    #expect(throws: TerminalError.notATerminal) {
      try CursesScreen(theme: Self.theme, input: ends[0], output: ends[1], environment: [:])
    }
  }

  @Test func `An unknown terminal is treated as xterm, and that is said`() throws {
    let terminal = try PseudoTerminal()
    let screen = try open(terminal, ["TERM": "no-such-terminal"])
    defer { screen.close() }
    #expect(
      screen.notice == "unknown terminal TERM=no-such-terminal; treating it as xterm-256color"
    )
    screen.present(list(selected: 0))
    #expect(terminal.output().contains("Dana Reyes"))
  }

  @Test func `A burst of keys is reported in one piece`() async throws {
    let (terminal, screen) = try makeScreen()
    defer { screen.close() }
    terminal.type("jj\u{1B}[B李\u{1B}[200~R\u{1B}[201~")
    let events = await events(of: screen)
    #expect(events == [.key("j"), .key("j"), .key(.down), .key("李"), .paste("R")])
  }

  @Test func `Escape is reported without another key`() async throws {
    let (terminal, screen) = try makeScreen()
    defer { screen.close() }
    terminal.type("\u{1B}")
    #expect(await events(of: screen) == [.key(.escape)])
  }

  @Test func `A new size is reported and painted whole`() async throws {
    let (terminal, screen) = try makeScreen()
    defer { screen.close() }
    screen.present(list(selected: 0))
    _ = terminal.output()
    terminal.resize(columns: 60, rows: 10)
    kill(getpid(), SIGWINCH)
    #expect(await events(of: screen) == [.resized(Size(columns: 60, rows: 10))])
    #expect(screen.size == Size(columns: 60, rows: 10))
    screen.present(list(selected: 0, screen.size))
    #expect(terminal.output().contains("Dana Reyes"))
  }

  @Test(arguments: [SIGTERM, SIGINT])
  func `A signal asks for the end`(number: Int32) async throws {
    let (_, screen) = try makeScreen()
    defer { screen.close() }
    kill(getpid(), number)
    #expect(await events(of: screen) == [.ended(.signal(number))])
  }

  @Test func `After SIGHUP nothing is written`() async throws {
    let (terminal, screen) = try makeScreen()
    screen.present(list(selected: 0))
    _ = terminal.output()
    kill(getpid(), SIGHUP)
    #expect(await events(of: screen) == [.ended(.hangup)])
    screen.present(list(selected: 1))
    screen.close()
    #expect(terminal.output() == "")
    #expect(terminal.isCooked)
  }

  @Test func `A terminal that goes away ends the program`() async throws {
    let (terminal, screen) = try makeScreen()
    defer { screen.close() }
    terminal.hangUp()
    #expect(await events(of: screen) == [.ended(.hangup)])
  }

  @Test func `A write to a terminal that went away is noticed`() async throws {
    let (terminal, screen) = try makeScreen()
    defer { screen.close() }
    terminal.hangUp()
    screen.present(list(selected: 0))
    #expect(screen.state == .gone)
  }

  @Test func `The input never becomes non-blocking`() throws {
    let (terminal, screen) = try makeScreen()
    screen.start()
    #expect(fcntl(terminal.slave, F_GETFL) & O_NONBLOCK == 0)
    screen.close()
  }
}

// MARK: Fixtures

@MainActor
extension CursesScreenTests {
  private static var theme: Theme {
    Theme(
      name: "test",
      appearances: [
        .riskHigh: Appearance(
          foreground: ThemeColor(basic: 9, extended: 203),
          attributes: .bold
        ),
        .selection: Appearance(attributes: .bold),
        .focusBorder: Appearance(foreground: ThemeColor(basic: 12, extended: 75)),
      ]
    )
  }

  @discardableResult
  func open(
    _ terminal: PseudoTerminal,
    _ environment: [String: String] = [:],
    theme: Theme = theme,
    standardError: Int32 = STDERR_FILENO,
    openScratch: (String) -> Int32 = { zt_scratch_file($0) }
  ) throws(TerminalError) -> CursesScreen {
    // The screen takes the locale from the environment.
    setenv("LC_ALL", "C.UTF-8", 1)
    return try CursesScreen(
      theme: theme,
      input: terminal.slave,
      output: terminal.slave,
      standardError: standardError,
      environment: ["TERM": "xterm-256color"].merging(environment) { $1 },
      openScratch: openScratch
    )
  }

  private func makeScreen(
    columns: Int = 80,
    rows: Int = 24
  ) throws -> (PseudoTerminal, CursesScreen) {
    let terminal = try PseudoTerminal(columns: columns, rows: rows)
    return (terminal, try open(terminal))
  }

  private func sent(term: String, _ environment: [String: String] = [:]) throws -> String {
    let terminal = try PseudoTerminal()
    let screen = try open(terminal, environment.merging(["TERM": term]) { $1 })
    defer { screen.close() }
    screen.present(list(selected: 0))
    return terminal.output()
  }

  /// The first burst that the screen reports.
  private func events(of screen: CursesScreen) async -> [InputEvent] {
    await withCheckedContinuation { continuation in
      var isDone = false
      screen.onEvents = { events in
        if !isDone { continuation.resume(returning: events) }
        isDone = true
      }
      screen.start()
    }
  }

  /// Twenty rows, each in three looks.
  private func filledList() -> Frame {
    var frame = Frame(Size(columns: 80, rows: 24))
    for row in 1...20 {
      frame.write("HIGH", row: row, column: 1, style: Style(.riskHigh))
      frame.write("李 小龙\(row)", row: row, column: 8)
      frame.write("acme", row: row, column: 20, style: Style(.focusBorder))
    }
    return frame
  }

  private func list(
    selected: Int,
    _ size: Size = Size(columns: 80, rows: 24)
  ) -> Frame {
    var frame = Frame(size)
    frame.write("HIGH", row: 0, column: 1, style: Style(.riskHigh))
    let names: [SafeText] = ["Dana Reyes", "李 小龙", "Zoë Müller", "Kenji Watanabe", "Ana Souza"]
    for (row, name) in names.enumerated() {
      if row == selected {
        frame.write("▌", row: row + 2, column: 1, style: Style(.focusBorder))
      }
      frame.write(
        name,
        row: row + 2,
        column: 3,
        style: Style(row == selected ? .selection : .text)
      )
    }
    return frame
  }
}
