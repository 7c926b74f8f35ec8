import CPseudoTerminal

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// A terminal whose other end is the test.
final class PseudoTerminal {
  /// The test's end.
  private(set) var master: Int32
  /// The program's end.
  let slave: Int32

  init(columns: Int = 80, rows: Int = 24) throws(PseudoTerminalError) {
    var master: Int32 = -1
    var slave: Int32 = -1
    guard zt_open_terminal(&master, &slave, Int32(columns), Int32(rows)) == 0 else {
      throw PseudoTerminalError()
    }
    self.master = master
    self.slave = slave
  }

  deinit {
    close(slave)
    if master >= 0 { close(master) }
  }

  func resize(columns: Int, rows: Int) {
    var size = winsize()
    size.ws_col = UInt16(columns)
    size.ws_row = UInt16(rows)
    _ = ioctl(master, UInt(TIOCSWINSZ), &size)
  }

  func type(_ text: String) {
    let bytes = Array(text.utf8)
    _ = write(master, bytes, bytes.count)
  }

  /// Returns when what was sent fills the terminal, and nobody reads it.
  ///
  /// The system tells nobody that a terminal is full, only how much waits in it: it is full when that
  /// grows no more, for which it has to be looked at twice. A look too early finds it growing.
  func waitUntilFull() {
    var waiting: Int32 = 0
    var before: Int32 = -1
    while waiting < 4_000 || waiting != before {
      before = waiting
      usleep(20_000)
      _ = ioctl(master, UInt(FIONREAD), &waiting)
    }
  }

  /// Returns once the program's end knows: a process that another test is just starting has a copy of
  /// the test's end until it runs its own program.
  func hangUp() {
    if master >= 0 { close(master) }
    master = -1
    var request = pollfd(fd: slave, events: 0, revents: 0)
    while request.revents & Int16(POLLHUP) == 0, poll(&request, 1, 180_000) > 0 {}
  }

  /// What has been sent already.
  func output() -> String {
    read(until: nil, milliseconds: 0)
  }

  /// Reads until some text has come; what came, after three minutes of silence at the latest.
  func output(until text: String) -> String {
    read(until: text, milliseconds: 180_000)
  }

  /// Whether the line is edited and echoed by the system, as a shell wants it.
  var isCooked: Bool {
    var modes = termios()
    tcgetattr(slave, &modes)
    return modes.c_lflag & tcflag_t(ICANON) != 0 && modes.c_lflag & tcflag_t(ECHO) != 0
  }

  /// Waits in poll(2) for a program on the other end, which no clock of the test moves; it returns with
  /// the first byte.
  private func read(until text: String?, milliseconds: Int32) -> String {
    var bytes: [UInt8] = []
    let wanted = text.map { Array($0.utf8) }
    var request = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
    while poll(&request, 1, milliseconds) > 0 {
      var buffer = [UInt8](repeating: 0, count: 65_536)
      let count = readBytes(master, &buffer, buffer.count)
      guard count > 0 else { break }
      bytes += buffer.prefix(count)
      if let wanted, bytes.contains(wanted) { break }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// The system has no pseudo-terminal left.
struct PseudoTerminalError: Error {}

private func readBytes(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer, _ count: Int) -> Int
{
  read(descriptor, buffer, count)
}
