import RiskAPI
import RiskServices
import TerminalUI
import Testing

@testable import Dashboard

/// Both sides of a conflict on the screen, and the keys that choose between them.
struct ConflictDialogTests {
  @Test func `a conflict shows what was seen, theirs and yours, of each field`() {
    let desk = Desk.inConflict()
    let text = desk.text

    #expect(text.contains("Someone else changed 1 of these 2 behaviors. Nothing was saved."))
    #expect(text.contains("YOU SAW    1 THEIRS   2 YOURS"))
    #expect(text.contains("High number of DLP policies triggered  high_dlp"))
    #expect(text.contains("  state   on        [off]       on        keep theirs"))
    #expect(text.contains("▌ level   MEDIUM     LOW        HIGH      choose one"))
    #expect(text.contains("Impossible travel  imp_travel"))
    #expect(text.contains("  state   on         on        [off]      save yours"))
    #expect(desk.notice == "nothing saved: someone else changed these behaviors")
  }

  @Test func `y does nothing but say why until every conflict is decided`() {
    var desk = Desk.inConflict()

    #expect(desk.press("y").isEmpty)
    #expect(desk.notice == "choose a side first: 1 field left, 1 theirs, 2 yours")
    #expect(desk.press("Tab", "Enter").isEmpty)
    #expect(desk.notice == "choose a side first: 1 field left, 1 theirs, 2 yours")
    #expect(desk.dashboard.dialogs.count == 1)
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
    var desk = Desk.inConflict()
    #expect(desk.press(key).isEmpty)
    #expect(desk.text.contains(level == .low ? "[LOW]" : "[HIGH]"))
    #expect(desk.text.split(separator: "\n").contains { $0.contains("▌") && $0.contains(verdict) })

    #expect(
      desk.press("y") == [
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
    var desk = Desk.inConflict()
    desk.press("2", "Up", "2")
    #expect(desk.text.contains("▌ state   on         off       [on]       put back"))
    desk.press("Down", "Down", "1")
    #expect(desk.text.contains("▌ state   on        [on]        off       drop yours"))

    // What was dropped is not sent.
    #expect(
      desk.press("y") == [
        .writeBehaviors(
          ["high_dlp": .init(isEnabled: true, riskLevel: .high)],
          base: ["high_dlp": .init(isEnabled: false, riskLevel: .low)]
        )
      ]
    )
    #expect(desk.dashboard.behaviors.draft.keys.sorted() == ["high_dlp"])
  }

  @Test func `where both made the same change there is nothing to choose`() {
    var desk = Desk.loaded()
    desk.press("4", "Space", "l", "w", "y")
    desk.meetChanges { $0[0].setting = .init(isEnabled: false, riskLevel: .low) }
    desk.press("Up", "2")

    #expect(desk.text.contains("▌ state   on        [off]      [off]      same change"))
    #expect(desk.notice == "both made the same change here: there is nothing to choose")
  }

  @Test func `cancel has the focus again, and leaves the draft as it was edited`() {
    var desk = Desk.inConflict()
    let draft = desk.dashboard.behaviors
    desk.press("2", "k", "1")

    #expect(desk.press("Enter").isEmpty)
    #expect(desk.dashboard.dialogs.isEmpty)
    #expect(desk.dashboard.behaviors.draft == draft.draft)
    #expect(desk.dashboard.behaviors.base == draft.base)
    #expect(desk.text.contains("2 unsaved, 1 changed by others"))
  }

  @Test func `after a cancel, writing shows both sides at once`() {
    var desk = Desk.inConflict()
    desk.press("2", "Esc", "w")

    #expect(desk.text.contains("Changed by someone else: keep which?"))
    #expect(desk.text.contains("▌ level   MEDIUM     LOW       [HIGH]     save yours"))
    #expect(Desk.writes(in: desk.press("1", "y")).count == 1)
  }

