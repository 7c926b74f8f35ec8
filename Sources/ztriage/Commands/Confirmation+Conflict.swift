import RiskServices
import TerminalUI
import RiskStore

extension Confirmation {
  /// Shows both sides of a conflict and takes a side for each field that both changed.
  ///
  /// `subject` is what somebody else changed, in words.
  ///
  /// - Throws: ``Failure`` with code 64 for any answer but those that were asked for.
  func settle<Settings>(
    _ merge: inout SettingsMerge<Settings>,
    of subject: SafeText,
    _ write: AuditIntent
  ) async throws(Failure) {
    show(merge, of: subject)
    for (index, field) in merge.fields.enumerated() where field.isOpen {
      let theirs = SafeText(field.theirs)
      let mine = SafeText(field.mine)
      let words: SafeText =
        theirs == mine
        ? "\(theirs), or yours, which differs in characters that cannot be shown" : ""
      let sides: SafeText = words.isEmpty ? "\(theirs), or yours, \(mine)" : words
      let side = try await chooseSide("\(field.name): theirs, \(sides)?", write)
      merge.choose(side, at: index)
    }
  }

  private func show<Settings>(_ merge: SettingsMerge<Settings>, of subject: SafeText) {
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
