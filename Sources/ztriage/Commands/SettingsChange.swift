import RiskAPI
import RiskServices
import TerminalUI

/// A change of settings from the command line to its end, settled with whoever changes them meanwhile.
///
/// Where somebody else changed the same settings since they were shown, it shows both sides, asks for a
/// side of each field that both changed, and asks for the word `yes` anew: what is sent is always what
/// was on the terminal last. Without somebody to ask, such a change ends the write.
struct SettingsChange<
  Settings: MergeableSettings,
  State: Equatable & Sendable,
  Item
> {
  let confirmation: Confirmation
  let report: WriteReport<Item>
  /// What the settings belong to, as it was when the command began.
  let item: Item
  /// The write of a change from the one to the other.
  let write: (Settings, Settings) -> GuardedWrite<State>
  /// What a state has of the item; nil where it has it no longer.
  let find: (State) -> (item: Item, settings: Settings)?
  let words: Words

  /// What it is about, in the words of the command.
  struct Words {
    /// The item, for `Someone else changed …`.
    var subject: SafeText
    /// The word for a write that was done, such as `updated`.
    var done: String
    /// The question before a change from the one to the other.
    var question: (Settings, Settings) -> [SafeText]
    /// Where the account has already what is wanted.
    var alreadySet: (Settings) -> SafeText
    /// Where nothing is left to change once both sides are settled.
    var nothingLeft: (Settings) -> SafeText
    /// Where somebody else's change, in words, ends the write.
    var outdated: (String) -> Failure
    /// Where the account has the item no longer.
    var vanished: Failure?
    /// What the account shows instead of what was wanted.
    var shows: (Settings) -> String = { _ in "something else" }
  }

  /// Asks and sends, again as long as somebody else comes in between, and reports what came of it.
  ///
  /// `state` is what the command saw, `seen` the settings in it.
  ///
  /// - Throws: ``Failure`` with code 64 for any answer but those that were asked for.
  func run(_ state: State, from seen: Settings, to wanted: Settings) async throws {
    guard wanted != seen else {
      StandardError.say(words.alreadySet(wanted))
      if confirmation.isDryRun { return try report.write(planned: []) }
      return try report.end(item, WriteOutcome("unchanged"))
    }
    if confirmation.isDryRun {
      let plan = try await confirmation.plan(write(seen, wanted), before: state)
      return try report.write(planned: [plan])
    }
    var (seen, wanted) = (seen, wanted)
    while true {
      let write = write(seen, wanted)
      try await confirmation.ask(words.question(seen, wanted), [write.intent])
      let interruption = Interruption.ofWrites()
      let result = await confirmation.service.carryOut(write)
      let found = result.state.flatMap(find)
      guard case .changedMeanwhile = result, let theirs = found?.settings else {
        let outcome = WriteOutcome(
          result,
          of: write,
          done: words.done,
          outdated: { _ in words.vanished },
          shows: { state in words.shows(find(state)?.settings ?? seen) }
        )
        return try report.end(found?.item ?? item, outcome, interruption)
      }
      var merge = SettingsMerge(base: seen, theirs: theirs, mine: wanted)
      if !merge.isDone {
        guard confirmation.asks, interruption.signalNumber == nil else {
          let outcome = WriteOutcome("outdated", words.outdated(merge.conflictWords))
          return try report.end(found?.item ?? item, outcome, interruption)
        }
        // At a question the same keys end the command at once, as at the first.
        interruption.release()
        try await confirmation.settle(
          &merge,
          of: words.subject,
          self.write(theirs, wanted).intent
        )
      }
      guard let merged = merge.result, !merge.isDone else {
        StandardError.say(words.nothingLeft(theirs))
        return try report.end(found?.item ?? item, WriteOutcome("unchanged"), interruption)
      }
      (seen, wanted) = (theirs, merged)
    }
  }
}
