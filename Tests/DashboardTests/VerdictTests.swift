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
    var desk = Desk.loaded()
    desk.press("j", "v")
    #expect(desk.text.contains("Verdict on Kenji Watanabe"))

    var later = Fixture.team
    later.users.remove(at: 1)
    desk.receive(later, after: 60)
    #expect(desk.selectedName == nil)
    #expect(desk.text.contains("Verdict on Kenji Watanabe"))
    #expect(desk.press("3", "y") == [.assess([.fixture(2)], .benign, note: "")])
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
    var desk = Desk.loaded()
    desk.press("v")
    #expect(!desk.text.contains("▌ \(key)  \(words)"))

    desk.press(key)
    #expect(desk.text.contains("▌ \(key)  \(words)"))
    #expect(desk.press("y") == [.assess([.fixture(1)], verdict, note: "")])
  }

  @Test func `y is refused while nothing is picked and nothing is written`() {
    var desk = Desk.loaded()
    #expect(desk.press("v", "y").isEmpty)
    #expect(desk.notice == "pick a verdict (1 to 4) or add a note")

    #expect(desk.press("Tab", "Enter").isEmpty)
    #expect(desk.text.contains("Verdict on Dana Reyes"))
  }

  @Test func `blanks alone are no note`() {
    var desk = Desk.loaded()
    desk.press("v", "i", "Space", "Space", "Enter")

    #expect(desk.press("y").isEmpty)
    #expect(desk.notice == "pick a verdict (1 to 4) or add a note")
  }

  @Test func `i opens the note, every letter is text there, and a note needs no verdict`() {
    var desk = Desk.loaded()
    desk.press("v", "i")
    desk.type("y 1 n q")
    desk.paste(" pasted\nline")
    #expect(desk.press("Enter").isEmpty)
    #expect(desk.text.contains("Note: y 1 n q pasted line"))

    #expect(desk.press("y") == [.assess([.fixture(1)], nil, note: "y 1 n q pasted line")])
  }

  @Test func `y sends once, however often it is pressed`() {
    var desk = Desk.loaded()

    #expect(desk.press("v", "1", "y", "y", "Enter", "y").count == 1)
  }

  @Test func `the verdict that stands is picked when the question opens`() {
    var desk = Desk.loaded()
    desk.send(.verdictsFound([.fixture(1): .fixture(.falsePositive)]))
    desk.press("v")

    #expect(desk.text.contains("▌ 2  false positive"))
  }

  @Test func `a read-only profile may keep verdicts: the account is not told`() {
    var desk = Desk.loaded(mayWrite: false)

    #expect(desk.press("v", "3", "y") == [.assess([.fixture(1)], .benign, note: "")])
  }

  @Test func `the question stands whole on 80 by 24`() {
    var desk = Desk.loaded(size: .small)
    desk.press("v")
    desk.press("1", "y")
    desk.send(
      .assessed([.fixture(1)], failure: String(repeating: "no room on the disk ", count: 8))
    )

    for words in ["not saved: no room", "1  true positive", "4  undetermined", "[ Cancel ]"] {
      #expect(desk.text.contains(words))
    }
    expectStraight(desk)
  }

  @Test func `v acts on the marks, and says on whom`() {
    var desk = Desk.loaded()
    // The cursor ends on somebody who is not marked.
    desk.press("Space", "Space", "v")
    #expect(desk.selectedName == "李 小龙")
    #expect(desk.text.contains("Verdict on 2 users"))
    #expect(desk.text.contains("Dana Reyes"))
    #expect(desk.text.contains("Kenji Watanabe"))
    let effects = desk.press("3", "y")
    #expect(effects == [.assess([.fixture(1), .fixture(2)], .benign, note: "")])
    desk.send(.assessed([.fixture(1), .fixture(2)], failure: nil))
    #expect(desk.notice == "saved verdict for 2 users")
    #expect(desk.dashboard.users.marks.isEmpty)
  }

  @Test func `R and v on the timeline act on its user, whoever is marked`() {
    var desk = Desk.loaded()
    desk.press("j", "j", "Space", "k", "k", "k", "2")
    desk.press("v")
    #expect(desk.text.contains("Verdict on Dana Reyes"))
    #expect(desk.press("1", "y") == [.assess([.fixture(1)], .truePositive, note: "")])
    desk.send(.assessed([.fixture(1)], failure: nil))
    desk.press("R")
    #expect(desk.text.contains("Reset Dana Reyes?"))
    #expect(Desk.resets(in: desk.press("2", "y")).map(\.userID) == [.fixture(1)])
  }

  // MARK: The outcome

  @Test func `a failure keeps what was typed, and it can be sent again`() {
    var desk = Desk.loaded()
    desk.press("v", "1", "i")
    desk.type("asked by phone")
    desk.press("Enter", "y")
    desk.send(.assessed([.fixture(1)], failure: "the disk is full"))

    for words in ["not saved: the disk is full", "▌ 1  true positive", "Note: asked by phone"] {
      #expect(desk.text.contains(words))
    }
    #expect(desk.press("y") == [.assess([.fixture(1)], .truePositive, note: "asked by phone")])
  }

  @Test func `success closes the question and asks for what was kept`() {
    var desk = Desk.loaded()
    let before = Self.assessments(desk)
    desk.press("v", "1", "y")
    desk.send(.assessed([.fixture(1)], failure: nil))

    #expect(desk.dashboard.dialogs.isEmpty)
    #expect(desk.notice == "saved verdict for Dana Reyes")
    #expect(Self.assessments(desk) != before)
  }

  @Test func `the outcome for one user leaves the question about another alone`() {
    var desk = Desk.loaded()
    desk.press("j", "v", "2")
    desk.send(.assessed([.fixture(1)], failure: nil))

    #expect(desk.text.contains("Verdict on Kenji Watanabe"))
  }

  // MARK: Where it shows

  @Test(arguments: [
    (Verdict.truePositive, " TP "), (.benign, "ben "), (.falsePositive, " FP "),
    (.undetermined, "und "),
  ])
  func `the list shows the latest verdict`(verdict: Verdict, words: String) {
    var desk = Desk.loaded()
    desk.press("z")
    #expect(desk.line(with: "user1@acme.example")?.contains(words) == false)

    desk.send(.verdictsFound([.fixture(1): .fixture(verdict)]))
    #expect(desk.line(with: "user1@acme.example")?.contains(words) == true)
    #expect(desk.line(with: "user2@acme.example")?.contains(words) == false)
  }

  @Test func `the timeline shows verdicts and notes among the events, at their time`() {
    var desk = Desk.loaded()
    desk.send(
      .assessmentsFound(
        .fixture(1),
        [
          .fixture(nil, note: "asked them", age: 3_600),
          .fixture(.benign, note: "on a journey", age: 60),
        ]
      )
    )
    desk.press("2", "z")

    let rows = [
      "benign: on a journey · ana@laptop", "Impossible travel", "DLP", "asked them · ana",
    ]
    #expect(rows.compactMap(desk.row) == rows.compactMap(desk.row).sorted())
    #expect(rows.compactMap(desk.row).count == rows.count)
    #expect(desk.line(with: "on a journey")?.contains("10:40  verdict") == true)
    #expect(desk.line(with: "asked them")?.contains("09:41  note") == true)
    #expect(desk.dashboard.timeline.selection == "a1")
  }

  @Test func `verdicts above the first event and below the last can be scrolled to`() {
    var desk = Desk.loaded(size: .small)
    desk.receive(.busy(60), of: .fixture(1))
    desk.send(
      .assessmentsFound(
        .fixture(1),
        [
          .fixture(.falsePositive, note: "the oldest", age: 9 * 86_400),
          .fixture(.benign, note: "the first", age: -20),
          .fixture(.truePositive, note: "the second", age: -40),
        ]
      )
    )
    desk.press("2", "z")
    #expect(!desk.text.contains("the oldest"))

    desk.press("G")
    #expect(desk.text.contains("Event 60"))
    #expect(desk.text.contains("the oldest"))
    desk.press("g")
    for words in ["Today", "the second", "the first", "Event 1 "] {
      #expect(desk.text.contains(words))
    }
  }

  @Test(arguments: HostileText.all, [Size.small, .wide])
  func `a hostile note stays in its columns`(hostile: HostileText, size: Size) {
    var desk = Desk.loaded(size: size)
    var note = CaseNote.fixture(.benign, note: hostile.text)
    note.author = hostile.text
    desk.send(.verdictsFound([.fixture(1): note]))
    desk.send(.assessmentsFound(.fixture(1), [note]))
    desk.press("2")
    expectStraight(desk)

    desk.press("1", "v", "i")
    desk.paste(hostile.text)
    expectStraight(desk)
    desk.press("Enter", "y")
    desk.send(.assessed([.fixture(1)], failure: hostile.text))
    expectStraight(desk)
  }

  private static func assessments(_ desk: Desk) -> [Subscription] {
    desk.dashboard.subscriptions.filter { if case .assessments = $0 { true } else { false } }
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
      at: Desk.now.addingTimeInterval(-age)
    )
  }
}

extension Desk {
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
