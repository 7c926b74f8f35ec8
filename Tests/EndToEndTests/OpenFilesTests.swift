import Foundation
import SimulatedAPI
import TestSupport
import Testing

/// Few open files are allowed.
struct OpenFilesTests {
  /// With so many there are enough, some that the runner leaves open included.
  private static let enough = 80

  @Test func `a command works or says why it cannot, whatever the limit`() async throws {
    let server = try await SimulatedServer.start(SimulationOptions(users: 5))
    let environment = account(at: server.baseURL)
    do {
      for limit in Array(3...40) + [Self.enough] {
        let run = try await Binary.shell(
          "ulimit -n \(limit); exec \"$0\" users list --format csv",
          environment: environment
        )
        if limit >= Self.enough {
          #expect(run.status == 0, "\(limit): \(run.errors)")
        } else if run.status == 127 {
          // The system cannot even load the program's libraries.
          #expect(limit == 3)
        } else {
          #expect(run.status == 71, "\(limit): \(run.errors)")
          #expect(run.errors.hasPrefix("ztriage: too few open files are allowed: "))
          #expect(run.errors.hasSuffix("; raise the limit, such as with 'ulimit -n 256'\n"))
        }
      }
    } catch {
      await server.stop()
      throw error
    }
    await server.stop()
  }

  @Test func `so does the dashboard`() async throws {
    let server = try await SimulatedServer.start(SimulationOptions(users: 5))
    do {
      for limit in Array(3...40) + [Self.enough] {
        let pair = try TerminalPair(
          columns: 80,
          rows: 24,
          program: "/bin/sh",
          arguments: ["-c", "ulimit -n \(limit); exec \"\(Binary.path)\""],
          environment: account(at: server.baseURL),
          folder: try TemporaryFolder()
        )
        let isEnough = limit >= Self.enough
        try await until {
          pair.text().contains(isEnough ? "HIGH" : "rror")
            || pair.text().contains("too few open files")
        } orThrow: {
          ScreenTimeout(wanted: "an end with \(limit)", screen: Screen(text: pair.text()))
        }
        let status = await pair.end(by: isEnough ? SIGTERM : 0)
        #expect(status == (isEnough ? 143 : limit == 3 ? 127 : 71), "\(limit): \(pair.text())")
      }
    } catch {
      await server.stop()
      throw error
    }
    await server.stop()
  }

  @Test func `a limit that may be raised is raised`() async throws {
    let run = try await Binary.shell(
      "ulimit -S -n 10; exec \"$0\" cache info --account 0123456789abcdef0123456789abcdef --format json"
    )
    #expect(run.status == 0, "\(run.errors)")
  }

  @Test func `what needs no files answers with few`() async throws {
    for arguments in ["--version", "--help", "completions bash"] {
      let run = try await Binary.shell("ulimit -n 8; exec \"$0\" \(arguments)")
      #expect(run.status == 0, "\(run.errors)")
    }
  }
}
