import Foundation
import RiskAPI
import RiskStore
import Testing

@testable import RiskServices

struct FilterTests {
  // MARK: Words

  @Test(arguments: [
    ("", "Dana José Łukasz Ana Zoë Sam"), ("dana", "Dana"), ("DANA", "Dana"),
    ("reyes dana", "Dana"),
    ("an", "Dana José Ana"), ("nandu jose", "José"), ("ÑANDÚ", "José"), ("walesa", "Łukasz"),
    ("wałęsa", "Łukasz"), ("o'brien", "Zoë"), ("o’brien", "Zoë"), ("smith-jones", "Sam"),
    ("@acme", "Dana José Łukasz Ana Zoë Sam"), ("user4", "Ana"), ("000000000004", "Ana"),
    ("dna", ""), ("dana souza", ""), ("  dana   reyes ", "Dana"),
    ("\"dana reyes\"", "Dana"), ("\"reyes dana\"", ""), ("“dana reyes”", "Dana"),
    ("\"reyes user1\"", ""), ("!dana", "José Łukasz Ana Zoë Sam"), ("an !dana", "José Ana"),
    ("!\"dana reyes\" an", "José Ana"), ("!!dana", "Dana"), ("severe", "Sam"),
  ])
  func `words are pieces of name, e-mail or id, all of them`(text: String, names: String) {
    #expect(Office.found(text) == names)
  }

  @Test func `letters stand apart only where that is asked for`() {
    #expect(Office.found("dry") == "")
    #expect(Office.found("~dry") == "Dana")
    #expect(Office.found("~\"d r y\"") == "Dana")
    #expect(Office.found("!~dry an") == "José Ana")
    // Not across the fields.
    #expect(Office.found("~reyesuser") == "")
    #expect(FilterQuery("~dry", for: .users).isFuzzy)
    #expect(!FilterQuery("dry", for: .users).isFuzzy)
  }

  // MARK: Terms

  @Test(arguments: [
    ("high", "Dana Łukasz"), ("HIGH", "Dana Łukasz"), ("!high", "José Ana Zoë Sam"),
    ("unscored", "Zoë"), ("\"high\"", "Łukasz"), ("level:high", "Dana Łukasz"),
    ("Level:HIGH", "Dana Łukasz"), ("level:high,unscored", "Dana Łukasz Zoë"),
    ("!level:high,low", "José Zoë Sam"), ("low an", "Ana"), ("highton", "Łukasz"),
    ("events:>5", "Dana José"), ("events:>=5", "Dana José Łukasz"), ("events:<2", "Zoë Sam"),
    ("events:<=2", "Ana Zoë Sam"), ("events:=5", "Łukasz"), ("events:5", "Łukasz"),
    ("!events:5", "Dana José Ana Zoë Sam"), ("events:>2 events:<9", "Dana Łukasz"),
    ("last:<2h", "Dana José"), ("last:<90m", "Dana"), ("last:>1d", "Ana Zoë"), ("last:>1w", "Zoë"),
    ("last:<=1h", "Dana"), ("last:>=1h", "Dana José Łukasz Ana Zoë"),
    ("!last:<2h", "Łukasz Ana Zoë Sam"),
    ("verdict:none", "José Łukasz Ana Sam"), ("verdict:benign", "Zoë"), ("verdict:true", "Dana"),
    ("verdict:tru,ben", "Dana Zoë"), ("!verdict:none", "Dana Zoë"),
    ("verdict:none,benign", "José Łukasz Ana Zoë Sam"),
    ("behavior:travel", "Dana Ana"), ("behavior:TRÁVEL", "Dana Ana"), ("behavior:imp_", "Dana Ana"),
    ("behavior:\"high-risk domain\"", "Ana"), ("!behavior:travel", "José Łukasz Zoë Sam"),
    ("behavior:nothing", ""), ("behavior:travel behavior:domain", "Ana"),
    ("high events:>5 last:<2h !verdict:none dana", "Dana"),
  ])
  func `terms ask for what is known of a user`(text: String, names: String) {
    #expect(FilterQuery(text, for: .users).problems.isEmpty)
    #expect(Office.found(text) == names)
  }

  // MARK: Mistakes

