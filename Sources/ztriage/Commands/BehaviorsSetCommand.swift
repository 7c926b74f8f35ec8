import ArgumentParser
import RiskAPI
import RiskServices
import Settings
import TerminalUI

/// `ztriage behaviors set`: turns one behavior on or off, or changes its level.
struct BehaviorsSetCommand: AccountCommand {
  static let configuration = CommandConfiguration(
    commandName: "set",
    abstract: "Turn a behavior on or off, or change its level.",
    discussion: """
      The behaviors are read again right before and right after the change. If someone else changed this \
      one meanwhile, both sides are shown and you choose: theirs or yours. With --yes the command stops \
      instead.

      EXAMPLES
        ztriage behaviors set imp_travel --on --level high
        ztriage behaviors set high_dlp --off --dry-run
        ztriage behaviors set imp_travel --level medium --yes

      OUTCOMES
        written · unchanged (already set) · not written · outdated · unknown

      EXIT CODES
        0 done, or nothing to change   64 usage, or not confirmed
        66 no such behavior   69 unreachable, timed out or 5xx
        73 audit log cannot be written   75 rate limited, outdated or unknown
        77 not permitted, or read-only
      """
  )

  /// Whether a behavior makes events.
  enum Switch: String, EnumerableFlag {
    case on
    case off
  }

  /// The levels that the API takes.
  enum Level: String, CaseIterable, ExpressibleByArgument {
    case low
    case medium
    case high
  }

  @Argument(help: "The behavior's key, from 'ztriage behaviors list'.")
  var key: String

  @Flag(exclusivity: .exclusive, help: "Turn it on or off.")
  var state: Switch?

  @Option(help: "Risk level of its events: low, medium or high.")
  var level: Level?

  @OptionGroup(title: "Write") var write: WriteOptions
  @OptionGroup(title: "Output") var format: FormatOptions
  @OptionGroup(title: "Account") var account: AccountOptions

  func validate() throws {
    guard state != nil || level != nil else {
      throw ValidationError("nothing to set: pass --on, --off or --level")
    }
  }

  func run() async throws {
    let session = try AccountSession(account)
    let asked = AuditSubject.behavior(
      key,
      isEnabled: state.map { $0 == .on },
      level: level.map { RiskLevel($0.rawValue) }
    )
    let gate = try await WriteGate(write, session, [asked])
    let behaviors: [Behavior]
    do throws(APIError) {
      behaviors = try await APIClient.urgently { () throws(APIError) in
        try await gate.service.fetchBehaviors().value
      }
    } catch {
      await gate.note([asked], .failed(error, operation: "read the behaviors"))
      throw Failure(error, operation: "read the behaviors")
    }
    guard let behavior = behaviors.first(where: { $0.key == key }) else {
      await gate.note([asked], .missing("no such behavior"))
      throw notFound(among: behaviors)
    }
    let wanted = wanted(behavior.setting)

    guard wanted != behavior.setting else {
      StandardError.say("no change needed: \(key) is already \(Self.words(wanted))")
      if write.dryRun { return try DryRun([]).write(as: format.resolved, ink: Ink()) }
      return try finish(behavior, WriteOutcome("unchanged"), session)
    }
    if write.dryRun { return try print(wanted, behaviors, session) }

    let settled = SettledWrite(
      gate: gate,
      subject: "this behavior",
      write: { .behaviors(from: [key: $0], to: [key: $1]) },
      question: { Self.question(behavior.with($0), $1) },
      attempt: { seen, wanted in
        await gate.service.writeBehaviors([key: wanted], base: [key: seen])
      },
      conflict: { outcome in
        guard case .conflict(let now) = outcome else { return nil }
        return now.value.first { $0.key == key }?.setting
      }
    )
    let (end, interruption) = try await settled.run(from: behavior.setting, to: wanted)
    switch end {
    case .ended(let outcome):
      let (result, shown) = Self.result(outcome, of: behavior)
      try finish(shown, result, session, interruption)
    case .nothingLeft(let outcome):
      let shown = Self.result(outcome, of: behavior).1
      StandardError.say("nothing to save: \(key) stays \(Self.words(shown.setting))")
      try finish(shown, WriteOutcome("unchanged"), session, interruption)
    case .refused(let outcome, let merge):
      let failure = Failure(
        .tryLater,
        "not saved: someone else changed '\(key)' meanwhile (\(merge.conflictWords))",
        "look at it, then run the command again"
      )
      let shown = Self.result(outcome, of: behavior).1
      try finish(shown, WriteOutcome("outdated", failure), session, interruption)
    }
  }

