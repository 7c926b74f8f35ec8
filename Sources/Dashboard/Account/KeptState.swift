import Foundation
package import RiskAPI
package import RiskServices
package import RiskStore
import TerminalUI

/// What of the dashboard's state outlives it: unsaved edits, a note that was not sent.
///
/// Kept as JSON in the journal, whose names for them these are.
package enum KeptDraft {
  /// A draft of behaviors, with what each was when its edit began.
  package static let behaviors = "behaviors"
  /// The note of a reset that was not sent.
  package static let resetNote = "reset-note"
}

/// A note on a reset that was being written when the dashboard ended.
package struct KeptNote: Codable, Equatable, Sendable {
  package var userID: UserID
  package var name: String
  package var note: String
}

/// Where the analyst stood.
private struct KeptPlace: Codable {
  var focus: Int
  var isZoomed: Bool
  var sort: String
  var isReversed: Bool
  var filter: String
  var selection: UserID?
}

private struct KeptBehaviors: Codable {
  var draft: [String: BehaviorSetting]
  var base: [String: BehaviorSetting]
}

extension Dashboard {
  /// What must not be lost now, by name; nil for what is not there.
  package var drafts: [String: String?] {
    let edits =
      behaviors.draft.isEmpty
      ? nil : Self.text(KeptBehaviors(draft: behaviors.draft, base: behaviors.base))
    let note = openNote ?? keptNote
    return [KeptDraft.behaviors: edits, KeptDraft.resetNote: note.map(Self.text)]
  }

  /// The note in the open question about one user, where something was typed.
  private var openNote: KeptNote? {
    for case .reset(let dialog) in dialogs {
      guard dialog.targets.count == 1, let target = dialog.targets.first, !dialog.note.isEmpty
      else { continue }
      return KeptNote(userID: target.id, name: target.name.string, note: dialog.note.text)
    }
    return nil
  }

  /// Where the analyst stands: focus, zoom, and the users' sort, filter and selection.
  package var place: String {
    Self.text(
      KeptPlace(
        focus: focus.rawValue,
        isZoomed: isZoomed,
        sort: users.sort.rawValue,
        isReversed: users.isReversed,
        filter: users.filter.isEditing ? "" : users.filter.text,
        selection: users.selection
      )
    )
  }

  /// Goes back to where an earlier run ended.
  mutating func restore(_ place: Draft) {
    guard let kept = Self.value(KeptPlace.self, place.content) else { return }
    focus = PaneID(rawValue: kept.focus) ?? .users
    isZoomed = kept.isZoomed
    users.restore(
      sort: UsersPane.Sort(rawValue: kept.sort) ?? .risk,
      isReversed: kept.isReversed,
      filter: kept.filter,
      selection: kept.selection
    )
  }

  /// Takes back what an earlier run kept, and says so.
  mutating func restore(_ drafts: [String: Draft]) {
    let words = TimeWords(now: now, timeZone: options.timeZone)
    if let draft = drafts[KeptDraft.behaviors], behaviors.draft.isEmpty,
      let kept = Self.value(KeptBehaviors.self, draft.content)
    {
      behaviors.restore(draft: kept.draft, base: kept.base)
      let count = kept.draft.count.counted("unsaved change")
      notices.post(
        Notice.Draft(
          "\(count) of behaviors from \(words.absolute(draft.savedAt)) are back: "
            + "\(keyName("focus.behaviors")) shows them",
          .warning
        ),
        at: now
      )
    }
    if let draft = drafts[KeptDraft.resetNote],
      let note = Self.value(KeptNote.self, draft.content)
    {
      keptNote = note
      notices.post(
        Notice.Draft("a note on \(note.name) was not sent: reset them to go on with it", .warning),
        at: now
      )
    }
  }

  private static func text(_ value: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    return (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  private static func value<Value: Decodable>(_ type: Value.Type, _ text: String) -> Value? {
    try? JSONDecoder().decode(type, from: Data(text.utf8))
  }
}
