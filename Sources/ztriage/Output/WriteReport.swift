import RiskAPI
import RiskServices
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

  /// How a write ended: `done`, or a word made from it.
  ///
  /// `outdated` says what came up since the person looked, `shows` what the account shows in place of
  /// what was wanted.
  init<State>(
    _ result: WriteResult<State>,
    of write: GuardedWrite<State>,
    done: String,
    outdated: (State) -> Failure? = { _ in nil },
    shows: (State) -> String = { _ in "something else" }
  ) {
    let operation = write.operation
    switch result {
    case .done: self.init(done)
    case .changedMeanwhile(let state): self.init("outdated", outdated(state))
    case .notDone(let error): self.init("not \(done)", Failure(error, operation: operation))
    case .unknown(let doubt, let state):
      self.init("unknown", .unknown(doubt, operation: operation, shows: state.map(shows)))
    }
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

/// An item, and how the write of it ended.
private struct ReportedWrite<Item: Record & TableRow>: Record {
  /// The item as the account shows it, as far as that is known.
  var item: Item
  var outcome: WriteOutcome

  static var fieldNames: [String] { Item.fieldNames + WriteOutcome.fieldNames }
  var fields: [OrderedJSON.Member] { item.fields + outcome.fields }
}

/// Says on standard output what came of a write, or would be sent.
struct WriteReport {
  let format: OutputFormat
  let ink: Ink

  /// Writes the one item of a command, in JSON as an object, and ends the command as it must end.
  ///
  /// - Throws: the outcome's ``Failure``; ``EndedBySignal`` where a signal came during the write.
  func end<Item: Record & TableRow>(
    _ item: Item,
    _ outcome: WriteOutcome,
    _ interruption: Interruption? = nil
  ) throws {
    let write = ReportedWrite(item: item, outcome: outcome)
    var output = Output()
    switch format {
    case .table:
      var table = TextTable(columns: [.init(title: "OUTCOME")] + Item.columns)
      table.rows = [[outcome.cell] + item.cells]
      try table.write(to: &output, ink: ink)
    case .json: try output.writeObject(.object(write.fields))
    case .ndjson: try output.writeLines([write])
    case .csv: try output.writeCSV([write])
    }
    try output.finish()
    try Interruption.end(with: outcome.failure, after: interruption?.signalNumber)
  }

  /// Writes the requests of a dry run, in their order; in JSON always an array.
  func write(planned requests: [PlannedRequest]) throws {
    try DryRun(requests).write(as: format, ink: ink)
  }
}
