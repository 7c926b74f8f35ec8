import Foundation
import RiskAPI
import RiskServices
import RiskStore
import TerminalUI
import Testing

@testable import Dashboard

struct VerdictTests {
  // MARK: The question

  @Test func `v asks about the selected user, and a refresh under it changes nobody`() {
    var driver = DashboardDriver.loaded()
    driver.press("j", "v")
    #expect(driver.text.contains("Verdict on Kenji Watanabe"))

    var later = Fixture.team
    later.users.remove(at: 1)
    driver.receive(later, after: 60)
    #expect(driver.selectedName == nil)
    #expect(driver.text.contains("Verdict on Kenji Watanabe"))
    #expect(driver.press("3", "y") == [.assess([.fixture(2)], .benign, note: "")])
  }

  @Test(arguments: [
    ("1", Verdict.truePositive, "true positive"), ("2", .falsePositive, "false positive"),
    ("3", .benign, "benign"), ("4", .undetermined, "undetermined"),
  ])
  func `a digit picks the verdict and the screen marks it`(
    key: String,
    verdict: Verdict,
    words: String
  ) {
    var driver = DashboardDriver.loaded()
    driver.press("v")
    #expect(!driver.text.contains("▌ \(key)  \(words)"))

    driver.press(key)
    #expect(driver.text.contains("▌ \(key)  \(words)"))
    #expect(driver.press("y") == [.assess([.fixture(1)], verdict, note: "")])
  }

  @Test func `y is refused while nothing is picked and nothing is written`() {
    var driver = DashboardDriver.loaded()
    #expect(driver.press("v", "y").isEmpty)
    #expect(driver.notice == "pick a verdict or add a note")

    #expect(driver.press("Tab", "Enter").isEmpty)
    #expect(driver.text.contains("Verdict on Dana Reyes"))
  }

  @Test func `blanks alone are no note`() {
    var driver = DashboardDriver.loaded()
    driver.press("v", "i", "Space", "Space", "Enter")

    #expect(driver.press("y").isEmpty)
    #expect(driver.notice == "pick a verdict or add a note")
  }

  @Test func `i opens the note, every letter is text there, and a note needs no verdict`() {
    var driver = DashboardDriver.loaded()
    driver.press("v", "i")
    driver.type("y 1 n q")
    driver.paste(" pasted\nline")
    #expect(driver.press("Enter").isEmpty)
    #expect(driver.text.contains("Note: y 1 n q pasted line"))

    #expect(driver.press("y") == [.assess([.fixture(1)], nil, note: "y 1 n q pasted line")])
  }

  @Test func `y sends once, however often it is pressed`() {
    var driver = DashboardDriver.loaded()

    #expect(driver.press("v", "1", "y", "y", "Enter", "y").count == 1)
  }

  @Test func `the verdict that stands is picked when the question opens`() {
    var driver = DashboardDriver.loaded()
    driver.send(.verdictsFound([.fixture(1): .fixture(.falsePositive)]))
    driver.press("v")

    #expect(driver.text.contains("▌ 2  false positive"))
  }

  @Test func `a read-only profile may keep verdicts: the account is not told`() {
    var driver = DashboardDriver.loaded(mayWrite: false)

    #expect(driver.press("v", "3", "y") == [.assess([.fixture(1)], .benign, note: "")])
  }

  @Test func `the question stands whole on 80 by 24`() {
    var driver = DashboardDriver.loaded(size: .small)
    driver.press("v")
    driver.press("1", "y")
    driver.send(
      .assessed([.fixture(1)], failure: String(repeating: "no room on the disk ", count: 8))
    )

    for words in ["not saved: no room", "1  true positive", "4  undetermined", "[ Cancel ]"] {
      #expect(driver.text.contains(words))
    }
    expectStraight(driver)
  }

  @Test func `v acts on the marks, and says on whom`() {
    var driver = DashboardDriver.loaded()
    // The cursor ends on somebody who is not marked.
    driver.press("Space", "Space", "v")
    #expect(driver.selectedName == "李 小龙")
    #expect(driver.text.contains("Verdict on 2 users"))
    #expect(driver.text.contains("Dana Reyes"))
    #expect(driver.text.contains("Kenji Watanabe"))
    let effects = driver.press("3", "y")
    #expect(effects == [.assess([.fixture(1), .fixture(2)], .benign, note: "")])
    driver.send(.assessed([.fixture(1), .fixture(2)], failure: nil))
    #expect(driver.notice == "saved verdict for 2 users")
    #expect(driver.dashboard.users.marks.isEmpty)
  }

  @Test func `R and v on the timeline act on its user, whoever is marked`() {
    var driver = DashboardDriver.loaded()
    driver.press("j", "j", "Space", "k", "k", "k", "2")
    driver.press("v")
    #expect(driver.text.contains("Verdict on Dana Reyes"))
    #expect(driver.press("1", "y") == [.assess([.fixture(1)], .truePositive, note: "")])
    driver.send(.assessed([.fixture(1)], failure: nil))
    driver.press("R")
    #expect(driver.text.contains("Reset Dana Reyes?"))
    #expect(DashboardDriver.resets(in: driver.press("2", "y")).map(\.userID) == [.fixture(1)])
  }

  // MARK: The outcome

