import Dashboard
import RiskAPI
import RiskServices
import RiskStore
import TerminalUI

/// An account's service, and what the first paint shows, read while the terminal was being taken.
struct OpenedAccount: Sendable {
  let service: RiskService
  /// The first paint: where the person stood, and the rows of users that fit.
  let firstPaint: [Dashboard.Message]
  /// What is wrong with the files, most harmless first.
  let notices: [Notice.Draft]

  /// Opens both files at once, for each takes a few milliseconds, and reads `rows` users.
  @concurrent
  init(
    _ session: InteractiveSession,
    rows: Int,
    onEvent: @escaping @Sendable (ClientEvent) -> Void,
    report: @escaping @Sendable (String) -> Void
  ) async {
    async let opening = Self.journaling(session)
    let (cache, cacheNotice) = session.openCache()
    let journaling = await opening
    let service = RiskService(
      account: session.makeLink(cache.rateLimitStore(), onEvent),
      cache: cache,
      journaling: journaling,
      reopenJournal: session.openJournaling,
      retention: session.retention,
      report: report
    )
    async let place = service.place()
    let first = await service.loadFirstUsers(rows)
    var messages: [Dashboard.Message] = []
    if let place = await place { messages.append(.placeFound(place)) }
    if let first { messages.append(.firstUsersLoaded(first)) }

    var notices: [Notice.Draft] = []
    if let cacheNotice { notices.append(Notice.Draft(SafeText(cacheNotice), .warning)) }
    if case .unavailable(let error) = journaling {
      let words: SafeText = "no changes can be made: \(error.line)"
      notices.append(Notice.Draft(words, .error))
    }
    self.service = service
    self.firstPaint = messages
    self.notices = notices
  }

  @concurrent
  private static func journaling(_ session: InteractiveSession) async -> Journaling {
    session.openJournaling()
  }
}