  @Test(arguments: [
    ("level:hgih", "level:hgih: one of high, medium, low, unscored"),
    ("verdict:positive", "verdict:positive: true-positive or false-positive?"),
    ("verdict:maybe", "none, true-positive, benign, false-positive, undetermined"),
    ("events:>x", "events:>x: a number, such as events:>5"), ("events:>-1", "a number"),
    ("events:9999999999", "a number"), ("events:>5.5", "a number"),
    ("last:2", "an age with < or > and a unit"), ("last:<2", "and a unit (m, h, d, w)"),
    ("last:2h", "last:<2h for newer, last:>2h for older"), ("last:<2y", "and a unit"),
    ("foo:bar", "foo:bar: no such term (level: behavior: events: last: verdict:)"),
    ("a:b", "use quotes to search for the text"), (":x", "no such term"), ("12:30", "no such term"),
  ])
  func `what cannot be understood is told, and the rest still applies`(text: String, words: String)
  {
    let query = FilterQuery("\(text) dana", for: .users)
    #expect(query.problems.count == 1)
    #expect(query.problems.first?.isIncomplete == false)
    #expect(query.problems.first?.words.contains(words) == true)
    #expect(Office.found("\(text) dana") == "Dana")
    #expect(Office.found(text) == Office.found(""))
  }

  @Test(arguments: [
    "level:", "level:h", "level:high,", "level:high,me", "verdict:", "events:", "events:>", "last:",
    "last:<", "behavior:", "\"two wo", "!", "~", "!~", "\"\"", "behavior:\"imp", "\"", "!level:",
  ])
  func `what is still being typed filters nothing yet, and says what is missing`(text: String) {
    let query = FilterQuery(text, for: .users)
    #expect(query.isEmpty)
    #expect(query.problems.count == 1)
    #expect(query.problems.first?.isIncomplete == true)
    #expect(query.problems.first?.reason.isEmpty == false)
  }

  @Test(arguments: [
    ("level:hgih", "hgih", "high", "level:high"),
    ("!level:low,hgih", "hgih", "high", "!level:low,high"),
    ("lvel:high", "lvel", "level", "level:high"),
    ("verdict:bening", "bening", "benign", "verdict:benign"),
  ])
  func `a misspelling tells what the term would be`(
    text: String,
    word: String,
    guess: String,
    corrected: String
  ) throws {
    let misspelling = try #require(FilterQuery(text, for: .users).problems.first?.misspelling)
    #expect(misspelling.word == word)
    #expect(misspelling.choices.contains(guess))
    #expect(misspelling.corrected(to: guess) == corrected)
  }

  @Test func `quotes make text of anything, and so does an address`() {
    #expect(FilterQuery("\"a:b\" \"level:high\"", for: .users).problems.isEmpty)
    #expect(FilterQuery("https://acme.okta.com", for: .integrations).problems.isEmpty)
  }

  @Test(arguments: [
    (FilterSubject.behaviors, "verdict:none", "behaviors cannot be filtered by verdict"),
    (.events, "events:>5", "events cannot be filtered by events"),
    (.integrations, "level:high", "integrations cannot be filtered by level"),
    (.integrations, "foo:bar", "integrations have no such terms"),
    (.commands, "last:<2h", "commands cannot be filtered by last"),
  ])
  func `a term that rows cannot answer is told`(
    subject: FilterSubject,
    text: String,
    words: String
  ) {
    let query = FilterQuery(text, for: subject)
    #expect(query.isEmpty)
    #expect(query.problems.first?.words.contains(words) == true)
  }

  @Test func `a level's name is a word where rows have no level`() {
    let index = SearchIndex([["https://high.okta.com"], ["https://acme.okta.com"]])
    #expect(FilterQuery("high", for: .integrations).rows(of: index) == [0])
  }

  // MARK: Other rows

  @Test(arguments: [
    ("travel", [0, 3]), ("osaka", [0]), ("11100", [0]), ("high", [0]), ("!high", [1, 2, 3]),
    ("level:low,unscored", [2, 3]), ("behavior:imp_", [0, 3]), ("last:<1h", [0]),
    ("last:>1h", [1, 2]),
    ("!last:<1h", [1, 2, 3]), ("travel !osaka", [3]), ("~ipssbl", [0, 3]),
  ])
  func `events are found by name and details`(text: String, places: [Int]) {
    let events = Office.events
    let found = FilterQuery(text, for: .events).events(
      events,
      SearchIndex(events: events),
      behaviors: Office.behaviors,
      now: Office.now
    )
    #expect(found == places)
  }

