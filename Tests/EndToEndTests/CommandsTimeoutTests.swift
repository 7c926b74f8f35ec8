import Foundation
import HTTPTypes
import SimulatedAPI
import TestSupport
import Testing

/// Commands end by themselves, whatever they wait for, and say what they wait for.
@Suite(.timeLimit(.minutes(5)))
struct CommandsTimeoutTests {
  @Test(arguments: ["0s", "30", "soon", "-1s", "25h"])
  func `a limit that is none ends with 64`(text: String) async throws {
    let run = try await Binary.run("users", "list", "--timeout=\(text)")

    #expect(run.status == 64)
    expectOneLine(run)
    #expect(run.errors.contains("such as 500ms, 30s, 2m or 1h"), "\(run.errors)")
  }

  @Test func `an account that never answers ends with 69`() async throws {
    let held = HeldReplies { _ in true }
    try await WrittenAccount.serve(held.account(users: 3)) { account in
      let run = try await Binary.run(
        "users",
        "list",
        "--timeout",
        "400ms",
        environment: account.environment
      )
      held.release()

      #expect(run.status == 69)
      #expect(
        run.errors
          == "ztriage: no answer from the account within 400ms; "
          + "try again, or allow more with --timeout\n"
      )
    }
  }

  @Test func `a pause that does not fit ends with 75 at once`() async throws {
    let server = try RawServer(
      .reply(
        "429 Too Many Requests",
        headers: ["retry-after: 45"],
        body: #"{"success":false,"errors":[{"code":971,"message":"wait"}],"result":null}"#
      )
    )
    let run = try await Binary.run(
      "users",
      "list",
      "--timeout",
      "40s",
      environment: account(at: server.baseURL)
    )

    #expect(run.status == 75)
    expectOneLine(run)
    #expect(run.errors.contains("try again in 45 s"), "\(run.errors)")
  }

  @Test func `a token command that hangs ends with 78`() async throws {
    let folder = try TemporaryFolder()
    _ = try folder.file(
      "config.yaml",
      """
      default_profile: lab
      profiles:
        lab:
          account_id: lab
          base_url: http://127.0.0.1:1/client/v4
          token_command: [sleep, "600"]
      """
    )
    let run = try await Binary.run(
      "users",
      "list",
      "--timeout",
      "300ms",
      "--config",
      folder.path + "/config.yaml"
    )

    #expect(run.status == 78)
    expectOneLine(run)
    #expect(run.errors.contains("token_command \"sleep\" did not end within "), "\(run.errors)")
  }

  @Test func `a wait is told on standard error while it lasts`() async throws {
    let held = HeldReplies { _ in true }
    try await WrittenAccount.serve(held.account(users: 3)) { account in
      let asked = try AskedCommand("users list", account.environment)
      // How many seconds are left depends on how busy the machine is.
      try await asked.shows("waiting for the account to answer, at most ")
      held.release()

      #expect(try await asked.run().status == 0)
    }
  }
}
