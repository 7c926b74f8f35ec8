import Foundation
import HTTPTypes
import RiskAPI
import Testing

struct PlannedRequestTests {
  let client: APIClient
  let base = "/accounts/\(Fixture.account)/zt_risk_scoring"

  init() throws { client = try Fixture.client() }

  @Test func `each operation has its method and path`() throws {
    let settings = IntegrationSettings(
      tenantURL: "https://a.okta.com",
      isActive: true,
      referenceID: "r"
    )
    let setting = BehaviorSetting(isEnabled: true, riskLevel: .high)
    let user = Fixture.user.rawValue
    let id = Fixture.integration
    let plans: [(PlannedRequest, HTTPRequest.Method, String)] = [
      (try client.plannedSummary(), .get, "/summary"),
      (try client.plannedUserRisk(Fixture.user), .get, "/\(user)"),
      (try client.plannedReset(Fixture.user), .post, "/\(user)/reset"),
      (try client.plannedBehaviors(), .get, "/behaviors"),
      (try client.plannedUpdateBehaviors(["imp_travel": setting]), .put, "/behaviors"),
      (try client.plannedIntegrations(), .get, "/integrations"),
      (try client.plannedIntegration(id: id), .get, "/integrations/\(id)"),
      (try client.plannedIntegration(referenceID: "r"), .get, "/integrations/reference_id/r"),
      (
        try client.plannedCreateIntegration(tenantURL: "https://a.okta.com"), .post,
        "/integrations"
      ),
      (
        try client.plannedUpdateIntegration(id: id, settings: settings), .put,
        "/integrations/\(id)"
      ),
      (try client.plannedDeleteIntegration(id: id), .delete, "/integrations/\(id)"),
    ]
    for (plan, method, path) in plans {
      #expect(plan.method == method)
      #expect(plan.path == base + path)
    }
    #expect(Set(plans.map(\.0.operation)) == Set(APIOperation.allCases))
  }

  @Test func `bodies hold what the API wants and nothing else`() throws {
    let settings = IntegrationSettings(
      tenantURL: "https://a.okta.com",
      isActive: false,
      referenceID: ""
    )
    let update = try client.plannedUpdateIntegration(id: "i", settings: settings)
    #expect(
      update.text == #"{"active":false,"reference_id":"","tenant_url":"https://a.okta.com"}"#
    )
    let create = try client.plannedCreateIntegration(tenantURL: "https://a.okta.com")
    #expect(create.text == #"{"integration_type":"Okta","tenant_url":"https://a.okta.com"}"#)
    let named = try client.plannedCreateIntegration(
      tenantURL: "https://a.okta.com",
      referenceID: "r"
    )
    #expect(named.text?.contains(#""reference_id":"r""#) == true)
    let behaviors = try client.plannedUpdateBehaviors([
      "b": BehaviorSetting(isEnabled: false, riskLevel: .other("extreme")),
      "a": BehaviorSetting(isEnabled: true, riskLevel: .low),
    ])
    #expect(
      behaviors.text == """
        {"behaviors":{"a":{"enabled":true,"risk_level":"low"},\
        "b":{"enabled":false,"risk_level":"extreme"}}}
        """
    )
    #expect(try client.plannedReset(Fixture.user).body == nil)
  }

  @Test(arguments: [
    ("a/b", "a%2Fb"), ("a b?c#d", "a%20b%3Fc%23d"), ("%2e%2e", "%252e%252e"), ("…", "%E2%80%A6"),
    ("...", "..."), ("A-z_0.9~", "A-z_0.9~"), ("a\nb", "a%0Ab"),
  ])
  func `path values are encoded but for unreserved characters`(value: String, path: String) throws {
    #expect(
      try client.plannedIntegration(referenceID: value).path.hasSuffix("/reference_id/" + path)
    )
    #expect(try client.plannedDeleteIntegration(id: value).path.hasSuffix("/integrations/" + path))
  }

  @Test(arguments: ["", ".", ".."])
  func `path values that would name something else are refused`(value: String) {
    #expect(throws: APIError.self) { try client.plannedIntegration(referenceID: value) }
    #expect(throws: APIError.self) { try client.plannedDeleteIntegration(id: value) }
  }

  @Test(arguments: ["summary", "behaviors", "", "..", "7f3c1a52-9d4e-4b6f-8a21-5c0d9e8f7a6", "foo"])
  func `a user id that is no UUID is refused before anything is sent`(id: String) async throws {
    let bench = try ClientHarness()
    await #expect(throws: APIError.invalidRequest("a user id is a UUID, which this is not")) {
      try await bench.client.userDetail(UserID(id))
    }
    await #expect(throws: APIError.self) { try await bench.client.resetUser(UserID(id)) }
    #expect(bench.transport.requests.isEmpty)
  }

  @Test(arguments: ["null", "[]", #"{"id":7}"#])
  func `a planned write is sent as it stands, whatever the reply's result is`(
    result: String
  ) async throws {
    let bench = try ClientHarness(Fixture.success(result))
    let plan = try bench.client.plannedCreateIntegration(
      tenantURL: "https://a.okta.com",
      referenceID: "r"
    )
    #expect(try await bench.client.send(plan).ray == Fixture.ray)
    let sent = bench.transport.requests
    #expect(sent.map(\.method) == [plan.method])
    #expect(sent.map(\.path) == [plan.path])
    #expect(sent.map(\.body) == [plan.body])
  }

  @Test func `a planned write whose reply was lost is sent once and unknown`() async throws {
    let bench = try ClientHarness(.failure(.lost("reset")))
    let plan = try bench.client.plannedReset(Fixture.user)
    await #expect(throws: APIError.outcomeUnknown(nil, "reset")) {
      try await bench.client.send(plan)
    }
    #expect(bench.transport.requests.count == 1)
  }

  @Test(arguments: ["", ".", "..", "a/b", "a\u{0}", "a\nb"])
  func `an account id that is none is refused`(id: String) throws {
    #expect(!APIClient.isPlausibleAccountID(id))
    let client = try Fixture.client(account: id)
    #expect(throws: APIError.self) { try client.plannedSummary() }
  }

  @Test func `an odd account id is encoded`() throws {
    #expect(APIClient.isPlausibleAccountID("account_id"))
    let plan = try Fixture.client(account: "a b").plannedSummary()
    #expect(plan.path == "/accounts/a%20b/zt_risk_scoring/summary")
  }

  @Test func `writes that would lose something are refused`() {
    #expect(throws: APIError.self) { try client.plannedUpdateBehaviors([:]) }
    let unknown = BehaviorSetting(isEnabled: true, riskLevel: RiskLevel(""))
    #expect(throws: APIError.invalidRequest("the behavior “x” has no level; choose one first")) {
      try client.plannedUpdateBehaviors(["x": unknown])
    }
    let settings = IntegrationSettings(tenantURL: "", isActive: true, referenceID: "r")
    #expect(throws: APIError.self) {
      try client.plannedUpdateIntegration(id: "i", settings: settings)
    }
    #expect(throws: APIError.self) { try client.plannedCreateIntegration(tenantURL: "") }
  }
}

extension Fixture {
  /// A client that is never to send.
  fileprivate static func client(account: String = Fixture.account) throws -> APIClient {
    APIClient(
      accountID: account,
      credentials: .token(try APIToken(Fixture.token)),
      transport: ScriptedTransport([])
    )
  }
}

extension PlannedRequest {
  fileprivate var text: String? { body.map { String(decoding: $0, as: UTF8.self) } }
}
