import Foundation
import Testing

@testable import RiskAPI
@testable import SimulatedAPI

/// Replies that arrive in pieces of any size, whole and spoiled: what is read row by row is what a decoder
/// reads of the whole.
///
/// `FUZZ_CHUNKS` is how many replies to try and `FUZZ_SEED` what to begin with.
struct ReplyFuzzTests {
  private static let reader = ReplyReader(operation: .summary, maxBodyBytes: 1 << 20, maxDepth: 12)

  @Test(arguments: 0..<4)
  func `a reply in pieces is read as a whole one`(part: UInt64) async {
    let seed = UInt64(Self.number("FUZZ_SEED") ?? 1)
    var random = SplitMix64(seed, part)
    var outcomes: [String: Int] = [:]
    for count in 0..<(Self.number("FUZZ_CHUNKS") ?? 12_000) / 4 {
      if count.isMultiple(of: 10) { await Task.yield() }
      var text = Array(Self.reply(&random).utf8)
      if random.oneIn(2) { Self.spoil(&text, &random) }
      let status = random.oneIn(10) ? 500 : 200
      let whole = Self.outcome(Self.received(text, status, list: [], pieces: [text.count]))
      let pieces = Self.pieces(of: text.count, &random)
      let split = Self.outcome(
        Self.received(text, status, list: ["result", "users"], pieces: pieces)
      )
      guard whole == split else {
        Issue.record(
          """
          FUZZ_SEED=\(seed), part \(part), reply \(count), status \(status), pieces \(pieces): \
          \(split) instead of \(whole) from \(String(decoding: text, as: UTF8.self))
          """
        )
        return
      }
      outcomes[Self.kind(whole), default: 0] += 1
    }
    // Every way out was taken, so that none is compared in vain.
    for kind in ["rows", "no rows", "not JSON", "a row", "too deep", "rejected"] {
      #expect(outcomes[kind] ?? 0 > 0, "\(kind): \(outcomes)")
    }
  }

  @Test func `a quick row is what the decoder makes of it`() throws {
    var random = SplitMix64(UInt64(Self.number("FUZZ_SEED") ?? 1), 9)
    var quickCount = 0
    for _ in 0..<20_000 {
      var text = Array(Self.row(&random).utf8)
      if random.oneIn(2) { Self.spoil(&text, &random) }
      guard let quick = text.withUnsafeBufferPointer({ QuickUser.read($0) }) else { continue }
      quickCount += 1
      let decoded = try JSONDecoder().decode(WireUser.self, from: Data(text)).value
      #expect(quick == decoded, "\(String(decoding: text, as: UTF8.self))")
    }
    #expect(quickCount > 100, "\(quickCount)")
  }

  // MARK: Reading

  private static func received(
    _ text: [UInt8],
    _ status: Int,
    list: [String],
    pieces: [Int]
  ) -> ReceivedReply<WireUser> {
    var body = ReplyBody<WireUser>(list: list)
    body.begin(APIReply(status: status))
    var rest = text[...]
    for size in pieces {
      body.read(Data(rest.prefix(size)))
      rest = rest.dropFirst(size)
    }
    return ReceivedReply((APIReply(status: status), body))
  }

  private enum Outcome: Equatable {
    case page([UserSummary], PageInfo?)
    case failure(APIError)
  }

  private static func outcome(_ received: ReceivedReply<WireUser>) -> Outcome {
    do throws(APIError) {
      let page = try reader.page(of: received, as: WireSummary.self)
      return .page(page.value.rows, page.pageInfo)
    } catch {
      return .failure(error)
    }
  }

  private static func kind(_ outcome: Outcome) -> String {
    switch outcome {
    case .page(let rows, _): rows.isEmpty ? "no rows" : "rows"
    case .failure(.undecodable(_, let words)) where words.hasPrefix("the reply is not JSON"):
      "not JSON"
    case .failure(.undecodable(_, let words)) where words.hasPrefix("result.users["): "a row"
    case .failure(.undecodable(_, let words)) where words.contains("deeper"): "too deep"
    case .failure(.rejected): "rejected"
    case .failure: "another failure"
    }
  }

  // MARK: Replies

  private static func pieces(of count: Int, _ random: inout SplitMix64) -> [Int] {
    let largest = random.pick([1, 3, 17, 1_000])
    var (pieces, left) = ([Int](), count)
    while left > 0 {
      pieces.append(min(left, random.number(1...largest)))
      left -= pieces[pieces.count - 1]
    }
    return pieces
  }

