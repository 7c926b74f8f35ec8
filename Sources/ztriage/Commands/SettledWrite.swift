import RiskServices
import TerminalUI

/// A write of settings from its question to its end, settled with whoever changes them meanwhile.
///
/// Where somebody else changed the same settings since they were shown, it shows both sides, asks for a
/// side of each field that both changed, and asks for the word `yes` anew: what is sent is always what
/// was on the terminal last. Without somebody to ask, such a change ends the write.
struct SettledWrite<Settings: MergeableSettings, Outcome> {
  let gate: WriteGate
  /// What the settings belong to, in words for `Someone else changed …`.
  let subject: SafeText
  /// A change from the one to the other as the audit log names it.
  let write: (Settings, Settings) -> AuditSubject
  /// The question before a change from the one to the other.
  let question: (Settings, Settings) -> [SafeText]
  /// Sends a change from the one to the other.
  let attempt: (Settings, Settings) async -> Outcome
  /// What the account has, where that stopped the write.
  let conflict: (Outcome) -> Settings?

  enum End {
    /// It was sent, or could not be; without a conflict.
    case ended(Outcome)
    /// The account has all that is wanted already.
    case nothingLeft(Outcome)
    /// Somebody else's change stopped it, and nobody was there to settle it.
    case refused(Outcome, SettingsMerge<Settings>)
  }

  /// Asks and sends, again as long as somebody else comes in between.
  ///
  /// - Throws: ``Failure`` with code 64 for any answer but those that were asked for.
  func run(
    from seen: Settings,
    to wanted: Settings
  ) async throws(Failure) -> (end: End, interruption: Interruption) {
    var seen = seen
    var wanted = wanted
    while true {
      try await gate.pass(question(seen, wanted), [write(seen, wanted)])
      let interruption = Interruption.ofWrites()
      let outcome = await attempt(seen, wanted)
      guard let theirs = conflict(outcome) else { return (.ended(outcome), interruption) }
      var merge = SettingsMerge(base: seen, theirs: theirs, mine: wanted)
      if merge.isDone { return (.nothingLeft(outcome), interruption) }
      guard gate.asks, interruption.signalNumber == nil else {
        return (.refused(outcome, merge), interruption)
      }
      // At a question the same keys end the command at once, as at the first.
      interruption.release()
      try await settle(&merge, write(theirs, wanted))
      guard let result = merge.result, !merge.isDone else {
        return (.nothingLeft(outcome), interruption)
      }
      seen = theirs
      wanted = result
    }
  }

  /// Shows both sides and takes a side for each field that both changed.
  private func settle(
    _ merge: inout SettingsMerge<Settings>,
    _ write: AuditSubject
  ) async throws(Failure) {
    show(merge)
    for (index, field) in merge.fields.enumerated() where field.isOpen {
      let theirs = SafeText(field.theirs)
      let mine = SafeText(field.mine)
      let words: SafeText =
        theirs == mine
        ? "\(theirs), or yours, which differs in characters that cannot be shown" : ""
      let sides: SafeText = words.isEmpty ? "\(theirs), or yours, \(mine)" : words
      let side = try await gate.chooseSide("\(field.name): theirs, \(sides)?", write)
      merge.choose(side, at: index)
    }
  }

  private func show(_ merge: SettingsMerge<Settings>) {
    StandardError.write("\nSomeone else changed \(subject.string). Nothing was sent.\n")
    var table = TextTable(columns: [
      .init(title: "FIELD"), .init(title: "YOU SAW", limit: 200),
      .init(title: "THEIRS", limit: 200), .init(title: "YOURS", limit: 200), .init(title: ""),
    ])
    table.rows = merge.fields.filter { $0.change != .nobody }.map { field in
      [
        .init("\(field.name)"), .init("\(field.base)"), .init("\(field.theirs)"),
        .init("\(field.mine)"), .init("\(field.verdict)"),
      ]
    }
    var output = Output(descriptor: 2)
    // Who reads standard error no more can still answer, or be told by the exit code.
    try? table.write(to: &output, ink: Ink())
    try? output.finish()
  }
}
