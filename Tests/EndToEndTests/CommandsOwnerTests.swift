import Foundation
import HTTPTypes
import RiskAPI
import SimulatedAPI
import TestSupport
import Testing

/// Two servers may have accounts of one id, and a journal is never used for another one's.
@Suite struct CommandsOwnerTests {
  @Test func `another server's account of the same id touches nothing of this one`() async throws {
    var known: UserID?
    let kept = try await KeptAccount.serve(users: 30) { known = try await $0.user("high").id }
    let user = try #require(known).rawValue
    let before = try await kept.run("users history \(user) --format json")
    #expect(before.status == 0)

    // A staging server with other users, and the same account id.
    let other = try await SimulatedServer.start(SimulationOptions(users: 5, seed: 99))
    let staging = Kept(home: kept.home, baseURL: other.baseURL)
    let run = try await Binary.shell("\"$0\" users list", environment: staging.environment)
    await other.stop()

    #expect(run.status == 0, "\(run.errors)")
    #expect(kept.journal != staging.journal)
    #expect(try await kept.run("users history \(user) --format json").output == before.output)
    #expect(try await staging.run("users history \(user)").status == 66)
  }

  @Test func `a journal of another server is refused for reading and for writing`() async throws {
    let kept = try await KeptAccount.serve { try await $0.look() }
    let other = try await SimulatedServer.start(SimulationOptions(users: 5, seed: 99))
    let staging = Kept(home: kept.home, baseURL: other.baseURL)
    let folder = URL(filePath: staging.journal).deletingLastPathComponent().path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: kept.journal, toPath: staging.journal)
    let user = try await Listing.of(other.api).users[0].user_id

    for command in [
      "users reset \(user) --reason remediated --yes", "users list --since 1h",
      "users history \(user)", "audit list",
    ] {
      let run = try await Binary.shell("\"$0\" \(command)", environment: staging.environment)
      #expect(run.status == 78, "\(command): \(run.errors)")
      #expect(run.errors.contains("it belongs to the account"), "\(command): \(run.errors)")
    }
    #expect(await other.api.received.count { $0.method == .post } == 0)
    let list = try await Binary.shell("\"$0\" users list", environment: staging.environment)
    #expect(list.status == 0)
    await other.stop()
    #expect(try await kept.run("audit verify").status == 0)
  }
}
