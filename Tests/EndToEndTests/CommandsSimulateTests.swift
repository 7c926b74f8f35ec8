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

  @Test(arguments: [("", "0"), ("--quirk drops-events", "1")])
  func `the account acts as its quirk says`(options: String, empty: String) async throws {
    let output = try await serving(
      "--users 5 \(options)",
      #"""
      users list --format ndjson > "$HOME/users"
      user=$(sed -n 's/.*"user_id":"\([^"]*\)".*/\1/p' "$HOME/users" | head -n 1)
      "$0" users reset "$user" --reason other --yes > /dev/null; echo $?
      "$0" users show "$user" --format ndjson | grep -c '"events":\[\]'
      """#
    )
    #expect(output == "0\n\(empty)\n")
  }

  @Test(arguments: [(1, "0\n"), (100, "75\n")])
  func `a write is looked for as long as reads lag`(reads: Int, status: String) async throws {
    let end = try await serving(
      "--users 3 --lagging-reads \(reads)",
      #"""
      integrations list --format ndjson > "$HOME/list"
      id=$(sed -n 's/.*"id":"\([^"]*\)".*"active":true.*/\1/p' "$HOME/list")
      "$0" integrations disable "$id" --yes > /dev/null 2>&1; echo $?
      """#
    )
    #expect(end == status)
  }

  @Test(arguments: ["--quirk hops", "--lagging-reads 101", "--lagging-reads=-1"])
  func `a way that no account has is wrong usage`(options: String) async throws {
    let run = try await Binary.shell("\"$0\" simulate --port 0 \(options)")
    #expect(run.status == 64)
    #expect(run.output.isEmpty)
    #expect(run.errors.contains("drops-events") || run.errors.contains("0 to 100"))
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
