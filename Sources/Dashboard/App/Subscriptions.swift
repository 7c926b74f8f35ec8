package import Foundation
package import RiskAPI
package import RiskServices
import TerminalUI

/// What the dashboard listens to.
///
/// Derived from the state, so that leaving a state stops it.
package enum Subscription: Hashable, Sendable {
  /// The start of each minute, when relative times change.
  case minutes
  /// The background refresh.
  case refresh(every: Duration)
  /// Once, 250 ms after loading began; the number tells one loading from the next.
  case loadingDelay(Int)
  /// Four times a second, while something visible loads.
  case spinner
  /// Once, when a notice has stood for six seconds.
  case noticeExpiry(Int)
  /// Once, when the selection has rested on a user.
  case rest(UserID)
  /// Retries and pauses of the client.
  case clientEvents
  /// Once: earlier resets of users whose reset is in question.
  case recentResets([UserID])
  /// Once, when drafts have stood as they are for a second: they are kept.
  case keptDrafts([String: String?])
  /// Once for each time something was added: everybody's latest verdict, and one user's verdicts and
  /// notes.
  case caseNotes(of: UserID?, version: Int)
  /// Once for each state of the user whom the timeline shows: what is kept of them.
  case record(of: UserID, RecordVersion)
  /// Once, when the list has rested: trends of those who are on the screen.
  case trends(TrendWindow)
  /// Once for each summary, while they are shown: users who left.
  case formerUsers(revision: Int)
  /// Once for each answer of the account: what changed since the analyst last looked.
  case news(NewsWatch.Question)
  /// Once for each summary of many users: their texts are folded for the filter.
  case usersIndex(UnfoldedUsers)
  /// Once for each summary, and when those who moved are kept, while a filter asks for behaviors.
  case knownEvents(revision: Int, areMovedKept: Bool)
  /// Once: the page of a user who moved, for the cache.
  case movedUser(Prefetch.Next)
}

/// What a user's record follows: how the list and their own page show them.
package struct RecordVersion: Hashable, Sendable {
  var row: UserSummary?
  var page: Int
}

/// Serves subscriptions from clocks that are passed in.
package struct SubscriptionRunner: Sendable {
  private let clock: any Clock<Duration>
  private let now: @Sendable () -> Date
  private let clientEvents: AsyncStream<ClientEvent>
  private let service: RiskService?

  package init(
    clock: any Clock<Duration>,
    now: @escaping @Sendable () -> Date,
    clientEvents: AsyncStream<ClientEvent>,
    service: RiskService? = nil
  ) {
    self.clock = clock
    self.now = now
    self.clientEvents = clientEvents
    self.service = service
  }

  /// Serves one subscription until its task is canceled or it is over.
  package func run(
    _ subscription: Subscription,
    send: @escaping @Sendable (Dashboard.Message) async -> Void
  ) async {
    do {
      switch subscription {
      case .minutes:
        while true {
          let seconds = now().timeIntervalSince1970
          let rest = 60 - seconds.truncatingRemainder(dividingBy: 60)
          // Just past the minute, so that rounding cannot wake up twice for one.
          try await clock.sleep(for: .milliseconds(Int(rest * 1000) + 20))
          await send(.timePassed(now()))
        }
      case .refresh(let interval):
        while true {
          try await clock.sleep(for: interval)
          await send(.refreshDue(now()))
        }
      case .loadingDelay(let id):
        try await clock.sleep(for: .milliseconds(250))
        await send(.loadingLingered(id))
      case .spinner:
        while true {
          try await clock.sleep(for: .milliseconds(250))
          await send(.spinnerTurned)
        }
      case .noticeExpiry(let id):
        try await clock.sleep(for: .seconds(6))
        await send(.noticeExpired(id))
      case .rest(let id):
        try await clock.sleep(for: .milliseconds(120))
        await send(.selectionRested(id))
      case .recentResets(let users):
        guard let resets = await service?.recentResets(of: users), !resets.isEmpty else { break }
        await send(.recentResetsFound(resets))
      case .keptDrafts(let drafts):
        try await clock.sleep(for: .seconds(1))
        guard let problem = await service?.saveDrafts(drafts) else { break }
        await send(
          .noted(Notice.Draft("unsaved changes cannot be kept for next time: \(problem)", .error))
        )
      case .caseNotes(let user, _):
        guard let service else { break }
        await send(.verdictsFound(await service.latestVerdicts()))
        guard let user else { break }
        await send(.assessmentsFound(user, await service.caseNotes(of: user)))
      case .record(let user, _):
        guard let service else { break }
        await send(.recordFound(user, await service.record(of: user)))
      case .trends(let window):
        // While somebody scrolls, every page would be asked for and none be looked at.
        try await clock.sleep(for: .milliseconds(120))
        guard let service else { break }
        await send(.trendsFound(await service.trends(of: window.users, days: UserTrend.days)))
      case .formerUsers:
        guard let service else { break }
        await send(.pastUsersFound(await service.formerUsers()))
      case .news(let question):
        guard let service else { break }
        await send(.newsFound(question, await service.news(since: question.since)))
      case .usersIndex(let users):
        await send(.usersIndexed(await users.index(), revision: users.revision))
      case .knownEvents:
        guard let service else { break }
        await send(.knownEventsFound(await service.knownEvents()))
      case .movedUser(let next):
        guard let service else { break }
        do throws(APIError) {
          try await service.keepUser(next.id, movedBefore: next.movedBefore)
          await send(.movedUserKept(next.id, isKept: true))
        } catch {
          // Nobody waits for it: what failed is asked for when somebody looks.
          await send(.movedUserKept(next.id, isKept: error.concernsOneUser))
        }
      case .clientEvents:
        for await event in clientEvents { await send(.clientReported(event, now())) }
      }
    } catch {
      // Canceled: the state does not want it any more.
    }
  }
}

extension APIError {
  /// True for an answer about one user that says nothing of the next.
  fileprivate var concernsOneUser: Bool {
    switch self {
    case .notFound, .undecodable, .tooLarge: true
    default: false
    }
  }
}
