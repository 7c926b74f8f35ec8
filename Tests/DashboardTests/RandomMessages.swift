import Foundation
import RiskAPI
import RiskServices
import RiskStore
import TerminalJunk
import TerminalUI

@testable import Dashboard

/// What a message says, without the values that it carries.
///
/// A new message does not compile until it has a kind here, and a new kind not until
/// ``RandomMessages`` makes one.
enum MessageKind: String, CaseIterable {
  case opened, input, pointed, timePassed, refreshDue, loadingLingered, spinnerTurned, noticeExpired
  case selectionRested, clientReported, firstUsersLoaded, usersLoaded, userLoaded, behaviorsLoaded
  case integrationsLoaded, usersFetched, userFetched, movedUserKept, behaviorsFetched
  case integrationsFetched, resetEnded, behaviorsWritten, integrationUpdated, exported
  case recentResetsFound, pastUsersFound, newsFound, seenMarked, recordFound, trendsFound
  case integrationFound, usersPrepared, usersIndexed, knownEventsFound, verdictsFound,
    assessmentsFound, assessed,
    draftsFound
  case draftsRested, placeFound, draftsNotKept, copied, noted

  init(_ message: Dashboard.Message) {
    self =
      switch message {
      case .opened: .opened
      case .input: .input
      case .pointed: .pointed
      case .timePassed: .timePassed
      case .refreshDue: .refreshDue
      case .loadingLingered: .loadingLingered
      case .spinnerTurned: .spinnerTurned
      case .noticeExpired: .noticeExpired
      case .selectionRested: .selectionRested
      case .clientReported: .clientReported
      case .firstUsersLoaded: .firstUsersLoaded
      case .usersLoaded: .usersLoaded
      case .userLoaded: .userLoaded
      case .behaviorsLoaded: .behaviorsLoaded
      case .integrationsLoaded: .integrationsLoaded
      case .usersFetched: .usersFetched
      case .userFetched: .userFetched
      case .movedUserKept: .movedUserKept
      case .behaviorsFetched: .behaviorsFetched
      case .integrationsFetched: .integrationsFetched
      case .writeEnded(let ended):
        switch ended.subject {
        case .user: .resetEnded
        case .behaviors: .behaviorsWritten
        case .integration: .integrationUpdated
        }
      case .exported: .exported
      case .recentResetsFound: .recentResetsFound
      case .pastUsersFound: .pastUsersFound
      case .newsFound: .newsFound
      case .seenMarked: .seenMarked
      case .recordFound: .recordFound
      case .trendsFound: .trendsFound
      case .integrationFound: .integrationFound
      case .usersPrepared: .usersPrepared
      case .usersIndexed: .usersIndexed
      case .knownEventsFound: .knownEventsFound
      case .verdictsFound: .verdictsFound
      case .assessmentsFound: .assessmentsFound
      case .assessed: .assessed
      case .draftsFound: .draftsFound
      case .draftsRested: .draftsRested
      case .placeFound: .placeFound
      case .draftsNotKept: .draftsNotKept
      case .copied: .copied
      case .noted: .noted
      }
  }
}

/// Messages as services and the terminal send them, good and bad, in any order.
struct RandomMessages {
  private var random: TerminalJunk

  init(seed: UInt64) { random = TerminalJunk(seed: seed) }

  mutating func next(for dashboard: Dashboard) -> Dashboard.Message {
    make(random.pick(MessageKind.allCases), dashboard)
  }

