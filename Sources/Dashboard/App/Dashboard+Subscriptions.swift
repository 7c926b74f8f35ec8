import Foundation
import RiskAPI
import RiskServices
import TerminalUI

// MARK: Queries and subscriptions

extension Dashboard {
  package var subscriptions: Set<Subscription> {
    var wanted: Set<Subscription> = [.minutes, .clientEvents]
    if let interval = options.refreshInterval { wanted.insert(.refresh(every: interval)) }
    if isAnythingLoading { wanted.insert(loading.subscription) }
    if let notice = notices.current { wanted.insert(.noticeExpiry(notice.id)) }
    // A timeline that is not on the screen is not worth a request for every user passed by.
    if let id = users.selection, id != timeline.userID, isVisible(.timeline) {
      wanted.insert(.rest(id))
    }
    if let version = draftWatch.unsaved { wanted.insert(.draftsRest(version)) }
    return wanted
  }

  package var queries: Set<Query> {
    var wanted: Set<Query> = [.caseNotes(of: timeline.userID, version: assessmentCount)]
    if let users = usersInQuestion { wanted.insert(.recentResets(users)) }
    if let id = timeline.userID {
      let page = account.risk(of: id).revision
      wanted.insert(.record(of: id, RecordVersion(row: account.user(id), page: page)))
    }
    if let window = trendWindow { wanted.insert(.trends(window)) }
    if users.showsPast { wanted.insert(.formerUsers(revision: account.users.revision)) }
    if let preparation = userPreparation { wanted.insert(.users(preparation)) }
    if let unfolded = users.search.unfolded(account) { wanted.insert(.usersIndex(unfolded)) }
    if users.filter.query.asksForBehaviors {
      wanted.insert(
        .knownEvents(revision: account.users.revision, areMovedKept: moved.next == nil)
      )
    }
    if let referenceID = dialogs.first(FindIntegrationDialog.self)?.wanted {
      wanted.insert(.integration(referenceID: referenceID))
    }
    if let question = news.question(account) { wanted.insert(.news(question)) }
    if let next = moved.next { wanted.insert(.movedUser(next)) }
    return wanted
  }

  /// Whose trends the list has room for; nil where it has none.
  private var trendWindow: TrendWindow? {
    guard isVisible(.users) else { return nil }
    let wanted = users.trendUsers
    guard !wanted.isEmpty else { return nil }
    let words = TimeFormatter(now: now, timeZone: options.timeZone)
    return TrendWindow(
      users: wanted,
      revision: account.users.revision,
      day: words.daysAgo(Date(timeIntervalSince1970: 0))
    )
  }

  /// Whom an open question would reset.
  private var usersInQuestion: UsersInQuestion? {
    dialogs.first(ResetDialog.self) { !$0.isSending }.map { UsersInQuestion($0.targets.map(\.id)) }
  }
}
