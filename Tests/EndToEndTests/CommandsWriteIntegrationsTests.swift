import Foundation
import RiskAPI
import SimulatedAPI
import Testing

/// `integrations create`, `enable`, `disable`, `update` and `delete`, where they do not ask.
struct CommandsWriteIntegrationsTests {
  @Test func `a toggle sends all three fields`() async throws {
    try await WrittenAccount.serve { account in
      let integration = await account.integrations()[0]
      let run = try await ztriage("integrations disable \(integration.id) --yes", account)

      #expect(run.status == 0, "\(run.errors)")
      #expect(await account.writes() == ["PUT integrations/\(integration.id)"])
      #expect(
        await account.bodies() == [
          json(integration.tenantURL, isActive: false, integration.referenceID)
        ]
      )
      #expect(try run.object().text("outcome") == "updated")
      #expect(try run.object()["active"] == .bool(false))
      #expect(await account.integrations()[0].isActive == false)

      let back = try await ztriage("integrations enable \(integration.id) --yes", account)
      #expect(back.status == 0)
      #expect(await account.integrations()[0] == integration)
    }
  }

  @Test func `an update changes what is named and keeps the rest`() async throws {
    try await WrittenAccount.serve { account in
      let integration = await account.integrations()[1]
      let arguments = "integrations update \(integration.id) --tenant-url https://new.okta.com"
      let wanted = json("https://new.okta.com", isActive: false, integration.referenceID)

      let dry = try await ztriage("\(arguments) --dry-run", account)
      #expect(dry.status == 0, "\(dry.errors)")
      #expect(try dry.objects().map { $0["body"] } == [wanted])
      #expect(await account.writes().isEmpty)

      let run = try await ztriage("\(arguments) --yes", account)
      #expect(run.status == 0, "\(run.errors)")
      #expect(await account.bodies() == [wanted])
    }
  }

  @Test func `a delete is sent once and looked at`() async throws {
    try await WrittenAccount.serve { account in
      let ids = await account.integrations().map(\.id)
      let dry = try await ztriage("integrations delete \(ids[0]) --dry-run", account)
      #expect(try dry.objects().map { $0.text("method") } == ["DELETE"])
      #expect(await account.writes().isEmpty)

      let run = try await ztriage("integrations delete \(ids[0]) --yes", account)
      #expect(run.status == 0, "\(run.errors)")
      #expect(await account.writes() == ["DELETE integrations/\(ids[0])"])
      #expect(await account.calls().last == "GET integrations")
      #expect(try run.object().text("outcome") == "deleted")
      #expect(await account.integrations().map(\.id) == [ids[1]])
    }
  }

  @Test func `an integration that is not there ends with 66`() async throws {
    try await WrittenAccount.serve { account in
      for command in ["enable", "disable", "delete", "update --reference-id x"] {
        let run = try await ztriage(
          "integrations \(command) 00000000-0000-4000-8000-000000000000 --yes",
          account
        )
        #expect(run.status == 66, "\(run.errors)")
        expectOneLine(run)
      }
      #expect(await account.writes().isEmpty)
    }
  }

  @Test func `a create is one POST; paused, it is then turned off`() async throws {
    try await WrittenAccount.serve { account in
      let run = try await ztriage(
        "integrations create --tenant-url https://new.okta.com --reference-id soc-1 --paused --yes",
        account
      )

      #expect(run.status == 0, "\(run.errors)")
      #expect(run.errors.isEmpty)
      let made = try #require(await account.integrations().last)
      #expect(await account.writes() == ["POST integrations", "PUT integrations/\(made.id)"])
      #expect(
        await account.bodies() == [
          .object([
            "integration_type": .string("Okta"), "reference_id": .string("soc-1"),
            "tenant_url": .string("https://new.okta.com"),
          ]),
          json("https://new.okta.com", isActive: false, "soc-1"),
        ]
      )
      #expect(!made.isActive)
      #expect(try run.object().text("outcome") == "created")
      #expect(try run.object().text("id") == made.id)
      #expect(try run.object()["active"] == .bool(false))
    }
  }

  @Test func `a create's dry run shows both requests, and a twin is warned about`() async throws {
    try await WrittenAccount.serve { account in
      let dry = try await ztriage(
        "integrations create --tenant-url https://acme.okta.com --paused --dry-run",
        account
      )
      #expect(dry.status == 0, "\(dry.errors)")
      #expect(dry.errors.contains("this tenant already has an integration"))
      let requests = try dry.objects()
      #expect(requests.map { $0.text("method") } == ["POST", "PUT"])
      #expect(requests[1].text("path")?.hasSuffix("/integrations/INTEGRATION_ID") == true)
      #expect(
        requests[1]["body"] == json("https://acme.okta.com", isActive: false, "REFERENCE_ID")
      )
      #expect(await account.writes().isEmpty)

      let run = try await ztriage(
        "integrations create --tenant-url https://acme.okta.com --yes",
        account
      )
      #expect(run.status == 0)
      #expect(run.errors.contains("with one more, everything is sent twice"))
      #expect(await account.writes() == ["POST integrations"])
    }
  }

  @Test func `a token without the write permission ends with 77`() async throws {
    let options = SimulationOptions(users: 3, permissions: [.piiRead, .read])
    try await WrittenAccount.serve(options) { account in
      let id = await account.integrations()[0].id
      for (arguments, outcome) in [
        ("integrations disable \(id)", "not updated"), ("integrations delete \(id)", "not deleted"),
        ("integrations create --tenant-url https://new.okta.com", "not created"),
      ] {
        let run = try await ztriage("\(arguments) --yes", account)
        #expect(run.status == 77, "\(run.errors)")
        expectOneLine(run)
        #expect(run.errors.contains("Zero Trust Write"))
        #expect(try run.object().text("outcome") == outcome)
      }
      #expect(await account.writes().count == 3)
    }
  }

  // MARK: Fixtures

  private func ztriage(_ arguments: String, _ account: WrittenAccount) async throws -> Binary.Run {
    try await Binary.shell("\"$0\" \(arguments)", environment: account.environment)
  }

  private func json(_ tenantURL: String, isActive: Bool, _ referenceID: String) -> JSONValue {
    .object([
      "active": .bool(isActive), "reference_id": .string(referenceID),
      "tenant_url": .string(tenantURL),
    ])
  }
}
