/// Understands one term.
struct FilterParser {
  private let subject: FilterSubject

  init(_ subject: FilterSubject) {
    self.subject = subject
  }

  func term(_ token: FilterToken) -> Result<FilterTerm, FilterProblem> {
    do throws(FilterProblem) {
      return .success(FilterTerm(isNegated: token.isNegated, test: try test(token)))
    } catch {
      return .failure(error)
    }
  }

  private func test(_ token: FilterToken) throws(FilterProblem) -> FilterTerm.Test {
    guard token.isClosed else { throw token.incomplete("the closing quote is missing") }
    guard let key = token.key else { return try word(token) }
    guard let field = FilterField(rawValue: key.lowercased()) else { throw unknownKey(key, token) }
    guard subject.fields.contains(field) else {
      throw token.problem("\(subject.words) cannot be filtered by \(field.rawValue)")
    }
    let value = FilterValue(token, field)
    return switch field {
    case .level: .level(try value.levels())
    case .behavior: .behavior(try value.piece())
    case .events: try value.events()
    case .last: try value.age()
    case .verdict: .verdict(try value.verdicts())
    }
  }

  private func word(_ token: FilterToken) throws(FilterProblem) -> FilterTerm.Test {
    let folded = FoldedText.bytes(of: token.text)
    // An accent alone, or nothing that anybody sees, is found nowhere and everywhere.
    guard !folded.isEmpty else { throw token.incomplete("a word is missing") }
    if token.isFuzzy { return .text(.scattered(folded.filter { $0 != UInt8(ascii: " ") })) }
    if !token.isQuoted, subject.fields.contains(.level),
      let level = FilterTerm.LevelMask(name: String(decoding: folded, as: UTF8.self))
    {
      return .level(level)
    }
    return .text(.piece(folded))
  }

  private func unknownKey(_ key: String, _ token: FilterToken) -> FilterProblem {
    let known = FilterField.allCases.filter(subject.fields.contains).map { "\($0.rawValue):" }
    let terms =
      known.isEmpty
      ? "\(subject.words) have no such terms" : "no such term (\(known.joined(separator: " ")))"
    var problem = token.problem("\(terms); use quotes to search for the text")
    problem.misspelling = FilterProblem.Misspelling(
      word: key,
      choices: FilterField.allCases.filter(subject.fields.contains).map(\.rawValue),
      before: token.isNegated ? "!" : "",
      after: ":" + token.text
    )
    return problem
  }
}

extension FilterToken {
  func problem(_ reason: String) -> FilterProblem { FilterProblem(term: typed, reason: reason) }

  func incomplete(_ reason: String) -> FilterProblem {
    FilterProblem(term: typed, reason: reason, isIncomplete: true)
  }
}
