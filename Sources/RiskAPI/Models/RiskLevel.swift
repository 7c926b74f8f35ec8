/// How risky the account considers a user, an event or a behavior.
///
/// The API documents `low`, `medium` and `high`. Any other word is kept as it came, so that a
/// level added later is shown and not lost. "Unscored" is the absence of a level: `nil`.
public enum RiskLevel: Hashable, Sendable {
  case low
  case medium
  case high
  /// A level this library does not know, spelled as the API spelled it.
  case other(String)

  /// The levels that the API accepts in a write, in ascending order.
  public static let settable: [RiskLevel] = [.low, .medium, .high]

  /// Reads the API's spelling, for instance `"high"`.
  public init(_ apiName: String) {
    switch apiName {
    case "low": self = .low
    case "medium": self = .medium
    case "high": self = .high
    default: self = .other(apiName)
    }
  }

  /// The API's spelling, for instance `"high"`.
  public var apiName: String {
    switch self {
    case .low: "low"
    case .medium: "medium"
    case .high: "high"
    case .other(let name): name
    }
  }

  /// Position in ascending order of danger: low 1, medium 2, high 3.
  ///
  /// An unknown level ranks 4, above high: what is not understood must not hide below the fold.
  public var rank: Int {
    switch self {
    case .low: 1
    case .medium: 2
    case .high: 3
    case .other: 4
    }
  }
}

extension RiskLevel: Comparable {
  /// Orders by ``rank``, then by spelling.
  public static func < (left: RiskLevel, right: RiskLevel) -> Bool {
    left.rank != right.rank ? left.rank < right.rank : left.apiName < right.apiName
  }
}

extension RiskLevel: Codable {
  /// Reads the API's spelling.
  public init(from decoder: any Decoder) throws {
    self.init(try decoder.singleValueContainer().decode(String.self))
  }

  /// Writes the API's spelling.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(apiName)
  }
}
