import Foundation
import RiskAPI
import RiskServices
import TerminalUI
import Testing

@testable import Dashboard

struct BehaviorsPaneTests {
  @Test func `space, h and l edit the draft alone`() {
    var desk = Desk.loaded()
    #expect(desk.press("4", "Space", "j", "l", "l", "j", "Left").isEmpty)

    #expect(
      desk.dashboard.behaviors.draft == [
        "high_dlp": .init(isEnabled: false, riskLevel: .medium),
        "high_risk_domain": .init(isEnabled: true, riskLevel: .high),
        "imp_travel": .init(isEnabled: true, riskLevel: .medium),
      ]
    )
    #expect(desk.text.contains("3 unsaved"))
  }

  @Test func `an edit that is taken back is no edit`() {
    var desk = Desk.loaded()
    desk.press("4", "Space", "Space", "l", "h")

    #expect(desk.dashboard.behaviors.draft.isEmpty)
    #expect(desk.dashboard.behaviors.base.isEmpty)
  }

  @Test func `levels end at low and high`() {
    var desk = Desk.loaded()
    desk.press("4", "Left", "h", "h", "h")
    #expect(desk.dashboard.behaviors.draft["high_dlp"]?.riskLevel == .low)
    desk.press("Right", "l", "l", "l", "l")
    #expect(desk.dashboard.behaviors.draft["high_dlp"]?.riskLevel == .high)
  }

  @Test func `U discards the draft`() {
    var desk = Desk.loaded()
    desk.press("4", "Space", "j", "Space", "U")

    #expect(desk.dashboard.behaviors.draft.isEmpty)
    #expect(desk.notice == "discarded 2 behavior changes")
  }

  @Test func `w and U say why not when nothing is unsaved`() {
    for key in ["w", "U"] {
      var desk = Desk.loaded()
      #expect(desk.press("4", key).isEmpty)
      #expect(desk.notice == "no unsaved changes")
      #expect(desk.dashboard.dialogs.isEmpty)
    }
  }

  @Test func `writing shows the difference and sends what was shown`() {
    var desk = Desk.loaded()
    desk.press("4", "l", "w")
    let text = desk.text
    #expect(text.contains("Save 1 change?"))
    #expect(text.contains("- on   MEDIUM"))
    #expect(text.contains("+ on   HIGH"))

    #expect(
      desk.press("y") == [
        .writeBehaviors(
          ["high_dlp": .init(isEnabled: true, riskLevel: .high)],
          base: ["high_dlp": .init(isEnabled: true, riskLevel: .medium)]
        )
      ]
    )
  }

  @Test func `turning a behavior off says that nobody's level falls`() {
    var desk = Desk.loaded()
    desk.press("4", "Space", "w")

    #expect(desk.text.contains("Turning it off does not lower anyone's current level."))
  }

  @Test func `the draft cannot be edited while it is written`() {
    var desk = Desk.loaded()
    desk.press("4", "l", "w", "y")

    #expect(desk.press("y", "Enter", "Esc").isEmpty)
    #expect(desk.notice == "already sent: waiting for the outcome")
    #expect(desk.dashboard.behaviors.isWriting)
  }

  @Test func `a written draft is a draft no more`() {
    var desk = Desk.loaded()
    desk.press("4", "l", "w", "y")
    desk.end(.done(Desk.snapshot { $0[0].setting.riskLevel = .high }))

    #expect(desk.dashboard.behaviors.draft.isEmpty)
    #expect(desk.dashboard.dialogs.isEmpty)
    #expect(desk.notice == "saved 1 behavior change")
    #expect(desk.press("q") == [.terminal(.quit)])
  }

  @Test(arguments: [
    WriteResult<Fetched<[Behavior]>>.notDone(.account(.offline)), .notDone(.offline),
    .unknown(WriteDoubt(.timedOut)), .unknown(WriteDoubt(nil, ray: "8f00-FRA")),
    .unknown(WriteDoubt(nil), shows: Fetched(.usual, fetchedAt: Desk.now)),
  ])
  func `a write that went wrong keeps the draft and says what is known`(
    outcome: WriteResult<Fetched<[Behavior]>>
  ) {
    var desk = Desk.loaded()
    desk.press("4", "l", "w", "y")
    desk.end(outcome)

    #expect(desk.dashboard.behaviors.draft.count == 1)
    #expect(!desk.dashboard.behaviors.isWriting)
    #expect(desk.dashboard.dialogs.isEmpty)
    #expect(desk.notice.contains("your changes stay here"))
    #expect(desk.dashboard.notices.current?.role == .error)
  }

  @Test func `a refresh under the question does not change what is written`() {
    var desk = Desk.loaded()
    desk.press("4", "l", "w")
    var account = Fixture.team
    account.behaviors[0].setting = .init(isEnabled: false, riskLevel: .low)
    desk.receive(account, after: 60)

    // What was seen goes along, so that the service finds the conflict.
    #expect(
      desk.press("y") == [
        .writeBehaviors(
          ["high_dlp": .init(isEnabled: true, riskLevel: .high)],
          base: ["high_dlp": .init(isEnabled: true, riskLevel: .medium)]
        )
      ]
    )
  }

  @Test func `an edit that somebody else made too is dropped`() {
    var desk = Desk.loaded()
    desk.press("4", "l")
    var account = Fixture.team
    account.behaviors[0].setting.riskLevel = .high
    desk.receive(account, after: 60)

    #expect(desk.dashboard.behaviors.draft.isEmpty)
  }

  @Test func `a level of tomorrow is shown, and an edit makes it a known one`() {
    var account = Fixture.team
    account.behaviors[0].setting.riskLevel = .other("severe")
    var desk = Desk.loaded(account)
    #expect(desk.text.contains("[SEVERE]"))

    desk.press("4", "h")
    #expect(desk.dashboard.behaviors.draft["high_dlp"]?.riskLevel == .high)
  }
}

