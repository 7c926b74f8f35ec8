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

  /// Lines of which more are too many to look through.
  private static let longTree = 60

  /// Shows a value; of a long one the deep parts are folded, as few of them as do.
  package init(_ value: JSONValue) {
    self.value = value
    rebuild()
    var depth = lines.map(\.path.count).max() ?? 0
    while lines.count > Self.longTree, depth > 0 {
      folded.formUnion(lines.filter { $0.fold == .open && $0.path.count == depth }.map(\.path))
      rebuild()
      depth -= 1
    }
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
}
