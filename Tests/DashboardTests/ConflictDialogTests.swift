import RiskAPI
import RiskServices
import TerminalUI
import Testing

@testable import Dashboard

/// Both sides of a conflict on the screen, and the keys that choose between them.
struct ConflictDialogTests {
  @Test func `a conflict shows what was seen, theirs and yours, of each field`() {
    let driver = DashboardDriver.inConflict()
    let text = driver.text

    #expect(text.contains("Someone else changed 1 of these 2 behaviors. Nothing was saved."))
    #expect(text.contains("YOU SAW    1 THEIRS   2 YOURS"))
    #expect(text.contains("High number of DLP policies triggered  high_dlp"))
    #expect(text.contains("  state   on        [off]       on        keep theirs"))
    #expect(text.contains("▌ level   MEDIUM     LOW        HIGH      choose one"))
    #expect(text.contains("Impossible travel  imp_travel"))
    #expect(text.contains("  state   on         on        [off]      save yours"))
    #expect(driver.notice == "nothing saved: someone else changed these behaviors")
  }

  @Test func `y does nothing but say why until every conflict is decided`() {
    var driver = DashboardDriver.inConflict()

    #expect(driver.press("y").isEmpty)
    #expect(driver.notice == "choose a side first: 1 field left")
    #expect(driver.press("Tab", "Enter").isEmpty)
    #expect(driver.notice == "choose a side first: 1 field left")
    #expect(driver.dashboard.dialogs.count == 1)
  }

  @Test(arguments: [("1", RiskLevel.low), ("Left", .low), ("h", .low)])
  func `theirs is picked by a digit, an arrow and a letter`(key: String, level: RiskLevel) {
    expectPick(key, level, verdict: "keep theirs")
  }

  @Test(arguments: [("2", RiskLevel.high), ("Right", .high), ("l", .high)])
  func `yours is picked by a digit, an arrow and a letter`(key: String, level: RiskLevel) {
    expectPick(key, level, verdict: "save yours")
  }

  private func expectPick(_ key: String, _ level: RiskLevel, verdict: String) {
    var driver = DashboardDriver.inConflict()
    #expect(driver.press(key).isEmpty)
    #expect(driver.text.contains(level == .low ? "[LOW]" : "[HIGH]"))
    #expect(
      driver.text.split(separator: "\n").contains { $0.contains("▌") && $0.contains(verdict) }
    )

