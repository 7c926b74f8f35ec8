public import Foundation

/// JSON of any shape, as found in an event's details.
public indirect enum JSONValue: Hashable, Sendable {
  case null
  case bool(Bool)
  case integer(Int64)
  /// A number with a fraction, or one too large for 64 bits.
  case number(Decimal)
  case string(String)
  case array([JSONValue])
  /// Members by name. The API gives them no order, so neither does this.
  case object([String: JSONValue])
}

extension JSONValue: Codable {
  /// Reads JSON of any shape.
  ///
  /// A number that no `Decimal` holds is kept as its text, as far as a `Double` has it; nothing around it is
  /// lost.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(Int64.self) {
      self = .integer(value)
    } else if let value = try? container.decode(Decimal.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .string(value)
    } else if let value = try? container.decode([JSONValue].self) {
      self = .array(value)
    } else if let value = try? container.decode([String: JSONValue].self) {
      self = .object(value)
    } else if let value = try? container.decode(Double.self) {
      self = .string(String(value))
    } else {
      self = .string("a number out of range")
    }
  }

  /// Writes the same JSON, its members in any order.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .bool(let value): try container.encode(value)
    case .integer(let value): try container.encode(value)
    case .number(let value): try container.encode(value)
    case .string(let value): try container.encode(value)
    case .array(let value): try container.encode(value)
    case .object(let value): try container.encode(value)
    }
  }
}
