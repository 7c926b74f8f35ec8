import Foundation
import TestSupport
import Testing

struct CommandsSimulateTests {
  @Test(arguments: ["INT", "TERM"])
  func `it tells where it serves, and ends cleanly by a signal`(signal: String) async throws {
    let run = try await Binary.shell(
      """
      mkfifo "$HOME/pipe"
      "$0" simulate --port 0 --users 3 > "$HOME/pipe" &
      read line < "$HOME/pipe"
      echo "$line"
      export CLOUDFLARE_BASE_URL="${line#listening on }" CLOUDFLARE_API_TOKEN=t
      "$0" users list --account any --format ndjson | grep -c user_id
      kill -\(signal) $!
      wait $!
      echo "status $?"
      """
    )

    let lines = run.output.split(separator: "\n")
    #expect(lines.count == 3, "\(run.output)\(run.errors)")
    #expect(
      lines.first?.wholeMatch(of: /listening on http:\/\/127\.0\.0\.1:\d+\/client\/v4/) != nil
    )
    #expect(lines.dropFirst() == ["3", "status 0"])
    #expect(run.errors.isEmpty)
  }

  @Test func `the same seed serves the same account, another seed another`() async throws {
    func emails(_ seed: Int) async throws -> String {
      try await serving("--users 5 --seed \(seed)", "users list --format csv | cut -d, -f1-4")
    }

    let first = try await emails(1)
    #expect(try await emails(1) == first)
    #expect(try await emails(2) != first)
  }

  @Test func `a token can be the only one, and ids can be made up`() async throws {
    #expect(
      try await serving("--token other", "users list 2>&1; echo $?").hasSuffix("\n77\n")
    )
    #expect(
      try await serving("--any-id", "integrations find made-up --format ndjson")
        .contains("\"reference_id\":\"made-up\"")
    )
  }

  @Test func `a port in use ends with 69 and one line`() async throws {
    let server = try RawServer(.reply("200 OK", body: ""))
    let port = try #require(URL(string: server.baseURL)?.port)
    let run = try await Binary.run("simulate", "--port", "\(port)")

    #expect(run.status == 69)
    expectOneLine(run)
    #expect(run.errors.contains("port \(port) on 127.0.0.1 is in use"))
  }

  /// Runs a command of the program against `ztriage simulate` with options.
  private func serving(_ options: String, _ command: String) async throws -> String {
    try await Binary.shell(
      """
      mkfifo "$HOME/pipe"
      "$0" simulate --port 0 \(options) > "$HOME/pipe" &
      read line < "$HOME/pipe"
      export CLOUDFLARE_BASE_URL="${line#listening on }" CLOUDFLARE_API_TOKEN=t
      export CLOUDFLARE_ACCOUNT_ID=any
      "$0" \(command)
      kill $!
      wait $!
      """
    ).output
  }
}
