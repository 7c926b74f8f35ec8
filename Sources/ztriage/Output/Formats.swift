import ArgumentParser
import TerminalUI

/// How data is written.
enum OutputFormat: String, CaseIterable, ExpressibleByArgument {
  /// For people: aligned columns.
  case table
  /// For programs: exact data.
  case json
  /// One JSON object a line.
  case ndjson
  /// RFC 4180, for spreadsheets.
  case csv
}

extension Output {
  /// Writes a JSON array, an element at a time.
  mutating func writeArray<Row>(_ rows: [Row], _ object: (Row) -> OrderedJSON) throws {
    guard !rows.isEmpty else { return try write("[]\n") }
    for (index, row) in rows.enumerated() {
      try write(index == 0 ? "[\n  " : ",\n  ")
      try write(object(row).indented(depth: 1))
    }
    try write("\n]\n")
  }

  /// Writes one JSON object.
  mutating func writeObject(_ value: OrderedJSON) throws {
    try write(value.indented())
    try write("\n")
  }

  /// Writes a head and a line a row, with the line ends of RFC 4180.
  mutating func writeCSV<Row>(
    _ names: [String],
    _ rows: [Row],
    _ values: (Row) -> [OrderedJSON]
  ) throws {
    try write(names.joined(separator: ",") + "\r\n")
    for row in rows {
      try write(values(row).map(CSVCell.text).joined(separator: ",") + "\r\n")
    }
  }
}

/// One cell of a CSV.
enum CSVCell {
  /// The cell's text, in quotes where it must be.
  ///
  /// Spreadsheets run a text that begins like a formula, and names and e-mails are what strangers
  /// call themselves: an apostrophe keeps them text. Controls are replaced. Who needs the exact data
  /// takes JSON.
  static func text(of value: OrderedJSON) -> String {
    switch value {
    case .null: return ""
    case .bool(let value): return value ? "true" : "false"
    case .integer(let value): return String(value)
    case .string(let value): return quoted(guarded(SafeText(value, limit: 32_000).string))
    case .array, .object, .value: return quoted(SafeText(value.compact, limit: 32_000).string)
    }
  }

  private static func guarded(_ text: String) -> String {
    guard let first = text.unicodeScalars.first else { return text }
    // Full-width forms are formulas to some spreadsheets, too.
    return "=+-@＝＋－＠".unicodeScalars.contains(first) ? "'" + text : text
  }

  private static func quoted(_ text: String) -> String {
    let needsQuotes = text.utf8.contains { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") }
    guard needsQuotes || text.utf8.first == 0x20 || text.utf8.last == 0x20 else { return text }
    return "\"" + text.replacing("\"", with: "\"\"") + "\""
  }
}
