package import RiskAPI

/// Whose value of a field shall hold after a write.
package enum MergeSide: String, Hashable, Sendable, CaseIterable, Codable {
  /// What the account has now, by somebody else's hand.
  case theirs
  /// What the analyst wants.
  case mine
}

/// Settings of which two people may change different fields at once.
package protocol MergeableSettings: Hashable, Sendable {
  /// The fields by their names for people, in the order of a table.
  associatedtype Field: CaseIterable, Hashable, Sendable, RawRepresentable<String>
  /// A field's value as people read it; may hold text from outside.
  func words(of field: Field) -> String
  /// Copies one field.
  mutating func take(_ field: Field, from other: Self)
}

/// One field on three sides, and which of them shall hold.
package struct FieldMerge: Hashable, Sendable {
  /// Who has changed the field since the analyst looked.
  package enum Change: Hashable, Sendable {
    case nobody, mine, theirs
    /// Both, to the same value.
    case alike
    /// Both, to different values: only the analyst can decide.
    case apart
  }

  /// What people call the field, such as `level`.
  package let name: String
  /// What the analyst saw, as people read it; all three may hold text from outside.
  package let base: String
  /// What the account has now.
  package let theirs: String
  /// What the analyst wants.
  package let mine: String
  package let change: Change
  /// Whose value holds; nil where there is nothing to choose, and while nobody has chosen.
  package fileprivate(set) var side: MergeSide?

  /// The side that holds while nobody has chosen: that of whoever alone changed the field.
  package var ownSide: MergeSide? {
    switch change {
    case .mine: .mine
    case .theirs: .theirs
    case .nobody, .alike, .apart: nil
    }
  }

  /// Whether the two sides differ, so that one of them can be chosen.
  package var isChoice: Bool {
    switch change {
    case .mine, .theirs, .apart: true
    case .nobody, .alike: false
    }
  }

  /// Whether the analyst must choose before anything can be sent.
  package var isOpen: Bool { isChoice && side == nil }

  /// What becomes of the field, in two words.
  package var verdict: String {
    switch (change, side) {
    case (.nobody, _): "unchanged"
    case (.alike, _): "same change"
    case (_, nil): "choose one"
    case (.mine, .theirs?): "drop yours"
    case (.theirs, .mine?): "put back"
    case (_, .mine?): "save yours"
    case (_, .theirs?): "keep theirs"
    }
  }
}

/// What the analyst saw, what the account has now and what the analyst wants, merged field by field.
///
/// A field that only one side changed takes that side's value, and neither undoes the other. A field
/// that both changed to the same is settled. One that both changed differently waits for a choice.
package struct SettingsMerge<Settings: MergeableSettings>: Hashable, Sendable {
  /// What the analyst saw when deciding.
  package let base: Settings
  /// What the account has now.
  package let theirs: Settings
  /// What the analyst wants.
  package let mine: Settings
  /// Every field, in the order of the settings' own list.
  package private(set) var fields: [FieldMerge]

  /// Merges three states of the same thing.
  package init(base: Settings, theirs: Settings, mine: Settings) {
    self.base = base
    self.theirs = theirs
    self.mine = mine
    fields = Settings.Field.allCases.map { field in
      let change = Self.change(of: field, base, theirs, mine)
      var merge = FieldMerge(
        name: field.rawValue,
        base: base.words(of: field),
        theirs: theirs.words(of: field),
        mine: mine.words(of: field),
        change: change
      )
      merge.side = merge.ownSide
      return merge
    }
  }

  /// Whether what the analyst confirmed holds no longer.
  ///
  /// Also where the sides changed different fields: the merge may be clear, and yet it is not the
  /// difference that was confirmed.
  package var mustAsk: Bool { theirs != base && theirs != mine }

  /// The fields that wait for a choice.
  package var openFields: [FieldMerge] { fields.filter(\.isOpen) }

  /// What shall be written; nil while a field waits for a choice.
  package var result: Settings? {
    guard openFields.isEmpty else { return nil }
    var result = theirs
    for (field, merge) in zip(Settings.Field.allCases, fields) where merge.side == .mine {
      result.take(field, from: mine)
    }
    return result
  }

  /// Whether the account has all that shall be written already.
  package var isDone: Bool { result == theirs }

  /// Chooses a side for a field of ``fields``; without a choice to make, nothing happens.
  package mutating func choose(_ side: MergeSide, at index: Int) {
    guard fields.indices.contains(index), fields[index].isChoice else { return }
    fields[index].side = side
  }

  /// The fields that somebody else changed, as `level: seen LOW, now MEDIUM, yours HIGH`.
  package var conflictWords: String {
    fields.filter { [.theirs, .apart, .alike].contains($0.change) }
      .map { field in
        let yours = field.change == .theirs ? "unchanged" : field.mine
        return "\(field.name): seen \(field.base), now \(field.theirs), yours \(yours)"
      }
      .joined(separator: " and ")
  }

  private static func change(
    of field: Settings.Field,
    _ base: Settings,
    _ theirs: Settings,
    _ mine: Settings
  ) -> FieldMerge.Change {
    func isSame(_ one: Settings, _ other: Settings) -> Bool {
      var copy = one
      copy.take(field, from: other)
      return copy == one
    }
    if isSame(theirs, mine) { return isSame(base, mine) ? .nobody : .alike }
    if isSame(base, theirs) { return .mine }
    return isSame(base, mine) ? .theirs : .apart
  }
}

extension BehaviorSetting: MergeableSettings {
  package enum Field: String, CaseIterable, Sendable {
    case state, level
  }

  package func words(of field: Field) -> String {
    switch field {
    case .state: isEnabled ? "on" : "off"
    case .level: riskLevel.words
    }
  }

  package mutating func take(_ field: Field, from other: BehaviorSetting) {
    switch field {
    case .state: isEnabled = other.isEnabled
    case .level: riskLevel = other.riskLevel
    }
  }
}

extension IntegrationSettings: MergeableSettings {
  package enum Field: String, CaseIterable, Sendable {
    case state, tenant, reference
  }

  package func words(of field: Field) -> String {
    switch field {
    case .state: isActive ? "on" : "off"
    case .tenant: tenantURL
    case .reference: referenceID
    }
  }

  package mutating func take(_ field: Field, from other: IntegrationSettings) {
    switch field {
    case .state: isActive = other.isActive
    case .tenant: tenantURL = other.tenantURL
    case .reference: referenceID = other.referenceID
    }
  }
}
