package import RiskAPI
package import RiskStore

/// One thing that a filter asks of a row.
package struct FilterTerm: Hashable, Sendable {
  /// True for `!word`: what passes the test is hidden.
  package var isNegated: Bool
  package var test: Test

  package enum Test: Hashable, Sendable {
    case text(TextTest)
    /// Levels among which the row's must be.
    case level(LevelMask)
    /// A folded piece of the key or the name of a behavior in the user's events.
    case behavior([UInt8])
    case events(Comparison, Int)
    /// How many seconds old the newest event is.
    case last(Comparison, Double)
    /// The latest verdict; nil for who has none.
    case verdict(Set<Verdict?>)
  }

  /// `>`, `>=`, `<`, `<=`, `=`.
  package enum Comparison: String, Hashable, Sendable {
    case more = ">"
    case atLeast = ">="
    case less = "<"
    case atMost = "<="
    case exactly = "="

    func holds<Value: Comparable>(_ left: Value, _ right: Value) -> Bool {
      switch self {
      case .more: left > right
      case .atLeast: left >= right
      case .less: left < right
      case .atMost: left <= right
      case .exactly: left == right
      }
    }
  }

  /// A set of levels that is quick to ask.
  package struct LevelMask: Hashable, Sendable {
    private var bits: UInt8 = 0

    package init() {}

    /// Levels as they are typed, unscored among them, in the order in which they are told.
    static let names: [(name: String, level: RiskLevel?)] = [
      ("high", .high), ("medium", .medium), ("low", .low), ("unscored", nil),
    ]

    /// A level by its name, folded; nil for another word.
    init?(name: String) {
      guard let entry = Self.names.first(where: { $0.name == name }) else { return nil }
      insert(entry.level)
    }

    mutating func insert(_ level: RiskLevel?) { bits |= 1 << UInt8(level?.rank ?? 0) }
    mutating func formUnion(_ other: LevelMask) { bits |= other.bits }
    package func contains(_ level: RiskLevel?) -> Bool {
      bits & (1 << UInt8(level?.rank ?? 0)) != 0
    }
  }
}

/// What a term with a colon is about.
package enum FilterField: String, CaseIterable, Sendable {
  case level, behavior, events, last, verdict
}

/// What rows a filter is for, and so which terms can be answered.
package enum FilterSubject: Hashable, Sendable {
  case users, events, integrations, behaviors, commands

  var fields: Set<FilterField> {
    switch self {
    case .users: Set(FilterField.allCases)
    case .events: [.level, .behavior, .last]
    case .behaviors: [.level, .behavior]
    case .integrations, .commands: []
    }
  }

  /// What the rows are called.
  var words: String {
    switch self {
    case .users: "users"
    case .events: "events"
    case .integrations: "integrations"
    case .behaviors: "behaviors"
    case .commands: "commands"
    }
  }
}
