import Foundation
import RiskAPI
import Testing

@testable import SimulatedAPI

@Suite struct SeedTests {
  @Test func `the same seed gives the same account, another seed another`() async throws {
    func bytes(seed: UInt64) async throws -> [Data] {
      let account = TestAccount { $0.seed = seed }
      let user = try await account.firstUser()
      return [
        try await account.get("/summary").reply.body, try await account.get("/\(user)").reply.body,
        try await account.get("/integrations").reply.body,
      ]
    }
    #expect(try await bytes(seed: 7) == bytes(seed: 7))
    #expect(try await bytes(seed: 7) != bytes(seed: 8))
  }

  @Test func `starts within the same minute lay out the same events`() async throws {
    let early = TestAccount { $0.now = { TestAccount.noon + 1 } }
    let late = TestAccount { $0.now = { TestAccount.noon + 59 } }
    #expect(try await early.users() == late.users())
  }

  @Test func `a user's id leads back to the user, for a hundred thousand and beyond`() {
    for index in [0, 1, 2, 499, 65_536, 99_999, 1_000_000] {
      let id = SeededUUID.user(index, seed: 9)
      #expect(UUIDFormat.matches(id))
      #expect(Array(id)[14] == "4" && "89ab".contains(Array(id)[19]))
      #expect(SeededUUID.userIndex(of: id, seed: 9) == index)
      #expect(SeededUUID.userIndex(of: id, seed: 10) == nil)
    }
  }

  @Test func `users have ids and addresses of their own`() {
    let people = (0..<20_000).map { SeededPerson(index: $0, seed: 3) }
    #expect(Set(people.map(\.email)).count == people.count)
    #expect(people.allSatisfy { $0.email.wholeMatch(of: /[a-z0-9.\-]+@[a-z.]+\.example/) != nil })
    #expect(Set((0..<20_000).map { SeededUUID.user($0, seed: 3) }).count == 20_000)
  }

  @Test func `names come in many scripts, some with marks, pictures or great length`() {
    let names = (0..<500).map { SeededPerson(index: $0, seed: 1).name }
    for range: ClosedRange<Unicode.Scalar> in [
      "\u{370}"..."\u{3FF}", "\u{400}"..."\u{4FF}", "\u{590}"..."\u{5FF}", "\u{600}"..."\u{6FF}",
      "\u{900}"..."\u{97F}", "\u{E00}"..."\u{E7F}", "\u{3040}"..."\u{309F}",
      "\u{4E00}"..."\u{9FFF}",
      "\u{AC00}"..."\u{D7AF}", "\u{300}"..."\u{36F}", "\u{1F300}"..."\u{1F9FF}",
    ] {
      #expect(names.contains { $0.unicodeScalars.contains(where: range.contains) }, "\(range)")
    }
    #expect(names.contains { $0.count > 60 })
  }

  @Test func `high users have many events over days, the newest minutes ago`() async throws {
    let anchor = Int64(TestAccount.noon.timeIntervalSince1970) * 1000
    for index in (0..<500) where EventPlan.group(of: index) == .high {
      let plans = EventPlan.make(user: index, seed: 1, anchor: anchor)
      let age = plans.map { anchor - $0.time.milliseconds }
      #expect(plans.count >= 9)
      #expect(age[0] > 0 && age == age.sorted())
      #expect(try #require(age.last) - age[0] > 86_400_000)
    }
    let first = EventPlan.make(user: 0, seed: 1, anchor: anchor)[0]
    #expect(anchor - first.time.milliseconds < 6 * 60_000)
  }

  @Test func `every behavior has made events, and those that are off none lately`() {
    let anchor: Int64 = 1_795_262_400_000
    let plans = (0..<500).flatMap { EventPlan.make(user: $0, seed: 1, anchor: anchor) }
    #expect(Set(plans.map(\.behavior)) == Set(BehaviorCatalog.entries.indices))
    let off = plans.filter { !BehaviorCatalog.entries[$0.behavior].behavior.setting.isEnabled }
    #expect(off.allSatisfy { anchor - $0.time.milliseconds > 3 * 86_400_000 })
  }

  @Test(arguments: [
    (0, false, "1970-01-01T00:00:00Z"), (-1, true, "1969-12-31T23:59:59.999Z"),
    (951_782_400_000, false, "2000-02-29T00:00:00Z"),
    (1_709_251_199_025, true, "2024-02-29T23:59:59.025Z"),
    (4_107_542_400_000, false, "2100-03-01T00:00:00Z"),
  ])
  func `timestamps are spelled as RFC 3339 says`(time: Int64, hasFraction: Bool, text: String) {
    #expect(SpelledTime(milliseconds: time, hasFraction: hasFraction).text == text)
  }

  @Test func `timestamps agree with Foundation's`() {
    var random = SplitMix64(5)
    for _ in 1...500 {
      let second = Int64(random.number(-2_000_000_000...5_000_000_000))
      let date = Date(timeIntervalSince1970: TimeInterval(second))
      #expect(
        SpelledTime(milliseconds: second * 1000, hasFraction: false).text
          == date.formatted(.iso8601)
      )
    }
  }

  @Test func `written JSON reads back as it was`() throws {
    let value = JSONValue.object([
      "text \" \\ / \n \u{1} \u{1F}": .string("é \u{1F33B} \u{2028}"), "none": .null,
      "list": .array([.bool(true), .bool(false), .integer(-7), .number(Decimal(25) / 10)]),
      "empty": .array([.array([]), .object([:])]),
    ])
    var json = JSONWriter()
    json.value(value)
    #expect(try JSONDecoder().decode(JSONValue.self, from: Data(json.bytes)) == value)
  }
}
