package import RiskAPI
package import RiskServices
import RiskStore

/// An answer that the dashboard wants while it shows what the answer is for; it is asked for once.
package enum Query: Hashable, Sendable {
  /// Earlier resets of users whose reset is in question.
  case recentResets(UsersInQuestion)
  /// Everybody's latest verdict, and one user's verdicts and notes; the version tells of one more.
  case caseNotes(of: UserID?, version: Int)
  /// What is kept of the user whom the timeline shows.
  case record(of: UserID, RecordVersion)
  /// Trends of those who are on the screen, once the list has rested.
  case trends(TrendWindow)
  /// Users who left the list, for each summary.
  case formerUsers(revision: Int)
  /// What changed since the analyst last looked, for each answer of the account.
  case news(NewsWatch.Question)
  /// A long list of users, made ready for the screen.
  case users(UserPreparation)
  /// The texts of a summary of many users, folded for the filter.
  case usersIndex(UnfoldedUsers)
  /// Whose events show which behaviors, for each summary and once those who moved are kept.
  case knownEvents(revision: Int, areMovedKept: Bool)
  /// The integration with a reference id.
  case integration(referenceID: String)
  /// The page of a user who moved, for the cache.
  case movedUser(Prefetch.Next)
}

/// The users whom an open question is about.
package struct UsersInQuestion: Hashable, Sendable {
  /// In the order of the question.
  package var ids: [UserID]

  /// Users in the order of the question.
  package init(_ ids: [UserID]) { self.ids = ids }

  /// Made anew with every key: all ids would cost more than they tell apart.
  package func hash(into hasher: inout Hasher) {
    hasher.combine(ids.first)
    hasher.combine(ids.count)
  }
}

/// What a user's record follows: how the list and their own page show them.
package struct RecordVersion: Hashable, Sendable {
  var row: UserSummary?
  var page: Int

  package func hash(into hasher: inout Hasher) { hasher.combine(page) }
}

/// Answers queries from the service.
package struct QueryRunner: Sendable {
  private let service: RiskService
  private let clock: any Clock<Duration>

  /// The clock is for what waits until somebody has stopped scrolling.
  package init(service: RiskService, clock: any Clock<Duration>) {
    self.service = service
    self.clock = clock
  }

  /// Answers one query, unless its task is canceled.
  package func run(
    _ query: Query,
    send: @escaping @Sendable (Dashboard.Message) async -> Void
  ) async {
    switch query {
    case .recentResets(let users):
      let resets = await service.recentResets(of: users.ids)
      if !resets.isEmpty { await send(.recentResetsFound(resets)) }
    case .caseNotes(let user, _):
      await send(.verdictsFound(await service.latestVerdicts()))
      guard let user else { break }
      await send(.assessmentsFound(user, await service.caseNotes(of: user)))
    case .record(let user, _): await send(.recordFound(user, await service.record(of: user)))
    case .trends(let window):
      // While somebody scrolls, every page would be asked for and none be looked at.
      guard (try? await clock.sleep(for: .milliseconds(120))) != nil else { break }
      await send(.trendsFound(await service.trends(of: window.users, days: UserTrend.days)))
    case .formerUsers: await send(.pastUsersFound(await service.formerUsers()))
    case .news(let question):
      await send(.newsFound(question, await service.news(since: question.since)))
    case .users(let preparation):
      await send(.usersPrepared(await preparation.preparedAside(), preparation))
    case .usersIndex(let users):
      await send(.usersIndexed(await users.index(), revision: users.revision))
    case .knownEvents: await send(.knownEventsFound(await service.knownEvents()))
    case .integration(let referenceID):
      do throws(APIError) {
        let found = try await service.fetchIntegration(referenceID: referenceID)
        await send(.integrationFound(referenceID, .success(found.value)))
      } catch {
        await send(.integrationFound(referenceID, .failure(error)))
      }
    case .movedUser(let next):
      do throws(APIError) {
        try await service.keepUser(next.id, movedBefore: next.movedBefore)
        await send(.movedUserKept(next.id, isKept: true))
      } catch {
        // Nobody waits for it: what failed is asked for when somebody looks.
        await send(.movedUserKept(next.id, isKept: error.concernsOneUser))
      }
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
