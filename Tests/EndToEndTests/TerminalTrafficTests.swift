import Foundation
import SimulatedAPI
import TestSupport
import Testing

/// What the program sends to the terminal, byte by byte.
@Suite(.serialized)
struct TerminalTrafficTests {
  @Test func `idle, it sends no byte and does not wake up`() async throws {
    try await withPair(columns: 120, rows: 36) { pair in
      try await inOneMinute {
        let bytes = pair.count
        let before = try Activity.of(pair.process)
        let start = ContinuousClock.now
        try await until {
          start.duration(to: .now) >= .seconds(3)
        } orThrow: {
          POSIXError(.ETIMEDOUT)
        }
        let after = try Activity.of(pair.process)
        let seconds = Int(start.duration(to: .now).components.seconds)
        return {
          #expect(pair.count == bytes, "\(pair.text(after: bytes))")
          #expect(after.written == before.written)
          #expect(after.mainWakeUps == before.mainWakeUps)
          // On Linux libdispatch looks at its own pools once a second, and lets idle threads go;
          // neither can be turned off. Beyond that nothing may stir.
          #expect(after.wakeUps - before.wakeUps <= 2 + 2 * seconds)
        }
      }
    }
  }

  @Test func `cursor down at 80×24 sends at most 200 bytes`() async throws {
    try await withPair(columns: 80, rows: 24) { pair in
      // Two steps: the first may leave the cursor somewhere dearer.
      for _ in 1...2 {
        try await inOneMinute {
          let bytes = pair.count
          pair.type("j")
          try await until {
            pair.text(after: bytes).contains("▌")
          } orThrow: {
            POSIXError(.ETIMEDOUT)
          }
          try await pair.quiet(for: .milliseconds(500))
          let sent = pair.text(after: bytes)
          return { #expect(sent.utf8.count <= 200, "\(sent.debugDescription)") }
        }
      }
    }
  }

  @Test func `brackets around pastes and the alternate screen go on and off in pairs`() async throws
  {
    try await withPair(columns: 80, rows: 24) { pair in
      pair.type("q")
      let status = await pair.end(by: 0)
      #expect(status == 0)
      let text = pair.text()
      for (on, off) in [("\u{1B}[?1049h", "\u{1B}[?1049l"), ("\u{1B}[?2004h", "\u{1B}[?2004l")] {
        #expect(text.ranges(of: on).count == 1)
        #expect(text.ranges(of: off).count == 1)
      }
      #expect(text.ranges(of: "\u{1B}[?2026h").count == text.ranges(of: "\u{1B}[?2026l").count)
      // Questions to the terminal would be answered into the keys.
      #expect(text.firstMatch(of: /\u{1B}\[[?>]?[0-9;]*[cn]|\u{1B}\]1[01];\?/) == nil)
    }
  }

  // MARK: Fixtures

  /// Runs the dashboard until everything stands on the screen, without a background refresh.
  private func withPair(
    columns: UInt16,
    rows: UInt16,
    _ body: (TerminalPair) async throws -> Void
  ) async throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: "\(folder.path)/config/ztriage",
      withIntermediateDirectories: true
    )
    _ = try folder.file("config/ztriage/config.yaml", "refresh: off\n")
    let server = try await SimulatedServer.start(SimulationOptions(users: 30))
    let pair = try TerminalPair(
      columns: columns,
      rows: rows,
      environment: account(at: server.baseURL),
      folder: folder
    )
    do {
      // Summary, behaviors, integrations; where there is room, the first user's events follow.
      try await until {
        await server.api.received.count >= 3 && pair.text().contains("of 30")
      } orThrow: {
        ScreenTimeout(wanted: "all of the account", screen: Screen(text: pair.text()))
      }
      try await pair.quiet(for: .seconds(1))
      try await body(pair)
      await pair.end(by: SIGKILL)
    } catch {
      await pair.end(by: SIGKILL)
      await server.stop()
      throw error
    }
    await server.stop()
  }

  /// Measures until no minute began meanwhile, and checks that measure alone: relative times change
  /// with the minute, and rightly.
  private func inOneMinute(_ measure: () async throws -> (() -> Void)) async throws {
    var check: (() -> Void)?
    try await until {
      // What a minute changes is painted soon after it began.
      guard Date().timeIntervalSince1970.truncatingRemainder(dividingBy: 60) > 3 else {
        return false
      }
      let minute = Int(Date().timeIntervalSince1970 / 60)
      let measured = try await measure()
      guard Int(Date().timeIntervalSince1970 / 60) == minute else { return false }
      check = measured
      return true
    } orThrow: {
      POSIXError(.ETIMEDOUT)
    }
    check?()
  }
}

/// What a process has done so far, as the kernel counts it.
private struct Activity: Equatable {
  /// Bytes of all write calls.
  var written = 0
  /// Times that the thread of keys and paint waited and was woken.
  var mainWakeUps = 0
  /// Times that any thread was; those that ended count no more.
  var wakeUps = 0

  static func of(_ process: pid_t) throws -> Activity {
    var activity = Activity()
    #if os(Linux)
    activity.written = try number("wchar:", in: "/proc/\(process)/io")
    for thread in try FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/task") {
      let count = try number(
        "voluntary_ctxt_switches:",
        in: "/proc/\(process)/task/\(thread)/status"
      )
      activity.wakeUps += count
      if thread == "\(process)" { activity.mainWakeUps = count }
    }
    #endif
    return activity
  }

  private static func number(_ name: String, in path: String) throws -> Int {
    let text = String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
    let line = text.split(separator: "\n").first { $0.hasPrefix(name) }
    return line?.split(whereSeparator: \.isWhitespace).last.flatMap { Int($0) } ?? -1
  }
}