  /// How the work of an effect may end; nil for what ends without a message.
  mutating func reply(to effect: Effect) -> Dashboard.Message? {
    switch effect {
    case .load: nil
    case .fetch(.users, _): .usersFetched(outcome(summary()))
    case .fetch(.user(let id), _): .userFetched(id, outcome(.dana))
    case .fetch(.behaviors, _): .behaviorsFetched(outcome(behaviors()))
    case .fetch(.integrations, _): .integrationsFetched(outcome(integrations()))
    case .write(let write): end(of: write)
    case .export(let request): .exported(request, .failed("the disk is full"))
    case .assess(let ids, _, _): .assessed(ids, failure: random.pick([nil, "the disk is full"]))
    case .markSeen, .markRead: .seenMarked
    case .saveDrafts, .noteStopped: nil
    case .terminal(.copy): nil
    case .terminal(.quit): .draftsNotKept("the disk is full")
    case .terminal: nil
    }
  }

  /// How a write may end.
  private mutating func end(of write: AnyWrite) -> Dashboard.Message? {
    if let request = write.of(ResetRequest.self) {
      return .resetEnded(request, result(shownUser()))
    }
    if let behaviors = write.of(BehaviorsWrite.self) {
      return .behaviorsWritten(
        behaviors.draft,
        result(fetched(random.pick([self.behaviors(), Self.changed(from: behaviors)])))
      )
    }
    if let new = write.of(NewIntegration.self) {
      return .writeEnded(EndedWrite(new, CreateResult(made: result([integration()]))))
    }
    if let deletion = write.of(IntegrationDeletion.self) {
      return .writeEnded(EndedWrite(deletion, result(random.pick([nil, integration()]))))
    }
    return write.of(IntegrationUpdate.self).map { .integrationUpdated($0, result(integration())) }
  }

  private mutating func make(_ kind: MessageKind, _ dashboard: Dashboard) -> Dashboard.Message {
    let id = user()
    let time = dashboard.now.addingTimeInterval(Double(random.number(below: 4_000)) - 60)
    return switch kind {
    case .opened: .opened
    case .input: .input(input(), time)
    case .pointed: pointed(on: dashboard, time)
    case .timePassed: .timePassed(time)
    case .refreshDue: .refreshDue(time)
    case .loadingLingered: .loadingLingered(random.number(below: 4))
    case .spinnerTurned: .spinnerTurned
    case .noticeExpired: .noticeExpired(dashboard.notices.current?.id ?? 0)
    case .selectionRested: .selectionRested(dashboard.users.selection ?? id)
    case .clientReported: .clientReported(clientEvent(), time)
    case .firstUsersLoaded: .firstUsersLoaded(fetched(firstUsers()))
    case .usersLoaded: .usersLoaded(fetched(summary()))
    case .userLoaded: .userLoaded(id, fetched(.dana))
    case .behaviorsLoaded: .behaviorsLoaded(fetched(behaviors()))
    case .integrationsLoaded: .integrationsLoaded(fetched(integrations()))
    case .usersFetched: .usersFetched(outcome(summary()))
    case .userFetched: .userFetched(id, outcome(random.pick([.dana, .busy(300)])))
    case .movedUserKept: .movedUserKept(id, isKept: random.number(below: 2) == 0)
    case .behaviorsFetched: .behaviorsFetched(outcome(behaviors()))
    case .integrationsFetched: .integrationsFetched(outcome(integrations()))
    case .resetEnded: .resetEnded(request(id), result(shownUser()))
    case .behaviorsWritten:
      .behaviorsWritten(dashboard.behaviors.draft, result(fetched(behaviors())))
    case .integrationUpdated: .integrationUpdated(.toggle(.fixture(1)), result(integration()))
    case .exported: .exported(exportRequest, .written(path: "/tmp/users.csv", rows: 12))
    case .recentResetsFound: .recentResetsFound([id: [entry(id)]])
    case .pastUsersFound: .pastUsersFound(random.pick([[], [formerUser()]]))
    case .newsFound: newsFound(dashboard)
    case .seenMarked: .seenMarked
    case .recordFound: .recordFound(id, UserRecord(writes: [entry(id)]))
    case .trendsFound: .trendsFound([id: [HistoryMoment(at: time, value: state())]])
    case .integrationFound:
      .integrationFound(
        dashboard.dialogs.first(FindIntegrationDialog.self)?.wanted ?? "r",
        random.pick([.success(integration()), .failure(.offline)])
      )
    case .usersPrepared: usersPrepared(dashboard)
    case .usersIndexed:
      .usersIndexed(
        SearchIndex(users: dashboard.account.users.value?.users ?? []),
        revision: dashboard.account.users.revision
      )
    case .knownEventsFound: .knownEventsFound(KnownEvents())
    case .verdictsFound: .verdictsFound([id: caseNote(id)])
    case .assessmentsFound: .assessmentsFound(id, [caseNote(id)])
    case .assessed: .assessed([id], failure: random.pick([nil, "the disk is full"]))
    case .draftsFound: .draftsFound(["other": [Draft(content: "{", savedAt: time)]])
    case .draftsRested: .draftsRested(random.number(below: 4))
    case .placeFound: .placeFound(Draft(content: "[]", savedAt: time))
    case .draftsNotKept: .draftsNotKept("the disk is full")
    case .copied: .copied(random.number(below: 2) == 0)
    case .noted: .noted(Notice.Draft("the terminal is unknown", .warning))
    }
  }