struct IntegrationsPaneTests {
  @Test func `space asks and says what will no longer be sent`() {
    var desk = Desk.loaded()
    #expect(desk.press("3", "Space").isEmpty)

    #expect(desk.text.contains("Turn off acme.okta.com?"))
    #expect(desk.text.contains("will no longer be sent"))
  }

  @Test func `space asks and says what will be exported`() {
    var desk = Desk.loaded()
    desk.press("3", "j", "Space")

    #expect(desk.text.contains("Turn on acme-test.okta.com?"))
    #expect(desk.text.contains("will be sent to this tenant"))
  }

  @Test func `confirming sends all three fields, as they were on the screen`() {
    var desk = Desk.loaded()
    desk.press("3", "Space")
    var account = Fixture.team
    account.integrations[0].referenceID = "changed meanwhile"
    desk.receive(account, after: 60)

    let seen = [Integration].usual[0].settings
    var wanted = seen
    wanted.isActive = false
    #expect(
      desk.press("y")
        == [.updateIntegration(id: [Integration].usual[0].id, from: seen, to: wanted)]
    )
  }

  @Test func `a second press of y sends nothing`() {
    var desk = Desk.loaded()
    #expect(Desk.writes(in: desk.press("3", "Space", "y", "y", "Enter", "y")).count == 1)
  }

  @Test(arguments: [
    (WriteResult<Integration>.done(.fixture(1, isActive: false)), "acme.okta.com is off"),
    (.unknown(WriteDoubt(nil), shows: .fixture(1)), "but the account shows something else"),
    (.notDone(.account(.offline)), "acme.okta.com not changed"),
    (.notDone(.journal(.fixture)), "acme.okta.com not changed: the journal"),
    (.unknown(WriteDoubt(.timedOut)), "unknown whether acme.okta.com changed"),
    (.unknown(WriteDoubt(nil, ray: "8f00-FRA")), "does not show it yet; look again before you"),
  ])
  func `each end of a write is told, and the list is asked for`(
    outcome: WriteResult<Integration>,
    words: String
  ) {
    var desk = Desk.loaded()
    desk.press("3", "Space", "y")

    let id = [Integration].usual[0].id
    #expect(
      desk.send(.integrationUpdated(id, outcome)) == [.fetch(.integrations)]
    )
    #expect(desk.notice.contains(words))
    #expect(desk.dashboard.dialogs.isEmpty)
    #expect(desk.dashboard.integrations.writing.isEmpty)
  }

  @Test func `the selection stays on its integration when the order changes`() {
    var desk = Desk.loaded()
    desk.press("3", "j")
    var account = Fixture.team
    account.integrations.insert(.fixture(9, tenantURL: "https://new.okta.com"), at: 0)
    desk.receive(account, after: 60)

    #expect(desk.dashboard.integrations.selection == [Integration].usual[1].id)
  }

  @Test func `an integration that left is not replaced by its neighbor`() {
    var desk = Desk.loaded()
    desk.press("3")
    var account = Fixture.team
    account.integrations.removeFirst()
    desk.receive(account, after: 60)

    #expect(desk.press("Space").isEmpty)
    #expect(desk.dashboard.dialogs.isEmpty)
  }
}
