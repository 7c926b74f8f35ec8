import Foundation
import RiskAPI

/// Looks into an event's details for members by name, however they are spelled and nested.
///
/// The details have no documented shape. `distance_km`, `distanceKm` and `Distance-KM` are one name here.
struct EvidenceReader {
  private let members: [String: JSONValue]

  /// How deep, and into how many elements of a list, is looked: it is a glance, not the evidence.
  private static let depth = 4
  private static let width = 8

  /// Reads the members of an object; anything else has none.
  init(_ value: JSONValue) {
    guard case .object(let members) = value else {
      self.members = [:]
      return
    }
    self.members = Dictionary(members.map { (Self.key($0.key), $0.value) }) { first, _ in first }
  }

  /// The first of some members that is there and is not null.
  func member(_ names: String...) -> JSONValue? { member(names) }

  private func member(_ names: [String]) -> JSONValue? {
    names.lazy.compactMap { members[$0] }.first { $0 != .null }
  }

  /// The text of a member, or of the `name` of an object that it is; nil where there is none.
  func text(_ names: String...) -> String? { member(names).flatMap(Self.text) }

  /// A member that is a number.
  func number(_ names: String...) -> Double? {
    switch member(names) {
    case .integer(let value): Double(value)
    case .number(let value): NSDecimalNumber(decimal: value).doubleValue
    default: nil
    }
  }

  /// A member that says yes or no.
  func flag(_ names: String...) -> Bool? {
    if case .bool(let value)? = member(names) { value } else { nil }
  }

  /// A member that is an object; empty where there is none.
  func object(_ names: String...) -> EvidenceReader { EvidenceReader(member(names) ?? .null) }

  /// The elements of a member that is a list.
  func list(_ names: String...) -> [JSONValue] {
    if case .array(let elements)? = member(names) { elements } else { [] }
  }

  /// A text as it is, or the name of an object.
  static func text(_ value: JSONValue) -> String? {
    switch value {
    case .string(let text) where !text.isEmpty: text
    case .object: EvidenceReader(value).text("name", "displayname", "title", "id")
    default: nil
    }
  }

  /// Objects of the first list, breadth first, of which at least so many pass a test.
  func objects(atLeast count: Int, where isWanted: (EvidenceReader) -> Bool) -> [EvidenceReader] {
    var level = [JSONValue.object(members)]
    for _ in 0..<Self.depth {
      var next: [JSONValue] = []
      for value in level {
        switch value {
        case .object(let members): next += members.sorted { $0.key < $1.key }.map(\.value)
        case .array(let elements):
          let found = elements.prefix(Self.width).map(EvidenceReader.init).filter(isWanted)
          if found.count >= count { return found }
          next += elements.prefix(Self.width)
        default: break
        }
      }
      level = next
    }
    return []
  }

  private static func key(_ name: String) -> String {
    String(name.unicodeScalars.filter { $0 != "_" && $0 != "-" && $0 != " " }).lowercased()
  }
}
