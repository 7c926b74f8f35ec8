import Foundation
import HTTPTypes
import RiskAPI
import Testing

struct DecodingTests {
  @Test func `a row of the summary is read whole`() async throws {
    let row = """
      {"user_id":"7f3c1a52-9d4e-4b6f-8a21-5c0d9e8f7a6b","name":"李 小龙","email":"li@acme.example",\
      "max_risk_level":"medium","event_count":4,"last_event":"2026-11-21T08:40:00.25Z","new":[1]}
      """
    let bench = try ClientHarness(Fixture.success(#"{"users":[\#(row)]}"#))
    let summary = try await bench.client.summary()
    #expect(
      summary.users == [
        UserSummary(
          id: Fixture.user,
          name: "李 小龙",
          email: "li@acme.example",
          maxRiskLevel: .medium,
          eventCount: 4,
          lastEvent: Date(timeIntervalSince1970: 1_795_250_400.25)
        )
      ]
    )
    #expect(summary.totalCount == nil && summary.isComplete)
  }

  @Test(arguments: [
    #"{"user_id":"u"}"#,
    #"{"user_id":"u","name":null,"email":null,"max_risk_level":null,"event_count":null,"last_event":null}"#,
    #"{"user_id":"u","name":1,"email":[],"max_risk_level":{},"event_count":"many","last_event":"soon"}"#,
    #"{"user_id":"u","max_risk_level":"unscored","event_count":-4,"last_event":20261121}"#,
    #"{"user_id":"u","max_risk_level":"","event_count":1e300}"#,
  ])
  func `all of a row but its id may be odd`(row: String) async throws {
    let bench = try ClientHarness(Fixture.success(#"{"users":[\#(row)]}"#))
    let user = UserSummary(
      id: UserID("u"),
      name: "",
      email: "",
      maxRiskLevel: nil,
      eventCount: 0,
      lastEvent: nil
    )
    #expect(try await bench.client.summary().users == [user])
  }

  @Test func `counts may have fractions and levels may be new`() async throws {
    let row = #"{"user_id":"u","max_risk_level":"critical","event_count":14.0}"#
    let info = #"{"page":1.0,"per_page":20.0,"count":1.0,"total_count":1.2}"#
    let bench = try ClientHarness(Fixture.success(#"{"users":[\#(row)]}"#, info: info))
    let summary = try await bench.client.summary()
    #expect(summary.users[0].maxRiskLevel == .other("critical"))
    #expect(summary.users[0].eventCount == 14)
    #expect(summary.totalCount == 1)
  }

  @Test(arguments: [#"{"users":null}"#, #"{"users":[]}"#])
  func `no users at all is an empty summary`(result: String) async throws {
    let bench = try ClientHarness(Fixture.success(result))
    #expect(try await bench.client.summary().users.isEmpty)
  }

  @Test func `a user's events keep evidence of any shape`() async throws {
    let result = """
      {"name":"Dana","email":"d@acme.example","last_reset_time":"2026-11-12T08:40:00Z",\
      "risk_level":"high","events":[\
      {"id":"e1","name":"Impossible travel","risk_level":"high","timestamp":"2026-11-21T09:38:00Z",\
      "event_details":{"from":"Lisbon","km":11143.5,"hops":[1,null,true]}},\
      {"id":"e2","name":"n","risk_level":"low","timestamp":"2026-11-20T09:38:00Z",\
      "event_details":"text"},\
      {"id":3,"timestamp":"never"},{"name":"no id"},{"name":"no id"}]}
      """
    let bench = try ClientHarness(Fixture.success(result))
    let risk = try await bench.client.userDetail(Fixture.user)
    #expect(risk.riskLevel == .high)
    #expect(risk.lastReset == Timestamp.parse("2026-11-12T08:40:00Z"))
    #expect(
      risk.events[0].details
        == .object([
          "from": .string("Lisbon"), "km": .number(Decimal(string: "11143.5") ?? 0),
          "hops": .array([.integer(1), .null, .bool(true)]),
        ])
    )
    #expect(risk.events[1].details == .string("text"))
    #expect(risk.events[2].id == "3" && risk.events[2].timestamp == nil)
    // Events without an id are told apart all the same.
    #expect(Set(risk.events.map(\.id)).count == risk.events.count)
  }

  @Test(
    arguments: [
      ("1e300", .string("1e+300")), ("-1e300", .string("-1e+300")),
      ("1e999", .string("a number out of range")),
      ("18446744073709551616", .number(Decimal(string: "18446744073709551616") ?? 0)),
    ] as [(String, JSONValue)]
  )
  func `a number of any size loses nothing around it`(
    number: String,
    value: JSONValue
  ) async throws {
    let body = #"""
      {"name":"A","email":"a@acme.example","events":[{"id":"1","name":"n","risk_level":"low",\#
      "timestamp":"2026-11-21T08:40:00Z","event_details":{"n":[\#(number)],"city":"Lisbon"}}]}
      """#
    let bench = try ClientHarness(Fixture.success(body))
    let detail = try await bench.client.userDetail(Fixture.user)
    #expect(
      detail.events.first?.details == .object(["n": .array([value]), "city": .string("Lisbon")])
    )
  }

  @Test func `after a reset there is no level`() async throws {
    let bench = try ClientHarness(
      Fixture.success(#"{"name":"n","email":"e","events":null,"risk_level":null}"#)
    )
    let risk = try await bench.client.userDetail(Fixture.user)
    #expect(risk.riskLevel == nil && risk.lastReset == nil && risk.events.isEmpty)
  }

  @Test func `behaviors come sorted by key, unknown ones included`() async throws {
    let result = """
      {"behaviors":{"sentinel_one":{"name":"S","description":"d","enabled":false,"risk_level":"low"},\
      "brand_new":{"enabled":true,"risk_level":"extreme"},"half":{"enabled":true}}}
      """
    let bench = try ClientHarness(Fixture.success(result))
    let behaviors = try await bench.client.behaviors()
    #expect(behaviors.map(\.key) == ["brand_new", "half", "sentinel_one"])
    #expect(behaviors[0].setting == BehaviorSetting(isEnabled: true, riskLevel: .other("extreme")))
    #expect(behaviors[2].description == "d")
  }

  @Test(arguments: ["{}", #"{"name":"x"}"#, #"{"enabled":null,"risk_level":"low"}"#, "null"])
  func `whether a behavior is enabled is never guessed`(behavior: String) async throws {
    let bench = try ClientHarness(Fixture.success(#"{"behaviors":{"x":\#(behavior)}}"#))
    await #expect(throws: APIError.self) { try await bench.client.behaviors() }
  }

  @Test(arguments: [
    (#"{"behaviors":{"a":{"enabled":true,"risk_level":"low"},"b":{"enabled":true},"c":null}}"#, 1),
    (#"{"behaviors":{}}"#, 0), ("{}", 0), ("null", 0), ("[]", 0),
  ])
  func `an update's reply may leave out what it likes`(result: String, count: Int) async throws {
    let bench = try ClientHarness(
      Fixture.success(result, headers: [.auditLogID: "a-1"])
    )
    let setting = BehaviorSetting(isEnabled: true, riskLevel: .low)
    let receipt = try await bench.client.updateBehaviors(["a": setting])
    #expect(receipt.value.count == count)
    #expect(receipt.value["a"] == (count == 1 ? setting : nil))
    #expect(receipt.ray == Fixture.ray)
    #expect(receipt.auditLogID == "a-1")
  }

  @Test(arguments: [
    (200, #"{"success":true,"result":{}}"#), (200, #"{"success":true}"#), (204, ""),
  ])
  func `a reset and a delete succeed without a result`(status: Int, body: String) async throws {
    let bench = try ClientHarness(Fixture.reply(status, body), Fixture.reply(status, body))
    #expect(try await bench.client.resetUser(Fixture.user).ray == Fixture.ray)
    #expect(try await bench.client.deleteIntegration(id: "i").value == Empty())
  }

  @Test func `an integration is read with what it has`() async throws {
    let row = """
      {"id":"i","account_tag":"t","integration_type":"Entra","reference_id":"r",\
      "tenant_url":"https://a.okta.com","well_known_url":"/.well-known/x","active":true,\
      "created_at":"2026-06-01T00:00:00Z"}
      """
    let bench = try ClientHarness(Fixture.success("[\(row),{\"id\":\"j\",\"active\":false}]"))
    let integrations = try await bench.client.integrations()
    #expect(
      integrations == [
        Integration(
          id: "i",
          accountTag: "t",
          type: "Entra",
          referenceID: "r",
          tenantURL: "https://a.okta.com",
          wellKnownURL: "/.well-known/x",
          isActive: true,
          createdAt: Timestamp.parse("2026-06-01T00:00:00Z")
        ),
        Integration(
          id: "j",
          accountTag: "",
          type: "",
          referenceID: "",
          tenantURL: "",
          wellKnownURL: "",
          isActive: false,
          createdAt: nil
        ),
      ]
    )
  }
}