  @Test(arguments: [
    ("travel", [0]), ("imp_", [0]), ("medium", [1]), ("level:high,medium", [0, 1]),
    ("behavior:domain", [1]), ("!behavior:domain", [0]),
  ])
  func `behaviors are found by name, key and level`(text: String, places: [Int]) {
    #expect(FilterQuery(text, for: .behaviors).behaviors(Office.behaviors) == places)
  }

  // MARK: Typing on

  @Test(arguments: [
    ("dan", "da", true), ("da", "dan", false), ("dana r", "dana", true), ("xda", "da", true),
    ("!da", "!dana", true), ("!dana", "!da", false), ("dana", "", true), ("", "dana", false),
    ("level:high d", "level:high", true), ("level:high", "level:high,low", false),
    ("last:<2h d", "last:<2h", false), ("verdict:none", "verdict:none", false),
    ("~dan", "~dn", true), ("~dan", "dn", false),
  ])
  func `a longer filter narrows only where that is sure`(new: String, old: String, narrows: Bool) {
    let query = FilterQuery(new, for: .users)
    #expect(query.narrows(FilterQuery(old, for: .users)) == narrows)
  }

  @Test func `few candidates and many give the same answer`() {
    let words = ["an", "a", "acme", "user4", "dana reyes", "~dry", "0", "z"]
    for text in words {
      let all = Office.rows(text, among: Array(Office.users.indices))
      let oneByOne = Office.users.indices.flatMap { Office.rows(text, among: [$0]) }
      #expect(all == oneByOne, "\(text)")
    }
  }

  @Test func `any filter is read without a trap`() {
    var generator = SeededGenerator(seed: 7)
    let parts = [
      "!", "~", "\"", "“", " ", ":", ",", ">", "<", "=", "level", "last", "events", "behavior",
      "verdict", "high", "none", "2h", "5", "é", "\u{301}", "👩‍💻", "\u{0}", "\t", "//", "ł",
    ]
    for _ in 1...3_000 {
      let text = (0..<Int.random(in: 0...8, using: &generator))
        .map { _ in parts.randomElement(using: &generator) ?? "" }.joined()
      for subject in [FilterSubject.users, .events, .behaviors, .integrations, .commands] {
        let query = FilterQuery(text, for: subject)
        // Everything that was typed is either applied or told.
        let isBlank = text.allSatisfy(\.isWhitespace)
        #expect(query.terms.isEmpty && query.problems.isEmpty == isBlank || !query.terms.isEmpty)
      }
      _ = Office.found(text)
    }
  }
}

/// A generator whose numbers are the same in every run.
private struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ (state >> 29)
  }
}

struct SearchIndexTests {
  @Test(arguments: 1...20)
  func `a word is found wherever it stands`(length: Int) {
    let word = String("abcdefghijklmnopqrstuvwxyz".prefix(length))
    for before in 0...20 {
      for after in [0, 1, 7, 8, 9] {
        let text =
          String(repeating: "a", count: before) + word + String(repeating: "-", count: after)
        #expect(TextTest.piece(Array(word.utf8)).isFound(in: text), "\(text)")
        #expect(!TextTest.piece(Array((word + "!").utf8)).isFound(in: text))
      }
    }
  }

  @Test func `rows that were replaced are found by what they are now`() {
    let dana = UserSummary(
      id: UserID("1"),
      name: "Dana",
      email: "",
      maxRiskLevel: nil,
      eventCount: 0
    )
    let kim = UserSummary(id: UserID("2"), name: "Kim", email: "", maxRiskLevel: nil, eventCount: 0)
    var index = SearchIndex(users: [dana])
    index.replaceRows(from: 1, with: [kim])
    #expect(FilterQuery("kim", for: .users).rows(of: index) == [1])
    index.replaceRows(from: 1, with: [dana])
    #expect(FilterQuery("kim", for: .users).rows(of: index) == [])
    #expect(FilterQuery("dana", for: .users).rows(of: index) == [0, 1])
    index.replaceRows(from: 0, with: [kim])
    #expect(FilterQuery("kim", for: .users).rows(of: index) == [0])
    #expect(index == SearchIndex(users: [kim]))
  }
}

