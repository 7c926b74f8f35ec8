/// A term that cannot be applied, and why.
package struct FilterProblem: Error, Hashable, Sendable {
  /// The term as typed.
  package var term: String
  package var reason: String
  /// True for a term that may only not have been typed to its end.
  package var isIncomplete = false
  /// The part that was not understood, and what may have been meant; nil where nothing can be guessed.
  package var misspelling: Misspelling?

  package struct Misspelling: Hashable, Sendable {
    package var word: String
    package var choices: [String]
    /// What stands around the word in the term.
    var before: String
    var after: String

    /// The term with another word in place of the misspelled one.
    package func corrected(to word: String) -> String { before + word + after }
  }

  /// What is wrong, in one line: `level:hgih: one of high, medium, low, unscored`.
  ///
  /// Holds what was typed.
  package var words: String { "\(term): \(reason)" }
}
