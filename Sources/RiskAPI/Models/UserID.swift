/// Names a user of the account: a UUID, spelled as the API spelled it.
///
/// Any spelling can be held, because the API's answer must stay readable; only a UUID is ever put
/// into a request path, because `summary`, `behaviors` and `integrations` share that path level.
public struct UserID: Hashable, Sendable {
  /// The API's spelling.
  public let rawValue: String

  /// Keeps any spelling, valid or not.
  public init(_ rawValue: String) {
    self.rawValue = rawValue
  }

  /// True for 8-4-4-4-12 hexadecimal digits, in either case.
  public var isUUID: Bool { UUIDFormat.matches(rawValue) }
}

extension UserID: Comparable {
  /// Orders by spelling.
  public static func < (left: UserID, right: UserID) -> Bool { left.rawValue < right.rawValue }
}

extension UserID: CustomStringConvertible {
  /// The API's spelling.
  public var description: String { rawValue }
}

extension UserID: Codable {
  /// Reads the API's spelling.
  public init(from decoder: any Decoder) throws {
    self.init(try decoder.singleValueContainer().decode(String.self))
  }

  /// Writes the API's spelling.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(rawValue)
  }
}

/// The shape of a UUID in text, without the cost of building one.
public enum UUIDFormat {
  /// True for 8-4-4-4-12 hexadecimal digits, in either case.
  public static func matches(_ text: String) -> Bool {
    let bytes = text.utf8
    guard bytes.count == 36 else { return false }
    for (offset, byte) in bytes.enumerated() {
      let isHyphen = offset == 8 || offset == 13 || offset == 18 || offset == 23
      let isExpected =
        switch byte {
        case UInt8(ascii: "-"): isHyphen
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
          UInt8(ascii: "A")...UInt8(ascii: "F"):
          !isHyphen
        default: false
        }
      guard isExpected else { return false }
    }
    return true
  }
}
