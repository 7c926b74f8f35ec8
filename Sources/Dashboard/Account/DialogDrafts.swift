import RiskAPI
import RiskServices
import TerminalUI

/// What was typed and picked in dialogs that were closed, in this run or an earlier one, until the same
/// dialog opens again.
package struct DialogDrafts: Equatable, Sendable {
  /// The one kept last at the end.
  package private(set) var all: [DialogDraft] = []

  /// Notes on users that nobody has sent.
  var noteCount: Int { all.count(where: \.isNote) }
  /// Whether something is kept of a question about users.
  var areAboutUsers: Bool { all.contains(where: \.isAboutUsers) }

  /// Keeps what was typed or picked in a dialog that closed, in place of what was kept of it before.
  mutating func keep(_ draft: DialogDraft) {
    all.removeAll { $0.slot == draft.slot }
    all.append(draft)
  }

  /// Hands out what is kept of a dialog that opens; nil for nothing.
  mutating func takeBack(_ slot: DialogDraft.Slot?) -> DialogDraft? {
    all.firstIndex { $0.slot == slot }.map { all.remove(at: $0) }
  }

  mutating func forget(where isDone: (DialogDraft) -> Bool) { all.removeAll(where: isDone) }

  /// What is kept, and what stands in open dialogs, which is newer.
  func joined(with open: [DialogDraft]) -> [DialogDraft] {
    all.filter { kept in !open.contains { $0.slot == kept.slot } } + open
  }

  /// Adds what an earlier run kept, as the journal has it.
  mutating func restore(_ text: String) {
    for kept in JSONText.decode([DialogDraft].self, text) ?? [] where kept.isUsable {
      // Two dashboards may have a note each on the same user; of anything else the later stands.
      if !kept.isAboutUsers { forget { $0.slot == kept.slot } }
      all.append(kept)
    }
  }

  /// The users of a question about several, where the last one was a reset: nobody remembers them.
  var usersOfLastReset: [UserID]? {
    guard let last = all.last(where: \.isAboutUsers), last.kind == .reset,
      last.userIDs.count > 1
    else { return nil }
    return last.userIDs
  }
}