  private func notFound(among behaviors: [Behavior]) -> Failure {
    let guess = Spelling.nearest(to: key, among: behaviors.map(\.key))
    return Failure(
      .notFound,
      "no behavior '\(key)'",
      guess.map { "did you mean '\($0)'?" } ?? "see 'ztriage behaviors list'"
    )
  }

  private func wanted(_ setting: BehaviorSetting) -> BehaviorSetting {
    BehaviorSetting(
      isEnabled: state.map { $0 == .on } ?? setting.isEnabled,
      riskLevel: level.map { RiskLevel($0.rawValue) } ?? setting.riskLevel
    )
  }

  private func print(
    _ wanted: BehaviorSetting,
    _ behaviors: [Behavior],
    _ session: AccountSession
  ) throws {
    var settings = Dictionary(behaviors.map { ($0.key, $0.setting) }) { first, _ in first }
    settings[key] = wanted
    let client = try session.client()
    let request: PlannedRequest
    do {
      request = try client.plannedUpdateBehaviors(settings)
    } catch {
      throw Failure(error, operation: Self.operation)
    }
    try DryRun([request]).write(as: format.resolved, ink: try session.ink(account))
  }

  // MARK: Words

  private static let operation = "save the behaviors"

  private static func question(_ behavior: Behavior, _ wanted: BehaviorSetting) -> [SafeText] {
    var lines: [SafeText] = [
      "Save this change?",
      "  \(behavior.name) (\(behavior.key))",
      "  - \(words(behavior.setting))",
      "  + \(words(wanted))",
    ]
    if behavior.setting.isEnabled, !wanted.isEnabled {
      lines.append("Turning it off does not lower anyone's current level.")
    }
    lines.append("All behaviors are sent; the others stay as they are.")
    return lines
  }

  private static func words(_ setting: BehaviorSetting) -> SafeText {
    "\(setting.isEnabled ? "on" : "off"), \(setting.riskLevel.words)"
  }

  /// The outcome, and the behavior as the account shows it where it was looked at.
  private static func result(
    _ outcome: BehaviorsOutcome,
    of behavior: Behavior
  ) -> (WriteOutcome, Behavior) {
    func shown(_ snapshot: Fetched<[Behavior]>) -> Behavior {
      snapshot.value.first { $0.key == behavior.key } ?? behavior
    }
    switch outcome {
    case .written(let after):
      return (WriteOutcome("written"), shown(after))
    case .conflict(let now):
      // Where it is still there, both sides were shown before it came to this.
      let failure = Failure(
        .notFound,
        "not saved: the account no longer has '\(behavior.key)'",
        "see 'ztriage behaviors list'"
      )
      return (WriteOutcome("outdated", failure), shown(now))
    case .differs(let after, let doubt):
      let shows = "'\(behavior.key)' as \(words(shown(after).setting).string)"
      return (
        WriteOutcome("unknown", .unknown(doubt, operation: operation, shows: shows)),
        shown(after)
      )
    case .notWritten(let error):
      return (WriteOutcome("not written", Failure(error, operation: operation)), behavior)
    case .unknown(let doubt):
      return (WriteOutcome("unknown", .unknown(doubt, operation: operation)), behavior)
    }
  }

  private func finish(
    _ behavior: Behavior,
    _ outcome: WriteOutcome,
    _ session: AccountSession,
    _ interruption: Interruption? = nil
  ) throws {
    try WriteResult(item: behavior, outcome: outcome)
      .finish(as: format.resolved, ink: try session.ink(account), interruption)
  }
}

extension Behavior {
  /// The same behavior with another setting.
  fileprivate func with(_ setting: BehaviorSetting) -> Behavior {
    var behavior = self
    behavior.setting = setting
    return behavior
  }
}

extension Behavior: TableRow {
  static let columns: [TextTable.Column] = [
    .init(title: "KEY", limit: 40), .init(title: "STATE"), .init(title: "LEVEL"),
    .init(title: "NAME", limit: 40),
  ]

  var cells: [TextTable.Cell] {
    let level: RiskLevel? = setting.riskLevel
    return [
      .init("\(key)"), setting.isEnabled ? .init("on", .on) : .init("off", .off),
      .init("\(level.words)", level.role), .init("\(name)"),
    ]
  }
}
