import Foundation

/// Values as JSON text that this program reads again: columns, drafts, lines of the audit log.
package enum JSONText {
  /// The value on one line, its members sorted so that the same value is the same text.
  package static func encode(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  /// Nil for text that is not such JSON.
  package static func decode<Value: Decodable>(_ type: Value.Type, _ text: String) -> Value? {
    try? JSONDecoder().decode(type, from: Data(text.utf8))
  }
}