    #expect(
      driver.press("y") == [
        .writeBehaviors(
          ["imp_travel": .init(isEnabled: false, riskLevel: .high)]
            .merging(
              level == .low ? [:] : ["high_dlp": .init(isEnabled: false, riskLevel: .high)]
            ) { $1 },
          base: ["imp_travel": .init(isEnabled: true, riskLevel: .high)]
            .merging(
              level == .low ? [:] : ["high_dlp": .init(isEnabled: false, riskLevel: .low)]
            ) { $1 }
        )
      ]
    )
  }

  @Test func `up and down go from field to field, and their change can be put back`() {
    var driver = DashboardDriver.inConflict()
    driver.press("2", "Up", "2")
    #expect(driver.text.contains("▌ state   on         off       [on]       put back"))
    driver.press("Down", "Down", "1")
    #expect(driver.text.contains("▌ state   on        [on]        off       drop yours"))

    // What was dropped is not sent.
    #expect(
      driver.press("y") == [
        .writeBehaviors(
          ["high_dlp": .init(isEnabled: true, riskLevel: .high)],
          base: ["high_dlp": .init(isEnabled: false, riskLevel: .low)]
        )
      ]
    )
    #expect(driver.dashboard.behaviors.draft.keys.sorted() == ["high_dlp"])
  }

  @Test func `where both made the same change there is nothing to choose`() {
    var driver = DashboardDriver.loaded()
    driver.press("4", "Space", "l", "w", "y")
    driver.meetChanges { $0[0].setting = .init(isEnabled: false, riskLevel: .low) }
    driver.press("Up", "2")

    #expect(driver.text.contains("▌ state   on        [off]      [off]      same change"))
    #expect(driver.notice == "both made the same change here: there is nothing to choose")
  }

  @Test func `cancel has the focus again, and leaves the draft as it was edited`() {
    var driver = DashboardDriver.inConflict()
    let draft = driver.dashboard.behaviors
    driver.press("2", "k", "1")

    #expect(driver.press("Enter").isEmpty)
    #expect(driver.dashboard.dialogs.isEmpty)
    #expect(driver.dashboard.behaviors.draft == draft.draft)
    #expect(driver.dashboard.behaviors.base == draft.base)
    #expect(driver.text.contains("2 unsaved, 1 changed by others"))
  }

  @Test func `after a cancel, writing shows both sides at once`() {
    var driver = DashboardDriver.inConflict()
    driver.press("2", "Esc", "w")

    #expect(driver.text.contains("Changed by someone else: keep which?"))
    #expect(driver.text.contains("▌ level   MEDIUM     LOW       [HIGH]     save yours"))
    #expect(DashboardDriver.writes(in: driver.press("1", "y")).count == 1)
  }

  @Test func `what a refresh has brought is shown before anything is asked`() {
    var driver = DashboardDriver.loaded()
    driver.press("4", "l")
    var account = Fixture.team
    account.behaviors[0].setting.riskLevel = .low
    driver.receive(account, after: 60)
    driver.press("w")

    #expect(driver.text.contains("▌ level   MEDIUM     LOW        HIGH      choose one"))
    #expect(
      driver.press("2", "y") == [
        .writeBehaviors(
          ["high_dlp": .init(isEnabled: true, riskLevel: .high)],
          base: ["high_dlp": .init(isEnabled: true, riskLevel: .low)]
        )
      ]
    )
  }

  @Test func `one field each is merged, and a second tap of y does not confirm it`() {
    var driver = DashboardDriver.loaded()
    driver.press("4", "l", "w", "y")
    driver.meetChanges { $0[0].setting.isEnabled = false }

    #expect(driver.text.contains("state   on        [off]       on        keep theirs"))
    #expect(driver.text.contains("level   MEDIUM     MEDIUM    [HIGH]     save yours"))
    #expect(driver.press("y", "y").isEmpty)
    #expect(driver.notice == "review the changes first, then confirm")
    #expect(
      driver.press("Down", "y") == [
        .writeBehaviors(
          ["high_dlp": .init(isEnabled: false, riskLevel: .high)],
          base: ["high_dlp": .init(isEnabled: false, riskLevel: .medium)]
        )
      ]
    )
  }

  @Test func `theirs everywhere leaves nothing to write: it says so and drops the edits`() {
    var driver = DashboardDriver.inConflict()
    driver.press("1", "Down", "1")
    #expect(driver.text.contains("Nothing to save"))
    #expect(driver.text.contains("Discard my changes"))

    #expect(driver.press("y").isEmpty)
    #expect(driver.dashboard.dialogs.isEmpty)
    #expect(driver.dashboard.behaviors.draft.isEmpty)
    #expect(driver.dashboard.behaviors.base.isEmpty)
    #expect(driver.notice == "nothing saved: their values stay, your changes are discarded")
    #expect(driver.press("q") == [.terminal(.quit)])
  }

  @Test func `edits that somebody else made too are none any more`() {
    var driver = DashboardDriver.loaded()
    driver.press("4", "Space", "w", "y")
    // Off, as was wanted, and another level besides.
    driver.meetChanges { $0[0].setting = .init(isEnabled: false, riskLevel: .low) }

    #expect(driver.dashboard.dialogs.isEmpty)
    #expect(driver.dashboard.behaviors.draft.isEmpty)
    #expect(driver.notice == "no change needed: someone else already made these changes")
  }

  @Test func `a third change asks again, from what was shown the second time`() {
    var driver = DashboardDriver.inConflict()
    driver.press("2", "y")
    driver.meetChanges { behaviors in
      behaviors[0].setting = .init(isEnabled: false, riskLevel: .medium)
    }

    #expect(driver.text.contains("▌ level   LOW        MEDIUM     HIGH      choose one"))
    #expect(driver.press("y").isEmpty)
    let effects = driver.press("2", "y")
    guard let write = effects.first?.write?.of(BehaviorsWrite.self) else {
      Issue.record("expected a write, got \(effects)")
      return
    }
    #expect(write.draft["high_dlp"] == .init(isEnabled: false, riskLevel: .high))
    #expect(write.base["high_dlp"] == .init(isEnabled: false, riskLevel: .medium))
  }

  @Test func `a write that fails after a choice keeps what was chosen`() {
    var driver = DashboardDriver.inConflict()
    driver.press("2", "y")
    driver.end(.unknown(WriteDoubt(.timedOut)))

    #expect(
      driver.dashboard.behaviors.draft["high_dlp"] == .init(isEnabled: false, riskLevel: .high)
    )
    #expect(driver.dashboard.behaviors.base["high_dlp"] == .init(isEnabled: false, riskLevel: .low))
    driver.press("w")
    #expect(driver.text.contains("Save 2 changes?"))
  }

  @Test func `a behavior that is gone closes the question and is named`() {
    var driver = DashboardDriver.loaded()
    driver.press("4", "l", "w", "y")
    driver.meetChanges { $0.removeFirst() }

    #expect(driver.dashboard.dialogs.isEmpty)
    #expect(driver.notice == "nothing saved: the account no longer has high_dlp")
  }

  // MARK: Room

  @Test(arguments: [Size.small, .wide, .large])
  func `what does not fit is walked through before it can be confirmed`(size: Size) {
    var driver = DashboardDriver.loaded(Fixture(behaviors: .crowd(9)), size: size)
    driver.press("4")
    for _ in 1...9 { driver.press("l", "j") }
    driver.press("w")
    for _ in 1...9 { driver.press("j") }
    #expect(DashboardDriver.writes(in: driver.press("y")).count == 1)
    var theirs = [Behavior].crowd(9)
    for index in theirs.indices { theirs[index].setting.isEnabled = false }
    driver.end(.changedMeanwhile(Fetched(theirs, fetchedAt: DashboardDriver.now)))
    driver.press("Up")
    let fits = size == .large
    #expect(driver.text.contains("· ↓ for more") == !fits)

    guard !fits else {
      #expect(DashboardDriver.writes(in: driver.press("y")).count == 1)
      return
    }
    #expect(driver.press("y").isEmpty)
    #expect(driver.notice == "review every field first: ↓ goes to the next one")
    for _ in 1..<18 { driver.press("j") }
    #expect(driver.text.contains("Behavior 109"))
    #expect(DashboardDriver.writes(in: driver.press("y")).count == 1)
  }

  @Test func `a screen that cannot hold a field says what it needs`() {
    var driver = DashboardDriver.inConflict()
    driver.resize(.tiny)

    #expect(driver.text.contains("This question needs a screen of"))
    #expect(driver.press("2").isEmpty)
    #expect(driver.notice.contains("not answered: the question needs a screen of"))
    #expect(driver.press("y").isEmpty)
    #expect(driver.press("Esc").isEmpty)
    #expect(driver.dashboard.dialogs.isEmpty)
  }

  @Test func `a long difference is looked through before it can be confirmed`() {
    var driver = DashboardDriver.loaded(Fixture(behaviors: .crowd(9)), size: .small)
    driver.press("4")
    for _ in 1...9 { driver.press("l", "j") }
    driver.press("w")

    #expect(driver.press("y").isEmpty)
    #expect(driver.notice == "review every change first: ↓ shows more")
    for _ in 1...9 { driver.press("j") }
    #expect(DashboardDriver.writes(in: driver.press("y")).count == 1)
  }

  @Test func `values that only look alike are said to differ`() {
    var driver = DashboardDriver.loaded()
    driver.press("3", "Space", "y")
    driver.meetChange { $0.tenantURL += "\u{200B}" }

    #expect(driver.text.contains("they differ in characters that cannot be shown"))
  }
}

