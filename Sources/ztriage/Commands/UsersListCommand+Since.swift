import Foundation
import RiskAPI
import RiskServices
import RiskStore
import TerminalUI

extension UsersListCommand {
  /// Writes the users who changed since a moment, as the journal saw them.
  func writeChanges(
    since moment: Date,
    _ selection: UserSelection,
    _ session: AccountSession,
    now: Date
  ) async throws {
    let journal = try session.journal()
    let news: Checked<AccountChanges>
    do throws(JournalError) {
      news = try await journal.news(since: .at(moment), now: now)
    } catch {
      throw Failure(error)
    }
    let changes = news.value
    let words = TimeFormatter(now: now, timeZone: .current)
    try Report.changes(words).write(
      Self.selected(changes.users, by: selection),
      as: format.resolved,
      ink: try session.ink(account)
    )
    // What was before the first look, nobody knows.
    if changes.since > moment {
      StandardError.say(
        "no data before \(words.absolute(changes.since)); showing changes since then"
      )
    }
    try journal.refuse(news.faults)
  }

  private static func selected(
    _ changes: [Change<UserSummary>],
    by selection: UserSelection
  ) -> [Change<UserSummary>] {
    // Who only lost events did not become news.
    let news = changes.filter { $0.kind != .edited }
    let byID = Dictionary(news.map { ($0.id, $0) }) { $1 }
    return selection.apply(to: news.map(\.value), now: Date()).compactMap { byID[$0.id] }
  }
}
