import Foundation
import RiskAPI
import RiskServices
import TerminalUI
import Testing

@testable import Dashboard

/// Text from the account that tries to leave its place.
struct HostileTextTests {
  @Test(arguments: HostileText.all, [Size.tiny, .small, .wide, .large])
  func `any text stays in its columns on every screen`(hostile: HostileText, size: Size) async {
    var driver = DashboardDriver.loaded(.hostile(hostile.text), size: size)

    for keys in Self.screens {
      // Or the servers of other tests wait for a thread until their clients have given up.
      await Task.yield()
      driver.press(keys)
      expectStraight(driver)
    }
  }

  /// One screen after the other: panes, evidence, fields, questions.
  private static let screens: [[String]] = [
    [], ["2"], ["Enter"], ["t"], ["G"], ["t", "Esc"], ["3"], ["Space"], ["Esc"], ["4"], ["l"],
    ["w"], ["Esc", "U"], ["1", "R"], ["2", "y"], ["Esc"], ["y"], ["/"], ["a", "b"], ["Enter"],
    ["Esc", "!"], ["Esc", "e"], ["Esc", "*", "R"], ["2", "y"], ["Esc"],
  ]

  @Test(arguments: HostileText.all)
  func `any text stays in its columns in notices and errors`(hostile: HostileText) {
    let reply = APIError.Reply(
      status: 500,
      errors: [APIError.Item(code: 1, message: hostile.text)],
      ray: hostile.text
    )
    var driver = DashboardDriver.loaded(.hostile(hostile.text), size: .small)
    guard let request = DashboardDriver.resets(in: driver.press("R", "2", "y")).first else {
      return
    }
    driver.send(.resetEnded(request, .notDone(.account(.unauthorized(reply)))))
    expectStraight(driver)
    driver.press("Esc")

    driver = DashboardDriver(size: .small)
    driver.send(.usersFetched(.failure(.unauthorized(reply))))
    expectStraight(driver)
    driver.send(.usersFetched(.failure(.undecodable(reply, hostile.text))))
    expectStraight(driver)
  }

  @Test(arguments: HostileText.all)
  func `a name cannot push the warning out of a question`(hostile: HostileText) {
    var driver = DashboardDriver.loaded(.hostile(hostile.text), size: .small)
    driver.press("R")

    #expect(driver.text.contains("This cannot be undone"))
    #expect(driver.text.contains("5  other"))
    #expect(driver.text.contains("[ Cancel ]"))
    driver.press("Esc", "3", "Space")
    #expect(driver.text.contains("no longer be sent"))
    driver.press("Esc", "4", "l", "w")
    #expect(driver.text.contains("The full list of behaviors is sent"))
    #expect(driver.text.contains("[ Cancel ]"))
  }

  @Test(arguments: HostileText.all, [Size.tiny, .small, .wide, .large])
  func `any text stays in its columns in a conflict, and the buttons are there`(
    hostile: HostileText,
    size: Size
  ) async {
    let account = Fixture.hostile(hostile.text)
    var driver = DashboardDriver.loaded(account)
    driver.press("4", "Space", "w", "y")
    var theirs = account.behaviors
    theirs[0].setting.riskLevel = .other("\(hostile.text)!")
    theirs[1].setting.riskLevel = .other("\(hostile.text)?")
    driver.end(.changedMeanwhile(Fetched(theirs, fetchedAt: DashboardDriver.now)))
    driver.resize(size)
    await expectConflict(&driver, isReadable: size != .tiny)

    driver.press("Esc", "3", "Space")
    driver.resize(.wide)
    driver.press("y")
    driver.resize(size)
    driver.meetChange { integration in
      integration.tenantURL = "\(hostile.text)!"
      integration.referenceID = "\(hostile.text)?"
    }
    await expectConflict(&driver, isReadable: size != .tiny)
  }

  private func expectConflict(_ driver: inout DashboardDriver, isReadable: Bool) async {
    for key in ["Up", "Down", "2", "Down", "1", "Down"] {
      await Task.yield()
      driver.press(key)
      expectStraight(driver)
      guard isReadable else { continue }
      #expect(driver.text.contains("Changed by someone else: keep which?"))
      #expect(driver.text.contains("[ Cancel ]"))
      #expect(driver.text.contains("▌ "))
    }
  }

