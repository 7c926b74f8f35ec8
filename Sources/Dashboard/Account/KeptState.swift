import Foundation
package import RiskAPI
import RiskServices
import RiskStore
import TerminalUI

/// What of the dashboard's state outlives it: unsaved edits, a note that was not sent.
///
/// Kept as JSON in the journal, whose names for them these are.
package enum KeptDraft {
  /// A draft of behaviors, with what each was when its edit began.
  package static let behaviors = "behaviors"
  /// Notes on users that were typed and not sent.
  package static let notes = "notes"
}

/// What was typed and picked in a question that was closed, until it is opened again.
package struct KeptNote: Codable, Equatable, Sendable {
  /// The question that it was typed into.
  package enum Question: String, Codable, Sendable {
    case reset, verdict
  }

  package var question: Question
  /// Whom the question was about, in its order.
  package var userIDs: [UserID]
  /// The first one's name, for words.
  package var name: String
  /// May be empty.
  package var note: String
  /// The reason or verdict that was picked, as the command line spells it; nil for none, and in what
  /// an earlier version kept.
  package var choice: String? = nil

  /// True for the note of the same question about the same users.
  func isAboutSame(as other: KeptNote) -> Bool {
    question == other.question && Set(userIDs) == Set(other.userIDs)
  }
}

/// Where the analyst stood.
private struct KeptPlace: Codable {
  var focus: Int
  var isZoomed: Bool
  var sort: String
  var isReversed: Bool
  var filter: String
  var selection: UserID?
  /// Nil in what an earlier version kept.
  var showsPast: Bool?
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
    return [
      KeptDraft.behaviors: edits,
      KeptDraft.notes: unsentNotes.isEmpty ? nil : Self.text(unsentNotes),
    ]
  }

  /// What is typed or picked in open questions, and what waits for its own.
  var unsentNotes: [KeptNote] {
    let open = dialogs.compactMap(\.unsentNote)
    return keptNotes.filter { kept in !open.contains(where: kept.isAboutSame) } + open
  }

  /// Where the analyst stands: focus, zoom, and the users' sort, filter, selection and past ones.
  package var place: String {
    Self.text(
      KeptPlace(
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
    guard let kept = Self.value(KeptPlace.self, place.content) else { return }
    focus = PaneID(rawValue: kept.focus) ?? .users
    isZoomed = kept.isZoomed
    users.restore(
      sort: UsersPane.Sort(rawValue: kept.sort) ?? .risk,
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
    for draft in (drafts[KeptDraft.behaviors] ?? []).reversed() {
      guard let kept = Self.value(KeptBehaviors.self, draft.content) else { continue }
      behaviors.restore(draft: kept.draft, base: kept.base)
    }
    if drafts[KeptDraft.behaviors] != nil, !behaviors.draft.isEmpty {
      let count = behaviors.draft.count.counted("change")
      words.append("\(count) of behaviors (\(keyName("focus.behaviors")))")
    }
    for draft in drafts[KeptDraft.notes] ?? [] {
      let notes = Self.value([KeptNote].self, draft.content) ?? []
      keptNotes += notes.filter { !$0.userIDs.isEmpty }
    }
    words += keptNotes.filter { !$0.note.isEmpty }.map(words(for:))
    // Nobody remembers whom a question about several was about.
    if let last = keptNotes.last, last.question == .reset, last.userIDs.count > 1 {
      users.mark(again: last.userIDs, in: account)
    }
    guard !words.isEmpty else { return }
    notices.tell(Notice.Draft("still unsent: \(words.joined(separator: " · "))", .warning), at: now)
  }

  /// Takes what waits for a question about some users; nil when there is nothing.
  mutating func takeNote(_ question: KeptNote.Question, on users: [UserID]) -> KeptNote? {
    let place = keptNotes.firstIndex {
      $0.question == question && Set($0.userIDs) == Set(users)
    }
    return place.map { keptNotes.remove(at: $0) }
  }

  /// Keeps what was typed or picked in a question that closes.
  mutating func keepNote(of dialog: Dialog) {
    guard let note = dialog.unsentNote else { return }
    keptNotes.removeAll(where: note.isAboutSame)
    keptNotes.append(note)
  }

  private func words(for note: KeptNote) -> SafeText {
    let key = keyName(note.question == .reset ? "users.reset" : "users.verdict")
    let more: SafeText = note.userIDs.count > 1 ? " and \(note.userIDs.count - 1) more" : ""
    return "a note on \(note.name)\(more) (\(key))"
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
