import Foundation
import RiskAPI
import RiskServices
import RiskStore
import TerminalUI

/// What of the dashboard's state outlives it: unsaved edits, a note that was not sent.
///
/// Kept as JSON in the journal, whose names for them these are.
package enum DraftName {
  /// A draft of behaviors, with what each was when its edit began.
  package static let behaviors = "behaviors"
  /// What was typed and picked in dialogs: first of all notes on users.
  package static let notes = "notes"
}

/// Where the analyst stood.
private struct SavedPlace: Codable {
  var focus: Int
  var isZoomed: Bool
  var sort: String
  var isReversed: Bool
  var filter: String
  var selection: UserID?
  /// Nil in what an earlier version kept.
  var showsPast: Bool?
}

private struct SavedBehaviors: Codable, Equatable {
  var draft: [String: BehaviorSetting]
  var base: [String: BehaviorSetting]
}

/// What was typed, picked or switched and is on no disk but this one's.
struct Unsaved: Equatable {
  fileprivate var behaviors: SavedBehaviors
  fileprivate var dialogs: [DialogDraft]
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

extension Dashboard {
  /// What must not be lost now, by name; nil for what is not there.
  package var drafts: [String: String?] {
    let unsaved = unsaved
    return [
      DraftName.behaviors: unsaved.behaviors.draft.isEmpty ? nil : Self.text(unsaved.behaviors),
      DraftName.notes: unsaved.dialogs.isEmpty ? nil : Self.text(unsaved.dialogs),
    ]
  }

  /// What must not be lost now.
  var unsaved: Unsaved {
    Unsaved(
      behaviors: SavedBehaviors(draft: behaviors.draft, base: behaviors.base),
      dialogs: unsavedDialogs.filter(\.outlivesRun)
    )
  }

  /// What is typed or picked in open dialogs, and what waits for its own.
  var unsavedDialogs: [DialogDraft] {
    let open = dialogs.drafts + [resets?.draft].compactMap(\.self)
    return dialogDrafts.filter { kept in !open.contains { $0.slot == kept.slot } } + open
  }

  /// Where the analyst stands: focus, zoom, and the users' sort, filter, selection and past ones.
  package var place: String {
    Self.text(
      SavedPlace(
        focus: focus.rawValue,
        isZoomed: isZoomed,
        sort: users.sort.rawValue,
        isReversed: users.isReversed,
        filter: users.filter.isEditing ? "" : users.filter.text,
        selection: users.selection,
        showsPast: users.showsPast
      )
    )
  }

  /// Goes back to where an earlier run ended.
  mutating func restore(_ place: Draft) {
    guard let kept = JSONText.decode(SavedPlace.self, place.content) else { return }
    focus = PaneID(rawValue: kept.focus) ?? .users
    isZoomed = kept.isZoomed
    users.restore(
      sort: UserSort(rawValue: kept.sort) ?? .risk,
      isReversed: kept.isReversed,
      filter: kept.filter,
      selection: kept.selection,
      showsPast: kept.showsPast ?? false
    )
  }

  /// Takes back what earlier runs kept, and says so.
  mutating func restore(_ drafts: [String: [Draft]]) {
    var words: [SafeText] = []
    // The latest first: of two edits of one behavior, the later one stands.
    for draft in (drafts[DraftName.behaviors] ?? []).reversed() {
      guard let kept = JSONText.decode(SavedBehaviors.self, draft.content) else { continue }
      behaviors.restore(draft: kept.draft, base: kept.base)
    }
    if drafts[DraftName.behaviors] != nil, !behaviors.draft.isEmpty {
      let count = behaviors.draft.count.counted("unsaved behavior change")
      words.append("\(count) from last time (press \(keys.name(of: .focusBehaviors)))")
    }
    for draft in drafts[DraftName.notes] ?? [] {
      for kept in JSONText.decode([DialogDraft].self, draft.content) ?? [] where kept.isUsable {
        // Two dashboards may have a note each on the same user; of anything else the later stands.
        if !kept.isAboutUsers { dialogDrafts.removeAll { $0.slot == kept.slot } }
        dialogDrafts.append(kept)
      }
    }
    words += dialogDrafts.filter(\.isNote).map(words(for:))
    // Nobody remembers whom a question about several was about.
    if let last = dialogDrafts.last(where: \.isAboutUsers), last.kind == .reset,
      last.userIDs.count > 1
    {
      users.mark(again: last.userIDs, in: account)
    }
    guard !words.isEmpty else { return }
    notices.tell(Notice.Draft(words.joined(separator: " · "), .warning), at: now)
  }

  /// Opens a dialog with what was typed and picked in it when it was closed.
  mutating func open(_ dialog: some Dialog) {
    var dialog = dialog
    if let place = dialogDrafts.firstIndex(where: { $0.slot == dialog.slot }) {
      dialog.takeBack(dialogDrafts.remove(at: place))
    }
    dialogs.open(dialog)
  }

  /// Keeps what was typed or picked in a dialog that closed.
  mutating func keep(_ draft: DialogDraft) {
    dialogDrafts.removeAll { $0.slot == draft.slot }
    dialogDrafts.append(draft)
  }

  private func words(for note: DialogDraft) -> SafeText {
    let key = keys.name(of: note.kind == .reset ? .usersReset : .usersVerdict)
    let more: SafeText = note.userIDs.count > 1 ? " and \(note.userIDs.count - 1) more" : ""
    return "unsaved note on \(note.name)\(more) (press \(key))"
  }

  private static func text(_ value: some Encodable) -> String {
    (try? JSONText.encode(value)) ?? ""
  }
}
