import RiskAPI
import RiskServices
import TerminalUI
import Testing

@testable import Dashboard

/// The keys that work wherever the focus is.
struct EverywhereKeysTests {
  @Test func `copied is said once it was copied, and too long says so`() {
    var desk = Desk.loaded()
    desk.takesCopies = false
    desk.press("y")
    #expect(desk.notice == "")
    desk.send(.copied(false))
    #expect(desk.notice.hasPrefix("e-mail not copied: "))
    #expect(desk.notice.hasSuffix("is more than terminals take; e saves it to a file"))
    desk.press("y")
    desk.send(.copied(true))
    #expect(desk.notice.hasPrefix("copied "))
  }

  @Test(arguments: PaneID.allCases)
  func `a digit focuses its pane`(pane: PaneID) {
    var desk = Desk.loaded()
    desk.press(String(pane.rawValue))

    #expect(desk.dashboard.focus == pane)
  }

  @Test func `tab goes around the panes, shift-tab back`() {
    var desk = Desk.loaded()
    var seen: [PaneID] = []
    for _ in 1...4 {
      desk.press("Tab")
      seen.append(desk.dashboard.focus)
    }
    #expect(seen == [.timeline, .integrations, .behaviors, .users])

    desk.press("Shift-Tab")
    #expect(desk.dashboard.focus == .behaviors)
  }

  @Test func `zoom gives the pane the screen, and gives it back`() {
    var desk = Desk.loaded(size: .wide)
    desk.press("4", "z")
    #expect(desk.dashboard.layout.panes.map(\.pane) == [.behaviors])

    desk.press("z")
    #expect(desk.dashboard.layout.panes.count == 4)
  }

