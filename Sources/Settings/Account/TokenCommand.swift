internal import CPlatform
import Foundation

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Runs the program that prints a token.
///
/// No shell stands between, standard error is kept off the screen, and no error repeats anything
/// that the program printed, because it may be the token.
enum TokenCommand {
  /// Runs the command and gives what it printed, less the last line break.
  ///
  /// A program that takes longer than `timeout` is ended.
  static func run(_ command: [String], timeout: Duration) throws(SettingsError) -> String {
    let program = command.first ?? ""
    let deadline = ContinuousClock.now + timeout
    let (child, output) = try start(command)
    defer { close(output) }
    var bytes: [UInt8] = []
    var status: Int32?
    var isOpen = true
    while status == nil || isOpen {
      guard ContinuousClock.now < deadline else {
        end(child, status)
        throw failure(program, "did not end within \(timeout.words)")
      }
      // A child that ends closes the pipe and wakes this at once; the 20 ms are for one that
      // closes its output first, or leaves it to somebody that outlives it.
      if isOpen, wait(for: output, milliseconds: 20) { isOpen = drain(output, into: &bytes) }
      guard bytes.count <= 16_384 else {
        end(child, status)
        throw failure(program, "printed more than a token")
      }
      if status == nil {
        status = reap(child)
        if status == nil, !isOpen { _ = wait(for: -1, milliseconds: 5) }
      } else if isOpen, !wait(for: output, milliseconds: 0) {
        isOpen = false
      }
    }
    try check(status ?? 0, program)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw failure(program, "did not print text")
    }
    return withoutLastNewline(text)
  }

  /// The text less one line break at its end.
  static func withoutLastNewline(_ text: String) -> String {
    // "\r\n" is one Character.
    text.last?.isNewline == true ? String(text.dropLast()) : text
  }

  private static func start(_ command: [String]) throws(SettingsError) -> (pid_t, Int32) {
    let program = command.first ?? ""
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw failure(program, "could not be started") }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    #if canImport(Darwin)
    var actions: posix_spawn_file_actions_t?
    #else
    var actions = posix_spawn_file_actions_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    let arguments = cStrings(command)
    let environment = cStrings(ProcessInfo.processInfo.environment.map { "\($0)=\($1)" })
    defer { for string in arguments + environment { free(string) } }
    var attributes = defaultSignals()
    defer { posix_spawnattr_destroy(&attributes) }
    var child: pid_t = 0
    var result = zt_spawn_nothing_else(&actions, &attributes)
    if result == 0 {
      result = posix_spawnp(&child, program, &actions, &attributes, arguments, environment)
    }
    close(ends[1])
    guard result == 0 else {
      close(ends[0])
      throw failure(program, "could not be started: \(String(cString: strerror(result)))")
    }
    return (child, ends[0])
  }

  /// Signals as a program expects them: what is ignored here would stay ignored there.
  private static func defaultSignals() -> posix_spawnattr_t {
    #if canImport(Darwin)
    var attributes: posix_spawnattr_t?
    #else
    var attributes = posix_spawnattr_t()
    #endif
    posix_spawnattr_init(&attributes)
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    for number in [SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGPIPE] { sigaddset(&signals, number) }
    posix_spawnattr_setsigdefault(&attributes, &signals)
    let flags = Int32(POSIX_SPAWN_SETSIGDEF) | Int32(POSIX_SPAWN_SETSIGMASK)
    posix_spawnattr_setflags(&attributes, Int16(flags))
    return attributes
  }

  /// Copies to be freed, with the nil at the end that C wants.
  private static func cStrings(_ texts: [String]) -> [UnsafeMutablePointer<CChar>?] {
    texts.map { strdup($0) } + [nil]
  }

  private static func wait(for descriptor: Int32, milliseconds: Int32) -> Bool {
    var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&request, 1, milliseconds) > 0
  }

  /// Reads once; false at the end.
  private static func drain(_ descriptor: Int32, into bytes: inout [UInt8]) -> Bool {
    var chunk = [UInt8](repeating: 0, count: 4_096)
    let count = chunk.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
    if count < 0 { return errno == EINTR }
    bytes.append(contentsOf: chunk.prefix(max(0, count)))
    return count > 0
  }

  private static func reap(_ child: pid_t) -> Int32? {
    var status: Int32 = 0
    return waitpid(child, &status, WNOHANG) == child ? status : nil
  }

  private static func end(_ child: pid_t, _ status: Int32?) {
    guard status == nil else { return }
    kill(child, SIGKILL)
    var ignored: Int32 = 0
    waitpid(child, &ignored, 0)
  }

  private static func check(_ status: Int32, _ program: String) throws(SettingsError) {
    // The macros WIFEXITED and its kin do not import.
    let signal = status & 0x7F
    if signal != 0 { throw failure(program, "was ended by signal \(signal)") }
    let code = (status >> 8) & 0xFF
    // What posix_spawnp leaves to the child when the program cannot be executed.
    if code == 127 { throw failure(program, "ended with code 127: not found") }
    if code != 0 { throw failure(program, "ended with code \(code)") }
  }

  private static func failure(_ program: String, _ what: String) -> SettingsError {
    SettingsError("token_command \"\(program)\" \(what)", fix: "run it by hand to see why")
  }
}

extension Duration {
  /// `10 s`, or `500 ms` where it is less than a second.
  fileprivate var words: String {
    let (seconds, attoseconds) = components
    return seconds > 0 ? "\(seconds) s" : "\(max(0, attoseconds) / 1_000_000_000_000_000) ms"
  }
}
