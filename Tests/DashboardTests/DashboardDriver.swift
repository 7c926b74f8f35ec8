import Foundation
import RiskAPI
import RiskServices
import RiskStore
import TerminalUI
import Testing

@testable import Dashboard

/// A dashboard that takes keys by name, as an analyst presses them.
struct DashboardDriver {
  var dashboard: Dashboard

  /// 2026-06-18 10:41:12 in Lisbon, a Thursday.
  static let now = Date(timeIntervalSince1970: 1_781_775_672)

  /// A dashboard that has opened and heard nothing yet.
  init(
    size: Size = .wide,
    mayWrite: Bool = true,
    isOffline: Bool = false,
    requiresReason: Bool = true,
    keys: [String: [Key]] = [:]
  ) {
    TerminalLocale.activateUTF8()
    let options = DashboardOptions(
      accountName: "prod · Acme",
      mayWrite: mayWrite,
      isOffline: isOffline,
      requiresReason: requiresReason,
      keys: keys,
      timeZone: TimeZone(identifier: "Europe/Lisbon") ?? .gmt
    )
    dashboard = Dashboard(options: options, size: size, now: Self.now)
    send(.opened)
  }

  /// Whether the terminal takes what is copied.
  var takesCopies = true

  /// Whether long lists of users are made ready before the next message; else a test does it.
  var preparesUsers = true

  /// A dashboard that has not even opened, at some other time.
  init(at now: Date, size: Size = .wide) {
    TerminalLocale.activateUTF8()
    let options = DashboardOptions(
      accountName: "prod · Acme",
      timeZone: TimeZone(identifier: "Europe/Lisbon") ?? .gmt
    )
    dashboard = Dashboard(options: options, size: size, now: now)
  }

  /// The driver of a dashboard that something else drives.
  init(showing dashboard: Dashboard) {
    self.dashboard = dashboard
  }

  /// A dashboard with everything on the screen, the first user's timeline included.
  static func loaded(
    _ account: Fixture = .team,
    size: Size = .wide,
    mayWrite: Bool = true,
    requiresReason: Bool = true,
    keys: [String: [Key]] = [:]
  ) -> DashboardDriver {
    var driver = DashboardDriver(
      size: size,
      mayWrite: mayWrite,
      requiresReason: requiresReason,
      keys: keys
    )
    driver.receive(account)
    if let first = driver.dashboard.users.selection {
      driver.send(.selectionRested(first))
      if let risk = account.risks[first] { driver.receive(risk, of: first) }
    }
    return driver
  }

  /// What `e` would write of a pane.
  func export(of pane: PaneID) -> ExportContent? {
    dashboard.pane(pane).export(in: dashboard.context(for: pane))
  }

  // MARK: In

  /// Sends a message and paints, as the program does for what comes by itself.
  @discardableResult
  mutating func send(_ message: Dashboard.Message) -> [Effect] {
    defer { dashboard.painted() }
    var effects = dashboard.update(message)
    while preparesUsers, let preparation = dashboard.userPreparation, preparation.isLong {
      effects += dashboard.update(.usersPrepared(preparation.prepared(), preparation))
    }
    // A terminal takes what it is handed; where it does not, a test says so itself.
    for case .terminal(.copy) in effects where takesCopies { _ = dashboard.update(.copied(true)) }
    return effects
  }

  /// Presses keys that all arrive before the next paint.
  @discardableResult
  mutating func pressAtOnce(_ names: String...) -> [Effect] { pressAtOnce(names) }

  @discardableResult
  mutating func pressAtOnce(_ names: [String]) -> [Effect] {
    defer { dashboard.painted() }
    return names.compactMap { Key(name: $0) }
      .flatMap { dashboard.update(.input(.key($0), dashboard.now)) }
  }