/// The same for an integration.
struct IntegrationConflictTests {
  @Test func `theirs is kept beside yours, and both are shown`() {
    var driver = DashboardDriver.loaded(size: .large)
    driver.press("3", "Space", "y")
    let effects = driver.meetChange { $0.tenantURL = "https://other.okta.com" }

    #expect(effects == [.fetch(.integrations)])
    #expect(driver.notice == "nothing sent: someone else changed other.okta.com")
    #expect(driver.text.contains("Someone else changed this integration. Nothing was sent."))
    #expect(driver.text.contains("no longer be sent to other.okta.com"))
    #expect(driver.press("y").isEmpty)
    var theirs = Integration.fixture(1).settings
    theirs.tenantURL = "https://other.okta.com"
    var wanted = theirs
    wanted.isActive = false
    #expect(
      driver.press("Down", "y")
        == [.updateIntegration(id: Integration.fixture(1).id, from: theirs, to: wanted)]
    )
    #expect(driver.press("y", "Esc").isEmpty)
    #expect(driver.notice == "already sent: waiting for the outcome")
  }

  @Test func `dropping yours leaves nothing to send`() {
    var driver = DashboardDriver.loaded()
    driver.press("3", "Space", "y")
    driver.meetChange { $0.referenceID = "soc-1" }
    driver.press("1")
    #expect(driver.text.contains("Nothing to send"))

    #expect(driver.press("y").isEmpty)
    #expect(driver.dashboard.dialogs.isEmpty)
    #expect(driver.notice == "nothing sent: acme.okta.com stays as it is")
  }

  @Test func `putting theirs back says what is exported where`() {
    var driver = DashboardDriver.loaded(size: .large)
    driver.press("3", "Space", "y")
    driver.meetChange { $0.tenantURL = "https://other.okta.com" }
    driver.press("1", "Down", "2")

    #expect(driver.text.contains("will be sent to https://acme.okta.com"))
    #expect(driver.text.contains("  Save  "))
  }

  @Test func `an integration that somebody else turned off already is left alone`() {
    var driver = DashboardDriver.loaded()
    driver.press("3", "Space", "y")
    driver.meetChange { integration in
      integration.isActive = false
      integration.referenceID = "soc-1"
    }

    #expect(driver.dashboard.dialogs.isEmpty)
    #expect(driver.notice == "no change needed: someone else already turned acme.okta.com off")
    #expect(driver.dashboard.integrations.writing.isEmpty)
  }

  @Test func `cancel has the focus again and sends nothing`() {
    var driver = DashboardDriver.loaded()
    driver.press("3", "Space", "Tab", "Enter")
    driver.meetChange { $0.referenceID = "soc-1" }

    #expect(driver.press("Enter").isEmpty)
    #expect(driver.dashboard.dialogs.isEmpty)
  }

  @Test func `a conflict without its question is told in a line`() {
    var driver = DashboardDriver.loaded()
    driver.press("3", "Space", "y")
    driver.dashboard.dialogs = DialogStack()
    driver.meetChange { $0.referenceID = "soc-1" }

    #expect(driver.dashboard.dialogs.isEmpty)
    #expect(driver.notice == "nothing sent: someone else changed acme.okta.com")
  }
}

// MARK: Fixtures

extension DashboardDriver {
  /// A draft of two behaviors; of the first, somebody else has changed both fields.
  static func inConflict() -> DashboardDriver {
    var driver = DashboardDriver.loaded()
    driver.press("4", "l", "j", "j", "Space", "w", "y")
    driver.meetChanges { $0[0].setting = .init(isEnabled: false, riskLevel: .low) }
    return driver
  }
}
