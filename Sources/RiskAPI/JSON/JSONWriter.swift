import Foundation

/// Writes JSON as bytes, in one pass and without an encoder's boxes.
///
/// A list of 100 000 users takes Foundation's encoder seconds.
package struct JSONWriter {
  /// What is escaped in a string.
  package enum Escapes: Sendable {
    /// What JSON asks for.
    case required
    /// Whatever could disturb a terminal besides: what is invisible, turns the direction or controls.
    case invisible
  }

  /// What is written so far, in UTF-8.
  package private(set) var bytes: [UInt8] = []
  private let escapes: Escapes
  /// Spaces a level; nil for one line.
  private let indentation: Int?
  private var depth: Int

  /// Writes on one line, or on lines that are indented by so many spaces a level, `depth` levels deep.
  package init(_ escapes: Escapes = .required, indentation: Int? = nil, depth: Int = 0) {
    self.escapes = escapes
    self.indentation = indentation
    self.depth = depth
  }

  // MARK: Values

  /// Appends punctuation or a literal as it stands.
  package mutating func raw(_ text: StaticString) {
    text.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  /// Appends bytes that are JSON already.
  package mutating func raw(_ json: [UInt8]) {
    bytes.append(contentsOf: json)
  }

  /// Appends `true` or `false`.
  package mutating func bool(_ value: Bool) {
    raw(value ? "true" : "false")
  }

  /// Appends a number without a fraction.
  package mutating func integer(_ number: some BinaryInteger) {
    bytes.append(contentsOf: String(number).utf8)
  }

  /// Appends any value; members of objects in the order of their names.
  package mutating func value(_ value: JSONValue) {
    switch value {
    case .null: raw("null")
    case .bool(let value): bool(value)
    case .integer(let number): integer(number)
    case .number(let number): bytes.append(contentsOf: number.description.utf8)
    case .string(let text): string(text)
    case .array(let elements): array(elements) { $0.value($1) }
    case .object(let members):
      object(members.sorted { $0.key < $1.key }, name: \.key) { $0.value($1.value) }
    }
  }

  /// Appends an array with a value for each element.
  package mutating func array<Element>(
    _ elements: [Element],
    _ write: (inout JSONWriter, Element) -> Void
  ) {
    list("[", elements, "]", write)
  }

  /// Appends an object with a member for each element.
  package mutating func object<Element>(
    _ members: [Element],
    name: (Element) -> String,
    _ write: (inout JSONWriter, Element) -> Void
  ) {
    list("{", members, "}") { writer, member in
      writer.string(name(member))
      writer.raw(writer.indentation == nil ? ":" : ": ")
      write(&writer, member)
    }
  }

  private mutating func list<Element>(
    _ opening: StaticString,
    _ elements: [Element],
    _ closing: StaticString,
    _ write: (inout JSONWriter, Element) -> Void
  ) {
    raw(opening)
    depth += 1
    for (index, element) in elements.enumerated() {
      if index > 0 { raw(",") }
      newLine()
      write(&self, element)
    }
    depth -= 1
    if !elements.isEmpty { newLine() }
    raw(closing)
  }

  private mutating func newLine() {
    guard let indentation else { return }
    raw("\n")
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: depth * indentation))
  }

  // MARK: Strings

  /// Appends a string between quotes, escaped as this writer escapes.
  package mutating func string(_ text: String) {
    raw("\"")
    defer { raw("\"") }
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
      case "\"": raw("\\\"")
      case "\\": raw("\\\\")
      case "\n": raw("\\n")
      case "\r": raw("\\r")
      case "\t": raw("\\t")
      case " "..."~": bytes.append(UInt8(truncatingIfNeeded: scalar.value))
      case _ where scalar.value >= 0x20 && (escapes == .required || Self.isVisible(scalar)):
        bytes.append(contentsOf: UTF8.encode(scalar).map { Array($0) } ?? [])
      default: escape(scalar)
      }
    }
  }

  private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
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
      let zeros = String(repeating: "0", count: 4 - digits.count)
      bytes.append(contentsOf: "\\u\(zeros)\(digits)".utf8)
    }
  }
}
