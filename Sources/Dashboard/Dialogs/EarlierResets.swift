import RiskAPI
import RiskServices
import RiskStore
import TerminalUI

/// That users in question were reset lately, in words.
struct EarlierResets {
  /// Who of them was, in the question's order, and their resets, the newest first.
  private let again: [(target: UserTarget, resets: [AuditEntry])]
  private let isAboutOne: Bool

  /// The answer to a question that was closed meanwhile is about somebody else, and says nothing.
  init(of targets: [UserTarget], _ resets: [UserID: [AuditEntry]]) {
    isAboutOne = targets.count == 1
    again = targets.compactMap { target in
      guard let resets = resets[target.id], !resets.isEmpty else { return nil }
      return (target, resets)
    }
  }

  /// A warning for each, where the question is about several.
  func warnings(_ words: TimeFormatter) -> [UserID: SafeText] {
    guard !isAboutOne else { return [:] }
    let all: [(UserID, SafeText)] = again.compactMap { target, resets in
      guard let last = resets.first else { return nil }
      let ago = words.ago(last.time)
      return (target.id, "reset \(ago) (\(EarlierResetFormatter.reason(last)))")
    }
    return Dictionary(all) { first, _ in first }
  }

  /// A line about all of them; nil where nobody was reset.
  func line(_ words: TimeFormatter) -> SafeText? {
    guard let first = again.first else { return nil }
    if isAboutOne, let own = EarlierResetFormatter.line(first.resets, words) {
      return SafeText(own)
    }
    let verb = again.count == 1 ? "was" : "were"
    let isSure = again.allSatisfy { $0.resets.contains { $0.outcome?.result == .done } }
    return "\(again.count) of them \(verb) reset\(isSure ? "" : ", or may have been,")"
      + " within the last 7 days: \(reasons)"
  }

  /// The first few, with the newest reason.
  private var reasons: SafeText {
    let all = again.map { target, resets -> SafeText in
      "\(target.name.truncated(to: 20)) (\(resets.first.map(EarlierResetFormatter.reason) ?? ""))"
    }
    let more: SafeText = all.count > 3 ? " and \(all.count - 3) more" : ""
    return "\(all.prefix(3).map { $0 }.joined(separator: ", "))\(more)"
  }
}
