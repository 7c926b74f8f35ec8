import RiskAPI
import RiskServices
import RiskStore

// MARK: Lists of users

extension Dashboard {
  /// What is to be made ready: the list that came first, or another order of the one that shows.
  var userPreparation: UserPreparation? {
    guard let next = arrivals.next else { return users.wantedOrder(account) }
    return UserPreparation(
      next.snapshot.value,
      for: .arrival(arrivals.number),
      since: next.isAnswer ? account.comparableUsers : nil,
      by: users.sort
    )
  }

  mutating func receiveUsers(_ result: Result<Fetched<RiskSummary>, APIError>) -> [Effect] {
    noteTime(of: result)
    recordFailure(result, of: .users, after: account.users.failure)
    switch result {
    case .success(let snapshot):
      return arrive(UserArrivals.Arrival(snapshot: snapshot, isAnswer: true))
    case .failure(let error):
      account.failUsers(error)
      return []
    }
  }

  /// Takes a short list at once, and a long one when it is ready.
  mutating func arrive(_ arrival: UserArrivals.Arrival) -> [Effect] {
    arrivals.add(arrival)
    return takeShortArrivals()
  }

  mutating func receive(_ prepared: PreparedUsers, _ preparation: UserPreparation) -> [Effect] {
    // The order may have been turned to another column in between.
    guard preparation == userPreparation else { return [] }
    guard let arrival = arrivals.removeNext() else {
      users.take(prepared.order, by: preparation.sort, context(for: .users))
      return []
    }
    return take(arrival, prepared, by: preparation.sort) + takeShortArrivals()
  }

  private mutating func takeShortArrivals() -> [Effect] {
    var effects: [Effect] = []
    while let preparation = userPreparation, !preparation.isLong,
      let arrival = arrivals.removeNext()
    {
      effects += take(arrival, preparation.prepared(), by: preparation.sort)
    }
    return effects
  }

  private mutating func take(
    _ arrival: UserArrivals.Arrival,
    _ prepared: PreparedUsers,
    by sort: UserSort
  ) -> [Effect] {
    let revision = account.users.revision
    defer {
      if account.users.revision != revision {
        users.take(prepared.order, by: sort, context(for: .users))
      }
    }
    guard arrival.isAnswer else {
      account.adopt(arrival.snapshot, prepared)
      return []
    }
    // Who was not in the first whole list is not waited for.
    if account.hasAnswered { users.forgetWantedMarks() }
    let changes = account.receiveUsers(arrival.snapshot, prepared, reset: ownResets)
    ownResets.subtract(changes.filter { $0.isBack }.map(\.id))
    // Only the journal knows who was here before this run.
    appeared = changes.filter { $0.kind == .new }.map(\.value)
    // That a user who was reset here left the list is no news, and would cover the outcome.
    let news = changes.filter { !$0.isGone || ownResets.remove($0.id) == nil }
    if let words = ChangeFormatter.notice(for: news) { notices.tell(words, at: now) }
    // The summary is the change detector: the user on the screen is asked for when they moved, the
    // others for the cache, one after the other.
    if let fetchedAt = account.users.fetchedAt {
      moved.add(changes.filter { $0.id != timeline.userID }, at: fetchedAt)
    }
    let isShownChanged = changes.contains { $0.id == timeline.userID && !$0.isGone }
    return isShownChanged ? timeline.userID.map { fetch(.user($0)) } ?? [] : []
  }
}
