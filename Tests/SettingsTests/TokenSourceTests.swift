import Foundation
import TestSupport
import Testing

@testable import Settings

struct TokenCommandTests {
  @Test func `the last line break alone is cut off`() throws {
    #expect(try run("printf", "abc\\n") == "abc")
    #expect(try run("printf", "abc\\r\\n") == "abc")
    #expect(try run("printf", "abc\\n\\n") == "abc\n")
    #expect(try run("printf", "abc") == "abc")
  }

  @Test func `no shell stands between`() throws {
    #expect(try run("printf", "%s", "$HOME;`id`") == "$HOME;`id`")
  }

  @Test func `a failure names program and code, never what it printed`() {
    let error = refusal("sh", "-c", "echo s3cret; echo s3cret >&2; exit 3")

    #expect(error?.problem == "token_command \"sh\" ended with code 3")
    #expect(error.map { "\($0)".contains("s3cret") } == false)
  }

  @Test func `a program that is missing or ended by a signal is told`() {
    #expect(refusal("/nonexistent/program")?.problem.contains("/nonexistent/program") == true)
    #expect(refusal("sh", "-c", "kill -TERM $$")?.problem.contains("ended by signal 15") == true)
  }

  @Test func `a program that does not end is ended`() {
    let error = refusal("sleep", "3600", timeout: .milliseconds(100))
    #expect(error?.problem.contains("did not end within") == true)
  }

  @Test func `a program that closes its output and stays is ended`() {
    let error = refusal("sh", "-c", "exec >&-; exec sleep 3600", timeout: .milliseconds(200))
    #expect(error?.problem.contains("did not end within") == true)
  }

  @Test func `somebody who keeps the output open does not hold it up`() throws {
    #expect(try run("sh", "-c", "printf abc; sleep 200 2>/dev/null & exit 0") == "abc")
  }

  @Test func `nothing that is open here is open there`() throws {
    let null = open("/dev/null", O_RDONLY)
    let inherited = fcntl(null, F_DUPFD, 500)
    defer { for descriptor in [null, inherited] { close(descriptor) } }
    try #require(inherited >= 500)
    let look = "if [ -e /dev/fd/\(inherited) ]; then echo open; else echo closed; fi"
    #expect(try run("sh", "-c", look) == "closed")
  }

  @Test func `output without end is refused`() {
    #expect(refusal("yes")?.problem.contains("printed more than a token") == true)
  }

  private func run(_ command: String...) throws -> String {
    try TokenCommand.run(command, timeout: .seconds(180))
  }

  private func refusal(
    _ command: String...,
    timeout: Duration = .seconds(180)
  ) -> SettingsError? {
    #expect(throws: SettingsError.self) { try TokenCommand.run(command, timeout: timeout) }
  }
}

struct TokenFileTests {
  @Test func `a file for its owner alone is read`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("token", "abc\n", mode: 0o600)

    #expect(try TokenFile.read(path) == "abc")
    try folder.write("token", "abc", mode: 0o400)
    #expect(try TokenFile.read(path) == "abc")
  }

  @Test(arguments: [0o640, 0o604, 0o620, 0o660, 0o644, 0o601])
  func `a file that others may use is refused`(mode: Int) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("token", "s3cret", mode: mode)

    let error = #expect(throws: SettingsError.self) { try TokenFile.read(path) }
    #expect(
      error?.what == "\(path): others may read this token (mode 0\(String(mode, radix: 8)))"
    )
    #expect(error?.fix == "run: chmod 600 \(path)")
  }

  @Test func `what is no plain file is refused`() throws {
    let folder = try TemporaryFolder()
    let pipe = folder.path + "/pipe"
    #expect(mkfifo(pipe, 0o600) == 0)

    for path in [folder.path, pipe] {
      let error = #expect(throws: SettingsError.self) { try TokenFile.read(path) }
      #expect(error?.problem == "not a regular file")
    }
    let absent = #expect(throws: SettingsError.self) { try TokenFile.read(folder.path + "/none") }
    #expect(absent?.problem == "no such token file")
  }
}
