import Foundation
package import RiskAPI
package import TerminalUI

/// An event's details as lines that fold, whatever their shape.
package struct JSONTree: Equatable, Sendable {
  private let value: JSONValue
  /// Paths of the containers that are folded.
  private(set) var folded: Set<[String]> = []
  private(set) var lines: [Line] = []

  /// One line of the tree.
  package struct Line: Equatable, Sendable {
    /// Names and positions from the root down.
    package var path: [String]
    package var key: SafeText
    package var text: SafeText
    /// Whether it can fold, and does.
    package var fold: Fold

    package enum Fold: Sendable { case none, open, closed }
  }

  /// Deeper containers are summed up: no screen is wide enough for them.
  private static let maxDepth = 24
  /// What is beyond is in the raw form and in the copy.
  private static let maxLines = 5_000

  package init(_ value: JSONValue) {
    self.value = value
    rebuild()
  }

  /// Folds or unfolds the container at a path.
  package mutating func toggle(_ path: [String]) {
    if folded.remove(path) == nil { folded.insert(path) }
    rebuild()
  }

  private mutating func rebuild() {
    var lines: [Line] = []
    switch value {
    case .object, .array:
      for (key, child) in Self.children(of: value) {
        append(child, key: key, path: [key], to: &lines)
      }
      if lines.isEmpty { lines = [Line(path: [], key: "", text: "empty", fold: .none)] }
    default: lines = [Line(path: [], key: "", text: Self.scalar(value), fold: .none)]
    }
    self.lines = lines
  }

  private func append(_ value: JSONValue, key: String, path: [String], to lines: inout [Line]) {
    guard lines.count < Self.maxLines else {
      if lines.count == Self.maxLines {
        lines.append(Line(path: path, key: "", text: "… more in the raw form", fold: .none))
      }
      return
    }
    let children = Self.children(of: value)
    guard !children.isEmpty else {
      lines.append(Line(path: path, key: SafeText(key), text: Self.scalar(value), fold: .none))
      return
    }
    let isTooDeep = path.count >= Self.maxDepth
    let isFolded = folded.contains(path)
    let count = Self.summary(of: value, count: children.count)
    lines.append(
      Line(
        path: path,
        key: SafeText(key),
        text: isFolded || isTooDeep ? count : "",
        fold: isTooDeep ? .none : isFolded ? .closed : .open
      )
    )
    guard !isFolded, !isTooDeep else { return }
    for (name, child) in children { append(child, key: name, path: path + [name], to: &lines) }
  }

  /// Members by name, elements by position; nothing for scalars.
  private static func children(of value: JSONValue) -> [(String, JSONValue)] {
    switch value {
    case .object(let members): members.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    case .array(let elements): elements.enumerated().map { (String($0.offset + 1), $0.element) }
    default: []
    }
  }

  private static func summary(of value: JSONValue, count: Int) -> SafeText {
    if case .array = value { return "[\(count) \(count == 1 ? "element" : "elements")]" }
    return "{\(count) \(count == 1 ? "member" : "members")}"
  }

  /// A value without children in words.
  static func scalar(_ value: JSONValue) -> SafeText {
    switch value {
    case .null: "null"
    case .bool(let value): value ? "true" : "false"
    case .integer(let value): SafeText(String(value))
    case .number(let value): SafeText(value.description)
    case .string(let value): SafeText(value)
    case .array: "[]"
    case .object: "{}"
    }
  }
}

extension JSONValue {
  /// Standard JSON, indented, names in order: what goes to the clipboard and the raw view.
  package var rawText: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  /// A few values that tell what happened, such as `Lisbon, Osaka`: names before figures.
  ///
  /// The details have no documented shape, so this looks for members whose names tell much, then for
  /// what stands nearest to the root. It is a glance, not the evidence.
  var digest: SafeText {
    var found: [(rank: Int, text: SafeText)] = []
    var level: [(key: String, value: JSONValue)] = [("", self)]
    for depth in 0..<4 {
      var next: [(key: String, value: JSONValue)] = []
      for (key, value) in level {
        switch value {
        case .object(let members): next += members.sorted { $0.key < $1.key }
        case .array(let elements): next += elements.prefix(8).map { (key, $0) }
        case .string(let text) where !text.isEmpty:
          found.append((Self.rank(of: key, depth: depth), SafeText(text, limit: 60)))
        case .integer, .number:
          found.append((Self.rank(of: key, depth: depth) + 50, JSONTree.scalar(value)))
        default: break
        }
      }
      level = next
    }
    var seen: Set<SafeText> = []
    return found.enumerated().sorted { ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset) }
      .map(\.element.text).filter { seen.insert($0).inserted }
      .prefix(3).joined(separator: ", ")
  }

  private static func rank(of key: String, depth: Int) -> Int {
    let telling = [
      "city", "domain", "file", "policy", "threat", "name", "country", "app", "host", "device",
    ]
    let name = key.lowercased()
    return telling.firstIndex { name.firstRange(of: $0) != nil } ?? telling.count + depth
  }
}
