package import Foundation
package import RiskAPI

extension FilterQuery {
  /// Places of the rows whose texts pass: for rows that have nothing but texts.
  package func rows(of index: SearchIndex) -> [Int] {
    texts(among: Array(0..<index.rowCount), index)
  }

  /// Places of the events that pass; `index` is of these events.
  package func events(
    _ events: [RiskEvent],
    _ index: SearchIndex,
    behaviors: [Behavior],
    now: Date
  ) -> [Int] {
    let kept = terms.reduce(Array(events.indices)) { kept, term in
      switch term.test {
      case .level(let levels):
        return kept.filter { levels.contains(events[$0].riskLevel) != term.isNegated }
      case .last(let comparison, let seconds):
        return kept.filter { place in
          FilterTerm.isAge(events[place].timestamp, comparison, seconds, now) != term.isNegated
        }
      case .behavior(let piece):
        let names = BehaviorNames(piece: piece, behaviors: behaviors)
        return kept.filter { names.contains(events[$0].name) != term.isNegated }
      case .text, .events, .verdict: return kept
      }
    }
    return texts(among: kept, index)
  }

  /// Places of the behaviors that pass, by the levels that the account has: a draft hides no row.
  package func behaviors(_ behaviors: [Behavior]) -> [Int] {
    let index = SearchIndex(behaviors.map { [$0.name, $0.key] })
    let kept = terms.reduce(Array(behaviors.indices)) { kept, term in
      switch term.test {
      case .level(let wanted):
        return kept.filter { wanted.contains(behaviors[$0].setting.riskLevel) != term.isNegated }
      case .behavior(let piece):
        let test = TextTest.piece(piece)
        return kept.filter { place in
          let behavior = behaviors[place]
          let isFound = test.isFound(in: behavior.name) || test.isFound(in: behavior.key)
          return isFound != term.isNegated
        }
      case .text, .events, .last, .verdict: return kept
      }
    }
    return texts(among: kept, index)
  }

  private func texts(among candidates: [Int], _ index: SearchIndex) -> [Int] {
    terms.reduce(candidates) { kept, term in
      guard case .text(let text) = term.test else { return kept }
      return index.rows(among: kept, where: text, isNegated: term.isNegated)
    }
  }
}

extension SearchIndex {
  /// Folds events: the name, and all that stands in the details.
  package init(events: [RiskEvent]) {
    self.init(events.lazy.map { [$0.name] + ($0.details?.texts ?? []) })
  }
}

extension JSONValue {
  /// Names and values that stand anywhere in it.
  fileprivate var texts: [String] {
    switch self {
    case .object(let members):
      members.sorted { $0.key < $1.key }.flatMap { [$0.key] + $0.value.texts }
    case .array(let elements): elements.flatMap(\.texts)
    case .string(let text): [text]
    case .integer(let number): [String(number)]
    case .number(let number): ["\(number)"]
    case .bool(let bool): [String(bool)]
    case .null: []
    }
  }
}
