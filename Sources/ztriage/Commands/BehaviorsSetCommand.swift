import ArgumentParser
import RiskAPI
import RiskServices
import Settings
import TerminalUI
import RiskStore

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
    let asked = AuditIntent.behavior(
      key,
      isEnabled: state.map { $0 == .on },
      level: level.map { RiskLevel($0.rawValue) }
    )
    let confirmation = try await Confirmation(write, session, [asked])
    let behaviors = try await confirmation.look(to: "read the behaviors", for: [asked]) {
      service throws(APIError) in try await service.fetchBehaviors()
    }
    guard let behavior = behaviors.value.first(where: { $0.key == key }) else {
      await confirmation.note([asked], .missing("no such behavior"))
      throw notFound(among: behaviors.value)
    }
    let change = SettingsChange(
      confirmation: confirmation,
      report: WriteReport(
        item: .writtenBehavior,
        format: format.resolved,
        ink: try session.ink(account)
      ),
      item: behavior,
      write: { .behaviors([key: $1], base: [key: $0]) },
      find: { state in state.value.first { $0.key == key }.map { ($0, $0.setting) } },
      words: words(of: behavior)
    )
    try await change.run(behaviors, from: behavior.setting, to: wanted(behavior.setting))
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

  // MARK: Words

  private func words(
    of behavior: Behavior
  ) -> SettingsChange<BehaviorSetting, Fetched<[Behavior]>, Behavior>.Words {
    .init(
      subject: "this behavior",
      done: "written",
      question: { Self.question(behavior.with($0), $1) },
      alreadySet: { "no change needed: \(key) is already \(Self.words($0))" },
      nothingLeft: { "nothing to save: \(key) stays \(Self.words($0))" },
      outdated: { changes in
        Failure(
          .tryLater,
          "not saved: someone else changed '\(key)' meanwhile (\(changes))",
          "look at it, then run the command again"
        )
      },
      vanished: Failure(
        .notFound,
        "not saved: the account no longer has '\(key)'",
        "see 'ztriage behaviors list'"
      ),
      shows: { "'\(key)' as \(Self.words($0).string)" }
    )
  }

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
}

extension Behavior {
  /// The same behavior with another setting.
  fileprivate func with(_ setting: BehaviorSetting) -> Behavior {
    var behavior = self
    behavior.setting = setting
    return behavior
  }
}
