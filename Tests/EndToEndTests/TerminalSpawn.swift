import CPlatform
import Foundation

/// Starts programs that leave others running behind them, or that need a terminal.
///
/// Foundation's `Process` takes a program for running as long as any of its descendants does.
struct Spawn {
  /// Where the three standard descriptors lead.
  enum Descriptors {
    /// To a terminal, which becomes the program's own.
    case terminal(path: String)
    /// From nothing, to files.
    case files(output: String, errors: String)
  }

  /// Starts a program with nothing else open; the caller waits for it.
  static func start(
    _ program: String,
    _ arguments: [String],
    _ environment: [String: String],
    _ descriptors: Descriptors
  ) throws -> pid_t {
    #if canImport(Darwin)
    var actions: posix_spawn_file_actions_t?
    var attributes: posix_spawnattr_t?
    #else
    var actions = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    // The leader of a new session takes the first terminal that it opens as its own.
    #if canImport(Darwin)
    let newSession = Int16(POSIX_SPAWN_SETSID)
    #else
    // POSIX_SPAWN_SETSID, which the headers show to those alone who define _GNU_SOURCE.
    let newSession: Int16 = 0x80
    #endif
    // Signals as a login shell has them: threads of a pool start with most of them blocked, which a
    // program keeps, and then tmux never hears that it shall end.
    var none = sigset_t()
    var all = sigset_t()
    sigemptyset(&none)
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    let signals = Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF)
    posix_spawnattr_setflags(&attributes, newSession | signals)
    switch descriptors {
    case .terminal(let path):
      posix_spawn_file_actions_addopen(&actions, 0, path, O_RDWR, 0)
      posix_spawn_file_actions_adddup2(&actions, 0, 1)
      posix_spawn_file_actions_adddup2(&actions, 0, 2)
    case .files(let output, let errors):
      posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
      let flags = O_WRONLY | O_CREAT | O_TRUNC
      posix_spawn_file_actions_addopen(&actions, 1, output, flags, 0o600)
      posix_spawn_file_actions_addopen(&actions, 2, errors, flags, 0o600)
    }
    let isReady = zt_spawn_nothing_else(&actions, &attributes)
    guard isReady == 0 else { throw POSIXError(POSIXErrorCode(rawValue: isReady) ?? .EINVAL) }

    var process = pid_t()
    let result = withStrings([program] + arguments) { arguments in
      withStrings(environment.map { "\($0)=\($1)" }) { variables in
        posix_spawnp(&process, program, &actions, &attributes, arguments, variables)
      }
    }
    guard result == 0 else { throw POSIXError(POSIXErrorCode(rawValue: result) ?? .EINVAL) }
    return process
  }

  /// Waits for a program to end, on a thread of its own; its exit code, or 128 and the signal.
  static func wait(for process: pid_t) async -> Int32 {
    await withCheckedContinuation { continuation in
      Thread.detachNewThread {
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        let signal = status & 0x7F
        continuation.resume(returning: signal == 0 ? status >> 8 & 0xFF : 128 + signal)
      }
    }
  }

  private static func withStrings<Value>(
    _ strings: [String],
    _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Value
  ) -> Value {
    var pointers = strings.map { strdup($0) } + [nil]
    defer { for pointer in pointers { free(pointer) } }
    return body(&pointers)
  }
}
