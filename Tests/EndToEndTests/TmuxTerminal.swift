import Foundation
import TestSupport

/// A real terminal with a shell in it: tmux, on a server of its own.
struct Tmux {
  /// The folder that the shell starts in, which is also its home and holds all that is written.
  let folder: TemporaryFolder
  /// The server's socket and what tmux says, away from what the program writes.
  private let replies: TemporaryFolder

  /// Opens the terminal; the shell in it knows the program by its name.
  static func start(
    columns: Int = 120,
    rows: Int = 36,
    environment: [String: String] = [:],
    folder: TemporaryFolder? = nil
  ) async throws -> Tmux {
    let folder = try folder ?? TemporaryFolder()
    let tmux = Tmux(folder: folder, replies: try TemporaryFolder())
    let programs = URL(filePath: Binary.path).deletingLastPathComponent().path
    // The server keeps the environment of whoever starts it for everything in it.
    let settings = [
      "HOME": folder.path, "TMPDIR": folder.path, "PATH": "\(programs):\(searchPath)",
      "XDG_CONFIG_HOME": "\(folder.path)/config", "XDG_CACHE_HOME": "\(folder.path)/cache",
      "XDG_STATE_HOME": "\(folder.path)/state", "PS1": "shell> ",
      "USER": "analyst",
    ]
    .merging(environment) { $1 }
    try await tmux.command(
      [
        "-f", "/dev/null", "start-server", ";",
        "set-option", "-g", "default-terminal", "tmux-256color", ";",
        "set-option", "-g", "default-shell", "/bin/sh", ";",
        "set-option", "-g", "set-clipboard", "on", ";",
        "set-option", "-g", "status", "off", ";",
        "new-session", "-d", "-x", "\(columns)", "-y", "\(rows)", "-c", folder.path, "/bin/sh",
      ],
      settings
    )
    return tmux
  }

  private static var searchPath: String {
    ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
  }

  // MARK: Keys

  /// Presses keys by their tmux names, such as `j`, `Enter`, `C-z`.
  func press(_ keys: String...) async throws {
    try await command(["send-keys"] + keys)
  }

  /// Presses the keys that open a question, and those that answer it once it is on the screen.
  func ask(_ keys: String..., answer: String...) async throws {
    try await command(["send-keys"] + keys)
    try await screen("a question") { $0.contains("[ Cancel ]") || $0.contains("[ Stay ]") }
    try await command(["send-keys"] + answer)
  }

  /// Types a line of the shell, and Enter.
  func enter(_ line: String) async throws {
    try await type(line)
    try await press("Enter")
  }

  /// Types text, a key each character.
  func type(_ text: String) async throws {
    try await command(["send-keys", "-l", text])
  }

  /// Pastes, in brackets where the program asked for them.
  func paste(_ text: String) async throws {
    try await command(["set-buffer", text])
    try await command(["paste-buffer", "-p", "-d"])
  }

  // MARK: Screens

  /// The screen as soon as it is as wanted.
  ///
  /// - Throws: ``ScreenTimeout`` with the last screen when it never is.
  @discardableResult
  func screen(
    _ wanted: String,
    where condition: (Screen) -> Bool
  ) async throws -> Screen {
    var last = Screen(text: "")
    try await until {
      // A frame may be half on the screen when it first has what counts.
      let before = last
      last = try await screen()
      return condition(last) && condition(before)
    } orThrow: {
      ScreenTimeout(wanted: wanted, screen: last)
    }
    return last
  }

  /// The screen as soon as all the texts stand on it.
  @discardableResult
  func shows(_ texts: String...) async throws -> Screen {
    try await screen("\(texts)") { screen in texts.allSatisfy(screen.contains) }
  }

  /// The screen as soon as the text is gone from it.
  @discardableResult
  func hides(_ text: String) async throws -> Screen {
    try await screen("nothing of '\(text)'") { !$0.contains(text) }
  }

  /// The screen as it is now; `isStyled` keeps the sequences of colors and attributes.
  func screen(isStyled: Bool = false) async throws -> Screen {
    Screen(text: try await command(["capture-pane", "-p"] + (isStyled ? ["-e"] : [])))
  }

  func resize(columns: Int, rows: Int) async throws {
    try await command(["resize-window", "-x", "\(columns)", "-y", "\(rows)"])
  }

  /// A variable of tmux, such as `alternate_on`.
  func variable(_ name: String) async throws -> String {
    try await command(["display-message", "-p", "#{\(name)}"])
      .trimmingCharacters(in: .newlines)
  }

  /// What programs put into the clipboard; nil for nothing.
  func clipboard() async throws -> String? {
    let buffers = try await command(["list-buffers"])
    return buffers.isEmpty ? nil : try await command(["show-buffer"])
  }

  // MARK: The end

  /// Closes the window under the program, as a person closes a terminal.
  func closeWindow() async throws {
    try await command(["kill-pane"])
  }

  func kill() async {
    _ = try? await command(["kill-server"])
  }

  @discardableResult
  func command(
    _ arguments: [String],
    _ environment: [String: String] = [:]
  ) async throws -> String {
    let number = UUID().uuidString
    let (output, errors) = ("output-\(number)", "errors-\(number)")
    let client = try Spawn.start(
      "tmux",
      ["-S", "\(replies.path)/t"] + arguments,
      ["PATH": Self.searchPath, "LC_ALL": "C.UTF-8", "TZ": "UTC"]
        .merging(environment) { $1 },
      .files(output: "\(replies.path)/\(output)", errors: "\(replies.path)/\(errors)")
    )
    guard await Spawn.wait(for: client) == 0 else {
      throw TmuxFailure(command: arguments, words: try replies.text(errors))
    }
    return try replies.text(output)
  }
}

/// What a terminal shows.
struct Screen: Equatable {
  let text: String

  var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }

  /// The left half up to the names, which no passing minute changes.
  var withoutTimes: [Substring] { lines.dropFirst().map { $0.prefix(42) } }

  func contains(_ part: String) -> Bool { text.contains(part) }

  /// Whether one line holds all the texts.
  func hasLine(_ texts: String...) -> Bool {
    lines.contains { line in texts.allSatisfy { line.contains($0) } }
  }
}

/// A screen that never came.
struct ScreenTimeout: Error, CustomStringConvertible {
  let wanted: String
  let screen: Screen

  var description: String { "the screen never showed \(wanted), but:\n\(screen.text)" }
}

/// A command that tmux refused.
struct TmuxFailure: Error, CustomStringConvertible {
  let command: [String]
  let words: String

  var description: String { "tmux \(command.first ?? ""): \(words)" }
}

/// Looks again and again until it is so; the end is generous, for a machine that is busy.
func until(
  _ condition: () async throws -> Bool,
  orThrow error: () -> any Error
) async throws {
  let deadline = ContinuousClock.now + .seconds(180)
  while try await !condition() {
    guard ContinuousClock.now < deadline else { throw error() }
    try await Task.sleep(for: .milliseconds(15))
  }
}
