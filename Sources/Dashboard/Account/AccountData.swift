import Foundation
package import RiskAPI
package import RiskServices
package import RiskStore

/// What the account said, once for all panes.
///
/// Panes hold ids and look things up here.
package struct AccountData: Equatable, Sendable {
  /// The account's users with a risk score.
  package private(set) var users = Loadable<RiskSummary>()
  /// The pages of the users who were looked at last, ``detailLimit`` at most.
  package private(set) var userDetails: [UserID: Loadable<UserDetail>] = [:]
  /// The rules, sorted by name.
  package private(set) var behaviors = Loadable<[Behavior]>()
  /// The exports to identity providers.
  package private(set) var integrations = Loadable<[Integration]>()
  /// What became of users while the dashboard was watching.
  package private(set) var news = RowNews()
  /// The latest verdict of each user who has one.
  package private(set) var verdicts: [UserID: CaseNote] = [:]
  /// Verdicts and notes of users that were looked at, in the order in which they were made.
  package private(set) var caseNotes: [UserID: [CaseNote]] = [:]
  /// Whose events the cache knows; empty until a filter asks for them.
  package internal(set) var cachedEvents = KnownEvents()
  /// Counts what came to be known of users besides their rows, so that filters follow.
  package internal(set) var knowledge = 0
  /// Users who left the summary; empty while they are not shown.
  package private(set) var past = FormerUsers()
  /// Trends of the users who are on the screen, and some more.
  package internal(set) var trends: [UserID: UserTrend] = [:]
  /// What is kept of the user whom the timeline shows.
  package private(set) var shownRecord = ShownRecord()
  /// What changed since the analyst last looked, besides what marks the rows.
  package private(set) var unlisted = UnlistedChanges()
  /// Whether the account has told of its users in this run.
  package private(set) var hasAnswered = false
  /// How many users have each level.
  package private(set) var counts = LevelCounts()

  /// How many users are known when only the first of them are at hand; nil otherwise.
  package private(set) var partialCount: Int?

  /// Who left the summary while the dashboard was watching.
  private var former: Set<UserID> = []
  private var loadingUser: UserID?
  /// Whose pages are here, the one looked at last at the end.
  private var lookedAt: [UserID] = []

  /// Of how many users pages and notes stay in memory; those of others are loaded again.
  package static let detailLimit = 50

  /// The summary's rows in the account's order; empty before the first answer.
  package var rows: [UserSummary] { users.value?.users ?? [] }

  /// A user's row of the summary; nil when the user has no score.
  package func user(_ id: UserID) -> UserSummary? {
    users.value?.user(id)
  }

  /// The place of a user's row in the summary; nil when the user has no score.
  func row(of id: UserID) -> Int? { users.value?.place(of: id) }

  /// A user's risk, as far as it was looked at.
  package func risk(of id: UserID) -> Loadable<UserDetail> { userDetails[id] ?? Loadable() }

  /// A behavior by its key.
  package func behavior(_ key: String) -> Behavior? {
    behaviors.value?.first { $0.key == key }
  }

  /// An integration by its id.
  package func integration(_ id: String) -> Integration? {
    integrations.value?.first { $0.id == id }
  }

  /// The integrations that a reset is exported to.
  package var activeIntegrations: [Integration] {
    integrations.value?.filter(\.isActive) ?? []
  }

  /// What is being fetched, of what panes can show.
  package func isLoading(_ resource: Resource) -> Bool {
    switch resource {
    case .users: users.isLoading
    case .user(let id): risk(of: id).isLoading
    case .behaviors: behaviors.isLoading
    case .integrations: integrations.isLoading
    }
  }

  /// Why a resource could not be fetched last; nil where it could.
  ///
  /// That a user who left has no page is no failure: it is why what is saved here is shown.
  func failure(of resource: Resource) -> APIError? {
    switch resource {
    case .users: users.failure
    case .user(let id):
      if case .notFound = risk(of: id).failure { nil } else { risk(of: id).failure }
    case .behaviors: behaviors.failure
    case .integrations: integrations.failure
    }
  }

  /// Whether anything is known of a resource, old or new.
  func isKnown(_ resource: Resource) -> Bool {
    switch resource {
    case .users: users.value != nil
    case .user(let id): risk(of: id).value != nil
    case .behaviors: behaviors.value != nil
    case .integrations: integrations.value != nil
    }
  }

  // MARK: Changes

  package mutating func start(_ resource: Resource) {
    switch resource {
    case .users: users.start()
    case .user(let id):
      // Only one user's fetch is under way at a time: the newer one replaces the older.
      if let loadingUser, loadingUser != id { userDetails[loadingUser]?.abandon() }
      loadingUser = id
      noteLook(at: id)
      userDetails[id, default: Loadable()].start()
    case .behaviors: behaviors.start()
    case .integrations: integrations.start()
    }
  }

  /// What the next list is compared with; nil before there is one, and while only its first rows are here,
  /// which tell nothing about who is new.
  var comparableUsers: RiskSummary? { partialCount == nil ? users.value : nil }

  /// Asking for the users failed.
  mutating func failUsers(_ error: APIError) { users.receive(.failure(error)) }

  /// Takes a summary and tells what changed since the one before; the first one changes nothing.
  ///
  /// `reset` are users who were reset from here and not yet seen to have left: with a newer event they
  /// are back.
  mutating func receiveUsers(
    _ snapshot: Fetched<RiskSummary>,
    _ prepared: PreparedUsers,
    reset: Set<UserID> = []
  ) -> [Change<UserSummary>] {
    let revision = users.revision
    users.receive(.success(snapshot))
    hasAnswered = true
    // A slower answer to an earlier question.
    guard users.revision != revision else { return [] }
    var changes = prepared.changes
    for place in changes.indices {
      let change = changes[place]
      if let before = change.before {
        changes[place].isBack =
          reset.contains(change.id)
          && change.value.lastEvent ?? .distantPast > before.lastEvent ?? .distantPast
      } else {
        changes[place].isBack = former.contains(change.id) || past[change.id] != nil
      }
    }
    follow(prepared)
    let left = changes.filter(\.isGone).map(\.value)
    former.formUnion(left.map(\.id))
    // Of a part of the list nobody can tell who left.
    if users.value?.isComplete == true { past.add(left, at: users.fetchedAt ?? .distantPast) }
    for change in changes { mark(change) }
    return changes
  }

  /// Takes the first users that were kept from earlier, and the levels of all.
  package mutating func adoptFirst(_ first: Fetched<Cache.FirstUsers>) {
    let summary = RiskSummary(
      users: first.value.users,
      totalCount: first.value.totalCount,
      keptCount: min(first.value.keptCount, first.value.users.count)
    )
    guard users.value == nil,
      users.adopt(
        Fetched(summary, askedAt: first.askedAt, fetchedAt: first.fetchedAt)
      )
    else { return }
    if first.value.userCount > rows.count { partialCount = first.value.userCount }
    counts = LevelCounts(first.value.levelCounts)
  }

  /// Takes the users that were kept from earlier, unless newer ones are here.
  mutating func adopt(_ snapshot: Fetched<RiskSummary>, _ prepared: PreparedUsers) {
    if partialCount != nil, snapshot.fetchedAt == users.fetchedAt {
      partialCount = nil
      users = users.replacing(snapshot)
    } else if !users.adopt(snapshot) {
      return
    }
    follow(prepared)
  }

  /// Takes a user's risk that was kept from earlier, unless a newer one is here.
  package mutating func adopt(_ snapshot: Fetched<UserDetail>, of id: UserID) {
    noteLook(at: id)
    _ = userDetails[id, default: Loadable()].adopt(snapshot)
    shownRecord.follow(risk(of: id).value, of: id)
    knowledge += 1
  }

  /// Takes the behaviors that were kept from earlier, unless newer ones are here.
  package mutating func adopt(_ snapshot: Fetched<[Behavior]>) {
    _ = behaviors.adopt(Self.sorted(snapshot))
  }

  /// Takes the integrations that were kept from earlier, unless newer ones are here.
  package mutating func adopt(_ snapshot: Fetched<[Integration]>) {
    _ = integrations.adopt(snapshot)
  }

  private mutating func noteLook(at id: UserID) {
    lookedAt.removeAll { $0 == id }
    lookedAt.append(id)
    guard lookedAt.count > Self.detailLimit else { return }
    let oldest = lookedAt.removeFirst()
    // What filters know of the user's events stays.
    if let detail = userDetails[oldest]?.value { cachedEvents.add(detail, of: oldest) }
    userDetails[oldest] = nil
    caseNotes[oldest] = nil
  }

  private mutating func follow(_ prepared: PreparedUsers) {
    partialCount = nil
    counts = prepared.counts
    let summary = users.value
    past.remove { summary?.place(of: $0) != nil }
  }

  /// Takes the users who left the summary, as the journal has them.
  package mutating func receiveFormerUsers(_ users: [FormerUser]) {
    let summary = self.users.value
    past.receive(users) { summary?.place(of: $0) != nil }
  }

  package mutating func receiveUser(_ id: UserID, _ result: Result<Fetched<UserDetail>, APIError>) {
    noteLook(at: id)
    userDetails[id, default: Loadable()].receive(result)
    shownRecord.follow(risk(of: id).value, of: id)
    knowledge += 1
  }

  package mutating func receiveBehaviors(_ result: Result<Fetched<[Behavior]>, APIError>) {
    behaviors.receive(result.map(Self.sorted))
  }

  private static func sorted(_ snapshot: Fetched<[Behavior]>) -> Fetched<[Behavior]> {
    Fetched(
      snapshot.value.sorted { ($0.name, $0.key) < ($1.name, $1.key) },
      askedAt: snapshot.askedAt,
      fetchedAt: snapshot.fetchedAt
    )
  }

  package mutating func receiveIntegrations(_ result: Result<Fetched<[Integration]>, APIError>) {
    integrations.receive(result)
  }

  /// Takes what changed since the analyst last looked, in place of what was watched so far.
  package mutating func receiveNews(_ found: AccountChanges) {
    unlisted = UnlistedChanges(found)
    news = RowNews()
    for change in found.users where !change.isRead && Self.marksRow(change.kind) {
      news[change.id] = change.kind
    }
  }

  package mutating func receiveRecord(_ record: UserRecord, of id: UserID) {
    shownRecord.receive(record, of: id, risk(of: id).value)
  }

  package mutating func receiveVerdicts(_ verdicts: [UserID: CaseNote]) {
    if self.verdicts != verdicts { knowledge += 1 }
    self.verdicts = verdicts
  }

  package mutating func receiveCaseNotes(_ list: [CaseNote], of id: UserID) {
    caseNotes[id] = list
  }

  /// The analyst opened something that had changed; `found` is what is left of the news.
  package mutating func forgetNews(of subject: ChangeSubject, _ found: AccountChanges?) {
    if case .user(let id) = subject { news[id] = nil }
    if let found { unlisted = UnlistedChanges(found) }
  }

  /// The analyst has seen it all.
  package mutating func forgetNews() {
    news = RowNews()
    unlisted = UnlistedChanges()
  }

  /// Of several changes of one user the row tells the one that matters most.
  private mutating func mark(_ change: Change<UserSummary>) {
    if change.isGone {
      news[change.id] = nil
    } else if Self.marksRow(change.kind) {
      news[change.id] = [news[change.id], change.kind].compactMap(\.self).min()
    }
  }

  private static func marksRow(_ kind: ChangeKind) -> Bool {
    switch kind {
    case .back, .raised, .new, .moreEvents: true
    case .lowered, .edited, .left: false
    }
  }
}

