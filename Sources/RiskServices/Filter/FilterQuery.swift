/// What was typed into a filter, understood: terms that all have to hold, and those that cannot.
///
/// Words separated by blanks, each a piece of a text, whatever its case and accents; `"two words"`,
/// `!word` for those without it, `~mlef` for scattered letters; a level by its name; `level:high,low`,
/// `behavior:travel`, `events:>5`, `last:<2h`, `verdict:none`. The dashboard's `/` and `--filter` of
/// the commands both speak it.
package struct FilterQuery: Hashable, Sendable {
  package private(set) var terms: [FilterTerm] = []
  /// Terms that are not applied, in the order in which they were typed.
  package private(set) var problems: [FilterProblem] = []

  /// A filter that lets everything through.
  package init() {}

  /// Reads what was typed for rows of some kind.
  package init(_ text: String, for subject: FilterSubject) {
    for token in FilterToken.split(text) {
      switch FilterParser(subject).term(token) {
      case .success(let term): terms.append(term)
      case .failure(let problem): problems.append(problem)
      }
    }
  }

  /// True when every row passes.
  package var isEmpty: Bool { terms.isEmpty }

  /// True when letters may stand apart.
  package var isFuzzy: Bool {
    terms.contains { if case .text(.scattered) = $0.test { true } else { false } }
  }

  /// True when the same rows may pass at one moment and not at another.
  package var dependsOnTime: Bool {
    terms.contains { if case .last = $0.test { true } else { false } }
  }

  /// True when a term asks for behaviors in the users' events.
  package var asksForBehaviors: Bool {
    terms.contains { if case .behavior = $0.test { true } else { false } }
  }

  /// True when a term asks for verdicts.
  package var asksForVerdicts: Bool {
    terms.contains { if case .verdict = $0.test { true } else { false } }
  }

  /// True when every row that passes surely passed the other filter too, as when a word grew longer.
  package func narrows(_ other: FilterQuery) -> Bool {
    other.terms.allSatisfy { old in terms.contains { $0.implies(old) } }
  }
}

extension FilterTerm {
  /// Whether a row that passes this term passes another one, whatever the time and what is known.
  fileprivate func implies(_ other: FilterTerm) -> Bool {
    guard isNegated == other.isNegated else { return false }
    switch (test, other.test) {
    case (.text(.piece(let word)), .text(.piece(let old))):
      let (longer, shorter) = isNegated ? (old, word) : (word, old)
      return ByteSearch.first(shorter.span, in: longer.span, from: 0, to: longer.count) != nil
    case (.text(.scattered(let word)), .text(.scattered(let old))):
      return isNegated
        ? word == old
        : ByteSearch.isScattered(old.span, in: word.span, from: 0, to: word.count)
    case (.level, .level), (.events, .events): return test == other.test
    default: return false
    }
  }
}
