import Foundation
package import RiskAPI
package import RiskStore

/// What the dashboard keeps in the journal besides the audit log.
extension RiskService {
  /// Users who left the summary, the latest first; none without a journal.
  package func formerUsers() async -> [FormerUser] {
    await readEvidence { journal throws(JournalError) in try await journal.history.formerUsers() }
      ?? []
  }

  /// How each of some users stood over the last days, oldest first, the first of them before.
  package func trends(
    of users: [UserID],
    days: Int
  ) async -> [UserID: [HistoryMoment<RiskState>]] {
    let start = now().addingTimeInterval(-Double(days) * 86_400)
    return await readEvidence { journal throws(JournalError) in
      try await journal.history.trends(of: users, since: start)
    } ?? [:]
  }

  /// A user's verdicts and notes, in the order in which they were made.
  package func caseNotes(of user: UserID) async -> [CaseNote] {
    await readEvidence { journal throws(JournalError) in
      try await journal.caseNotes.notes(of: user)
    } ?? []
  }

  /// The latest verdict of each user who has one.
  package func latestVerdicts() async -> [UserID: CaseNote] {
    await readEvidence { journal throws(JournalError) in
      try await journal.caseNotes.latestVerdicts()
    } ?? [:]
  }

  /// Adds a verdict or a note.
  ///
  /// Returns why it could not be kept; nil when it is on disk.
  package func assess(_ users: [UserID], verdict: Verdict?, note: String) async -> String? {
    guard case .kept(let journal, let name) = await usableJournaling() else {
      if case .unavailable(let error) = journaling { return error.line }
      return "this session has no journal"
    }
    do throws(JournalError) {
      let moment = now()
      try await journal.caseNotes.add(
        users.map { CaseNote(user: $0, verdict: verdict, note: note, author: name, at: moment) }
      )
      return nil
    } catch {
      return error.line
    }
  }

  /// Tells, once, that the clock was set back: what is noted from now on will look older than it is.
  ///
  /// A minute's difference is left to the clocks of two programs.
  package func checkClock() async {
    guard !hasToldOfClock else { return }
    let newest = await readJournal { journal throws(JournalError) in
      try await journal.newestTime()
    }
    guard let newest = newest ?? nil, newest.timeIntervalSince(now()) > 60 else { return }
    hasToldOfClock = true
    let words = TimeFormatter(now: now(), timeZone: .gmt).absolute(newest)
    warn(
      "the clock is behind the journal, whose last line is from \(words); set the clock right, or "
        + "what is recorded now looks older than it is"
    )
  }

  /// Keeps where the analyst stands.
  package func savePlace(_ content: String) async {
    let moment = now()
    _ = await readJournal { journal throws(JournalError) in
      try await journal.sessionState.savePlace(content, at: moment)
    }
  }

  /// Where the analyst stood; nil when never saved.
  package func place() async -> Draft? {
    await readJournal { journal throws(JournalError) in try await journal.sessionState.place() }
      ?? nil
  }

  /// Asks the journal for what is part of its chain; what is not is left out and told.
  func readEvidence<Value: Sendable>(
    _ work: (Journal) async throws(JournalError) -> Checked<Value>
  ) async -> Value? {
    guard let journal = journaling.journal, let checked = await readJournal(work) else {
      return nil
    }
    for fault in checked.faults { warn(fault.line(in: journal)) }
    return checked.value
  }

  /// Asks the journal; nil without one, or where it fails, which is told.
  func readJournal<Value: Sendable>(
    _ work: (Journal) async throws(JournalError) -> Value
  ) async -> Value? {
    guard let journal = journaling.journal else { return nil }
    do throws(JournalError) {
      return try await work(journal)
    } catch {
      warn(error.line)
      return nil
    }
  }
}
