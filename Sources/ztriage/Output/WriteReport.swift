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
}

extension ReportColumn {
  /// How the write of a row's item ended.
  static func outcome(_ outcome: @escaping (Row) -> WriteOutcome) -> ReportColumn {
    ReportColumn(
      name: "outcome",
      heading: "OUTCOME",
      value: { .string(outcome($0).word) },
      cell: { row in
        let outcome = outcome(row)
        return .init("\(outcome.word)", outcome.failure == nil ? .on : .error)
      }
    )
  }

  /// Why it did not end well, for programs; null where it did.
  static func failure(of outcome: @escaping (Row) -> WriteOutcome) -> ReportColumn {
    .text("error") { outcome($0).failure?.line.string }
  }
}

/// Says on standard output what came of a write, or would be sent.
struct WriteReport<Item> {
  /// What is told of the item, as the account shows it.
  let item: Report<Item>
  let format: OutputFormat
  let ink: Ink

  /// Writes the one item of a command, in JSON as an object, and ends the command as it must end.
  ///
  /// - Throws: the outcome's ``Failure``; ``EndedBySignal`` where a signal came during the write.
  func end(_ item: Item, _ outcome: WriteOutcome, _ interruption: Interruption? = nil) throws {
    try report.write(one: (item, outcome), as: format, ink: ink)
    try Interruption.end(with: outcome.failure, after: interruption?.signalNumber)
  }

  /// Writes the requests of a dry run.
  func write(planned requests: [PlannedRequest]) throws {
    try Report.requests.write(requests, as: format, ink: ink)
  }

  /// The item and how the write of it ended: what people look for first, and programs last.
  private var report: Report<(item: Item, outcome: WriteOutcome)> {
    let outcome = ReportColumn<(item: Item, outcome: WriteOutcome)>.outcome(\.outcome)
    return Report(
      fields: item.fields.map { $0.of(\.item) } + [outcome, .failure(of: \.outcome)],
      view: .table([outcome] + item.columns.map { $0.of(\.item) })
    )
  }
}
