import RiskAPI
import RiskServices

/// What of the dashboard's state outlives it: unsaved edits, a note that was not sent.
///
/// Kept as JSON in the journal, whose names for them these are.
package enum DraftName {
  /// A draft of behaviors, with what each was when its edit began.
  package static let behaviors = "behaviors"
  /// What was typed and picked in dialogs: first of all notes on users.
  package static let notes = "notes"
}

/// A draft of behaviors as it is kept.
struct SavedBehaviors: Codable, Equatable {
  var draft: [String: BehaviorSetting]
  var base: [String: BehaviorSetting]
}

/// What was typed, picked or switched and is on no disk but this one's.
struct Unsaved: Equatable {
  let behaviors: SavedBehaviors
  let dialogs: [DialogDraft]
}

/// Which of the unsaved work is on its way to the disk.
struct DraftWatch: Equatable {
  private var seen: Unsaved?
  private var version = 0
  private var savedVersion = 0
  /// Before that, saving would erase what an earlier run left.
  private var hasBegun = false

  /// The version that is not on its way yet; nil for none.
  var unsaved: Int? { hasBegun && version != savedVersion ? version : nil }

  /// What an earlier run left was looked for: all there is now is to be saved.
  mutating func begin() {
    hasBegun = true
    seen = nil
  }

  mutating func follow(_ unsaved: Unsaved) {
    guard hasBegun, unsaved != seen else { return }
    seen = unsaved
    version += 1
  }

  /// True where the version is the last one, which is saved from here on.
  mutating func save(_ version: Int) -> Bool {
    guard version == unsaved else { return false }
    savedVersion = version
    return true
  }
}

extension Unsaved {
  /// By the names that the journal has for it; nil for what is not there.
  var texts: [String: String?] {
    [
      DraftName.behaviors: behaviors.draft.isEmpty ? nil : Self.text(behaviors),
      DraftName.notes: dialogs.isEmpty ? nil : Self.text(dialogs),
    ]
  }

  private static func text(_ value: some Encodable) -> String {
    (try? JSONText.encode(value)) ?? ""
  }
}