  @Test func `what a refresh has brought is shown before anything is asked`() {
    var desk = Desk.loaded()
    desk.press("4", "l")
    var account = Fixture.team
    account.behaviors[0].setting.riskLevel = .low
    desk.receive(account, after: 60)
    desk.press("w")

    #expect(desk.text.contains("▌ level   MEDIUM     LOW        HIGH      choose one"))
    #expect(
      desk.press("2", "y") == [
        .writeBehaviors(
          ["high_dlp": .init(isEnabled: true, riskLevel: .high)],
          base: ["high_dlp": .init(isEnabled: true, riskLevel: .low)]
        )
      ]
    )
  }

  @Test func `one field each is merged, and a second tap of y does not confirm it`() {
    var desk = Desk.loaded()
    desk.press("4", "l", "w", "y")
    desk.meetChanges { $0[0].setting.isEnabled = false }

    #expect(desk.text.contains("state   on        [off]       on        keep theirs"))
    #expect(desk.text.contains("level   MEDIUM     MEDIUM    [HIGH]     save yours"))
    #expect(desk.press("y", "y").isEmpty)
    #expect(desk.notice == "review the changes first: ↓, then y")
    #expect(
      desk.press("Down", "y") == [
        .writeBehaviors(
          ["high_dlp": .init(isEnabled: false, riskLevel: .high)],
          base: ["high_dlp": .init(isEnabled: false, riskLevel: .medium)]
        )
      ]
    )
  }

  @Test func `theirs everywhere leaves nothing to write: it says so and drops the edits`() {
    var desk = Desk.inConflict()
    desk.press("1", "Down", "1")
    #expect(desk.text.contains("Nothing to save"))
    #expect(desk.text.contains("Discard my changes"))

    #expect(desk.press("y").isEmpty)
    #expect(desk.dashboard.dialogs.isEmpty)
    #expect(desk.dashboard.behaviors.draft.isEmpty)
    #expect(desk.dashboard.behaviors.base.isEmpty)
    #expect(desk.notice == "nothing saved: their values stay, your changes are discarded")
    #expect(desk.press("q") == [.terminal(.quit)])
  }

  @Test func `edits that somebody else made too are none any more`() {
    var desk = Desk.loaded()
    desk.press("4", "Space", "w", "y")
    // Off, as was wanted, and another level besides.
    desk.meetChanges { $0[0].setting = .init(isEnabled: false, riskLevel: .low) }

    #expect(desk.dashboard.dialogs.isEmpty)
    #expect(desk.dashboard.behaviors.draft.isEmpty)
    #expect(desk.notice == "no change needed: someone else already made these changes")
  }

  @Test func `a third change asks again, from what was shown the second time`() {
    var desk = Desk.inConflict()
    desk.press("2", "y")
    desk.meetChanges { behaviors in
      behaviors[0].setting = .init(isEnabled: false, riskLevel: .medium)
    }

    #expect(desk.text.contains("▌ level   LOW        MEDIUM     HIGH      choose one"))
    #expect(desk.press("y").isEmpty)
    let effects = desk.press("2", "y")
    guard case .writeBehaviors(let draft, let base) = effects.first else {
      Issue.record("expected a write, got \(effects)")
      return
    }
    #expect(draft["high_dlp"] == .init(isEnabled: false, riskLevel: .high))
    #expect(base["high_dlp"] == .init(isEnabled: false, riskLevel: .medium))
  }

  @Test func `a write that fails after a choice keeps what was chosen`() {
    var desk = Desk.inConflict()
    desk.press("2", "y")
    desk.end(.unknown(WriteDoubt(.timedOut)))

    #expect(
      desk.dashboard.behaviors.draft["high_dlp"] == .init(isEnabled: false, riskLevel: .high)
    )
    #expect(desk.dashboard.behaviors.base["high_dlp"] == .init(isEnabled: false, riskLevel: .low))
    desk.press("w")
    #expect(desk.text.contains("Save 2 changes?"))
  }

  @Test func `a behavior that is gone closes the question and is named`() {
    var desk = Desk.loaded()
    desk.press("4", "l", "w", "y")
    desk.meetChanges { $0.removeFirst() }

    #expect(desk.dashboard.dialogs.isEmpty)
    #expect(desk.notice == "nothing saved: the account no longer has high_dlp")
  }

  // MARK: Room

  @Test(arguments: [Size.small, .wide, .large])
  func `what does not fit is walked through before it can be confirmed`(size: Size) {
    var desk = Desk.loaded(Fixture(behaviors: .crowd(9)), size: size)
    desk.press("4")
    for _ in 1...9 { desk.press("l", "j") }
    desk.press("w", "y")
    var theirs = [Behavior].crowd(9)
    for index in theirs.indices { theirs[index].setting.isEnabled = false }
    desk.end(.changedMeanwhile(Fetched(theirs, fetchedAt: Desk.now)))
    desk.press("Up")
    let fits = size == .large
    #expect(desk.text.contains("· ↓ for more") == !fits)

    guard !fits else {
      #expect(Desk.writes(in: desk.press("y")).count == 1)
      return
    }
    #expect(desk.press("y").isEmpty)
    #expect(desk.notice == "review every field first: ↓ goes to the next one")
    for _ in 1..<18 { desk.press("j") }
    #expect(desk.text.contains("Behavior 109"))
    #expect(Desk.writes(in: desk.press("y")).count == 1)
  }

  @Test func `a screen that cannot hold a field says what it needs`() {
    var desk = Desk.inConflict()
    desk.resize(.tiny)

    #expect(desk.text.contains("This question needs a screen of"))
    #expect(desk.press("2").isEmpty)
    #expect(desk.notice.contains("not answered: the question needs a screen of"))
    #expect(desk.press("y").isEmpty)
    #expect(desk.press("Esc").isEmpty)
    #expect(desk.dashboard.dialogs.isEmpty)
  }

  @Test func `a long difference is looked through before it can be confirmed`() {
    var desk = Desk.loaded(Fixture(behaviors: .crowd(9)), size: .small)
    desk.press("4")
    for _ in 1...9 { desk.press("l", "j") }
    desk.press("w")

    #expect(desk.press("y").isEmpty)
    #expect(desk.notice == "review every change first: ↓ shows more")
    for _ in 1...9 { desk.press("j") }
    #expect(Desk.writes(in: desk.press("y")).count == 1)
  }

  @Test func `values that only look alike are said to differ`() {
    var desk = Desk.loaded()
    desk.press("3", "Space", "y")
    desk.meetChange { $0.tenantURL += "\u{200B}" }

    #expect(desk.text.contains("they differ in characters that cannot be shown"))
  }
}

