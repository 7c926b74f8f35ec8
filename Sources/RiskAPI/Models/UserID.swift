/// Names a user of the account: a UUID, spelled as the API spelled it.
///
/// Any spelling can be held, because the API's answer must stay readable; only a UUID is ever put
/// into a request path, because `summary`, `behaviors` and `integrations` share that path level.
public struct UserID: Hashable, Sendable {
  /// A UUID in lower case, as the API spells it, takes its 16 bytes; a text would take 64 more of each of a million users.
  private enum Storage: Hashable {
    case uuid(UUIDBytes)
    /// Any other spelling.
    case text(String)
  }

  private let storage: Storage

  /// Keeps any spelling, valid or not.
  public init(_ rawValue: String) {
    var rawValue = rawValue
    let uuid = rawValue.withUTF8 { UUIDBytes($0) }
    storage = uuid.map(Storage.uuid) ?? .text(rawValue)
  }

  /// Keeps a spelling that lies in memory as UTF-8; what is no UTF-8 is mended.
  package init(utf8 bytes: UnsafeBufferPointer<UInt8>) {
    storage =
      UUIDBytes(bytes).map(Storage.uuid) ?? .text(String(decoding: bytes, as: UTF8.self))
  }

  /// The API's spelling.
  public var rawValue: String {
    switch storage {
    case .uuid(let uuid): uuid.text
    case .text(let text): text
    }
  }

  /// True for 8-4-4-4-12 hexadecimal digits, in either case.
  public var isUUID: Bool {
    switch storage {
    case .uuid: true
    case .text(let text): UUIDFormat.matches(text)
    }
  }

  /// Whether the bytes of this spelling come before those of another, which is the order of files.
  package func precedes(_ other: UserID) -> Bool {
    switch (storage, other.storage) {
    case (.uuid(let left), .uuid(let right)): left < right
    default: rawValue.utf8.lexicographicallyPrecedes(other.rawValue.utf8)
    }
  }
}

extension UserID: Comparable {
  /// Orders by spelling.
  public static func < (left: UserID, right: UserID) -> Bool {
    switch (left.storage, right.storage) {
    case (.uuid(let left), .uuid(let right)): left < right
    default: left.rawValue < right.rawValue
    }
  }
}

extension UserID: CustomStringConvertible {
  /// The API's spelling.
  public var description: String { rawValue }
}

extension UserID: CustomReflectable {
  /// The API's spelling, as failed tests and `dump` show it.
  public var customMirror: Mirror { Mirror(self, children: ["rawValue": rawValue]) }
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

/// A UUID whose text is in lower case.
///
/// Two compare as their texts do: hyphens stand at the same places, and digits come before letters.
struct UUIDBytes: Hashable, Comparable, Sendable {
  private var high: UInt64
  private var low: UInt64

  /// Reads 8-4-4-4-12 digits in lower case; nil for anything else.
  init?(_ text: UnsafeBufferPointer<UInt8>) {
    guard text.count == 36 else { return nil }
    var halves: (high: UInt64, low: UInt64) = (0, 0)
    for place in 0..<36 {
      let byte = text[place]
      if UUIDFormat.isHyphen(at: place) {
        guard byte == UInt8(ascii: "-") else { return nil }
        continue
      }
      let digit: UInt8
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
      default: return nil
      }
      // The first 16 digits end at the second hyphen.
      if place < 18 {
        halves.high = halves.high << 4 | UInt64(digit)
      } else {
        halves.low = halves.low << 4 | UInt64(digit)
      }
    }
    (high, low) = halves
  }

  /// 8-4-4-4-12 digits in lower case.
  var text: String {
    String(unsafeUninitializedCapacity: 36) { text in
      // SAFETY: the text has room for 36 bytes, and each is written.
      var shown = 0
      for place in 0..<36 {
        if UUIDFormat.isHyphen(at: place) {
          text[place] = UInt8(ascii: "-")
          continue
        }
        let half = shown < 16 ? high : low
        let digit = UInt8(truncatingIfNeeded: half >> (60 - 4 * (shown % 16))) & 0xF
        text[place] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
        shown += 1
      }
      return 36
    }
  }

  static func < (left: UUIDBytes, right: UUIDBytes) -> Bool {
    (left.high, left.low) < (right.high, right.low)
  }
}

/// The shape of a UUID in text, without the cost of building one.
public enum UUIDFormat {
  /// True for 8-4-4-4-12 hexadecimal digits, in either case.
  public static func matches(_ text: String) -> Bool {
    let bytes = text.utf8
    guard bytes.count == 36 else { return false }
    for (offset, byte) in bytes.enumerated() {
      let isExpected =
        switch byte {
        case UInt8(ascii: "-"): isHyphen(at: offset)
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
          UInt8(ascii: "A")...UInt8(ascii: "F"):
          !isHyphen(at: offset)
        default: false
        }
      guard isExpected else { return false }
    }
    return true
  }

  /// Whether a place in the text is one of the four hyphens'.
  static func isHyphen(at place: Int) -> Bool {
    place == 8 || place == 13 || place == 18 || place == 23
  }
}
