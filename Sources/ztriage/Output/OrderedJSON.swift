import Foundation
import RiskAPI

/// JSON whose members keep the order in which the API's documentation lists them.
enum OrderedJSON: Equatable {
  case null
  case bool(Bool)
  case integer(Int)
  case string(String)
  case array([OrderedJSON])
  case object([Member])
  /// A value of any shape, as the API sent it; members sorted by name.
  case value(JSONValue)

  struct Member: Equatable {
    var name: String
    var value: OrderedJSON

    init(_ name: String, _ value: OrderedJSON) {
      self.name = name
      self.value = value
    }
  }

  static func text(_ text: String?) -> OrderedJSON {
    text.map(OrderedJSON.string) ?? .null
  }
}

extension OrderedJSON {
  /// The text on one line.
  var compact: String {
    var writer = JSONWriter(indentation: nil)
    writer.write(self, depth: 0)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  /// The text over several lines, as if it stood `depth` levels deep.
  func indented(depth: Int = 0) -> [UInt8] {
    var writer = JSONWriter(indentation: 2)
    writer.write(self, depth: depth)
    return writer.bytes
  }
}

/// Turns JSON into text.
private struct JSONWriter {
  /// Spaces a level; nil for one line.
  let indentation: Int?
  var bytes: [UInt8] = []

  init(indentation: Int?) {
    self.indentation = indentation
  }

  mutating func write(_ value: OrderedJSON, depth: Int) {
    switch value {
    case .null: append("null")
    case .bool(let value): append(value ? "true" : "false")
    case .integer(let value): append(String(value))
    case .string(let value): string(value)
    case .array(let elements):
      list("[", elements, "]", depth: depth) { $0.write($1, depth: depth + 1) }
    case .object(let members):
      list("{", members, "}", depth: depth) { writer, member in
        writer.member(member.name) { $0.write(member.value, depth: depth + 1) }
      }
    case .value(let value): write(value, depth: depth)
    }
  }

  private mutating func write(_ value: JSONValue, depth: Int) {
    switch value {
    case .null: append("null")
    case .bool(let value): append(value ? "true" : "false")
    case .integer(let value): append(String(value))
    case .number(let value): append(value.description)
    case .string(let value): string(value)
    case .array(let elements):
      list("[", elements, "]", depth: depth) { $0.write($1, depth: depth + 1) }
    case .object(let members):
      list("{", members.sorted { $0.key < $1.key }, "}", depth: depth) { writer, member in
        writer.member(member.key) { $0.write(member.value, depth: depth + 1) }
      }
    }
  }

  private mutating func list<Element>(
    _ opening: String,
    _ elements: [Element],
    _ closing: String,
    depth: Int,
    write: (inout JSONWriter, Element) -> Void
  ) {
    append(opening)
    for (index, element) in elements.enumerated() {
      if index > 0 { append(",") }
      newLine(depth + 1)
      write(&self, element)
    }
    if !elements.isEmpty { newLine(depth) }
    append(closing)
  }

  private mutating func member(_ name: String, value: (inout JSONWriter) -> Void) {
    string(name)
    append(indentation == nil ? ":" : ": ")
    value(&self)
  }

  private mutating func newLine(_ depth: Int) {
    guard let indentation else { return }
    bytes.append(UInt8(ascii: "\n"))
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: depth * indentation))
  }

  private mutating func append(_ text: String) {
    bytes.append(contentsOf: text.utf8)
  }

  /// Writes a string that is exact and yet cannot disturb a terminal: what is invisible, turns the
  /// direction or controls is escaped.
  private mutating func string(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    defer { bytes.append(UInt8(ascii: "\"")) }
    var text = text
    let isPlain = text.withUTF8 { utf8 in
      let isPlain = utf8.allSatisfy {
        $0 >= 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
      }
      if isPlain { bytes.append(contentsOf: utf8) }
      return isPlain
    }
    if isPlain { return }
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": append("\\\"")
      case "\\": append("\\\\")
      case "\n": append("\\n")
      case "\r": append("\\r")
      case "\t": append("\\t")
      case " "..."~": bytes.append(UInt8(truncatingIfNeeded: scalar.value))
      default:
        if Self.isPlain(scalar) {
          bytes.append(contentsOf: UTF8.encode(scalar).map { Array($0) } ?? [])
        } else {
          escape(scalar)
        }
      }
    }
  }

  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
      .paragraphSeparator:
      false
    default: true
    }
  }

  private mutating func escape(_ scalar: Unicode.Scalar) {
    for unit in UTF16.encode(scalar).map({ Array($0) }) ?? [] {
      let digits = String(unit, radix: 16)
      append("\\u" + String(repeating: "0", count: 4 - digits.count) + digits)
    }
  }
}