/// The same for an integration.
struct IntegrationConflictTests {
  @Test func `theirs is kept beside yours, and both are shown`() {
    var desk = Desk.loaded(size: .large)
    desk.press("3", "Space", "y")
    let effects = desk.meetChange { $0.tenantURL = "https://other.okta.com" }

    #expect(effects == [.fetch(.integrations)])
    #expect(desk.notice == "nothing sent: someone else changed other.okta.com")
    #expect(desk.text.contains("Someone else changed this integration. Nothing was sent."))
    #expect(desk.text.contains("no longer be sent to other.okta.com"))
    #expect(desk.press("y").isEmpty)
    var theirs = Integration.fixture(1).settings
    theirs.tenantURL = "https://other.okta.com"
    var wanted = theirs
    wanted.isActive = false
    #expect(
      desk.press("Down", "y")
        == [.updateIntegration(id: Integration.fixture(1).id, from: theirs, to: wanted)]
    )
    #expect(desk.press("y", "Esc").isEmpty)
    #expect(desk.notice == "already sent: waiting for the outcome")
  }

  @Test func `dropping yours leaves nothing to send`() {
    var desk = Desk.loaded()
    desk.press("3", "Space", "y")
    desk.meetChange { $0.referenceID = "soc-1" }
    desk.press("1")
    #expect(desk.text.contains("Nothing to send"))

    #expect(desk.press("y").isEmpty)
    #expect(desk.dashboard.dialogs.isEmpty)
    #expect(desk.notice == "nothing sent: acme.okta.com stays as it is")
  }

  @Test func `putting theirs back says what is exported where`() {
    var desk = Desk.loaded(size: .large)
    desk.press("3", "Space", "y")
    desk.meetChange { $0.tenantURL = "https://other.okta.com" }
    desk.press("1", "Down", "2")

    #expect(desk.text.contains("will be sent to https://acme.okta.com"))
    #expect(desk.text.contains("  Save  "))
  }

  @Test func `an integration that somebody else turned off already is left alone`() {
    var desk = Desk.loaded()
    desk.press("3", "Space", "y")
    desk.meetChange { integration in
      integration.isActive = false
      integration.referenceID = "soc-1"
    }

    #expect(desk.dashboard.dialogs.isEmpty)
    #expect(desk.notice == "no change needed: someone else already turned acme.okta.com off")
    #expect(desk.dashboard.integrations.writing.isEmpty)
  }

  @Test func `cancel has the focus again and sends nothing`() {
    var desk = Desk.loaded()
    desk.press("3", "Space", "Tab", "Enter")
    desk.meetChange { $0.referenceID = "soc-1" }

    #expect(desk.press("Enter").isEmpty)
    #expect(desk.dashboard.dialogs.isEmpty)
  }

  @Test func `a conflict without its question is told in a line`() {
    var desk = Desk.loaded()
    desk.press("3", "Space", "y")
    desk.dashboard.dialogs = DialogStack()
    desk.meetChange { $0.referenceID = "soc-1" }

    #expect(desk.dashboard.dialogs.isEmpty)
    #expect(desk.notice == "nothing sent: someone else changed acme.okta.com")
  }
}

// MARK: Fixtures

extension Desk {
  /// A draft of two behaviors; of the first, somebody else has changed both fields.
  static func inConflict() -> Desk {
    var desk = Desk.loaded()
    desk.press("4", "l", "j", "j", "Space", "w", "y")
    desk.meetChanges { $0[0].setting = .init(isEnabled: false, riskLevel: .low) }
    return desk
  }
}
