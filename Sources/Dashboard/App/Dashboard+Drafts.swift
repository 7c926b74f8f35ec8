import RiskAPI
import RiskServices
import RiskStore
import TerminalUI

// MARK: What outlives dialogs and the program

extension Dashboard {
  /// What must not be lost now, by name; nil for what is not there.
  package var drafts: [String: String?] { unsaved.texts }

  /// What must not be lost now.
  var unsaved: Unsaved {
    Unsaved(
      behaviors: SavedBehaviors(draft: behaviors.draft, base: behaviors.base),
      dialogs: unsavedDialogs.filter(\.outlivesRun)
    )
  }

  /// What is typed or picked in open dialogs, and what waits for its own.
  var unsavedDialogs: [DialogDraft] {
    dialogDrafts.joined(with: dialogs.drafts + [resets?.draft].compactMap(\.self))
  }

  /// Where the analyst stands: focus, zoom, and the users' sort, filter, selection and past ones.
  package var place: String {
    KeptPlace(
      focus: focus.rawValue,
      isZoomed: isZoomed,
      sort: users.sort.rawValue,
      isReversed: users.isReversed,
      filter: users.filter.isEditing ? "" : users.filter.text,
      selection: users.selection,
      showsPast: users.showsPast
    ).text
  }

  /// Goes back to where an earlier run ended.
  mutating func restore(_ place: Draft) {
    guard let kept = JSONText.decode(KeptPlace.self, place.content) else { return }
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
    for draft in drafts[DraftName.notes] ?? [] { dialogDrafts.restore(draft.content) }
    words += dialogDrafts.all.filter(\.isNote).map(words(for:))
    if let ids = dialogDrafts.usersOfLastReset { users.mark(again: ids, in: account) }
    guard !words.isEmpty else { return }
    notices.tell(Notice.Draft(words.joined(separator: " · "), .warning), at: now)
  }

  /// Opens a dialog with what was typed and picked in it when it was closed.
  mutating func open(_ dialog: some Dialog) {
    var dialog = dialog
    if let draft = dialogDrafts.takeBack(dialog.slot) { dialog.takeBack(draft) }
    dialogs.open(dialog)
  }

  private func words(for note: DialogDraft) -> SafeText {
    let key = keys.name(of: note.kind == .reset ? .usersReset : .usersVerdict)
    let more: SafeText = note.userIDs.count > 1 ? " and \(note.userIDs.count - 1) more" : ""
    return "unsaved note on \(note.name)\(more) (press \(key))"
  }
}
