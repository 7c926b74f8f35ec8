import CursesTerminal
import Dispatch
import TerminalUI

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// A program with nothing but a screen, for tests that end it in ways no test could survive.
///
/// The first row tells the size, the second what was reported last; a list of names follows, in
/// which `j` and `k` move a mark. `q` quits; `T`, `S` and `O` crash by a trap, a bad address and an
/// endless recursion; `E` writes to standard error; `Ctrl-Z` suspends; `Ctrl-L` repaints.
@main
@MainActor
struct Probe {
  static func main() {
    do throws(TerminalError) {
      let screen = try CursesScreen(
        theme: theme,
        environment: environment,
        takesMouse: getenv("PROBE_MOUSE") != nil
      )
      if let log = environment["PROBE_LOG"] {
        let descriptor = open(log, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        screen.redirectStandardError(to: descriptor)
      }
      let probe = Running(screen: screen)
      screen.onEvents = { probe.handle($0) }
      screen.onReady = { probe.draw() }
      probe.draw()
      screen.start()
      dispatchMain()
    } catch {
      say("probe: \(error.description)\n")
      exit(64)
    }
  }

  private static var environment: [String: String] {
    var result: [String: String] = [:]
    for name in ["TERM", "NO_COLOR", "ESCDELAY", "SSH_TTY", "TMUX", "PROBE_LOG"] {
      if let value = getenv(name) { result[name] = String(cString: value) }
    }
    return result
  }

  private static let theme = Theme(
    name: "probe",
    appearances: [
      .text: Appearance(),
      .focusBorder: Appearance(foreground: ThemeColor(basic: 12, extended: 75)),
      .riskHigh: Appearance(
        foreground: ThemeColor(basic: 9, extended: 203),
        attributes: .bold
      ),
      .selection: Appearance(attributes: .bold),
    ]
  )
}

/// What the probe knows.
@MainActor
private final class Running {
  private let screen: CursesScreen
  private var selected = 0
  private var report: SafeText = "started"

  init(screen: CursesScreen) {
    self.screen = screen
    if let notice = screen.notice { report = notice }
  }

  func handle(_ events: [InputEvent]) {
    for event in events { handle(event) }
    draw()
  }

  func draw() {
    var frame = Frame(screen.size)
    frame.write(
      "size \(screen.size.columns)x\(screen.size.rows) bytes",
      row: 0,
      column: 0,
      style: Style(.riskHigh)
    )
    frame.write(report, row: 1, column: 0)
    frame.fill(
      Rect(row: 2, column: 0, width: frame.width, height: 1),
      "─",
      style: Style(.focusBorder)
    )
    let names: [SafeText] = ["Dana Reyes", "李 小龙", "Zoë Müller", "Kenji Watanabe", "Ana Souza"]
    for (index, name) in names.enumerated() {
      let isSelected = index == selected
      frame.write(isSelected ? "▌" : " ", row: 3 + index, column: 1, style: Style(.focusBorder))
      frame.write(
        name,
        row: 3 + index,
        column: 3,
        style: Style(isSelected ? .selection : .text)
      )
    }
    screen.present(frame)
  }

  private func handle(_ event: InputEvent) {
    switch event {
    case .key(let key): press(key)
    case .paste(let text): report = "paste \(text.utf8.count): \(SafeText(text, limit: 30))"
    case .mouse(let mouse):
      let place = mouse.position
      report = "mouse \(place.column),\(place.row)"
    case .resized(let size): report = "resized \(size.columns)x\(size.rows)"
    case .resumed: report = "resumed"
    case .ended(.signal(let number)):
      screen.close()
      exit(128 + number)
    case .ended(.hangup):
      screen.close()
      exit(129)
    }
  }

  private func press(_ key: Key) {
    report = "key \(key.name)"
    switch key {
    case "j": selected = min(selected + 1, 4)
    case "k": selected = max(selected - 1, 0)
    case "q":
      screen.close()
      exit(0)
    case "T": trap()
    case "S": raise(SIGSEGV)
    case "O": print(recurse(1))
    case "E": say("a line of a library\n")
    case "y": report = screen.copy("Zoë") ? "copied" : "not copied"
    case .control("z"): screen.suspend()
    case .control("l"): screen.repaint()
    default: break
    }
  }

  private func trap() {
    let empty: [Int] = []
    print(empty[selected])
  }

  private func recurse(_ depth: Int) -> Int {
    withUnsafeTemporaryAllocation(of: Int.self, capacity: 1_024) { buffer in
      buffer.initialize(repeating: depth)
      return recurse(depth + 1) + buffer[depth % 1_024]
    }
  }
}

/// Standard error without the `FILE` that Swift 6 refuses as shared state.
private func say(_ line: String) {
  let bytes = Array(line.utf8)
  _ = write(STDERR_FILENO, bytes, bytes.count)
}
