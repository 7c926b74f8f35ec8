import Foundation

/// Reads a row of the summary that looks as nearly all of them do.
///
/// That is: the documented members in any order, texts without escapes, whole numbers. Anything else is
/// left to the decoder, which takes ten times as long.
struct QuickUser {
  // SAFETY: lives only while the bytes are lent to it, and every read is checked against their count.
  private let bytes: UnsafeBufferPointer<UInt8>
  private var place = 0

  /// Nil where the row has another form.
  static func read(_ bytes: UnsafeBufferPointer<UInt8>) -> UserSummary? {
    var row = QuickUser(bytes: bytes)
    return row.user()
  }

  private init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  private mutating func user() -> UserSummary? {
    var id: UserID?
    var (name, email, level, lastEvent): (String?, String?, String?, Date?)
    var eventCount = 0
    var known: Members = []
    guard skip("{") else { return nil }
    repeat {
      guard let key = string(), skip(":") else { return nil }
      let member: Members
      switch String(decoding: key, as: UTF8.self) {
      case "user_id":
        member = .id
        guard let text = string(), !text.contains(where: { $0 > 0x7E }) else { return nil }
        id = UserID(utf8: text)
      case "name":
        member = .name
        guard text(&name) else { return nil }
      case "email":
        member = .email
        guard text(&email) else { return nil }
      case "max_risk_level":
        member = .level
        guard text(&level) else { return nil }
      case "event_count":
        member = .eventCount
        guard let number = wholeNumber() else { return nil }
        eventCount = number
      case "last_event":
        member = .lastEvent
        if null() { break }
        guard let text = string() else { return nil }
        // One that cannot be read is nil, unless it is no text at all.
        lastEvent = Timestamp.parse(utf8: text)
        if lastEvent == nil { return nil }
      default: return nil
      }
      guard known.insert(member).inserted else { return nil }
    } while skip(",")
    guard skip("}"), isAtEnd(), let id else { return nil }
    return UserSummary(
      id: id,
      name: name ?? "",
      email: email ?? "",
      maxRiskLevel: RiskLevel(stated: level),
      eventCount: eventCount,
      lastEvent: lastEvent
    )
  }

  /// Which members were read.
  private struct Members: OptionSet {
    var rawValue: UInt8
    static let id = Members(rawValue: 1)
    static let name = Members(rawValue: 2)
    static let email = Members(rawValue: 4)
    static let level = Members(rawValue: 8)
    static let eventCount = Members(rawValue: 16)
    static let lastEvent = Members(rawValue: 32)
  }

  // MARK: Values

  /// Reads a text or null; false for another value.
  private mutating func text(_ text: inout String?) -> Bool {
    if null() { return true }
    text = string().flatMap { String(validating: $0, as: UTF8.self) }
    return text != nil
  }

  /// A text without escapes, without its quotes.
  private mutating func string() -> UnsafeBufferPointer<UInt8>? {
    guard skip("\"") else { return nil }
    let start = place
    while place < bytes.count, bytes[place] != UInt8(ascii: "\"") {
      guard bytes[place] >= 0x20, bytes[place] != UInt8(ascii: "\\") else { return nil }
      place += 1
    }
    guard place < bytes.count else { return nil }
    defer { place += 1 }
    return UnsafeBufferPointer(rebasing: bytes[start..<place])
  }

  /// A number of up to 15 digits and nothing else.
  private mutating func wholeNumber() -> Int? {
    skipSpace()
    let start = place
    var number = 0
    while place < bytes.count, case 0x30...0x39 = bytes[place] {
      number = number * 10 + Int(bytes[place] - 0x30)
      place += 1
      guard place - start <= 15 else { return nil }
    }
    guard place > start, bytes[start] != 0x30 || place == start + 1 else { return nil }
    // What follows is a comma or a bracket, or else not the end of a whole number.
    return number
  }

  private mutating func null() -> Bool {
    skipSpace()
    guard place + 4 <= bytes.count, bytes[place..<place + 4].elementsEqual("null".utf8) else {
      return false
    }
    place += 4
    return true
  }

  private mutating func skip(_ mark: Unicode.Scalar) -> Bool {
    skipSpace()
    guard place < bytes.count, bytes[place] == UInt8(ascii: mark) else { return false }
    place += 1
    return true
  }

  private mutating func skipSpace() {
    while place < bytes.count, bytes[place].isJSONSpace { place += 1 }
  }

  private mutating func isAtEnd() -> Bool {
    skipSpace()
    return place == bytes.count
  }
}
