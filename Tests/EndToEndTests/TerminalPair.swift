import Foundation
import Synchronization
import TestSupport

/// The program on a terminal of which the test is the other end, so that each byte can be counted.
final class TerminalPair: Sendable {
  let process: pid_t
  private let descriptor: Int32
  private let received = Mutex<[UInt8]>([])
  private let isAtEnd = Mutex(false)
  private let isReading = Mutex(true)

  /// Starts the program, or another one, on a terminal of that size.
  init(
    columns: UInt16,
    rows: UInt16,
    program: String = Binary.path,
    arguments: [String] = [],
    environment: [String: String],
    folder: TemporaryFolder
  ) throws {
    var main: Int32 = -1
    var side: Int32 = -1
    var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    // Tests start programs at once: ttyname(3) has one name for all threads.
    var name = [CChar](repeating: 0, count: 128)
    guard openpty(&main, &side, nil, nil, &size) == 0, ttyname_r(side, &name, name.count) == 0
    else { throw POSIXError(.ENXIO) }
    // Open until the program has opened it by its name: it would hang up in between.
    defer { close(side) }
    _ = fcntl(main, F_SETFD, FD_CLOEXEC)
    _ = fcntl(side, F_SETFD, FD_CLOEXEC)
    descriptor = main
    process = try Spawn.start(
      program,
      arguments,
      [
        "HOME": folder.path, "TMPDIR": folder.path, "PATH": "/usr/bin:/bin", "TZ": "UTC",
        "LC_ALL": "C.UTF-8", "TERM": "xterm-256color", "XDG_CONFIG_HOME": "\(folder.path)/config",
        "XDG_CACHE_HOME": "\(folder.path)/cache", "XDG_STATE_HOME": "\(folder.path)/state",
      ]
      .merging(environment) { $1 },
      .terminal(
        path: String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
      )
    )
    Thread.detachNewThread { [self] in read() }
  }

  // Not when the program's end is seen: a key typed after it would go to who has the number by then.
  deinit { close(descriptor) }

  /// Bytes that came so far.
  var count: Int { received.withLock(\.count) }

  /// What came after the first bytes.
  func text(after count: Int = 0) -> String {
    received.withLock { String(decoding: $0.dropFirst(count), as: UTF8.self) }
  }

  func type(_ text: String) {
    let bytes = Array(text.utf8)
    _ = write(descriptor, bytes, bytes.count)
  }

  /// Takes nothing any more, and returns once the terminal is full of what the program sends.
  func stopReading() async throws {
    isReading.withLock { $0 = false }
    // Each has the whole screen drawn.
    type(String(repeating: "\u{0C}", count: 2_000))
    var waiting: Int32 = 0
    var before: Int32 = -1
    try await until {
      before = waiting
      _ = ioctl(descriptor, UInt(FIONREAD), &waiting)
      return waiting >= 4_000 && waiting == before
    } orThrow: {
      POSIXError(.ETIMEDOUT)
    }
  }

  /// Waits for the program to end while nobody reads, then reads what is left.
  func endUnread(by signal: Int32) async -> Int32 {
    kill(process, signal)
    let status = await Spawn.wait(for: process)
    isReading.withLock { $0 = true }
    return status
  }

  /// Returns when no byte has come for the time.
  func quiet(for time: Duration) async throws {
    var last = count
    var since = ContinuousClock.now
    try await until {
      if count != last {
        last = count
        since = .now
      }
      return since.duration(to: .now) >= time
    } orThrow: {
      POSIXError(.ETIMEDOUT)
    }
  }

  /// Ends the program, waits for it, and tells its status.
  @discardableResult
  func end(by signal: Int32 = SIGTERM) async -> Int32 {
    kill(process, signal)
    let status = await Spawn.wait(for: process)
    // Its last bytes may still be on their way.
    try? await until {
      isAtEnd.withLock { $0 }
    } orThrow: {
      POSIXError(.ETIMEDOUT)
    }
    return status
  }

  // MARK: Below

  private func read() {
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      // A thread of its own, which read(2) holds otherwise: nobody waits for it, and what it finds a few
      // milliseconds late was late in the terminal's buffer, where it was to be.
      guard isReading.withLock({ $0 }) else {
        usleep(5_000)
        continue
      }
      let count = Foundation.read(descriptor, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      // EIO: the program has ended and nobody else holds the terminal.
      guard count > 0 else { break }
      received.withLock { $0 += chunk.prefix(count) }
    }
    isAtEnd.withLock { $0 = true }
  }
}
