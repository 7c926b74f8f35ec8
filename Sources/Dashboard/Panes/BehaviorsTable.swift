import RiskAPI
import RiskServices
import TerminalUI

/// A row of the behaviors' list: a behavior as the draft has it.
struct BehaviorRow: Sendable {
  let behavior: Behavior
  let setting: BehaviorSetting
  let isEdited: Bool
  /// Whether the list has room for the levels' whole names.
  let isWide: Bool
  let nameStyle: Style
}

extension Table<BehaviorRow> {
  /// The behaviors' columns.
  static let behaviors = Table(
    [
      Column("state", width: 3...3) { row in
        let isOn = row.setting.isEnabled
        return .text(isOn ? "on" : "off", Style(isOn ? .on : .off))
      },
      Column("name", width: 4...400) { row in
        let name = row.behavior.name.isEmpty ? row.behavior.key : row.behavior.name
        return .text(SafeText(name), row.nameStyle)
      },
      Column(
        "levels",
        width: 16...16,
        before: 1,
        spoken: { SafeText(level: $0.setting.riskLevel) }
      ) { .parts($0.levels) },
    ],
    signWords: "not saved"
  ) { row in
    row.isEdited ? .text("*", Style(.unsaved, .bold)) : .blank
  }
}

extension BehaviorRow {
  /// `low  med  [HIGH]`: the chosen level stands in brackets and capitals, whatever the colors.
  ///
  /// Three letters do for medium where room is short: the levels stand side by side.
  fileprivate var levels: [(text: SafeText, style: Style)] {
    guard RiskLevel.settable.contains(setting.riskLevel) else {
      return [("[\(setting.riskLevel.words)]", .risk(setting.riskLevel))]
    }
    let options: [(level: RiskLevel, chosen: SafeText, other: SafeText)] = [
      (.low, "[LOW]", " low "),
      (.medium, isWide ? "[MEDIUM]" : "[MED]", isWide ? " medium " : " med "),
      (.high, "[HIGH]", " high "),
    ]
    return options.map { option in
      guard option.level == setting.riskLevel else { return (option.other, Style(.dim)) }
      // A level that is not in force is shown, but does not shine.
      return (option.chosen, setting.isEnabled ? .risk(option.level) : Style(.off, .bold))
    }
  }
}
