package import Foundation
package import RiskAPI
package import RiskServices
package import RiskStore
package import TerminalUI

/// The whole screen: the account's data, a value per pane, dialogs on top, and the routing between.
package struct Dashboard: RootPane, Equatable {
  // MARK: State

  package let options: DashboardOptions
  /// What the account said, once for all panes.
  package internal(set) var account = AccountData()
  package internal(set) var users = UsersPane()
  package internal(set) var timeline = TimelinePane()
  package internal(set) var integrations = IntegrationsPane()
  package internal(set) var behaviors = BehaviorsPane()
  /// The pane that takes the keys.
  package internal(set) var focus = PaneID.users
  package internal(set) var isZoomed = false
  /// Open dialogs; the last one takes all keys.
  var dialogs = DialogStack()
  package internal(set) var notices = Notices()
  package internal(set) var size: Size
  /// Where the panes are, made anew with each update.
  var layout: PaneLayout
  package internal(set) var now: Date
  package internal(set) var mayWrite: Bool
  /// What changed since the analyst last looked.
  package internal(set) var news: NewsWatch
  /// What was typed and picked in dialogs that were closed, in this run or an earlier one.
  package internal(set) var dialogDrafts = DialogDrafts()

  /// Writes that have left and not come back.
  var writesUnderWay = 0
  /// The resets of several users that are not over.
  var resets: ResetJob?
  /// Lists of users that came and do not show yet.
  var arrivals = UserArrivals()
  /// Who moved and whose events are still to be kept.
  var moved = Prefetch()
  /// Users who were reset from here and may still be in the list.
  var ownResets: Set<UserID> = []
  /// Who was new in the last summary, until the journal tells who of them was here before.
  var appeared: [UserSummary] = []
  /// What was pressed to open the question on top; nil when another key came since.
  var openingKey: Key?
  /// Counts verdicts and notes that were added, so that what shows them follows.
  var assessmentCount = 0
  var draftWatch = DraftWatch()
  var client = ClientWatch()
  var loading = LoadingWatch()
  var clipboard = Clipboard()
  var clicks = ClickWatch()

  package init(options: DashboardOptions, size: Size, now: Date) {
    self.options = options
    self.size = size
    self.now = now
    layout = PaneLayout(size: size, focus: .users, isZoomed: false, lowerRows: 0)
    news = NewsWatch(openedAt: now)
    mayWrite = options.mayWrite && !options.isOffline
  }

  // MARK: Messages

  /// Everything that can happen.
  package enum Message: Sendable {
    /// The screen stands: fetch everything.
    case opened
    case input(InputEvent, Date)
    /// The mouse was used on something that took it.
    case pointed(MouseTarget, Date)
    case timePassed(Date)
    case refreshDue(Date)
    case loadingLingered(Int)
    case spinnerTurned
    case noticeExpired(Int)
    case selectionRested(UserID)
    case clientReported(ClientEvent, Date)
    /// The first users that were kept from earlier, before anything is asked.
    case firstUsersLoaded(Fetched<Cache.FirstUsers>)
    case usersLoaded(Fetched<RiskSummary>)
    case userLoaded(UserID, Fetched<UserDetail>)
    case behaviorsLoaded(Fetched<[Behavior]>)
    case integrationsLoaded(Fetched<[Integration]>)
    case usersFetched(Result<Fetched<RiskSummary>, APIError>)
    case userFetched(UserID, Result<Fetched<UserDetail>, APIError>)
    /// The events of a user who moved are kept, or could not be had.
    case movedUserKept(UserID, isKept: Bool)
    case behaviorsFetched(Result<Fetched<[Behavior]>, APIError>)
    /// What the account says of a reference id.
    case integrationFound(String, Result<Integration, APIError>)
    case integrationsFetched(Result<Fetched<[Integration]>, APIError>)
    case writeEnded(EndedWrite)
    case exported(ExportRequest, ExportOutcome)
    case recentResetsFound([UserID: [AuditEntry]])
    case pastUsersFound([FormerUser])
    /// Nil when no journal tells.
    case newsFound(NewsWatch.Question, AccountChanges?)
    /// That the analyst has seen all, or opened something, is on disk.
    case seenMarked
    case recordFound(UserID, UserRecord)
    case trendsFound([UserID: [HistoryMoment<RiskState>]])
    /// A long list of users is ready for the screen.
    case usersPrepared(PreparedUsers, UserPreparation)
    /// Texts of a summary's users, folded for the filter.
    case usersIndexed(SearchIndex, revision: Int)
    case knownEventsFound(KnownEvents)
    case verdictsFound([UserID: CaseNote])
    case assessmentsFound(UserID, [CaseNote])
    /// A verdict was kept, or could not be.
    case assessed([UserID], failure: String?)
    /// What earlier runs kept and did not send, the oldest first.
    case draftsFound([String: [Draft]])
    /// Drafts have stood for a second as a version of them has them.
    case draftsRested(Int)
    /// Where an earlier run ended.
    case placeFound(Draft)
    /// The drafts could not be kept at the end, and why.
    case draftsNotKept(String)
    /// A text was sent to the terminal for its clipboard, or was too long for that.
    case copied(Bool)
    /// Words from outside the loop, such as a fallback the terminal needed.
    case noted(Notice.Draft)
  }

  package mutating func update(_ message: Message) -> [Effect] {
    let effects = handle(message)
    followData()
    let allowed = permitted(effects)
    dialogs.follow(dialogRoom)
    draftWatch.follow(unsaved)
    return allowed
  }

  package mutating func painted() {
    dialogs.painted()
  }

  private mutating func handle(_ message: Message) -> [Effect] {
    switch message {
    case .opened: return loadAll() + refreshAll()
    case .firstUsersLoaded(let first): account.adoptFirst(first)
    case .usersLoaded(let snapshot):
      return arrive(UserArrivals.Arrival(snapshot: snapshot, isAnswer: false))
    case .recentResetsFound(let resets): showEarlierResets(resets)
    case .newsFound(let question, let found): receiveNews(found, to: question)
    case .seenMarked: news.receiveMarked()
    case .draftsFound(let drafts):
      restore(drafts)
      draftWatch.begin()
    case .draftsRested(let version):
      return draftWatch.save(version) ? [.saveDrafts(drafts)] : []
    case .placeFound(let place): restore(place)
    case .recordFound(let id, let record): account.receiveRecord(record, of: id)
    case .trendsFound(let moments):
      account.receiveTrends(moments, words: TimeFormatter(now: now, timeZone: options.timeZone))
    case .pastUsersFound(let users): account.receiveFormerUsers(users)
    case .draftsNotKept(let reason): return askToLoseDrafts(reason)
    case .copied(let isSent):
      if let notice = clipboard.receive(isSent: isSent) { notices.post(notice, at: now) }
    case .usersIndexed(let index, let revision): users.search.receive(index, revision)
    case .knownEventsFound(let events): account.receiveKnownEvents(events)
    case .verdictsFound(let verdicts): account.receiveVerdicts(verdicts)
    case .assessmentsFound(let id, let list): account.receiveCaseNotes(list, of: id)
    case .assessed(let ids, let failure): receiveAssessed(ids, failure)
    case .userLoaded(let id, let snapshot): account.adopt(snapshot, of: id)
    case .behaviorsLoaded(let snapshot): account.adopt(snapshot)
    case .integrationsLoaded(let snapshot): account.adopt(snapshot)
    case .input(let event, let time):
      now = max(now, time)
      return receive(event)
    case .pointed(let target, let time):
      now = max(now, time)
      return point(at: target, time)
    case .timePassed(let time): now = max(now, time)
    case .refreshDue(let time):
      now = max(now, time)
      return refreshAll(sharedWithin: options.refreshInterval)
    case .loadingLingered(let id): loading.linger(id)
    case .spinnerTurned: loading.turn += 1
    case .noticeExpired(let id): notices.expire(id)
    case .selectionRested(let id):
      guard users.selection == id else { break }
      return showTimeline(of: id)
    case .clientReported(let event, let time):
      now = max(now, time)
      let words = TimeFormatter(now: now, timeZone: options.timeZone)
      if let notice = client.receive(event, at: now, words: words) {
        notices.tellPassing(notice, at: now)
      }
    case .noted(let draft): notices.tell(draft, at: now)
    case .usersFetched(let result): return receiveUsers(result)
    case .usersPrepared(let prepared, let preparation):
      return receive(prepared, preparation)
    case .userFetched(let id, let result):
      noteTime(of: result)
      if id == timeline.userID {
        recordFailure(result, of: .timeline, after: account.risk(of: id).failure)
      }
      account.receiveUser(id, result)
    case .movedUserKept(let id, let isKept): moved.receive(id, isKept: isKept)
    case .behaviorsFetched(let result):
      noteTime(of: result)
      recordFailure(result, of: .behaviors, after: account.behaviors.failure)
      account.receiveBehaviors(result)
    case .integrationsFetched(let result):
      noteTime(of: result)
      recordFailure(result, of: .integrations, after: account.integrations.failure)
      account.receiveIntegrations(result)
    case .integrationFound(let referenceID, let result): return show(result, of: referenceID)
    case .writeEnded(let ended): return receive(ended)
    case .exported(let request, let outcome): receiveExport(request, outcome)
    }
    return []
  }

  /// The one place that decides whether a write may leave.
  private mutating func permitted(_ effects: [Effect]) -> [Effect] {
    effects.compactMap { effect in
      guard let write = effect.write else { return effect }
      if let refusal = writeRefusal {
        notices.post(Notice.Draft(refusal, .warning), at: now)
        dialogs.drafts.forEach { dialogDrafts.keep($0) }
        dialogs.closeAll()
        let rest = resets?.unsent ?? []
        resets = nil
        return .noteStopped([write.intent] + rest, .readOnly)
      }
      writesUnderWay += 1
      setWriting(true, write.subject)
      return effect
    }
  }

  /// Why nothing may be written; nil when writing is allowed.
  var writeRefusal: SafeText? {
    if options.isOffline { return Self.offlineRefusal }
    return mayWrite ? nil : "read-only profile: \(keys.name(of: .palette))unlock to write"
  }

  static let offlineRefusal: SafeText = "offline: start without --offline to write"

  /// Lets each pane follow data, room and filter, and tells loading that goes on from a blink.
  mutating func followData() {
    layout = newLayout
    users.follow(context(for: .users))
    timeline.follow(context(for: .timeline))
    integrations.follow(context(for: .integrations))
    behaviors.follow(context(for: .behaviors))
    loading.follow(isLoading: isAnythingLoading)
  }

  var isAnythingLoading: Bool {
    account.isLoading(.users) || account.isLoading(.behaviors) || account.isLoading(.integrations)
      || timeline.userID.map { account.isLoading(.user($0)) } == true
  }

  // MARK: Fetching

  /// Looks for everything that was kept from earlier.
  private func loadAll() -> [Effect] {
    [.load(.users), .load(.behaviors), .load(.integrations)]
  }

  /// Asks for everything that is on the screen and not being asked for.
  mutating func refreshAll(sharedWithin age: Duration? = nil) -> [Effect] {
    var resources: [Resource] = [.users, .behaviors, .integrations]
    if let id = timeline.userID { resources.append(.user(id)) }
    return resources.flatMap { fetch($0, sharedWithin: age) }
  }

  mutating func fetch(_ resource: Resource, sharedWithin age: Duration? = nil) -> [Effect] {
    account.start(resource)
    return [.fetch(resource, sharedWithin: age)]
  }

  /// Turns the timeline to a user and asks for the events, unless they are known and unmoved.
  mutating func showTimeline(of id: UserID) -> [Effect] {
    timeline.show(id, in: context(for: .timeline))
    let known = account.risk(of: id)
    guard !known.isLoading else { return [] }
    if let fetchedAt = known.fetchedAt, let seen = account.users.fetchedAt, fetchedAt >= seen,
      known.failure == nil
    {
      return []
    }
    let isKnown = known.value != nil
    return (isKnown ? [] : [.load(.user(id))]) + fetch(.user(id))
  }

  mutating func noteTime<Value>(of result: Result<Fetched<Value>, APIError>) {
    if case .success(let snapshot) = result { now = max(now, snapshot.fetchedAt) }
  }
}
