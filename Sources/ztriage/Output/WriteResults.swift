import RiskAPI
import TerminalUI

/// How one item of a write ended.
///
/// `word` is the item's own, such as `reset`; `failure` is nil where all went well.
struct WriteOutcome: Equatable {
  var word: String
  var failure: Failure?

  init(_ word: String, _ failure: Failure? = nil) {
    self.word = word
    self.failure = failure
  }

  static let fieldNames = ["outcome", "error"]

  var fields: [OrderedJSON.Member] {
    [.init("outcome", .string(word)), .init("error", .text(failure?.line.string))]
  }

  /// The outcome as a cell of a table.
  var cell: TextTable.Cell {
    .init("\(word)", failure == nil ? .on : .error)
  }
}

/// Something that people read as a row of a table.
protocol TableRow {
  static var columns: [TextTable.Column] { get }
  var cells: [TextTable.Cell] { get }
}

/// The one item of a command, and how its write ended.
struct WriteResult<Item: Record & TableRow>: Record {
  /// The item as the account shows it, as far as that is known.
  var item: Item
  var outcome: WriteOutcome

  static var fieldNames: [String] { Item.fieldNames + WriteOutcome.fieldNames }
  var fields: [OrderedJSON.Member] { item.fields + outcome.fields }

  /// Writes the result to standard output, in JSON an object, and ends the command as it must end.
  ///
  /// - Throws: the outcome's ``Failure``; ``EndedBySignal`` where a signal came during the write.
  func finish(as format: OutputFormat, ink: Ink, _ interruption: Interruption?) throws {
    var output = Output()
    switch format {
    case .table:
      var table = TextTable(columns: [.init(title: "OUTCOME")] + Item.columns)
      table.rows = [[outcome.cell] + item.cells]
      try table.write(to: &output, ink: ink)
    case .json: try output.writeObject(.object(fields))
    case .ndjson: try output.writeLines([self])
    case .csv: try output.writeCSV([self])
    }
    try output.finish()
    try Interruption.end(with: outcome.failure, after: interruption?.signalNumber)
  }
}
