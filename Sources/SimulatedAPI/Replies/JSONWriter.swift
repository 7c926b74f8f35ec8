import RiskAPI

/// Writes JSON as bytes, in one pass and without an encoder's boxes.
///
/// A summary of 100 000 users is a reply like any other, and Foundation's encoder takes seconds.
struct JSONWriter {
  private(set) var bytes: [UInt8] = []

  /// Appends punctuation or a literal as it stands.
  mutating func raw(_ text: StaticString) {
    text.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  /// Appends bytes that are JSON already.
  mutating func raw(_ json: [UInt8]) {
    bytes.append(contentsOf: json)
  }

  mutating func integer(_ number: Int) {
    bytes.append(contentsOf: String(number).utf8)
  }

  mutating func time(_ time: Timestamp) {
    raw("\"")
    time.write(to: &bytes)
    raw("\"")
  }

  mutating func string(_ text: String) {
    raw("\"")
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        bytes.append(UInt8(ascii: "\\"))
        bytes.append(byte)
      case ..<0x20:
        bytes.append(contentsOf: "\\u00".utf8)
        bytes.append(UInt8(ascii: byte < 0x10 ? "0" : "1"))
        bytes.append(contentsOf: String(byte & 0xF, radix: 16).utf8)
      default:
        bytes.append(byte)
      }
    }
    raw("\"")
  }

  /// Appends any value; members of objects in the order of their names.
  mutating func value(_ value: JSONValue) {
    switch value {
    case .null: raw("null")
    case .bool(let bool): raw(bool ? "true" : "false")
    case .integer(let number): bytes.append(contentsOf: String(number).utf8)
    case .number(let number): bytes.append(contentsOf: "\(number)".utf8)
    case .string(let text): string(text)
    case .array(let values):
      raw("[")
      for (position, value) in values.enumerated() {
        if position > 0 { raw(",") }
        self.value(value)
      }
      raw("]")
    case .object(let members):
      raw("{")
      for (position, member) in members.sorted(by: { $0.key < $1.key }).enumerated() {
        if position > 0 { raw(",") }
        string(member.key)
        raw(":")
        self.value(member.value)
      }
      raw("}")
    }
  }
}
