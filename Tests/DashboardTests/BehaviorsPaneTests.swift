import Foundation
import RiskAPI
import RiskServices
import TerminalUI
import Testing

@testable import Dashboard

struct BehaviorsPaneTests {
  @Test func `space, h and l edit the draft alone`() {
    var driver = DashboardDriver.loaded()
    #expect(driver.press("4", "Space", "j", "l", "l", "j", "Left").isEmpty)

    #expect(
      driver.dashboard.behaviors.draft == [
        "high_dlp": .init(isEnabled: false, riskLevel: .medium),
        "high_risk_domain": .init(isEnabled: true, riskLevel: .high),
        "imp_travel": .init(isEnabled: true, riskLevel: .medium),
      ]
    )
    #expect(driver.text.contains("3 unsaved"))
  }

  @Test func `an edit that is taken back is no edit`() {
    var driver = DashboardDriver.loaded()
    driver.press("4", "Space", "Space", "l", "h")

    #expect(driver.dashboard.behaviors.draft.isEmpty)
    #expect(driver.dashboard.behaviors.base.isEmpty)
  }

  @Test func `levels end at low and high`() {
    var driver = DashboardDriver.loaded()
    driver.press("4", "Left", "h", "h", "h")
    #expect(driver.dashboard.behaviors.draft["high_dlp"]?.riskLevel == .low)
    driver.press("Right", "l", "l", "l", "l")
    #expect(driver.dashboard.behaviors.draft["high_dlp"]?.riskLevel == .high)
  }

  @Test func `U discards the draft`() {
    var driver = DashboardDriver.loaded()
    driver.press("4", "Space", "j", "Space", "U")

    #expect(driver.dashboard.behaviors.draft.isEmpty)
    #expect(driver.notice == "discarded 2 behavior changes")
  }

  @Test func `w and U say why not when nothing is unsaved`() {
    for key in ["w", "U"] {
      var driver = DashboardDriver.loaded()
      #expect(driver.press("4", key).isEmpty)
      #expect(driver.notice == "no unsaved changes")
      #expect(driver.dashboard.dialogs.isEmpty)
    }
  }

  @Test func `writing shows the difference and sends what was shown`() {
    var driver = DashboardDriver.loaded()
    driver.press("4", "l", "w")
    let text = driver.text
    #expect(text.contains("Save 1 change?"))
    #expect(text.contains("- on   MEDIUM"))
    #expect(text.contains("+ on   HIGH"))

    #expect(
      driver.press("y") == [
        .writeBehaviors(
          ["high_dlp": .init(isEnabled: true, riskLevel: .high)],
          base: ["high_dlp": .init(isEnabled: true, riskLevel: .medium)]
        )
      ]
    )
  }

  @Test func `turning a behavior off says that nobody's level falls`() {
    var driver = DashboardDriver.loaded()
    driver.press("4", "Space", "w")

    #expect(driver.text.contains("Turning it off does not lower anyone's current level."))
  }

  @Test func `the draft cannot be edited while it is written`() {
    var driver = DashboardDriver.loaded()
    driver.press("4", "l", "w", "y")

    #expect(driver.press("y", "Enter", "Esc").isEmpty)
    #expect(driver.notice == "already sent: waiting for the outcome")
    #expect(driver.dashboard.behaviors.isWriting)
  }

  @Test func `a written draft is a draft no more`() {
    var driver = DashboardDriver.loaded()
    driver.press("4", "l", "w", "y")
    driver.end(.done(DashboardDriver.snapshot { $0[0].setting.riskLevel = .high }))

    #expect(driver.dashboard.behaviors.draft.isEmpty)
    #expect(driver.dashboard.dialogs.isEmpty)
    #expect(driver.notice == "saved 1 behavior change")
    #expect(driver.press("q") == [.terminal(.quit)])
  }

  @Test(arguments: [
    WriteResult<Fetched<[Behavior]>>.notDone(.account(.offline)), .notDone(.offline),
    .unknown(WriteDoubt(.timedOut)), .unknown(WriteDoubt(nil, ray: "8f00-FRA")),
    .unknown(WriteDoubt(nil), shows: Fetched(.usual, fetchedAt: DashboardDriver.now)),
  ])
  func `a write that went wrong keeps the draft and says what is known`(
    outcome: WriteResult<Fetched<[Behavior]>>
  ) {
    var driver = DashboardDriver.loaded()
    driver.press("4", "l", "w", "y")
    driver.end(outcome)

    #expect(driver.dashboard.behaviors.draft.count == 1)
    #expect(!driver.dashboard.behaviors.isWriting)
    #expect(driver.dashboard.dialogs.isEmpty)
    #expect(driver.notice.contains("your changes stay here"))
    #expect(driver.dashboard.notices.current?.role == .error)
  }

  @Test func `a refresh under the question does not change what is written`() {
    var driver = DashboardDriver.loaded()
    driver.press("4", "l", "w")
    var account = Fixture.team
    account.behaviors[0].setting = .init(isEnabled: false, riskLevel: .low)
    driver.receive(account, after: 60)

    // What was seen goes along, so that the service finds the conflict.
    #expect(
      driver.press("y") == [
        .writeBehaviors(
          ["high_dlp": .init(isEnabled: true, riskLevel: .high)],
          base: ["high_dlp": .init(isEnabled: true, riskLevel: .medium)]
        )
      ]
    )
  }

  @Test func `an edit that somebody else made too is dropped`() {
    var driver = DashboardDriver.loaded()
    driver.press("4", "l")
    var account = Fixture.team
    account.behaviors[0].setting.riskLevel = .high
    driver.receive(account, after: 60)

    #expect(driver.dashboard.behaviors.draft.isEmpty)
  }

  @Test func `a level of tomorrow is shown, and an edit makes it a known one`() {
    var account = Fixture.team
    account.behaviors[0].setting.riskLevel = .other("severe")
    var driver = DashboardDriver.loaded(account)
    #expect(driver.text.contains("[SEVERE]"))

    driver.press("4", "h")
    #expect(driver.dashboard.behaviors.draft["high_dlp"]?.riskLevel == .high)
  }
}

