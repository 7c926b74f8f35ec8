import RiskStore

/// What stands behind the colon of a term.
struct FilterValue {
  private let token: FilterToken
  private let field: FilterField
  private let text: String

  init(_ token: FilterToken, _ field: FilterField) {
    self.token = token
    self.field = field
    text = token.text
  }

  // MARK: Words

  /// `high,medium`.
  func levels() throws(FilterProblem) -> FilterTerm.LevelMask {
    let names = FilterTerm.LevelMask.names.map(\.name)
    var mask = FilterTerm.LevelMask()
    for word in try list(of: names) {
      guard let level = FilterTerm.LevelMask(name: word) else { throw misspelled(word, names) }
      mask.formUnion(level)
    }
    return mask
  }

  /// `none`, or a verdict; a piece of one where it is a piece of no other.
  func verdicts() throws(FilterProblem) -> Set<Verdict?> {
    let names = ["none"] + Verdict.allCases.map(\.rawValue)
    var verdicts: Set<Verdict?> = []
    for word in try list(of: names) {
      let pieces = names.filter { $0.contains(word) }
      let starts = names.filter { $0.hasPrefix(word) }
      let found = names.contains(word) ? [word] : starts.isEmpty ? pieces : starts
      guard let name = found.first else { throw misspelled(word, names) }
      guard found.count == 1 else {
        throw token.problem(
          "\(found.dropLast().joined(separator: ", ")) or \(found[found.count - 1])?"
        )
      }
      verdicts.insert(Verdict(rawValue: name))
    }
    return verdicts
  }

  /// A folded piece of a text.
  func piece() throws(FilterProblem) -> [UInt8] {
    let folded = FoldedText.bytes(of: text)
    guard !folded.isEmpty else { throw token.incomplete("a piece of a behavior's key or name") }
    return folded
  }

  /// Words separated by commas, in small letters.
  private func list(of names: [String]) throws(FilterProblem) -> [String] {
    let words = text.lowercased().split(separator: ",", omittingEmptySubsequences: false)
      .map(String.init)
    // A comma at the end announces another word.
    guard words.allSatisfy({ !$0.isEmpty }) else {
      throw token.incomplete("one of \(names.joined(separator: ", "))")
    }
    return words
  }

  private func misspelled(_ word: String, _ names: [String]) -> FilterProblem {
    let all = text.lowercased().split(separator: ",").map(String.init)
    let place = all.firstIndex(of: word) ?? 0
    var problem = token.problem("one of \(names.joined(separator: ", "))")
    // What is typed so far may become one of them.
    problem.isIncomplete = place == all.count - 1 && names.contains { $0.hasPrefix(word) }
    problem.misspelling = FilterProblem.Misspelling(
      word: word,
      choices: names,
      before: (token.isNegated ? "!" : "") + "\(field.rawValue):"
        + all[..<place].map { $0 + "," }.joined(),
      after: all[(place + 1)...].map { "," + $0 }.joined()
    )
    return problem
  }

  // MARK: Numbers

  /// `>5`, `<=5`, `5`.
  func events() throws(FilterProblem) -> FilterTerm.Test {
    let (comparison, rest) = compared()
    let reason = "a number, such as events:>5"
    guard !rest.isEmpty else { throw token.incomplete(reason) }
    guard let count = Self.number(rest) else { throw token.problem(reason) }
    return .events(comparison ?? .exactly, count)
  }

  /// `<2h`, `>30d`.
  func age() throws(FilterProblem) -> FilterTerm.Test {
    let (comparison, rest) = compared()
    let reason = "an age with < or > and a unit (m, h, d, w), such as last:<2h"
    guard !rest.isEmpty else { throw token.incomplete(reason) }
    let units: [Character: Double] = ["m": 60, "h": 3_600, "d": 86_400, "w": 604_800]
    guard let unit = rest.last.flatMap({ units[$0] }), let count = Self.number(rest.dropLast())
    else {
      throw token.problem(reason)
    }
    guard let comparison, comparison != .exactly else {
      throw token.problem("last:<\(rest) for newer, last:>\(rest) for older")
    }
    return .last(comparison, Double(count) * unit)
  }

  private func compared() -> (FilterTerm.Comparison?, Substring) {
    for sign in [">=", "<=", ">", "<", "="] where text.hasPrefix(sign) {
      return (FilterTerm.Comparison(rawValue: sign), text.dropFirst(sign.count))
    }
    return (nil, Substring(text))
  }

  /// A whole number of up to nine digits.
  private static func number(_ text: Substring) -> Int? {
    guard (1...9).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) })
    else { return nil }
    return Int(text)
  }
}
