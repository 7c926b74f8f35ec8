import Foundation
import HTTPTypes
import RiskAPI
import SimulatedAPI
import SmallDisk
import TestSupport
import Testing

/// Commands on files of the store that cannot be used.
@Suite(.enabled(if: SmallDisk.isAvailable, "needs the right to mount a file system"))
struct CommandsStoreTests {
  @Test(arguments: StoreTrouble.allCases)
  func `without a journal every write is 73, and what only reads goes on`(
    trouble: StoreTrouble
  ) async throws {
    let home = try TroubledHome(.journal)
    try await withAccount { server, environment in
      let environment = environment.merging(home.variables) { $1 }
      try await TmuxStoreTests.resetSomebody(server, environment)
      let user = try #require(try await Listing.of(server.api).users.first)
      let integration = try #require(await server.api.edit { $0.integrations.first?.id })
      let behavior = try #require(await server.api.edit { $0.behaviors.keys.min() })
      try home.make(trouble)
      await server.api.forgetReceived()

      for write in [
        "users reset \(user.user_id) --reason other", "behaviors set \(behavior) --level low",
        "integrations disable \(integration)", "integrations delete \(integration)",
        "integrations create --tenant-url https://new.okta.com",
      ] {
        let run = try await Binary.shell("\"$0\" \(write) --yes", environment: environment)
        #expect(run.status == 73, "\(write)")
        #expect(run.output.isEmpty, "\(write)")
        #expect(run.errorLines.count == 1, "\(run.errors)")
        #expect(run.errors.contains(trouble.words), "\(run.errors)")
      }
      let list = try await Binary.run("users", "list", environment: environment)
      #expect(list.status == 0)
      #expect(try list.objects().count == 29)
      #expect(await server.api.received.allSatisfy { $0.method == .get })

      guard trouble != .corrupt else { return }
      try home.end(trouble)
      try await TmuxStoreTests.expectSound(environment, lines: 2)
    }
  }

  @Test(arguments: StoreTrouble.allCases)
  func `without a cache a write is done, with one line that says what is wrong`(
    trouble: StoreTrouble
  ) async throws {
    let home = try TroubledHome(.cache)
    try await withAccount { server, environment in
      let environment = environment.merging(home.variables) { $1 }
      try await TmuxStoreTests.resetSomebody(server, environment)
      try home.make(trouble)
      let user = try #require(try await Listing.of(server.api).users.first)

      let run = try await Binary.shell(
        "\"$0\" users reset \(user.user_id) --reason other --yes",
        environment: environment
      )
      #expect(run.status == 0, "\(run.errors)")
      #expect(run.errorLines.count == 1, "\(run.errors)")
      #expect(run.errors.contains(trouble.words), "\(run.errors)")
      try await TmuxStoreTests.expectSound(environment, lines: 4)
    }
  }

  @Test(arguments: [0o000, 0o077])
  func `files are their owner's alone after a session with errors, and hold no credential`(
    mask: Int
  ) async throws {
    let folder = try TemporaryFolder()
    try await withAccount { server, environment in
      let home = ["state", "cache", "config"].reduce(into: [:]) { variables, name in
        variables["XDG_\(name.uppercased())_HOME"] = "\(folder.path)/\(name)"
      }
      let variables = environment.merging(home) { $1 }
      // Those that were there before, open to all.
      for name in ["state", "cache"] {
        let path = accountFolder("\(folder.path)/\(name)", at: server.baseURL)
        try FileManager.default.createDirectory(
          atPath: path,
          withIntermediateDirectories: true,
          attributes: [.posixPermissions: 0o777]
        )
      }
      try await withTerminal(environment: variables, folder: folder) { terminal in
        let dashboard = RunningDashboard(terminal: terminal, api: server.api)
        try await terminal.enter("umask \(String(mask, radix: 8))")
        try await dashboard.open()
        try await terminal.shows("of 30", " events, ")
        try await terminal.ask("R", answer: "2", "y")
        try await terminal.shows("of 29")
        try await terminal.press("4", "l")
        try await terminal.shows("1 unsaved")
        // With the files of a running session beside the databases.
        try Self.expectPrivate(folder)
        try await terminal.ask("q", answer: "y")
        try await terminal.shows("ended 0")
        try await terminal.enter("clear; ztriage users show nobody@example.com; echo \"ended $?\"")
        try await terminal.shows("ended 66")
      }
      // An account that takes another token only.
      let other = try await SimulatedServer.start(SimulationOptions(users: 5, token: "other"))
      var refused = variables
      refused["CLOUDFLARE_BASE_URL"] = other.baseURL
      for command in ["users list", "users reset \(Self.missing) --reason other --yes"] {
        let run = try await Binary.shell(
          "umask \(String(mask, radix: 8)); \"$0\" \(command)",
          environment: refused
        )
        #expect(run.status == 77, "\(run.errors)")
        #expect(!run.errors.contains("s3cret-token"))
      }
      await other.stop()
      try Self.expectPrivate(folder)
    }
  }

  private static let missing = "00000000-0000-4000-8000-000000000001"

  private static func expectPrivate(_ folder: TemporaryFolder) throws {
    var count = 0
    for root in ["\(folder.path)/state/ztriage", "\(folder.path)/cache/ztriage"] {
      for name in try FileManager.default.subpathsOfDirectory(atPath: root) {
        let path = "\(root)/\(name)"
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        let mode = (attributes[.posixPermissions] as? Int ?? 0) & 0o777
        let isFolder = attributes[.type] as? FileAttributeType == .typeDirectory
        #expect(mode == (isFolder ? 0o700 : 0o600), "\(path)")
        guard !isFolder else { continue }
        count += 1
        let data = try Data(contentsOf: URL(filePath: path))
        #expect(data.range(of: Data("s3cret-token".utf8)) == nil, "\(path)")
      }
    }
    #expect(count >= 4)
  }
}
