import RiskServices
import TerminalUI

/// Rows as a command writes them, in any format, from columns that are described once.
struct Report<Row> {
  /// What programs read of each row, in the order of the API's documentation.
  var fields: [ReportColumn<Row>]
  /// What people read; nothing, where a report only goes to files.
  var view: View = .table([])
  /// The JSON where it is not an array of the rows.
  var document: Document = .array

  /// What people read.
  enum View {
    /// A line a row below the headings.
    case table([ReportColumn<Row>])
    /// A line a column, of a single row.
    case page([ReportColumn<Row>])
    case drawn((inout Output, Ink) throws -> Void)
  }

  /// What stands around the rows in JSON.
  enum Document {
    case array
    /// An object that names the rows; NDJSON is still a line a row.
    case keyed(OrderedJSON)
    /// The rows belong to one thing, which NDJSON has on a line, too.
    case single(OrderedJSON)
  }
}

extension Report {
  /// What people read of each row; empty where that is no table.
  var columns: [ReportColumn<Row>] {
    if case .table(let columns) = view { columns } else { [] }
  }

  /// Writes the rows to standard output.
  ///
  /// - Throws: as ``Output/finish()`` does.
  func write(_ rows: [Row], as format: OutputFormat, ink: @autoclosure () throws -> Ink) throws {
    var output = Output()
    try write(rows, as: format, ink: ink(), to: &output)
    try output.finish()
  }

  /// Writes a single row to standard output, in JSON as an object.
  func write(one row: Row, as format: OutputFormat, ink: @autoclosure () throws -> Ink) throws {
    var report = self
    report.document = .single(object(of: row))
    try report.write([row], as: format, ink: ink())
  }

  /// Writes the rows.
  func write(
    _ rows: [Row],
    as format: OutputFormat,
    ink: @autoclosure () throws -> Ink,
    to output: inout Output
  ) throws {
    switch (format, document) {
    case (.table, _): try writeView(rows, try ink(), to: &output)
    case (.json, .array): try output.writeArray(rows, object)
    case (.json, .keyed(let whole)), (.json, .single(let whole)): try output.writeObject(whole)
    case (.ndjson, .single(let whole)): try output.write(whole.compact + "\n")
    case (.ndjson, _):
      for row in rows { try output.write(object(of: row).compact + "\n") }
    case (.csv, _):
      try output.writeCSV(fields.compactMap(\.name), rows) { row in
        fields.map { $0.value(row) ?? .null }
      }
    }
  }

  /// A row as programs read it; what it lacks is left out.
  func object(of row: Row) -> OrderedJSON {
    .object(
      fields.compactMap { field in
        guard let name = field.name, let value = field.value(row) else { return nil }
        return OrderedJSON.Member(name, value)
      }
    )
  }

  private func writeView(_ rows: [Row], _ ink: Ink, to output: inout Output) throws {
    switch view {
    case .table(let columns):
      try TextTable(rows, columns).write(to: &output, ink: ink)
    case .page(let columns):
      let width = columns.map { $0.heading.width }.max() ?? 0
      for row in rows {
        for column in columns {
          let heading = ink.paint(column.heading.padded(to: width), .dim)
          try output.write("\(heading)  \(column.cell(row).text.string)\n")
        }
      }
    case .drawn(let draw): try draw(&output, ink)
    }
  }
}

extension TextTable {
  /// A line a row below the columns' headings.
  init<Row>(_ rows: [Row], _ columns: [ReportColumn<Row>]) {
    self.init(
      columns: columns.map {
        Column(title: $0.heading, isNumber: $0.isNumber, limit: $0.limit)
      },
      rows: rows.map { row in columns.map { $0.cell(row) } }
    )
  }
}