  private static func reply(_ random: inout SplitMix64) -> String {
    var members = [
      random.pick([#""success":true"#, #""success":true"#, #""success":false"#, #""success":null"#]
      ),
      random.pick([#""errors":[]"#, #""errors":[{"code":1004,"message":"no, \"no\""}]"#]),
      "\(name("result", &random)):\(result(&random))",
      #""result_info":{"page":1,"per_page":2.0,"total_count":9}"#,
    ]
    if random.oneIn(20) { members.append(#""result":{"users":[]}"#) }
    if random.oneIn(10) { members.remove(at: random.number(0...members.count - 1)) }
    members.shuffle(using: &random)
    return "\(space(&random)){\(members.joined(separator: comma(&random)))}\(space(&random))"
  }

  private static func result(_ random: inout SplitMix64) -> String {
    if random.oneIn(30) {
      return random.pick(["null", "[]", "7", #"{"users":null}"#, #""users""#])
    }
    let rows = (0..<random.number(0...4)).map { _ in row(&random) }
    let list = "[\(space(&random))\(rows.joined(separator: comma(&random)))\(space(&random))]"
    var members = ["\(name("users", &random)):\(space(&random))\(list)"]
    if random.oneIn(5) { members.append(#""other":{"users":[{"user_id":"no"}],"a":"]}"}"#) }
    if random.oneIn(20) { members.append(#""users":[{"user_id":"second"}]"#) }
    if random.oneIn(20) { members.append(#""users":4"#) }
    members.shuffle(using: &random)
    return "{\(members.joined(separator: comma(&random)))}"
  }

  private static func row(_ random: inout SplitMix64) -> String {
    if random.oneIn(60) { return random.pick(["null", "3", "[]", #""row""#, "{}"]) }
    let texts = [
      #""""#, #""Dana""#, #""李 小龙""#, #""a\"b,]}\\""#, #""\u00e9\ud83d\ude42""#, "null", "5",
      #""a name that is longer than fits in place""#, #""é́""#, #"["x"]"#,
    ]
    let uuid = SeededUUID.make(from: &random)
    let id = "\"\(random.oneIn(9) ? uuid.uppercased() : uuid)\""
    var members = [
      #""user_id":\#(random.oneIn(40) ? random.pick(texts) : id)"#,
      #""name":\#(random.pick(texts))"#,
      #""email":\#(random.pick(texts))"#,
      #""max_risk_level":\#(random.pick([#""low""#, #""high""#, "null", #""""#, #""unscored""#, #""new""#, "{}"]))"#,
      #""event_count":\#(random.pick(["0", "12", "007", "-3", "4.0", "1e3", "null", "1234567890123456789"]))"#,
      #""last_event":\#(random.pick([#""2026-11-21T08:40:00.25Z""#, #""soon""#, "null", "8"]))"#,
    ]
    if random.oneIn(8) { members.append(#""more":{"deep":[[["x"]]]}"#) }
    if random.oneIn(30) {
      members.append(
        #""n":\#(String(repeating: "[", count: 12))1\#(String(repeating: "]", count: 12))"#
      )
    }
    if random.oneIn(30) { members.append(#""name":"again""#) }
    if random.oneIn(8) { members.remove(at: random.number(0...members.count - 1)) }
    members.shuffle(using: &random)
    return "{\(members.joined(separator: comma(&random)))}"
  }

  /// A name in quotes, rarely with an escape in it.
  private static func name(_ name: String, _ random: inout SplitMix64) -> String {
    random.oneIn(30)
      ? "\"\\u\(String(format: "%04x", name.utf8.first ?? 0))\(name.dropFirst())\"" : "\"\(name)\""
  }

  private static func comma(_ random: inout SplitMix64) -> String {
    "\(space(&random)),\(space(&random))"
  }

  private static func space(_ random: inout SplitMix64) -> String {
    random.oneIn(6) ? random.pick([" ", "\n", "\t ", "\r\n"]) : ""
  }

  /// One to three changes: a byte, a piece put in, a stretch cut out or doubled, the end cut off.
  private static func spoil(_ text: inout [UInt8], _ random: inout SplitMix64) {
    let pieces = [
      ",", ",,", "[", "]", "{", "}", ":", "\"", "\\", "<title>x</title>", "null", "\u{FEFF}", "{}",
      #""users":["#, "/* */", "e", "-", "\u{0}", " ",
    ]
    for _ in 0..<random.number(1...3) where !text.isEmpty {
      let place = random.number(0...text.count - 1)
      switch random.number(0...4) {
      case 0: text[place] = UInt8(random.number(0...255))
      case 1: text.insert(contentsOf: random.pick(pieces).utf8, at: place)
      case 2: text.removeSubrange(place..<min(text.count, place + random.number(1...9)))
      case 3:
        text.insert(
          contentsOf: text[place..<min(text.count, place + random.number(1...9))],
          at: place
        )
      default: if random.oneIn(3) { text.removeSubrange(place...) }
      }
    }
  }

  private static func number(_ name: String) -> Int? {
    ProcessInfo.processInfo.environment[name].flatMap { Int($0) }
  }
}