  @Test func `names of every script keep the columns straight`() async {
    for size in [Size.tiny, .small, .wide, .large] {
      await Task.yield()
      var driver = DashboardDriver.loaded(size: size)
      for key in ["1", "2", "3", "4", "G", "1", "G"] {
        driver.press(key)
        expectStraight(driver)
      }
    }
  }

  @Test func `a level of tomorrow is spelled and stands above high`() {
    var account = Fixture.team
    account.users[11].maxRiskLevel = .other("severe")
    let driver = DashboardDriver.loaded(account)

    #expect(driver.shownNames.first == "Robin 👩‍💻 Doe")
    #expect(driver.text.contains("SEVERE"))
    #expect(driver.text.contains("OTHER 1"))
  }
}

struct HostileText: Sendable, CustomTestStringConvertible {
  var name: String
  var text: String

  var testDescription: String { name }

  static let all = [
    HostileText(name: "escape sequences", text: "\u{1B}[2J\u{1B}[31mred\u{1B}]0;t\u{7}\u{9B}31m"),
    HostileText(
      name: "line breaks",
      text: "one\r\ntwo\u{2028}three\u{85}four\tfive\u{B}\u{8}\u{8}"
    ),
    HostileText(
      name: "direction",
      text: "\u{202E}drowssap\u{202C} \u{2067}x\u{2069}\u{200F}\u{61C}"
    ),
    HostileText(name: "long", text: String(repeating: "long name ", count: 1_000)),
    HostileText(name: "one long word", text: String(repeating: "x", count: 10_000)),
    HostileText(name: "wide", text: String(repeating: "漢字", count: 60)),
    HostileText(name: "wide from an odd column", text: "a" + String(repeating: "漢", count: 120)),
    HostileText(name: "combining", text: "e" + String(repeating: "\u{301}", count: 400) + "nd"),
    HostileText(name: "nothing but marks", text: String(repeating: "\u{301}", count: 40)),
    HostileText(name: "emoji", text: "👩‍👩‍👧‍👦🏳️‍🌈👍🏽🇵🇹e\u{FE0F}" + String(repeating: "👨‍💻", count: 60)),
    HostileText(name: "right to left", text: String(repeating: "محمد الفاتح שלום ", count: 20)),
    HostileText(name: "invisible", text: "\u{200B}\u{200D}\u{FEFF}\u{AD}\u{E0041}\u{FFF9}"),
    HostileText(name: "private and unassigned", text: "\u{E000}\u{F8FF}\u{378}\u{10FFFD}"),
    HostileText(name: "borders", text: "│╮╯─ ▌● [ Reset ] y confirm"),
    HostileText(name: "blanks", text: "   \u{A0}\u{3000}   "),
    HostileText(name: "empty", text: ""),
  ]
}

// MARK: Fixtures

extension Fixture {
  /// The same text wherever the account can put one.
  fileprivate static func hostile(_ text: String) -> Fixture {
    var account = Fixture()
    account.users = (1...6).map { number in
      var user = UserSummary.fixture(number, name: text, events: number)
      user.email = text
      if number == 2 { user.maxRiskLevel = .other(text) }
      return user
    }
    let evidence: JSONValue = .object([
      text: .string(text), "list": .array([.string(text), .object([text: .string(text)])]),
    ])
    account.risks = Dictionary(
      uniqueKeysWithValues: account.users.map { user in
        let events: [RiskEvent] = [
          .fixture("a", name: text, details: evidence),
          .fixture(text, name: text, level: .other(text), age: 9_000, details: .string(text)),
        ]
        return (
          user.id, UserDetail(name: text, email: text, events: events, riskLevel: .other(text))
        )
      }
    )
    account.behaviors = [
      .fixture("a", name: text, description: text),
      .fixture(text, name: text, level: .other(text), description: text),
    ]
    account.integrations = (1...2).map { number in
      var integration = Integration.fixture(number, tenantURL: text)
      integration.referenceID = text
      integration.type = text
      integration.wellKnownURL = text
      return integration
    }
    return account
  }
}
