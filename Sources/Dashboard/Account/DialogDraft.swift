import RiskAPI
import RiskServices
import TerminalUI

/// What was typed and picked in a dialog that was closed, until the same one opens again.
package struct DialogDraft: Codable, Equatable, Sendable {
  /// What kind of dialog it is of; a dialog that keeps something has a word of its own.
  package struct Kind: RawRepresentable, Hashable, Codable, Sendable {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }

    // The two whose text is about users.
    package static let reset = Kind(rawValue: "reset")
    package static let verdict = Kind(rawValue: "verdict")
  }

  /// Which dialog it is of: one of a kind, about certain things in any order.
  struct Slot: Hashable, Sendable {
    var kind: Kind
    var subjects: Set<String>

    init(_ kind: Kind, about subjects: [String] = []) {
      self.kind = kind
      self.subjects = Set(subjects)
    }
  }

  package var kind: Kind
  /// What the dialog is about, in its order: users' ids, what is exported, or an integration's id.
  package var subjects: [String]
  /// The first user's name, for words; empty where it is not about users.
  package var name: String
  /// What was typed: a note, a path or a time; may be empty.
  package var text: String
  /// The reason or verdict that was picked, as the command line spells it; nil for none, and in what
  /// an earlier version kept.
  package var choice: String?
  /// Sides that were picked in a conflict, other than those that nobody has to pick; nil as above.
  package var sides: [PickedSide]?
  /// The conflict of an integration that the sides were picked in.
  package var conflict: IntegrationConflict?

  // As the first version named them, which knew only notes on users.
  enum CodingKeys: String, CodingKey {
    case kind = "question"
    case subjects = "userIDs"
    case name
    case text = "note"
    case choice, sides, conflict
  }

  package init(
    _ kind: Kind,
    about subjects: [String] = [],
    name: String = "",
    text: String = "",
    choice: String? = nil,
    sides: [PickedSide]? = nil,
    conflict: IntegrationConflict? = nil
  ) {
    self.kind = kind
    self.subjects = subjects
    self.name = name
    self.text = text
    self.choice = choice
    self.sides = sides
    self.conflict = conflict
  }

  /// What a reset of some users was given; nil where that is nothing, or nobody is left.
  static func reset(
    _ targets: [UserTarget],
    _ reason: ResetReason?,
    _ note: String
  ) -> DialogDraft? {
    guard let first = targets.first, !note.isEmpty || reason != nil else { return nil }
    return DialogDraft(
      .reset,
      about: targets.map(\.id.rawValue),
      name: first.name.string,
      text: note,
      choice: reason?.rawValue
    )
  }

  var slot: Slot { Slot(kind, about: subjects) }

  var isAboutUsers: Bool { kind == .reset || kind == .verdict }

  /// The users that it is about; none where it is about something else.
  var userIDs: [UserID] { isAboutUsers ? subjects.map { UserID($0) } : [] }

  /// Whether somebody would miss it: what was only picked, or is no text for a user, is no note.
  var isNote: Bool { isAboutUsers && !text.isEmpty }

  /// Whether a later run takes it back: a conflict that only one answer of the account showed is over.
  var outlivesRun: Bool { conflict == nil }

  /// Whether it can be taken back at all: text of an earlier version may be about nobody.
  var isUsable: Bool { !isAboutUsers || !subjects.isEmpty }
}

/// A side of a field that was picked in a conflict, and the values that it was picked for.
package struct PickedSide: Codable, Equatable, Sendable {
  /// What was in conflict, as the table named it.
  var item: String
  var field: String
  var base: String
  var theirs: String
  var mine: String
  var side: MergeSide

  init(_ side: MergeSide, of field: FieldMerge, in item: String) {
    self.item = item
    self.field = field.name
    base = field.base
    theirs = field.theirs
    mine = field.mine
    self.side = side
  }

  /// Whether it was picked for just these values: any others ask anew.
  func isAbout(_ field: FieldMerge, in item: String) -> Bool {
    self == PickedSide(side, of: field, in: item)
  }
}

/// A conflict about an integration as it was shown.
package struct IntegrationConflict: Codable, Equatable, Sendable {
  var seen: IntegrationSettings
  var theirs: IntegrationSettings
  var wanted: IntegrationSettings
}