/// Something that can be fetched by itself.
package enum Resource: Hashable, Sendable {
  case users
  case user(UserID)
  case behaviors
  case integrations
}

/// How many users have each level.
package struct LevelCounts: Equatable, Sendable {
  package private(set) var high = 0
  package private(set) var medium = 0
  package private(set) var low = 0
  /// Levels that are none of the three.
  package private(set) var other = 0
  package private(set) var unscored = 0

  package init() {}

  /// Takes counts by level; nil is unscored.
  package init(_ counts: [RiskLevel?: Int]) {
    for (level, count) in counts { add(level, count) }
  }

  /// Counts users.
  package init(of users: [UserSummary]) {
    for user in users { add(user.maxRiskLevel) }
  }

  private mutating func add(_ level: RiskLevel?, _ count: Int = 1) {
    switch level {
    case .high: high += count
    case .medium: medium += count
    case .low: low += count
    case .other: other += count
    case nil: unscored += count
    }
  }
}

/// Changes that no row of the list can show and nobody has read, counted.
package struct UnlistedChanges: Equatable, Sendable {
  package var lowered = 0
  /// Users who left the list, but for those who were reset from here.
  package var left = 0
  package var behaviors = 0
  package var integrations = 0

  package init() {}

  init(_ found: AccountChanges) {
    let users = found.users.filter { !$0.isRead }
    lowered = users.count { $0.kind == .lowered }
    left = users.count { $0.kind == .left && !found.resetHere.contains($0.id) }
    behaviors = found.behaviors.count { !$0.isRead }
    integrations = found.integrations.count { !$0.isRead }
  }
}