  @Test func `a failure keeps what was typed, and it can be sent again`() {
    var driver = DashboardDriver.loaded()
    driver.press("v", "1", "i")
    driver.type("asked by phone")
    driver.press("Enter", "y")
    driver.send(.assessed([.fixture(1)], failure: "the disk is full"))

    for words in ["not saved: the disk is full", "▌ 1  true positive", "Note: asked by phone"] {
      #expect(driver.text.contains(words))
    }
    #expect(driver.press("y") == [.assess([.fixture(1)], .truePositive, note: "asked by phone")])
  }

  @Test func `success closes the question and asks for what was kept`() {
    var driver = DashboardDriver.loaded()
    let before = Self.caseNotes(driver)
    driver.press("v", "1", "y")
    driver.send(.assessed([.fixture(1)], failure: nil))

    #expect(driver.dashboard.dialogs.isEmpty)
    #expect(driver.notice == "saved verdict for Dana Reyes")
    #expect(Self.caseNotes(driver) != before)
  }

  @Test func `the outcome for one user leaves the question about another alone`() {
    var driver = DashboardDriver.loaded()
    driver.press("j", "v", "2")
    driver.send(.assessed([.fixture(1)], failure: nil))

    #expect(driver.text.contains("Verdict on Kenji Watanabe"))
  }

  // MARK: Where it shows

  @Test(arguments: [
    (Verdict.truePositive, " TP "), (.benign, "ben "), (.falsePositive, " FP "),
    (.undetermined, "und "),
  ])
  func `the list shows the latest verdict`(verdict: Verdict, words: String) {
    var driver = DashboardDriver.loaded()
    driver.press("z")
    #expect(driver.line(with: "user1@acme.example")?.contains(words) == false)

    driver.send(.verdictsFound([.fixture(1): .fixture(verdict)]))
    #expect(driver.line(with: "user1@acme.example")?.contains(words) == true)
    #expect(driver.line(with: "user2@acme.example")?.contains(words) == false)
  }

  @Test func `the timeline shows verdicts and notes among the events, at their time`() {
    var driver = DashboardDriver.loaded()
    driver.send(
      .assessmentsFound(
        .fixture(1),
        [
          .fixture(nil, note: "asked them", age: 3_600),
          .fixture(.benign, note: "on a journey", age: 60),
        ]
      )
    )
    driver.press("2", "z")

    let rows = [
      "benign: on a journey · ana@laptop", "HIGH    Impossible travel", "MEDIUM  High number",
      "asked them · ana",
    ]
    #expect(rows.compactMap(driver.row) == rows.compactMap(driver.row).sorted())
    #expect(rows.compactMap(driver.row).count == rows.count)
    #expect(driver.line(with: "on a journey")?.contains("10:40  verdict") == true)
    #expect(driver.line(with: "asked them")?.contains("09:41  note") == true)
    #expect(driver.dashboard.timeline.selection == "a1")
  }

  @Test func `verdicts above the first event and below the last can be scrolled to`() {
    var driver = DashboardDriver.loaded(size: .small)
    driver.receive(.busy(60), of: .fixture(1))
    driver.send(
      .assessmentsFound(
        .fixture(1),
        [
          .fixture(.falsePositive, note: "the oldest", age: 9 * 86_400),
          .fixture(.benign, note: "the first", age: -20),
          .fixture(.truePositive, note: "the second", age: -40),
        ]
      )
    )
    driver.press("2", "z")
    #expect(!driver.text.contains("the oldest"))

    driver.press("G")
    #expect(driver.text.contains("Event 60"))
    #expect(driver.text.contains("the oldest"))
    driver.press("g")
    for words in ["Today", "the second", "the first", "Event 1 "] {
      #expect(driver.text.contains(words))
    }
  }

  @Test(arguments: HostileText.all, [Size.small, .wide])
  func `a hostile note stays in its columns`(hostile: HostileText, size: Size) {
    var driver = DashboardDriver.loaded(size: size)
    var note = CaseNote.fixture(.benign, note: hostile.text)
    note.author = hostile.text
    driver.send(.verdictsFound([.fixture(1): note]))
    driver.send(.assessmentsFound(.fixture(1), [note]))
    driver.press("2")
    expectStraight(driver)

    driver.press("1", "v", "i")
    driver.paste(hostile.text)
    expectStraight(driver)
    driver.press("Enter", "y")
    driver.send(.assessed([.fixture(1)], failure: hostile.text))
    expectStraight(driver)
  }

  private static func caseNotes(_ driver: DashboardDriver) -> [Query] {
    driver.dashboard.queries.filter { if case .caseNotes = $0 { true } else { false } }
  }
}

extension CaseNote {
  fileprivate static func fixture(
    _ verdict: Verdict?,
    note: String = "",
    age: TimeInterval = 60
  ) -> CaseNote {
    CaseNote(
      user: .fixture(1),
      verdict: verdict,
      note: note,
      author: "ana@laptop",
      at: DashboardDriver.now.addingTimeInterval(-age)
    )
  }
}

extension DashboardDriver {
  /// The first line of the screen with some words in it.
  fileprivate func line(with words: String) -> Substring? {
    text.split(separator: "\n", omittingEmptySubsequences: false).first { $0.contains(words) }
  }

  /// The first row of the screen with some words in it.
  fileprivate func row(of words: String) -> Int? {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .firstIndex { $0.contains(words) }
  }
}