  /// What was asked for, or a list that nobody asked for.
  private mutating func usersPrepared(_ dashboard: Dashboard) -> Dashboard.Message {
    let other = UserPreparation(summary(), for: .arrival(random.number(below: 4)), by: .name)
    let preparation = dashboard.userPreparation ?? other
    return .usersPrepared(preparation.prepared(), preparation)
  }

  // MARK: Values

  private mutating func input() -> InputEvent {
    random.pick([
      .paste("dana level:high\n\u{1B}[A"), .resized(random.pick([.tiny, .small, .wide, .large])),
      .resized(Size(columns: 39, rows: 9)), .resumed, .ended(.hangup),
    ])
  }

  /// The mouse at some place of the screen; time that passed where nothing is there.
  private mutating func pointed(on dashboard: Dashboard, _ time: Date) -> Dashboard.Message {
    let size = dashboard.size
    var frame = Frame(size, takesMouse: true)
    dashboard.view(in: &frame)
    for _ in 0..<20 {
      let place = Position(
        row: random.number(below: max(1, size.rows)),
        column: random.number(below: max(1, size.columns))
      )
      let event = MouseEvent(random.pick([.press, .press, .wheelUp, .wheelDown]), at: place)
      if let target = frame.mouse.target(of: event) { return .pointed(target, time) }
    }
    return .timePassed(time)
  }

  private mutating func clientEvent() -> ClientEvent {
    random.pick([
      .retrying(operation: "summary", attempt: 2, delay: .seconds(1), error: .offline),
      .waiting(operation: "summary", delay: .seconds(20), reason: .refused),
      .held(operation: "summary", delay: .seconds(300), reason: .spent),
      .page(operation: "summary", received: 50, total: 100),
    ])
  }

  private mutating func user() -> UserID { .fixture(1 + random.number(below: 14)) }

  private func state() -> RiskState { RiskState(level: .high, eventCount: 4, lastEvent: nil) }

  private func request(_ id: UserID) -> ResetRequest {
    ResetRequest(userID: id, seen: state(), reason: .remediated, note: "seen")
  }

  private var exportRequest: ExportRequest {
    ExportRequest(path: "users.csv", content: .users([]))
  }

  private func fetched<Value>(_ value: Value) -> Fetched<Value> {
    Fetched(value, fetchedAt: DashboardDriver.now)
  }

  private mutating func outcome<Value>(_ value: Value) -> Result<Fetched<Value>, APIError> {
    random.pick([
      .success(fetched(value)), .success(fetched(value)), .failure(.offline),
      .failure(.forbidden(.piiRead)), .failure(.timedOut),
    ])
  }

