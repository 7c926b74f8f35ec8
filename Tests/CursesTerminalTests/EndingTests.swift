import CPseudoTerminal
import Testing

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Ways out that no test process would survive: a small program takes them on a terminal of its own.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct EndingTests {
  @Test(arguments: [("T", [SIGILL, SIGTRAP]), ("S", [SIGSEGV]), ("O", [SIGSEGV, SIGBUS])])
  func `A crash gives the terminal back and stays a crash`(key: String, signals: [Int32]) throws {
    let probe = try Probe()
    probe.terminal.type(key)
    let end = zt_wait_for_end(probe.process)
    #expect(signals.contains(-end))
    let output = probe.terminal.output()
    for sequence in ["\u{1B}[?2026l", "\u{1B}[?2004l", "\u{1B}[?25h", "\u{1B}[?1049l"] {
      #expect(output.contains(sequence))
    }
    #expect(probe.terminal.isCooked)
  }

  @Test(arguments: ["T", "q"])
  func `The mouse is given back at the end, and after a crash`(key: String) throws {
    let script = "PROBE_MOUSE=1 exec \(Probe.path)"
    let probe = try Probe(arguments: ["/bin/bash", "-c", script])
    #expect(probe.first.contains("\u{1B}[?1000h\u{1B}[?1006h"))
    probe.terminal.type("\u{1B}[<0;10;5M")
    _ = probe.terminal.output(until: "mouse 9,4")
    probe.terminal.type(key)
    _ = zt_wait_for_end(probe.process)
    #expect(probe.terminal.output().contains("\u{1B}[?1006l\u{1B}[?1000l"))
  }

  @Test func `The mouse is the shell's between Ctrl-Z and fg`() throws {
    let script = "set -m; PROBE_MOUSE=1 \(Probe.path); echo SHELL; fg; echo AGAIN"
    let probe = try Probe(arguments: ["/bin/bash", "-c", script])
    probe.terminal.type("\u{1A}")
    let output = probe.terminal.output(until: "resumed")
    let shell = try #require(output.firstRange(of: "SHELL"))
    #expect(output[..<shell.lowerBound].contains("\u{1B}[?1006l\u{1B}[?1000l"))
    #expect(output[shell.upperBound...].contains("\u{1B}[?1000h\u{1B}[?1006h"))
    probe.terminal.type("q")
    _ = probe.terminal.output(until: "AGAIN")
    #expect(zt_wait_for_end(probe.process) == 0)
  }

  @Test(arguments: [SIGSEGV, SIGABRT, SIGQUIT])
  func `So does a deadly signal from outside`(number: Int32) throws {
    let probe = try Probe()
    kill(probe.process, number)
    #expect(zt_wait_for_end(probe.process) == -number)
    #expect(probe.terminal.output().contains("\u{1B}[?1049l"))
    #expect(probe.terminal.isCooked)
  }

  @Test func `SIGTERM leaves in good order`() throws {
    let probe = try Probe()
    kill(probe.process, SIGTERM)
    #expect(zt_wait_for_end(probe.process) == 128 + SIGTERM)
    #expect(probe.terminal.output().contains("\u{1B}[?1049l"))
    #expect(probe.terminal.isCooked)
  }

  @Test(arguments: [SIGTERM, SIGINT, SIGHUP, SIGSEGV, SIGQUIT])
  func `A terminal that stopped reading does not hold the end`(number: Int32) throws {
    let probe = try Probe()
    // Each draws the whole screen: a hundred times what a terminal holds.
    probe.terminal.type(String(repeating: "\u{0C}", count: 2_000))
    probe.terminal.waitUntilFull()
    kill(probe.process, number)
    let end = zt_wait_for_end(probe.process)
    switch number {
    case SIGTERM, SIGINT: #expect(end == 128 + number)
    case SIGHUP: #expect(end == 129)
    default: #expect(end == -number)
    }
    #expect(probe.terminal.isCooked)
    // Should it ever read again, it finds the way back to the first screen. A hangup writes nothing.
    if number != SIGHUP { #expect(probe.terminal.output().contains("\u{1B}[?1049l")) }
  }

  @Test func `A terminal that reads again gets the screen as it is by then`() throws {
    let probe = try Probe()
    probe.terminal.type(String(repeating: "\u{0C}", count: 2_000))
    probe.terminal.waitUntilFull()
    probe.terminal.type("\u{1B}[200~as-it-is\u{1B}[201~")
    #expect(probe.terminal.output(until: "as-it-is").contains("as-it-is"))
    try probe.quit()
  }

  @Test func `A closed terminal window ends the program`() throws {
    let probe = try Probe()
    probe.terminal.hangUp()
    #expect(zt_wait_for_end(probe.process) == 129)
  }

  @Test func `After SIGSTOP and SIGCONT the screen is taken and drawn again`() throws {
    let probe = try Probe()
    kill(probe.process, SIGSTOP)
    #expect(zt_wait_for_stop(probe.process) == SIGSTOP)
    probe.terminal.resize(columns: 50, rows: 12)
    kill(probe.process, SIGCONT)
    let output = probe.terminal.output(until: "resumed")
    #expect(output.contains("\u{1B}[?2004h") && output.contains("Ana Souza"))
    #expect(output.contains("50x12"))
    try probe.quit()
  }

  @Test func `Ctrl-Z hands the terminal to the shell, and fg takes it back`() throws {
    let script = "set -m; \(Probe.path); stty -a; echo SHELL; fg; echo AGAIN"
    let probe = try Probe(arguments: ["/bin/bash", "-c", script])
    probe.terminal.type("\u{1A}")
    // The shell takes the program back at once, so both may come in one piece.
    let output = probe.terminal.output(until: "resumed")
    let shell = try #require(output.firstRange(of: "SHELL"))
    let stopped = output[..<shell.lowerBound]
    #expect(stopped.contains("\u{1B}[?1049l") && stopped.contains("\u{1B}[?2004l"))
    #expect(stopped.contains(" icanon") && stopped.contains(" echo "))
    #expect(output[shell.upperBound...].contains("Ana Souza"))
    probe.terminal.type("q")
    #expect(probe.terminal.output(until: "AGAIN").contains("\u{1B}[?1049l"))
    #expect(zt_wait_for_end(probe.process) == 0)
  }

  @Test func `Without UTF-8 all is drawn in ASCII`() throws {
    let probe = try Probe(environment: ["LC_ALL=C"], until: "Ana Souza")
    #expect(probe.first.utf8.allSatisfy { $0 < 0x80 })
    #expect(probe.first.contains("----"))
    #expect(probe.first.contains(">"))
    #expect(probe.first.contains("?? ????"))
    #expect(probe.first.contains("Zoe Muller"))
    try probe.quit()
  }

  @Test func `A dumb terminal gets words and no escape sequences`() throws {
    let probe = try Probe(environment: ["TERM=dumb"], until: "cannot place the cursor")
    #expect(!probe.first.contains("\u{1B}"))
    #expect(zt_wait_for_end(probe.process) == 64)
  }
}

// MARK: Fixtures

/// The probe, running, with its first screen drawn.
private struct Probe {
  let terminal: PseudoTerminal
  let process: Int32
  /// What was sent until the first screen was there.
  let first: String

  /// Built beside the tests.
  static var path: String {
    let tests = CommandLine.arguments[0]
    return (tests.lastIndex(of: "/").map { String(tests[...$0]) } ?? "./") + "TerminalProbe"
  }

  init(
    arguments: [String] = [Probe.path],
    environment: [String] = [],
    until text: String = "Ana Souza"
  ) throws {
    let terminal = try PseudoTerminal()
    // The first of two equal names counts.
    let variables = environment + ["TERM=xterm-256color", "LC_ALL=C.UTF-8", "PATH=/usr/bin:/bin"]
    process = Self.cStrings(arguments) { arguments in
      Self.cStrings(variables) { variables in
        zt_run_in_terminal(terminal.master, terminal.slave, arguments, variables)
      }
    }
    self.terminal = terminal
    first = terminal.output(until: text)
    try #require(first.contains(text))
  }

  func quit() throws {
    terminal.type("q")
    #expect(zt_wait_for_end(process) == 0)
  }

  private static func cStrings<Result>(
    _ strings: [String],
    _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
  ) -> Result {
    var pointers = strings.map { strdup($0) }
    pointers.append(nil)
    defer { for pointer in pointers { free(pointer) } }
    return body(pointers)
  }
}