struct IntegrationsPaneTests {
  @Test func `space asks and says what will no longer be sent`() {
    var driver = DashboardDriver.loaded()
    #expect(driver.press("3", "Space").isEmpty)

    #expect(driver.text.contains("Turn off acme.okta.com?"))
    #expect(driver.text.contains("will no longer be sent"))
  }

  @Test func `space asks and says what will be exported`() {
    var driver = DashboardDriver.loaded()
    driver.press("3", "j", "Space")

    #expect(driver.text.contains("Turn on acme-test.okta.com?"))
    #expect(driver.text.contains("will be sent to this tenant"))
  }

  @Test func `confirming sends all three fields, as they were on the screen`() {
    var driver = DashboardDriver.loaded()
    driver.press("3", "Space")
    var account = Fixture.team
    account.integrations[0].referenceID = "changed meanwhile"
    driver.receive(account, after: 60)

    let seen = [Integration].usual[0].settings
    var wanted = seen
    wanted.isActive = false
    #expect(
      driver.press("y")
        == [.updateIntegration(id: [Integration].usual[0].id, from: seen, to: wanted)]
    )
  }

  @Test func `a second press of y sends nothing`() {
    var driver = DashboardDriver.loaded()
    #expect(
      DashboardDriver.writes(in: driver.press("3", "Space", "y", "y", "Enter", "y")).count == 1
    )
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
    var driver = DashboardDriver.loaded()
    driver.press("3", "Space", "y")

    let update = IntegrationUpdate.toggle([Integration].usual[0])
    #expect(
      driver.send(.integrationUpdated(update, outcome)) == [.fetch(.integrations)]
    )
    #expect(driver.notice.contains(words))
    #expect(driver.dashboard.dialogs.isEmpty)
    #expect(driver.dashboard.integrations.writing.isEmpty)
  }

  @Test func `the selection stays on its integration when the order changes`() {
    var driver = DashboardDriver.loaded()
    driver.press("3", "j")
    var account = Fixture.team
    account.integrations.insert(.fixture(9, tenantURL: "https://new.okta.com"), at: 0)
    driver.receive(account, after: 60)

    #expect(driver.dashboard.integrations.selection == [Integration].usual[1].id)
  }

  @Test func `an integration that left is not replaced by its neighbor`() {
    var driver = DashboardDriver.loaded()
    driver.press("3")
    var account = Fixture.team
    account.integrations.removeFirst()
    driver.receive(account, after: 60)

    #expect(driver.press("Space").isEmpty)
    #expect(driver.dashboard.dialogs.isEmpty)
  }
}