  @Test func `refresh asks for everything on the screen`() {
    var desk = Desk.loaded()

    #expect(
      desk.press("r") == [
        .fetch(.users), .fetch(.behaviors), .fetch(.integrations), .fetch(.user(.fixture(1))),
      ]
    )
  }

  @Test func `repaint and suspend are the terminal's`() {
    var desk = Desk.loaded()

    #expect(desk.press("Ctrl-L") == [.terminal(.repaint)])
    #expect(desk.press("Ctrl-Z") == [.terminal(.suspend)])
  }

  @Test(arguments: ["R", "?", ":", "/", "e"])
  func `repaint and suspend work in every dialog and field`(opening: String) {
    var desk = Desk.loaded()
    desk.press(opening)

    #expect(desk.press("Ctrl-L") == [.terminal(.repaint)])
    #expect(desk.press("Ctrl-Z") == [.terminal(.suspend)])
  }

  @Test func `a key that means nothing does nothing`() {
    var desk = Desk.loaded()
    let before = desk.dashboard

    #expect(desk.press("F7", "Insert", "x", "Alt-q").isEmpty)
    #expect(desk.dashboard == before)
  }

  // MARK: Filter

  @Test func `the filter narrows as it is typed, and letters are text`() {
    var desk = Desk.loaded()
    desk.press("/")
    desk.type("kenq")
    #expect(desk.shownNames == [])

    desk.press("Backspace")
    #expect(desk.shownNames == ["Kenji Watanabe"])
    #expect(desk.selectedName == "Kenji Watanabe")
  }

  @Test func `enter keeps the filter, escape clears it`() {
    var desk = Desk.loaded()
    desk.press("/")
    desk.type("souza")
    desk.press("Enter")
    #expect(desk.shownNames == ["Ana Souza"])
    #expect(!desk.dashboard.users.filter.isEditing)
    #expect(desk.text.contains("1–1 of 1, filtered from 12"))

    desk.press("/", "Esc")
    #expect(desk.shownNames.count == 12)
  }

  @Test func `accents, case and the order of words do not matter`() {
    for typed in ["nandu jose", "ÑANDÚ", "jos nan", "李"] {
      var desk = Desk.loaded()
      desk.press("/")
      desk.type(typed)
      let expected = typed == "李" ? "李 小龙" : "José Ñandú"
      #expect(desk.shownNames.first == expected, "\(typed)")
    }
  }

  @Test func `the list moves while the filter is typed`() {
    var desk = Desk.loaded()
    desk.press("/", "Down")

    #expect(desk.selectedName == "Kenji Watanabe")
    #expect(desk.dashboard.users.filter.isEditing)
  }

  @Test func `every pane has a filter of its own`() {
    var desk = Desk.loaded()
    desk.press("4", "/")
    desk.type("impossible")
    desk.press("Enter", "3", "/")
    desk.type("test")
    desk.press("Enter", "2", "/")
    desk.type("dlp")
    desk.press("Enter")

    #expect(desk.dashboard.behaviors.shown == ["imp_travel"])
    #expect(desk.dashboard.integrations.shown.count == 1)
    #expect(desk.dashboard.timeline.rows.count == 2)
    #expect(desk.shownNames.count == 12)
  }

  @Test func `a paste goes into the filter as one line`() {
    var desk = Desk.loaded()
    desk.press("/")
    desk.paste("ana\nsouza")

    #expect(desk.dashboard.users.filter.text == "ana souza")
    #expect(desk.selectedName == "Ana Souza")
  }

  @Test func `clearing the filter brings the selection back`() {
    var desk = Desk.loaded()
    desk.press("j", "j", "/")
    desk.type("souza")
    desk.press("Esc")

    #expect(desk.selectedName == "李 小龙")
  }

  // MARK: Escape

  @Test func `escape goes one step out at a time`() {
    var desk = Desk.loaded()
    desk.press("2", "Enter", "z", "Esc")
    #expect(desk.dashboard.timeline.details == nil)

    desk.press("/")
    desk.type("dlp")
    desk.press("Enter", "Esc")
    #expect(!desk.dashboard.timeline.filter.isActive)
    #expect(desk.dashboard.isZoomed)

    desk.press("Esc")
    #expect(!desk.dashboard.isZoomed)
    #expect(desk.dashboard.focus == .timeline)

    desk.press("Esc")
    #expect(desk.dashboard.focus == .users)
    #expect(desk.press("Esc").isEmpty)
  }

  // MARK: Copy

  @Test func `copy takes the next text with each press`() {
    var desk = Desk.loaded()

    #expect(desk.press("y") == [.terminal(.copy("user1@acme.example"))])
    #expect(desk.notice.contains("again for user id"))
    #expect(desk.press("y") == [.terminal(.copy("00000000-0000-4000-8000-000000000001"))])
    #expect(desk.press("y") == [.terminal(.copy("Dana Reyes"))])
    #expect(desk.press("y") == [.terminal(.copy("user1@acme.example"))])
  }

  @Test func `copy starts anew on another row`() {
    var desk = Desk.loaded()
    desk.press("y", "y", "j")

    #expect(desk.press("y") == [.terminal(.copy("user2@acme.example"))])
  }

  @Test func `copy takes the evidence, the address or the key of other panes`() {
    var desk = Desk.loaded()
    guard case .terminal(.copy(let evidence))? = desk.press("2", "y").last else {
      Issue.record("nothing was copied")
      return
    }
    #expect(evidence.string.contains("\"city\" : \"Osaka\""))
    #expect(evidence.string.contains("\n"))
    #expect(desk.press("3", "y") == [.terminal(.copy("https://acme.okta.com"))])
    #expect(desk.press("4", "y") == [.terminal(.copy("high_dlp"))])
  }

  @Test func `what is copied is safe`() {
    var account = Fixture.team
    account.users[0].email = "a\u{1B}]52;c;ZXZpbA==\u{7}@acme.example\u{202E}"
    var desk = Desk.loaded(account)

    guard case .terminal(.copy(let text))? = desk.press("y").last else {
      Issue.record("nothing was copied")
      return
    }
    #expect(text.string.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x202E })
  }

  @Test func `nothing to copy says so`() {
    var desk = Desk.loaded(Fixture())

    #expect(desk.press("y").isEmpty)
    #expect(desk.notice == "nothing to copy")
  }

  // MARK: Export

  @Test func `export asks for a file and tells what became of it`() {
    var desk = Desk.loaded()
    desk.press("e")
    desk.press(Array(repeating: "Backspace", count: "ztriage-users.csv".count))
    desk.type("/tmp/q y.csv")

    let effects = desk.press("Enter")
    guard case .export(let request)? = effects.first else {
      Issue.record("expected an export, got \(effects)")
      return
    }
    #expect(request.path == "/tmp/q y.csv")
    #expect(request.content == .users(Fixture.team.users))

    desk.send(.exported(request, .failed("the file exists")))
    #expect(desk.text.contains("the file exists"))
    desk.send(.exported(request, .written(path: "/tmp/q y.csv", rows: 12)))
    #expect(desk.dashboard.dialogs.isEmpty)
    #expect(desk.notice == "saved 12 rows to /tmp/q y.csv")
  }

  @Test func `export writes the rows that show`() {
    var desk = Desk.loaded()
    desk.press("/")
    desk.type("souza")
    desk.press("Enter", "e")
    #expect(desk.exported == .users([Fixture.team.users[3]]))

    desk.press("Esc", "Esc", "g", "2", "/")
    desk.type("dlp")
    desk.press("Enter", "e")
    #expect(desk.exported == .events([UserRisk.dana.events[1]]))

    desk.press("Esc", "4", "/")
    desk.type("imp_travel")
    desk.press("Enter", "e")
    #expect(desk.exported == .behaviors([[Behavior].usual[2]]))

    desk.press("Esc", "3", "/")
    desk.type("test")
    desk.press("Enter", "e")
    #expect(desk.exported == .integrations([[Integration].usual[1]]))
  }

  // MARK: Help and palette

  @Test(arguments: PaneID.allCases, ["Esc", "q", "?", "Enter"])
  func `help lists the keys of where you are`(pane: PaneID, close: String) {
    var desk = Desk.loaded(size: .large)
    desk.press(String(pane.rawValue), "?")
    let text = desk.text
    #expect(text.contains("Help · \(pane.title)"))
    for binding in desk.dashboard.paneBindings(of: pane) where !binding.id.row.keys.isEmpty {
      #expect(text.contains(binding.hint.string))
    }

    #expect(desk.press(close).isEmpty)
    #expect(desk.dashboard.dialogs.isEmpty)
  }

  @Test(arguments: [
    ("refresh", [Effect.fetch(.users)]), ("repaint", [.terminal(.repaint)]),
    ("suspend", [.terminal(.suspend)]), ("quit", [.terminal(.quit)]),
  ])
  func `a command runs by its name`(name: String, effects: [Effect]) {
    var desk = Desk.loaded()
    desk.press(":")
    desk.type(name)

    #expect(Array(desk.press("Enter").prefix(effects.count)) == effects)
    #expect(desk.dashboard.dialogs.isEmpty)
  }

  @Test func `a whole name outranks a name it is part of`() {
    var desk = Desk.loaded()
    desk.command("lock")
    #expect(!desk.dashboard.mayWrite)

    desk.command("unlock")
    #expect(desk.dashboard.mayWrite)

    desk.press("2")
    desk.command("back")
    #expect(desk.dashboard.focus == .users)
  }

  @Test func `every command's name finds it first`() {
    let desk = Desk.loaded()
    for row in desk.dashboard.commandBindings
    where row.unavailable == nil && row.id != .palette {
      var desk = desk
      desk.press(":")
      desk.type(row.id.rawValue)
      let palette = desk.dashboard.dialogs.top as? PaletteDialog
      #expect(palette?.chosen?.id == row.id)
    }
  }

  @Test func `the palette says why a command cannot run`() {
    var desk = Desk.loaded(mayWrite: false)
    desk.command("users.reset")

    #expect(desk.notice == "read-only profile: :unlock to write")
  }

  // MARK: Quit

  @Test func `quit goes at once when nothing would be lost`() {
    var desk = Desk.loaded()
    #expect(desk.press("q") == [.terminal(.quit)])
  }

  @Test func `quit asks while a draft is unsaved`() {
    var desk = Desk.loaded()
    desk.press("4", "Space")

    #expect(desk.press("q").isEmpty)
    #expect(desk.text.contains("1 unsaved behavior change; it is kept for next time"))
    #expect(desk.press("Enter").isEmpty)
    #expect(desk.dashboard.dialogs.isEmpty)
    #expect(desk.press("q", "n").isEmpty)
    #expect(desk.press("q", "Tab", "Enter") == [.terminal(.quit)])
    #expect(desk.press("q", "y") == [.terminal(.quit)])
  }

  @Test func `quit asks while a write is under way, and the write goes on`() {
    var desk = Desk.loaded()
    guard let request = Desk.resets(in: desk.press("R", "2", "y")).first else {
      Issue.record("no reset was sent")
      return
    }

    #expect(desk.press("q").isEmpty)
    #expect(desk.text.contains("1 write under way"))
    #expect(desk.press("n").isEmpty)
    #expect(desk.press("Ctrl-C").isEmpty)
    #expect(desk.press("y") == [.terminal(.quit)])

    desk.press("q")
    desk.send(.resetEnded(request, .reset(at: Desk.now)))
    #expect(desk.resetDialog == nil)
    #expect(desk.notice.contains("Dana Reyes reset"))
  }

  @Test(arguments: [Size.small, .wide, .tiny])
  func `a long notice is told to its end where three rows hold it`(size: Size) {
    var desk = Desk.loaded(size: size)
    let text: SafeText =
      "no changes can be made: the journal /home/ana/.local/state/ztriage/0123/journal.sqlite "
      + "cannot be used: the disk is full; free some room; until then no write is sent"
    desk.send(.noted(Notice.Draft(text, .error)))
    #expect(desk.text.contains("free some room") == (size != .tiny))
    #expect(desk.text.contains("no changes can be made"))
    expectStraight(desk)
  }

  @Test func `quit asks again when what is unsaved cannot be kept`() {
    var desk = Desk.loaded()
    desk.press("4", "Space", "1", "v", "i")
    desk.type("asked")
    desk.send(.draftsNotKept("the disk is full"))
    #expect(desk.text.contains("1 unsaved behavior change and 1 unsaved note would be"))

    #expect(desk.press("Enter").isEmpty)
    #expect(desk.text.contains("Note: asked"))
    desk.send(.draftsNotKept("the disk is full"))
    desk.send(.draftsNotKept("the disk is full"))
    #expect(desk.press("y") == [.terminal(.quitLosingDrafts)])
    #expect(desk.text.contains("Note: asked"))
  }

  @Test func `a reason that was only picked keeps nobody from quitting`() {
    var desk = Desk.loaded()
    desk.press("R", "2", "Esc")
    #expect(desk.send(.draftsNotKept("the disk is full")) == [.terminal(.quitLosingDrafts)])
  }

  @Test func `a long reason stands whole in the question whether to quit`() {
    var desk = Desk.loaded(size: .small)
    desk.press("4", "Space")
    let path = "/home/ana/.local/state/ztriage/0123456789abcdef0123456789abcdef/journal.sqlite"
    let reason = "the journal \(path) cannot be used: the disk is full; free some room"
    desk.send(.draftsNotKept(reason))

    for words in ["would be lost", "journal.sqlite", "the disk is full", "free some room"] {
      #expect(desk.text.contains(words))
    }
    expectStraight(desk)
  }

  @Test func `the end of the terminal asks nothing`() {
    var desk = Desk.loaded()
    desk.press("4", "Space")

    #expect(desk.send(.input(.ended(.hangup), Desk.now)) == [.terminal(.quit)])
  }

  // MARK: Settings

  @Test func `keys can be bound anew, and the old ones mean nothing then`() {
    var desk = Desk.loaded(keys: ["users.reset": ["X"], "quit": ["Q"]])

    #expect(desk.press("q", "R").isEmpty)
    #expect(desk.dashboard.dialogs.isEmpty)
    desk.press("X")
    #expect(desk.resetDialog != nil)
    desk.press("Esc")
    #expect(desk.press("Q") == [.terminal(.quit)])
  }
}

// MARK: Fixtures

extension Desk {
  fileprivate mutating func command(_ name: String) {
    press(":")
    type(name)
    press("Enter")
  }

  fileprivate var exported: ExportContent? {
    (dashboard.dialogs.top as? ExportDialog)?.content
  }
}