  /// Presses keys by the names that the settings use; returns what all of them started.
  @discardableResult
  mutating func press(_ names: String..., sourceLocation: SourceLocation = #_sourceLocation)
    -> [Effect]
  {
    press(names, sourceLocation: sourceLocation)
  }

  @discardableResult
  mutating func press(_ names: [String], sourceLocation: SourceLocation = #_sourceLocation)
    -> [Effect]
  {
    names.flatMap { name -> [Effect] in
      guard let key = name == " " ? .space : Key(name: name) else {
        Issue.record("no key is called \(name)", sourceLocation: sourceLocation)
        return []
      }
      return send(.input(.key(key), dashboard.now))
    }
  }

  /// Types text, a key each character.
  @discardableResult
  mutating func type(_ text: String) -> [Effect] {
    text.flatMap { send(.input(.key(Key(.character($0))), dashboard.now)) }
  }

  @discardableResult
  mutating func paste(_ text: String) -> [Effect] {
    send(.input(.paste(text), dashboard.now))
  }

  mutating func resize(_ size: Size) {
    send(.input(.resized(size), dashboard.now))
  }

  /// The six seconds of the notice that stands are over.
  mutating func expireNotice() {
    if let id = dashboard.notices.current?.id { send(.noticeExpired(id)) }
  }

  /// Everything the account says at a moment, as a refresh brings it.
  mutating func receive(_ account: Fixture, after seconds: TimeInterval = 0) {
    let time = Self.now.addingTimeInterval(seconds)
    let summary = RiskSummary(users: account.users, totalCount: account.totalCount)
    send(.usersFetched(.success(Fetched(summary, fetchedAt: time))))
    send(.behaviorsFetched(.success(Fetched(account.behaviors, fetchedAt: time))))
    send(.integrationsFetched(.success(Fetched(account.integrations, fetchedAt: time))))
  }

  mutating func receive(_ risk: UserDetail, of id: UserID, after seconds: TimeInterval = 0) {
    let time = Self.now.addingTimeInterval(seconds)
    send(.userFetched(id, .success(Fetched(risk, fetchedAt: time))))
  }

  /// A write of behaviors ended.
  mutating func end(_ outcome: WriteResult<Fetched<[Behavior]>>) {
    send(.behaviorsWritten(dashboard.behaviors.draft, outcome))
  }

  /// A write of behaviors met somebody else's changes.
  mutating func meetChanges(_ change: (inout [Behavior]) -> Void) {
    end(.changedMeanwhile(Self.snapshot(change)))
  }

  /// A write of the first integration met somebody else's changes.
  @discardableResult
  mutating func meetChange(_ change: (inout Integration) -> Void) -> [Effect] {
    var integration = Integration.fixture(1)
    change(&integration)
    return send(.integrationUpdated(.toggle(integration), .changedMeanwhile(integration)))
  }

  // MARK: Out

  /// The usual behaviors, changed, as a fetch during a write brings them.
  static func snapshot(_ change: (inout [Behavior]) -> Void) -> Fetched<[Behavior]> {
    var behaviors = [Behavior].usual
    change(&behaviors)
    return Fetched(behaviors, fetchedAt: now.addingTimeInterval(5))
  }

  /// The line above the footer; empty when there is none.
  var notice: String { dashboard.notices.current?.text.string ?? "" }

  var frame: Frame {
    var frame = Frame(dashboard.size)
    dashboard.view(in: &frame)
    return frame
  }

  var text: String { frame.text }

  /// The name of the selected user; nil when nobody is.
  var selectedName: String? {
    dashboard.users.selection.flatMap(dashboard.account.knownUser)?.name
  }

  /// Names of the users in the order of the screen.
  var shownNames: [String] {
    dashboard.users.shown.map { dashboard.account.listed($0).user.name }
  }

  var resetDialog: ResetDialog? {
    dashboard.dialogs.top as? ResetDialog
  }

  /// Resets that the effects ask for.
  static func resets(in effects: [Effect]) -> [ResetRequest] {
    effects.compactMap { $0.write?.of(ResetRequest.self) }
  }

  static func writes(in effects: [Effect]) -> [Effect] { effects.filter(\.isWrite) }
}

extension Size {
  static let tiny = Size(columns: 40, rows: 10)
  static let small = Size(columns: 80, rows: 24)
  static let wide = Size(columns: 120, rows: 36)
  static let large = Size(columns: 200, rows: 60)
}

/// What an account holds.
struct Fixture {
  var users: [UserSummary] = []
  var totalCount: Int?
  var risks: [UserID: UserDetail] = [:]
  var behaviors: [Behavior] = .usual
  var integrations: [Integration] = .usual
}

extension Fixture {
  /// Twelve users with names from many scripts, the most dangerous first.
  static let team: Fixture = {
    let minute = 60.0
    let hour = 3_600.0
    let day = 86_400.0
    let rows: [(String, RiskLevel?, Int, TimeInterval?)] = [
      ("Dana Reyes", .high, 6, 3 * minute), ("Kenji Watanabe", .high, 9, hour),
      ("李 小龙", .high, 2, 2 * hour), ("Ana Souza", .medium, 4, 3 * hour),
      ("José Ñandú", .medium, 1_284, 5 * hour), ("محمد الفاتح", .medium, 1, 26 * hour),
      ("Ольга Иванова", .low, 5, 2 * day), ("नेहा शर्मा", .low, 2, 3 * day),
      ("สมชาย ใจดี", .low, 1, 4 * day), ("김민준", .low, 1, 10 * day),
      ("Zoe\u{308} O’Brien", .low, 1, 200 * day), ("Robin 👩‍💻 Doe", .low, 1, nil),
    ]
    var account = Fixture()
    account.users = rows.enumerated().map { index, row in
      .fixture(index + 1, name: row.0, level: row.1, events: row.2, age: row.3)
    }
    account.totalCount = account.users.count
    account.risks[.fixture(1)] = .dana
    return account
  }()

  /// So many users of one level, the newest first.
  static func crowd(_ count: Int) -> Fixture {
    var account = Fixture()
    account.users = (1...count).map {
      .fixture($0, name: "User \($0)", level: .medium, events: $0, age: Double($0) * 60)
    }
    account.totalCount = count
    return account
  }
}

extension UserID {
  static func fixture(_ number: Int) -> UserID {
    let digits = String(number)
    return UserID(
      "00000000-0000-4000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
    )
  }
}

extension UserSummary {
  static func fixture(
    _ number: Int,
    name: String = "Dana Reyes",
    level: RiskLevel? = .high,
    events: Int = 3,
    age: TimeInterval? = 180
  ) -> UserSummary {
    UserSummary(
      id: .fixture(number),
      name: name,
      email: "user\(number)@acme.example",
      maxRiskLevel: level,
      eventCount: events,
      lastEvent: age.map { DashboardDriver.now.addingTimeInterval(-$0) }
    )
  }
}

extension UserDetail {
  /// Six events over five days, with evidence of several shapes.
  static let dana: UserDetail = {
    let hour = 3_600.0
    let travel: JSONValue = .object([
      "first": .object(["city": .string("Lisbon"), "ip": .string("192.0.2.10")]),
      "second": .object(["city": .string("Osaka"), "ip": .string("198.51.100.7")]),
      "kilometers": .integer(11_100), "minutes": .integer(26), "vpn": .bool(false),
    ])
    let leak: JSONValue = .object([
      "policies": .array([.string("Card numbers"), .string("Source code")]),
      "matches": .integer(15), "user_agent": .null,
    ])
    let events: [RiskEvent] = [
      .fixture("a1", name: "Impossible travel", level: .high, age: 180, details: travel),
      .fixture(
        "a2",
        name: "High number of DLP policies triggered",
        level: .medium,
        age: 1_740,
        details: leak
      ),
      .fixture("a3", name: "High-risk domain visited", level: .low, age: 20 * hour),
      .fixture(
        "a4",
        name: "Impossible travel",
        level: .high,
        age: 26 * hour,
        details: .string("one line of text in place of an object")
      ),
      .fixture("a5", name: "High-risk domain visited", level: .low, age: 98 * hour),
      .fixture("a6", name: "Behavior of tomorrow", level: .other("severe"), age: nil),
    ]
    return UserDetail(
      name: "Dana Reyes",
      email: "user1@acme.example",
      events: events,
      lastReset: DashboardDriver.now.addingTimeInterval(-40 * 86_400),
      riskLevel: .high,
      totalEventCount: events.count
    )
  }()

  /// So many events of one day, the newest first.
  static func busy(_ count: Int) -> UserDetail {
    UserDetail(
      name: "User 1",
      email: "user1@acme.example",
      events: (1...count).map {
        .fixture("e\($0)", name: "Event \($0)", level: .low, age: Double($0))
      },
      riskLevel: .low
    )
  }
}

extension RiskEvent {
  static func fixture(
    _ id: String,
    name: String = "Impossible travel",
    level: RiskLevel? = .high,
    age: TimeInterval? = 180,
    details: JSONValue? = nil
  ) -> RiskEvent {
    RiskEvent(
      id: id,
      name: name,
      riskLevel: level,
      timestamp: age.map { DashboardDriver.now.addingTimeInterval(-$0) },
      details: details
    )
  }
}

extension Behavior {
  static func fixture(
    _ key: String,
    name: String,
    isEnabled: Bool = true,
    level: RiskLevel = .medium,
    description: String = "Fifteen times or more within one minute."
  ) -> Behavior {
    Behavior(
      key: key,
      name: name,
      description: description,
      setting: BehaviorSetting(isEnabled: isEnabled, riskLevel: level)
    )
  }
}

extension [Behavior] {
  /// On the screen in this order: by name.
  static let usual: [Behavior] = [
    .fixture("high_dlp", name: "High number of DLP policies triggered"),
    .fixture(
      "high_risk_domain",
      name: "High-risk domain visited",
      level: .low,
      description: "One visit is enough."
    ),
    .fixture(
      "imp_travel",
      name: "Impossible travel",
      level: .high,
      description: "Two logins from places so far apart that nobody could have traveled between "
        + "them in the time that passed."
    ),
    .fixture(
      "sentinel_one",
      name: "SentinelOne threat detected",
      isEnabled: false,
      level: .high,
      description: "SentinelOne reported one or more active threats on a device of the user."
    ),
  ]

  static func crowd(_ count: Int) -> [Behavior] {
    (1...count).map { .fixture("key\($0 + 100)", name: "Behavior \($0 + 100)") }
  }
}

extension Integration {
  static func fixture(
    _ number: Int,
    tenantURL: String = "https://acme.okta.com",
    isActive: Bool = true
  ) -> Integration {
    let id = "1b2c3d4e-5f60-4718-92a3-" + String(700_000_000_000 + number)
    return Integration(
      id: id,
      accountTag: "0123456789abcdef0123456789abcdef",
      type: "Okta",
      referenceID: "7f3c1a52-9d4e-4b6f-8a21-" + String(300_000_000_000 + number),
      tenantURL: tenantURL,
      wellKnownURL:
        "https://ssf.risk-score.teams.cloudflare.com/.well-known/sse-configuration/\(id)",
      isActive: isActive,
      createdAt: DashboardDriver.now.addingTimeInterval(-30 * 86_400)
    )
  }
}

extension [Integration] {
  static let usual: [Integration] = [
    .fixture(1), .fixture(2, tenantURL: "https://acme-test.okta.com", isActive: false),
  ]

  static func crowd(_ count: Int) -> [Integration] {
    (1...count).map { .fixture($0, tenantURL: "https://tenant\($0).okta.com") }
  }
}

extension JournalError {
  static let fixture = JournalError(problem: .diskFull, path: "/var/journal.sqlite")
}

extension APIError {
  static let offline = APIError.unreachable("connection refused")

  static func forbidden(_ groups: PermissionGroup...) -> APIError {
    .forbidden(Reply(status: 403, ray: "8f1f6c2a3b4c5d6e-FRA"), missing: groups)
  }
}

/// Ends of resets, by what the dashboard reads of them.
extension WriteResult<ShownUser> {
  static func reset(at moment: Date?) -> Self {
    .done(ShownUser(page: UserDetail(name: "", email: "", events: [], lastReset: moment)))
  }

  static func outdated(_ seen: RiskState) -> Self {
    let row = UserSummary(
      id: UserID(""),
      name: "",
      email: "",
      maxRiskLevel: seen.level,
      eventCount: seen.eventCount,
      lastEvent: seen.lastEvent
    )
    return .changedMeanwhile(ShownUser(listing: .row(row)))
  }
}
