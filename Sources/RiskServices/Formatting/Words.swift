package import RiskAPI
package import RiskStore

extension RiskLevel {
  /// The level as people read it: `HIGH`.
  ///
  /// Holds text from outside where the level is unknown.
  package var words: String { apiName.uppercased() }
}

extension RiskLevel? {
  /// The level as people read it: `HIGH`, or `—` for unscored.
  package var words: String { self?.words ?? "—" }
}

extension Int {
  /// The number with its thousands apart: `1 284`.
  package var grouped: String {
    guard magnitude >= 1_000 else { return String(self) }
    var digits = ""
    for (index, digit) in String(magnitude).reversed().enumerated() {
      if index > 0, index % 3 == 0 { digits.append(" ") }
      digits.append(digit)
    }
    return (self < 0 ? "-" : "") + String(digits.reversed())
  }

  /// The number and a noun in the right form: `1 user`, `2 users`.
  package func counted(_ noun: String) -> String {
    "\(grouped) \(noun)\(self == 1 ? "" : "s")"
  }
}

extension ChangeKind {
  /// The word for it in one user's history, where who is new was never seen before.
  package var historyWord: String { self == .new ? "seen" : rawValue }
}

extension Verdict {
  /// The verdict as people read it.
  package var words: String {
    switch self {
    case .truePositive: "true positive"
    case .benign: "benign"
    case .falsePositive: "false positive"
    case .undetermined: "undetermined"
    }
  }

  /// The verdict in a narrow column.
  package var shortWords: String {
    switch self {
    case .truePositive: "TP"
    case .benign: "ben"
    case .falsePositive: "FP"
    case .undetermined: "und"
    }
  }
}