extension UserSummary {
  fileprivate init(
    id: UserID,
    name: String,
    email: String,
    maxRiskLevel: RiskLevel?,
    eventCount: Int
  ) {
    self.init(
      id: id,
      name: name,
      email: email,
      maxRiskLevel: maxRiskLevel,
      eventCount: eventCount,
      lastEvent: nil
    )
  }
}

/// Six users of whom all sorts of things are known.
private enum Office {
  static let now = Date(timeIntervalSince1970: 1_795_262_400)

  static let users: [UserSummary] = {
    let hour = 3_600.0
    let rows: [(String, RiskLevel?, Int, Double?)] = [
      ("Dana Reyes", .high, 6, hour), ("José Ñandú", .medium, 1_284, 1.9 * hour),
      ("Łukasz Wałęsa Highton", .high, 5, 20 * hour), ("Ana Souza", .low, 2, 26 * hour),
      ("Zoë O’Brien", nil, 0, 200 * hour), ("Sam Smith–Jones", .other("severe"), 1, nil),
    ]
    return rows.enumerated().map { index, row in
      UserSummary(
        id: UserID("00000000-0000-4000-8000-00000000000\(index + 1)"),
        name: row.0,
        email: "user\(index + 1)@acme.example",
        maxRiskLevel: row.1,
        eventCount: row.2,
        lastEvent: row.3.map { now.addingTimeInterval(-$0) }
      )
    }
  }()

  static let behaviors = [
    Behavior(
      key: "imp_travel",
      name: "Impossible travel",
      description: "",
      setting: BehaviorSetting(isEnabled: true, riskLevel: .high)
    ),
    Behavior(
      key: "hr_dom",
      name: "High-risk domain visited",
      description: "",
      setting: BehaviorSetting(isEnabled: true, riskLevel: .medium)
    ),
  ]

  static let events: [RiskEvent] = {
    let rows: [(String, RiskLevel?, Double?, JSONValue?)] = [
      (
        "Impossible travel", .high, 60,
        .object(["to": .array([.object(["city": .string("Ōsaka")])]), "km": .integer(11_100)])
      ),
      ("High-risk domain visited", .medium, 7_200, nil), ("DLP", .low, 90_000, nil),
      ("Impossible travel", nil, nil, .string("Lisbon")),
    ]
    return rows.enumerated().map { index, row in
      RiskEvent(
        id: "e\(index)",
        name: row.0,
        riskLevel: row.1,
        timestamp: row.2.map { now.addingTimeInterval(-$0) },
        details: row.3
      )
    }
  }()

  private static let known: KnownEvents = {
    var known = KnownEvents()
    func page(_ names: [String]) -> UserDetail {
      UserDetail(
        name: "",
        email: "",
        events: names.map { RiskEvent(id: $0, name: $0, riskLevel: .low, timestamp: nil) },
        riskLevel: .low
      )
    }
    known.add(page(["Impossible travel"]), of: users[0].id)
    known.add(page(["Impossible travel", "High-risk domain visited"]), of: users[3].id)
    known.add(page([]), of: users[4].id)
    return known
  }()

  private static let searched = SearchedUsers(
    rows: users,
    row: { id in users.firstIndex { $0.id == id } },
    verdicts: [
      users[0].id: verdict(.truePositive, users[0].id),
      users[4].id: verdict(.benign, users[4].id),
      UserID("somebody else"): verdict(.benign, UserID("somebody else")),
    ],
    events: known,
    behaviors: behaviors,
    now: now
  )

  private static func verdict(_ verdict: Verdict, _ user: UserID) -> CaseNote {
    CaseNote(user: user, verdict: verdict, note: "", author: "ana@soc", at: now)
  }

  static func rows(_ text: String, among candidates: [Int]) -> [Int] {
    FilterQuery(text, for: .users).users(among: candidates, of: searched, SearchIndex(users: users))
  }

  /// First names of the users that a filter finds.
  static func found(_ text: String) -> String {
    rows(text, among: Array(users.indices)).map { String(users[$0].name.prefix { $0 != " " }) }
      .joined(separator: " ")
  }
}
