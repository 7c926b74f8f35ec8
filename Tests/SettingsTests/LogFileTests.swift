import Foundation
import Logging
import RiskAPI
import TerminalUI
import TestSupport
import Testing

@testable import Settings

struct LogFileTests {
  @Test func `file and folder are their owner's alone, whatever they were before`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/state/ztriage/ztriage.log"
    try FileManager.default.createDirectory(
      atPath: folder.path + "/state/ztriage",
      withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o755]
    )
    try Data("old\n".utf8).write(to: URL(filePath: path))
    #expect(chmod(path, 0o666) == 0)

    let log = try #require(LogFile(path: path))
    log.write("new")

    #expect(try mode(of: path) == 0o600)
    #expect(try mode(of: folder.path + "/state/ztriage") == 0o700)
    #expect(try text(of: path) == "old\nnew\n")
  }

  @Test func `a record is one line, whatever it holds`() throws {
    let folder = try TemporaryFolder()
    let file = try #require(LogFile(path: folder.path + "/a.log"))
    var logger = Logger(label: "test") { label in
      FileLogHandler(label: label, file: file, now: { Date(timeIntervalSince1970: 0) })
    }
    logger[metadataKey: "b"] = "2"
    logger.warning("one\ntwo \u{1B}[2J", metadata: ["a": "x\r\ny"])
    logger.debug("below the level")

    #expect(
      try text(of: file.path)
        == "1970-01-01T00:00:00.000Z warning test: one two \u{FFFD}[2J a=x  y b=2\n"
    )
  }

  @Test func `a hidden text is never written`() throws {
    let folder = try TemporaryFolder()
    let file = try #require(LogFile(path: folder.path + "/a.log"))
    file.hide(["s3cret", ""])
    file.write("token s3cret and s3cret again")

    #expect(try text(of: file.path) == "token (hidden) and (hidden) again\n")
  }

  @Test func `a full file moves aside, and one older is kept`() throws {
    let folder = try TemporaryFolder()
    let file = try #require(LogFile(path: folder.path + "/a.log", limit: 10))
    for line in 1...3 { file.write("line \(line) ...") }

    #expect(try text(of: file.path) == "line 3 ...\n")
    #expect(try text(of: file.path + ".1") == "line 2 ...\n")
    #expect(try mode(of: file.path) == 0o600)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 2)
  }

  @Test func `two processes rotate once`() throws {
    let folder = try TemporaryFolder()
    let first = try #require(LogFile(path: folder.path + "/a.log", limit: 10))
    let second = try #require(LogFile(path: folder.path + "/a.log", limit: 10))
    first.write("from the first")
    first.write("again from it")
    second.write("from the second")

    #expect(try text(of: first.path + ".1") == "from the first\n")
    #expect(try text(of: first.path) == "again from it\nfrom the second\n")
  }

  @Test func `a log that cannot be opened is none`() throws {
    let folder = try TemporaryFolder()
    try folder.write("file", "", mode: 0o600)
    #expect(symlink("/dev/null", folder.path + "/link") == 0)

    #expect(LogFile(path: folder.path + "/file/a.log") == nil)
    #expect(LogFile(path: folder.path + "/link") == nil)
    #expect(LogFile(path: folder.path) == nil)
  }

  private func mode(of path: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    return try #require(attributes[.posixPermissions] as? NSNumber).intValue
  }

  private func text(of path: String) throws -> String {
    try String(contentsOfFile: path, encoding: .utf8)
  }
}

struct PathsTests {
  @Test func `the specification's defaults hold`() {
    let paths = Paths(environment: ["HOME": "/home/me"])

    #expect(paths.configFile == "/home/me/.config/ztriage/config.yaml")
    #expect(paths.themes == "/home/me/.config/ztriage/themes")
    #expect(paths.cache == "/home/me/.cache/ztriage")
    #expect(paths.logFile == "/home/me/.local/state/ztriage/ztriage.log")
  }

  @Test func `a variable is followed unless it is empty or relative`() {
    let paths = Paths(environment: [
      "HOME": "/home/me", "XDG_CONFIG_HOME": "/c/", "XDG_CACHE_HOME": "", "XDG_STATE_HOME": "s",
    ])

    #expect(paths.config == "/c/ztriage")
    #expect(paths.cache == "/home/me/.cache/ztriage")
    #expect(paths.state == "/home/me/.local/state/ztriage")
  }

  @Test(arguments: [
    ("https://api.cloudflare.com/client/v4", "0f"), ("https://API.Cloudflare.com.:443/v4", "0f"),
    ("https://api.cloudflare.com:8443", "api.cloudflare.com_8443/0f"),
    ("https://staging.example/v4", "staging.example_443/0f"),
    ("http://127.0.0.1:8080", "127.0.0.1_8080/0f"), ("http://[::1]:8080", "%3A%3A1_8080/0f"),
  ])
  func `each server has folders of its own, Cloudflare's the plain one`(
    url: String,
    folder: String
  ) throws {
    let paths = Paths(environment: ["HOME": "/home/me"])
    let account = AccountAddress(baseURL: try BaseURL(url), accountID: "0f")

    #expect(paths.stateFolder(of: account) == "/home/me/.local/state/ztriage/\(folder)")
    #expect(paths.cacheFolder(of: account) == "/home/me/.cache/ztriage/\(folder)")
  }

  @Test func `an account's id is no way out of its folder`() throws {
    let paths = Paths(environment: ["HOME": "/home/me"])
    let server = AccountAddress.standardServer

    for (id, name) in [("a/b", "a%2Fb"), ("..", "%2E%2E"), ("a%b", "a%25b")] {
      let account = AccountAddress(server: server, accountID: id)
      #expect(paths.stateFolder(of: account) == "/home/me/.local/state/ztriage/\(name)")
    }
  }
}
