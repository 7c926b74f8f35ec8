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
  mutating func writeArray(_ records: [some Record]) throws {
    guard !records.isEmpty else { return try write("[]\n") }
    for (index, record) in records.enumerated() {
      try write(index == 0 ? "[\n  " : ",\n  ")
      try write(OrderedJSON.object(record.fields).indented(depth: 1))
    }
    try write("\n]\n")
  }

  /// Writes one JSON object.
  mutating func writeObject(_ value: OrderedJSON) throws {
    try write(value.indented())
    try write("\n")
  }

  /// Writes one JSON object a line.
  mutating func writeLines(_ records: [some Record]) throws {
    for record in records { try write(OrderedJSON.object(record.fields).compact + "\n") }
  }

  /// Writes a head and a line a record, with the line ends of RFC 4180.
  mutating func writeCSV<Row: Record>(_ records: [Row]) throws {
    try write(Row.fieldNames.joined(separator: ",") + "\r\n")
    for record in records {
      // Fields come in the order of the names, so one pass finds those that a record lacks.
      var fields = record.fields[...]
      var line = ""
      for (column, name) in Row.fieldNames.enumerated() {
        if column > 0 { line += "," }
        guard fields.first?.name == name, let field = fields.popFirst() else { continue }
        line += CSVCell.text(of: field.value)
      }
      try write(line + "\r\n")
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
