import Foundation

/// Reading of fields that may be missing, null, or of another type than documented.
///
/// What a person can do without is nil then; a whole reply is never lost for one odd field.
extension KeyedDecodingContainer {
  /// A text; nil for anything else.
  func text(_ key: Key) -> String? {
    (try? decodeIfPresent(String.self, forKey: key)) ?? nil
  }

  /// A text, or a whole number spelled as one.
  func identifier(_ key: Key) -> String? {
    text(key) ?? ((try? decodeIfPresent(Int64.self, forKey: key)) ?? nil).map(String.init)
  }

  /// A truth value; nil for anything else.
  func flag(_ key: Key) -> Bool? {
    (try? decodeIfPresent(Bool.self, forKey: key)) ?? nil
  }

  /// A count: a number of 0 or more.
  ///
  /// The API documents `number`, so `20.0` and `20.4` are 20.
  func count(_ key: Key) -> Int? {
    if let value = try? decodeIfPresent(Int.self, forKey: key) { return max(0, value) }
    guard let number = (try? decodeIfPresent(Double.self, forKey: key)) ?? nil, number.isFinite
    else { return nil }
    return number < 9e15 ? max(0, Int(number.rounded(.down))) : nil
  }

  /// A timestamp; nil where it cannot be read.
  func date(_ key: Key) -> Date? {
    text(key).flatMap(Timestamp.parse)
  }

  /// A level; nil for none, for an empty text and for `unscored`.
  func level(_ key: Key) -> RiskLevel? { RiskLevel(stated: text(key)) }

  /// A list that must be there; null is an empty one, as servers write lists without entries.
  func list<Element: Decodable>(_ key: Key, of type: Element.Type) throws -> [Element] {
    guard contains(key) else {
      throw DecodingError.keyNotFound(
        key,
        DecodingError.Context(codingPath: codingPath + [key], debugDescription: "missing")
      )
    }
    return try decodeIfPresent([Element].self, forKey: key) ?? []
  }
}

extension RiskLevel {
  /// The level that a reply states; nil for none, for an empty text and for `unscored`.
  init?(stated name: String?) {
    switch name {
    case nil, "", "unscored": return nil
    case let name?: self.init(name)
    }
  }
}
