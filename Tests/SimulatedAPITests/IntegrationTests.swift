import Foundation
import RiskAPI
import Testing

@testable import SimulatedAPI

@Suite struct IntegrationTests {
  @Test func `a new account has one integration on and one off`() async throws {
    let listed = try await TestAccount().get("/integrations").result.items()
    #expect(listed.map { $0["active"] } == [.bool(true), .bool(false)])
    #expect(try listed[0].text("account_tag") == SimulatedAPI.accountID)
    #expect(try listed[0].text("integration_type") == "Okta")
    #expect(try listed[0].text("well_known_url").hasSuffix(listed[0].text("id")))
    #expect(try listed.map { try $0.text("created_at").contains(".") } == [true, false])
  }

  @Test func `a created integration is on, whatever the body says, and has a reference`()
    async throws
  {
    let account = TestAccount()
    let made = try await account.post(
      "/integrations",
      body(["tenant_url": "https://new.okta.com"], active: false)
    ).result
    #expect(made["active"] == .bool(true))
    #expect(UUIDFormat.matches(try made.text("reference_id")))
    #expect(try made.text("created_at") == "2026-11-21T12:00:00.000Z")
    #expect(try await account.get("/integrations").result.items().last == made)
    #expect(try await account.get("/integrations/" + made.text("id")).result == made)
  }

  @Test func `an integration is found by any reference, percent-encoded`() async throws {
    let account = TestAccount()
    let made = try await account.post(
      "/integrations",
      body(["tenant_url": "https://new.okta.com", "reference_id": "a b/ç?"])
    ).result
    #expect(
      try await account.get("/integrations/reference_id/a%20b%2F%C3%A7%3F").result == made
    )
    #expect(try await account.get("/integrations/reference_id/nothing").status == 404)
  }

  @Test func `an update overwrites all three settings`() async throws {
    let account = TestAccount()
    let old = try await account.get("/integrations").result.items()[0]
    let path = try "/integrations/" + old.text("id")
    let new = try await account.put(
      path,
      body(["tenant_url": "https://b.okta.com", "reference_id": "mine"], active: false)
    ).result
    #expect(try new.text("tenant_url") == "https://b.okta.com")
    #expect(try new.text("reference_id") == "mine")
    #expect(new["active"] == .bool(false))
    #expect(new["created_at"] == old["created_at"] && new["id"] == old["id"])
    #expect(try await account.get(path).result == new)
  }

  @Test func `an update without a reference loses it`() async throws {
    let account = TestAccount()
    let old = try await account.get("/integrations").result.items()[0]
    let new = try await account.put(
      "/integrations/" + old.text("id"),
      body(["tenant_url": "https://b.okta.com"], active: true)
    ).result
    #expect(new["reference_id"] != old["reference_id"])
  }

  @Test func `a deleted integration is gone`() async throws {
    let account = TestAccount()
    let path =
      try await "/integrations/" + account.get("/integrations").result.items()[0].text("id")
    #expect(try await account.delete(path).result == .null)
    #expect(try await account.get("/integrations").result.items().count == 1)
    #expect(try await account.get(path).status == 404)
    #expect(try await account.delete(path).status == 404)
    #expect(
      try await account.put(path, body(["tenant_url": "https://b.okta.com"], active: true)).status
        == 404
    )
  }

  @Test(arguments: [
    (["tenant_url": "http://acme.okta.com"], "/tenant_url"),
    (["tenant_url": "acme"], "/tenant_url"),
    (["tenant_url": "https://"], "/tenant_url"), ([:], "/tenant_url"),
    (["tenant_url": "https://a.okta.com", "integration_type": "Other"], "/integration_type"),
  ])
  func `a wrong create is 422 and says where`(members: [String: String], pointer: String)
    async throws
  {
    let reply = try await TestAccount().post("/integrations", body(members))
    #expect(reply.status == 422)
    #expect(try reply.pointer == pointer)
  }

  @Test func `a wrong update is 422 and says where`() async throws {
    let account = TestAccount()
    let path =
      try await "/integrations/" + account.get("/integrations").result.items()[0].text("id")
    #expect(try await account.put(path, body(["tenant_url": "https://a.b"])).pointer == "/active")
    #expect(try await account.put(path, body([:], active: true)).pointer == "/tenant_url")
    let numbered = JSONValue.object([
      "tenant_url": .string("https://a.b"), "active": .bool(true), "reference_id": .integer(1),
    ])
    #expect(try await account.put(path, numbered).pointer == "/reference_id")
  }

  @Test func `unknown ids are made up where that is asked for, again after a delete`() async throws
  {
    let account = TestAccount { $0.makesUpUnknownIDs = true }
    let path = "/integrations/182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e"
    for _ in 1...2 {
      #expect(try await account.get(path).status == 200)
      #expect(try await account.delete(path).status == 200)
    }
    #expect(
      try await account.get("/integrations/reference_id/reference_id").result.text("reference_id")
        == "reference_id"
    )
    #expect(try await account.get("/integrations/nothing").status == 400)
  }
}

// MARK: Fixtures

private func body(_ members: [String: String], active: Bool? = nil) -> JSONValue {
  var object = members.mapValues(JSONValue.string)
  object["integration_type"] = object["integration_type"] ?? .string("Okta")
  object["active"] = active.map(JSONValue.bool)
  return .object(object)
}
