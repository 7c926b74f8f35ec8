import RiskAPI
import TerminalUI

/// How one item of a write ended.
///
/// `outcome` is a word of the item's own, such as `reset`; `failure` is nil where all went well.
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

/// An item and how its write ended.
struct WriteResult<Item: Record>: Record {
  var item: Item
  var outcome: WriteOutcome

  static var fieldNames: [String] { Item.fieldNames + WriteOutcome.fieldNames }
  var fields: [OrderedJSON.Member] { item.fields + outcome.fields }
}

extension Output {
  /// Writes the result of a command with one item: an object in JSON.
  mutating func writeResult<Item>(
    _ result: WriteResult<Item>,
    as format: OutputFormat,
    table: () throws -> TextTable,
    ink: Ink
  ) throws {
    switch format {
    case .table: try table().write(to: &self, ink: ink)
    case .json: try writeObject(.object(result.fields))
    case .ndjson: try writeLines([result])
    case .csv: try writeCSV([result])
    }
  }
}
