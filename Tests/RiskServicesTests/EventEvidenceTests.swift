import Foundation
import RiskAPI
import RiskServices
import Testing

/// What events' details say in words, whatever shape they have.
struct EventEvidenceTests {
  private static func evidence(_ text: String) throws -> EventEvidence {
    EventEvidence(try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8)))
  }

  @Test(arguments: [
    (
      #"{"logins":[{"city":"Lisbon","country":"PT"},{"city":"Lagos","country":"NG"}],"distance_km":3795,"minutes_between":19,"is_known_vpn":true}"#,
      "Lisbon PT → Lagos NG, 3 795 km in 19 min, known VPN"
    ),
    (
      #"{"From":{"geo":{"city":"Seoul"}},"to":{"geo":{"countryCode":"KR"}},"durationMinutes":150.4}"#,
      "Seoul → KR, in 2 h 30 min"
    ),
    (
      #"{"first":{"city":"Lisbon"},"second":{"city":"Osaka"},"kilometers":11100}"#,
      "Lisbon → Osaka, 11 100 km"
    ),
    (
      #"{"match_count":48,"window_seconds":60,"policies":[{"name":"PII"},{"name":"Cards"}],"app":{"name":"Dropbox"},"action":"block"}"#,
      "48 matches in 1 min, PII and 1 more, Dropbox, blocked"
    ),
    (#"{"matches":1}"#, "1 match"),
    (
      #"{"direction":"download","file":{"name":"a.iso"},"verdicts":[{"signature":"Win.Agent"},{"signature":null}],"action":"allow"}"#,
      "download of a.iso, Win.Agent, not blocked"
    ),
    (
      #"{"threats":[{"name":"Ransom.Sim","mitigated":true},{"name":"PUA","mitigated":false}],"device":{"name":"LT-1"}}"#,
      "Ransom.Sim and 1 more on LT-1, 1 of 2 mitigated"
    ),
    (
      #"{"score":{"overall":34},"device":{"name":"WS-2"},"failed_checks":["Firewall"]}"#,
      "score 34 on WS-2, failed: Firewall"
    ),
    (
      #"{"domain":"bad.example","categories":["Phishing","X"],"queries":1,"resolver_decision":"BLOCKED"}"#,
      "bad.example, Phishing, 1 query, blocked"
    ),
  ])
  func `a known shape is told in words`(details: String, words: String) throws {
    #expect(try Self.evidence(details).words == words)
  }

  @Test(arguments: [
    (#""one line""#, "one line"), ("17", "17"), ("null", ""), ("{}", ""), ("[]", ""),
    (#"{"city":"Lisbon","x":4}"#, "Lisbon, 4"),
    (#"{"zz":{"name":"n"},"a":"b"}"#, "n, b"),
    (#"{"logins":[{"city":"Lisbon"}],"file":null}"#, "Lisbon"),
    (#"{"match_count":1.5}"#, "1.5"), (#"{"match_count":"many"}"#, "many"),
    (#"{"distance_km":1e300,"from":{"city":"A"},"to":{"city":"B"}}"#, "A → B"),
    (#"{"minutes":-3,"from":{"city":"A"},"to":{"city":"B"}}"#, "A → B, in less than 1 min"),
    (#"{"score":1e300}"#, ""),
    (#"{"threats":["a","b"]}"#, "a, b"), (#"{"domain":{"x":1}}"#, "1"),
  ])
  func `any other shape is told by what tells most`(details: String, words: String) throws {
    let told = try Self.evidence(details).words
    #expect(words.isEmpty ? told.count < 400 : told == words)
  }

  @Test func `a text of any length is cut`() throws {
    let long = String(repeating: "x", count: 10_000)
    #expect(try Self.evidence(#"{"domain":"\#(long)"}"#).words.count <= 60)
  }

  @Test(
    arguments: [
      (#"{"action":"block"}"#, true), (#"{"action":"Quarantined"}"#, true),
      (#"{"decision":"allowed"}"#, false), (#"{"blocked":true}"#, true),
      (#"{"action":"isolate-later"}"#, nil), ("{}", nil), ("[]", nil),
    ] as [(String, Bool?)]
  )
  func `whether it was stopped is told where the details tell`(
    details: String,
    isBlocked: Bool?
  ) throws {
    #expect(try Self.evidence(details).isBlocked == isBlocked)
  }

  // MARK: Why a user is at risk

  private static func event(
    _ name: String,
    _ level: RiskLevel?,
    at seconds: Double?,
    blocked: Bool = false
  ) -> RiskEvent {
    RiskEvent(
      id: "\(name)\(seconds ?? 0)",
      name: name,
      riskLevel: level,
      timestamp: seconds.map(Date.init(timeIntervalSince1970:)),
      details: blocked ? .object(["action": .string("block")]) : nil
    )
  }

  @Test func `behaviors are counted, the worst first`() {
    let tallies = BehaviorTally.tallies(of: [
      Self.event("b", .low, at: 1), Self.event("a", .low, at: 1), Self.event("b", nil, at: 2),
      Self.event("c", .medium, at: 3, blocked: true), Self.event("d", nil, at: 3),
      Self.event("c", .high, at: 3), Self.event("e", .other("severe"), at: 3),
    ])
    #expect(tallies.map(\.name) == ["e", "c", "b", "a", "d"])
    #expect(tallies.map(\.count) == [1, 2, 2, 1, 1])
    #expect(tallies.map(\.level) == [.other("severe"), .high, .low, .low, nil])
    #expect(tallies.map(\.blockedCount) == [0, 1, 0, 0, 0])
    #expect(BehaviorTally.tallies(of: []).isEmpty)
  }

  @Test func `the first event of the level since the reset made it`() {
    var detail = UserDetail(
      name: "A",
      email: "a@acme.example",
      events: [
        Self.event("new", .high, at: 30), Self.event("made", .high, at: 20),
        Self.event("medium", .medium, at: 15), Self.event("old", .high, at: 5),
        Self.event("timeless", .high, at: nil),
      ],
      lastReset: Date(timeIntervalSince1970: 10),
      riskLevel: .high,
      totalEventCount: 5
    )
    #expect(detail.decisiveEvent?.name == "made")
    detail.lastReset = nil
    #expect(detail.decisiveEvent?.name == "old")
    detail.riskLevel = .low
    #expect(detail.decisiveEvent == nil)
    detail.riskLevel = nil
    #expect(detail.decisiveEvent == nil)
    detail.riskLevel = .high
    detail.totalEventCount = 6
    #expect(detail.decisiveEvent == nil)
  }
}
