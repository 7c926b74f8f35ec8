import ArgumentParser
import Foundation
import RiskAPI
import RiskServices
import RiskStore
import Settings
import TerminalUI

/// What `--filter` was given; understood when the command runs, so that a mistake is told in one line.
struct FilterTerms: ExpressibleByArgument {
  private let text: String

  init(argument: String) {
    text = argument
  }

  /// The help of `--filter` for users.
  static let usersHelp = ArgumentHelp(
    """
    Only users who match these terms: words in name, e-mail or id, or a level; level:high,medium, \
    behavior:travel, events:>5, last:<2h, verdict:none; !term, "two words", ~fuzzy.
    """,
    valueName: "terms"
  )

  /// The terms, all of them understood.
  ///
  /// - Throws: ``Failure`` with code 64 for the first that is not: it would be ignored, and more be
  ///   listed than was asked for.
  func query(for subject: FilterSubject) throws(Failure) -> FilterQuery {
    let query = FilterQuery(text, for: subject)
    guard let problem = query.problems.first else { return query }
    let guess = problem.misspelling.flatMap { misspelling in
      Spelling.nearest(to: misspelling.word, among: misspelling.choices)
        .map(misspelling.corrected)
    }
    throw Failure(
      .usage,
      "--filter: \(problem.words)",
      guess.map { "did you mean '\($0)'?" } ?? "see 'ztriage users list --help'"
    )
  }
}

/// What terms ask for besides the users' rows: verdicts and events, as they are known on this machine.
struct FilterKnowledge {
  private var verdicts: [UserID: CaseNote] = [:]
  private var events = KnownEvents()
  private var behaviors: [Behavior] = []

  /// Knows nothing.
  init() {}

  /// Reads what the terms need, and nothing else; asks the account nothing.
  init(for query: FilterQuery, _ session: AccountSession) async {
    guard query.asksForVerdicts || query.asksForBehaviors else { return }
    let service = session.bareService()
    if query.asksForVerdicts { verdicts = await service.latestVerdicts() }
    if query.asksForBehaviors {
      events = await service.knownEvents()
      behaviors = await service.loadBehaviors()?.value ?? []
    }
  }

  /// Users who pass, in the order given.
  func users(_ query: FilterQuery, among users: [UserSummary], now: Date) -> [UserSummary] {
    guard !query.isEmpty else { return users }
    let rows = Dictionary(users.enumerated().map { ($1.id, $0) }) { first, _ in first }
    let searched = SearchedUsers(
      rows: users,
      row: { rows[$0] },
      verdicts: verdicts,
      events: events,
      behaviors: behaviors,
      now: now
    )
    return query.users(among: Array(users.indices), of: searched, SearchIndex(users: users))
      .map { users[$0] }
  }

  /// Says of how many users the events are known where a term asked for them and it is not all.
  func tellCoverage(_ query: FilterQuery, of users: [UserSummary]) {
    guard query.asksForBehaviors else { return }
    let count = users.count { events.read.contains($0.id) }
    guard count < users.count else { return }
    StandardError.say(
      "behavior: events are known of \(count.grouped) of \(users.count.counted("user")); "
        + "'ztriage users show' reads a user's events"
    )
  }
}
