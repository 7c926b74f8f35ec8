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
    var writer = JSONWriter(.invisible)
    write(to: &writer)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  /// The text over several lines, as if it stood `depth` levels deep.
  func indented(depth: Int = 0) -> [UInt8] {
    var writer = JSONWriter(.invisible, indentation: 2, depth: depth)
    write(to: &writer)
    return writer.bytes
  }

  private func write(to writer: inout JSONWriter) {
    switch self {
    case .null: writer.raw("null")
    case .bool(let value): writer.bool(value)
    case .integer(let number): writer.integer(number)
    case .string(let text): writer.string(text)
    case .array(let elements): writer.array(elements) { $1.write(to: &$0) }
    case .object(let members): writer.object(members, name: \.name) { $1.value.write(to: &$0) }
    case .value(let value): writer.value(value)
    }
  }
}