  private mutating func result<State: Equatable & Sendable>(_ state: State) -> WriteResult<State> {
    random.pick([
      .done(state), .changedMeanwhile(state), .changedMeanwhile(state), .unknown(WriteDoubt(nil)),
      .unknown(WriteDoubt(.timedOut), shows: state), .notDone(.account(.offline)),
    ])
  }

  private mutating func summary() -> RiskSummary {
    let account: Fixture = random.pick([.team, .team, .crowd(200), Fixture()])
    var users = account.users
    if !users.isEmpty, random.number(below: 2) == 0 {
      let place = random.number(below: users.count)
      users[place].eventCount += 1
      users[place].maxRiskLevel = random.pick([.low, .high, nil, .other("severe")])
    }
    return RiskSummary(users: users, totalCount: account.totalCount)
  }

  private mutating func behaviors() -> [Behavior] {
    var behaviors: [Behavior] = random.pick([.usual, .usual, .usual, .crowd(40), []])
    if !behaviors.isEmpty, random.number(below: 2) == 0 {
      behaviors[random.number(below: behaviors.count)].setting.isEnabled.toggle()
    }
    return behaviors
  }

  /// As somebody else may have left what a write is about.
  private static func changed(from write: BehaviorsWrite) -> [Behavior] {
    [Behavior].usual.map { behavior in
      guard let seen = write.base[behavior.key] else { return behavior }
      var other = behavior
      other.setting = BehaviorSetting(
        isEnabled: !seen.isEnabled,
        riskLevel: seen.riskLevel == .low ? .medium : .low
      )
      return other
    }
  }

  private mutating func integrations() -> [Integration] {
    random.pick([.usual, .usual, .crowd(30), [], [integration()]])
  }

  private mutating func integration() -> Integration {
    .fixture(
      1,
      tenantURL: random.pick(["https://acme.okta.com", "https://other.okta.com"]),
      isActive: random.number(below: 2) == 0
    )
  }

  private mutating func shownUser() -> ShownUser {
    ShownUser(
      page: random.pick([nil, .dana]),
      listing: random.pick([.unknown, .absent, .row(.fixture(1, events: 9))])
    )
  }

  private func firstUsers() -> Cache.FirstUsers {
    Cache.FirstUsers(
      users: Fixture.team.users,
      userCount: 12,
      totalCount: 12,
      levelCounts: [.high: 3, nil: 9],
      keptCount: 0
    )
  }

  private func formerUser() -> FormerUser {
    FormerUser(user: .fixture(90, name: "Gone Away"), goneAt: DashboardDriver.now)
  }

  private func caseNote(_ id: UserID) -> CaseNote {
    CaseNote(
      user: id,
      verdict: .falsePositive,
      note: "a test",
      author: "ana@desk",
      at: DashboardDriver.now
    )
  }

  private func entry(_ id: UserID) -> AuditEntry {
    AuditEntry(
      id: AuditID(line: 1),
      time: DashboardDriver.now.addingTimeInterval(-600),
      account: "0123456789abcdef0123456789abcdef",
      operator: "ana@desk",
      intent: AuditIntent(
        action: "reset",
        target: id.rawValue,
        reason: "remediated"
      )
    )
  }

  private mutating func newsFound(_ dashboard: Dashboard) -> Dashboard.Message {
    let question =
      dashboard.news.question(dashboard.account)
      ?? NewsWatch.Question(since: .lastSeen, marks: 0, revisions: [])
    let changes = AccountChanges(
      since: DashboardDriver.now.addingTimeInterval(-3_600),
      observation: 3,
      users: [
        Change(.fixture(1), before: nil), Change(.fixture(90), before: nil, isGone: true),
      ],
      behaviors: [Change(.fixture("imp_travel", name: "Impossible travel"), before: nil)],
      integrations: [Change(.fixture(2), before: nil, isGone: true)]
    )
    return .newsFound(question, random.pick([nil, changes, changes]))
  }
}
