import RiskAPI
import RiskServices
import TerminalUI
import Testing

@testable import Dashboard

/// The keys that work wherever the focus is.
struct EverywhereKeysTests {
  @Test func `copied is said once it was copied, and too long says so`() {
    var driver = DashboardDriver.loaded()
    driver.takesCopies = false
    driver.press("y")
    #expect(driver.notice == "")
    driver.send(.copied(false))
    #expect(driver.notice.hasPrefix("e-mail not copied: "))
    #expect(driver.notice.hasSuffix("is more than terminals take; e saves it to a file"))
    driver.press("y")
    driver.send(.copied(true))
    #expect(driver.notice.hasPrefix("copied "))
  }

  @Test(arguments: PaneID.allCases)
  func `a digit focuses its pane`(pane: PaneID) {
    var driver = DashboardDriver.loaded()
    driver.press(String(pane.rawValue))

    #expect(driver.dashboard.focus == pane)
  }

  @Test func `tab goes around the panes, shift-tab back`() {
    var driver = DashboardDriver.loaded()
    var seen: [PaneID] = []
    for _ in 1...4 {
      driver.press("Tab")
      seen.append(driver.dashboard.focus)
    }
    #expect(seen == [.timeline, .integrations, .behaviors, .users])

    driver.press("Shift-Tab")
    #expect(driver.dashboard.focus == .behaviors)
  }

  @Test func `zoom gives the pane the screen, and gives it back`() {
    var driver = DashboardDriver.loaded(size: .wide)
    driver.press("4", "z")
    #expect(driver.dashboard.layout.places.map(\.pane) == [.behaviors])

    driver.press("z")
    #expect(driver.dashboard.layout.places.count == 4)
  }

  @Test func `refresh asks for everything on the screen`() {
    var driver = DashboardDriver.loaded()

    #expect(
      driver.press("r") == [
        .fetch(.users), .fetch(.behaviors), .fetch(.integrations), .fetch(.user(.fixture(1))),
      ]
    )
  }

  @Test func `repaint and suspend are the terminal's`() {
    var driver = DashboardDriver.loaded()

    #expect(driver.press("Ctrl-L") == [.terminal(.repaint)])
    #expect(driver.press("Ctrl-Z") == [.terminal(.suspend)])
  }

  @Test(arguments: ["R", "?", ":", "/", "e"])
  func `repaint and suspend work in every dialog and field`(opening: String) {
    var driver = DashboardDriver.loaded()
    driver.press(opening)

    #expect(driver.press("Ctrl-L") == [.terminal(.repaint)])
    #expect(driver.press("Ctrl-Z") == [.terminal(.suspend)])
  }

  @Test func `a key that means nothing does nothing`() {
    var driver = DashboardDriver.loaded()
    let before = driver.dashboard

    #expect(driver.press("F7", "Insert", "x", "Alt-q").isEmpty)
    #expect(driver.dashboard == before)
  }

  // MARK: Filter

  @Test func `the filter narrows as it is typed, and letters are text`() {
    var driver = DashboardDriver.loaded()
    driver.press("/")
    driver.type("kenq")
    #expect(driver.shownNames == [])

    driver.press("Backspace")
    #expect(driver.shownNames == ["Kenji Watanabe"])
    #expect(driver.selectedName == "Kenji Watanabe")
  }

  @Test func `enter keeps the filter, escape clears it`() {
    var driver = DashboardDriver.loaded()
    driver.press("/")
    driver.type("souza")
    driver.press("Enter")
    #expect(driver.shownNames == ["Ana Souza"])
    #expect(!driver.dashboard.users.filter.isEditing)
    #expect(driver.text.contains("1–1 of 1, filtered from 12"))

    driver.press("/", "Esc")
    #expect(driver.shownNames.count == 12)
  }

  @Test func `accents, case and the order of words do not matter`() {
    for typed in ["nandu jose", "ÑANDÚ", "jos nan", "李"] {
      var driver = DashboardDriver.loaded()
      driver.press("/")
      driver.type(typed)
      let expected = typed == "李" ? "李 小龙" : "José Ñandú"
      #expect(driver.shownNames.first == expected, "\(typed)")
    }
  }

  @Test func `the list moves while the filter is typed`() {
    var driver = DashboardDriver.loaded()
    driver.press("/", "Down")

    #expect(driver.selectedName == "Kenji Watanabe")
    #expect(driver.dashboard.users.filter.isEditing)
  }

  @Test func `every pane has a filter of its own`() {
    var driver = DashboardDriver.loaded()
    driver.press("4", "/")
    driver.type("impossible")
    driver.press("Enter", "3", "/")
    driver.type("test")
    driver.press("Enter", "2", "/")
    driver.type("dlp")
    driver.press("Enter")

    #expect(driver.dashboard.behaviors.shown == ["imp_travel"])
    #expect(driver.dashboard.integrations.shown.count == 1)
    #expect(driver.dashboard.timeline.rows.count == 2)
    #expect(driver.shownNames.count == 12)
  }

  @Test func `a paste goes into the filter as one line`() {
    var driver = DashboardDriver.loaded()
    driver.press("/")
    driver.paste("ana\nsouza")

    #expect(driver.dashboard.users.filter.text == "ana souza")
    #expect(driver.selectedName == "Ana Souza")
  }

  @Test func `clearing the filter brings the selection back`() {
    var driver = DashboardDriver.loaded()
    driver.press("j", "j", "/")
    driver.type("souza")
    driver.press("Esc")

    #expect(driver.selectedName == "李 小龙")
  }

  // MARK: Escape

  @Test func `escape goes one step out at a time`() {
    var driver = DashboardDriver.loaded()
    driver.press("2", "Enter", "z", "Esc")
    #expect(driver.dashboard.timeline.details == nil)

    driver.press("/")
    driver.type("dlp")
    driver.press("Enter", "Esc")
    #expect(!driver.dashboard.timeline.filter.isActive)
    #expect(driver.dashboard.isZoomed)

    driver.press("Esc")
    #expect(!driver.dashboard.isZoomed)
    #expect(driver.dashboard.focus == .timeline)

    driver.press("Esc")
    #expect(driver.dashboard.focus == .users)
    #expect(driver.press("Esc").isEmpty)
  }

  // MARK: Copy

  @Test func `copy takes the next text with each press`() {
    var driver = DashboardDriver.loaded()

    #expect(driver.press("y") == [.terminal(.copy("user1@acme.example"))])
    #expect(driver.notice.contains("again for user id"))
    #expect(driver.press("y") == [.terminal(.copy("00000000-0000-4000-8000-000000000001"))])
    #expect(driver.press("y") == [.terminal(.copy("Dana Reyes"))])
    #expect(driver.press("y") == [.terminal(.copy("user1@acme.example"))])
  }

  @Test func `copy starts anew on another row`() {
    var driver = DashboardDriver.loaded()
    driver.press("y", "y", "j")

    #expect(driver.press("y") == [.terminal(.copy("user2@acme.example"))])
  }

  @Test func `copy takes the evidence, the address or the key of other panes`() {
    var driver = DashboardDriver.loaded()
    guard case .terminal(.copy(let evidence))? = driver.press("2", "y").last else {
      Issue.record("nothing was copied")
      return
    }
    #expect(evidence.string.contains("\"city\" : \"Osaka\""))
    #expect(evidence.string.contains("\n"))
    #expect(driver.press("3", "y") == [.terminal(.copy("https://acme.okta.com"))])
    #expect(driver.press("4", "y") == [.terminal(.copy("high_dlp"))])
  }

  @Test func `what is copied is safe`() {
    var account = Fixture.team
    account.users[0].email = "a\u{1B}]52;c;ZXZpbA==\u{7}@acme.example\u{202E}"
    var driver = DashboardDriver.loaded(account)

    guard case .terminal(.copy(let text))? = driver.press("y").last else {
      Issue.record("nothing was copied")
      return
    }
    #expect(!text.isEmpty)
    #expect(text.string.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x202E })
  }

  @Test func `nothing to copy says so`() {
    var driver = DashboardDriver.loaded(Fixture())

    #expect(driver.press("y").isEmpty)
    #expect(driver.notice == "nothing to copy")
  }

  // MARK: Export

  @Test func `export asks for a file and tells what became of it`() {
    var driver = DashboardDriver.loaded()
    driver.press("e")
    driver.press(Array(repeating: "Backspace", count: "ztriage-users.csv".count))
    driver.type("/tmp/q y.csv")

    let effects = driver.press("Enter")
    guard case .export(let request)? = effects.first else {
      Issue.record("expected an export, got \(effects)")
      return
    }
    #expect(request.path == "/tmp/q y.csv")
    #expect(request.content == .users(Fixture.team.users))

    driver.send(.exported(request, .failed("the file exists")))
    #expect(driver.text.contains("the file exists"))
    driver.send(.exported(request, .written(path: "/tmp/q y.csv", rows: 12)))
    #expect(driver.dashboard.dialogs.isEmpty)
    #expect(driver.notice == "saved 12 rows to /tmp/q y.csv")
  }

  @Test func `export writes the rows that show`() {
    var driver = DashboardDriver.loaded()
    driver.press("/")
    driver.type("souza")
    driver.press("Enter", "e")
    #expect(driver.exported == .users([Fixture.team.users[3]]))

    driver.press("Esc", "Esc", "g", "2", "/")
    driver.type("dlp")
    driver.press("Enter", "e")
    #expect(driver.exported == .events([UserDetail.dana.events[1]]))

    driver.press("Esc", "4", "/")
    driver.type("imp_travel")
    driver.press("Enter", "e")
    #expect(driver.exported == .behaviors([[Behavior].usual[2]]))

    driver.press("Esc", "3", "/")
    driver.type("test")
    driver.press("Enter", "e")
    #expect(driver.exported == .integrations([[Integration].usual[1]]))
  }

  // MARK: Help and palette

  @Test(arguments: PaneID.allCases, ["Esc", "q", "?", "Enter"])
  func `help lists the keys of where you are`(pane: PaneID, close: String) {
    var driver = DashboardDriver.loaded(size: .large)
    driver.press(String(pane.rawValue), "?")
    let text = driver.text
    #expect(text.contains("Help · \(pane.title)"))
    let bindings = driver.dashboard.paneBindings(of: pane).filter { !$0.id.row.keys.isEmpty }
    #expect(!bindings.isEmpty)
    for binding in bindings {
      #expect(text.contains(binding.hint.string))
    }

    #expect(driver.press(close).isEmpty)
    #expect(driver.dashboard.dialogs.isEmpty)
  }

  @Test(arguments: [
    ("refresh", [Effect.fetch(.users)]), ("repaint", [.terminal(.repaint)]),
    ("suspend", [.terminal(.suspend)]), ("quit", [.terminal(.quit)]),
  ])
  func `a command runs by its name`(name: String, effects: [Effect]) {
    var driver = DashboardDriver.loaded()
    driver.press(":")
    driver.type(name)

    #expect(Array(driver.press("Enter").prefix(effects.count)) == effects)
    #expect(driver.dashboard.dialogs.isEmpty)
  }

  @Test func `a whole name outranks a name it is part of`() {
    var driver = DashboardDriver.loaded()
    driver.command("lock")
    #expect(!driver.dashboard.mayWrite)

    driver.command("unlock")
    #expect(driver.dashboard.mayWrite)

    driver.press("2")
    driver.command("back")
    #expect(driver.dashboard.focus == .users)
  }

  @Test func `every command's name finds it first`() {
    let driver = DashboardDriver.loaded()
    for row in driver.dashboard.commandBindings
    where row.unavailable == nil && row.id != .palette {
      var driver = driver
      driver.press(":")
      driver.type(row.id.rawValue)
      let palette = driver.dashboard.dialogs.top as? PaletteDialog
      #expect(palette?.chosen?.id == row.id)
    }
  }

  @Test func `the palette says why a command cannot run`() {
    var driver = DashboardDriver.loaded(mayWrite: false)
    driver.command("users.reset")

    #expect(driver.notice == "read-only profile: :unlock to write")
  }

  // MARK: Quit

  @Test func `quit goes at once when nothing would be lost`() {
    var driver = DashboardDriver.loaded()
    #expect(driver.press("q") == [.terminal(.quit)])
  }

  @Test func `quit asks while a draft is unsaved`() {
    var driver = DashboardDriver.loaded()
    driver.press("4", "Space")

    #expect(driver.press("q").isEmpty)
    #expect(driver.text.contains("1 unsaved behavior change; it is kept for next time"))
    #expect(driver.press("Enter").isEmpty)
    #expect(driver.dashboard.dialogs.isEmpty)
    #expect(driver.press("q", "n").isEmpty)
    #expect(driver.press("q", "Tab", "Enter") == [.terminal(.quit)])
    #expect(driver.press("q", "y") == [.terminal(.quit)])
  }

  @Test func `quit asks while a write is under way, and the write goes on`() {
    var driver = DashboardDriver.loaded()
    guard let request = DashboardDriver.resets(in: driver.press("R", "2", "y")).first else {
      Issue.record("no reset was sent")
      return
    }

    #expect(driver.press("q").isEmpty)
    #expect(driver.text.contains("1 write under way"))
    #expect(driver.press("n").isEmpty)
    #expect(driver.press("Ctrl-C").isEmpty)
    #expect(driver.press("y") == [.terminal(.quit)])

    driver.press("q")
    driver.send(.resetEnded(request, .reset(at: DashboardDriver.now)))
    #expect(driver.resetDialog == nil)
    #expect(driver.notice.contains("Dana Reyes reset"))
  }

  @Test(arguments: [Size.small, .wide, .tiny])
  func `a long notice is told to its end where three rows hold it`(size: Size) {
    var driver = DashboardDriver.loaded(size: size)
    let text: SafeText =
      "no changes can be made: the journal /home/ana/.local/state/ztriage/0123/journal.sqlite "
      + "cannot be used: the disk is full; free some room; until then no write is sent"
    driver.send(.noted(Notice.Draft(text, .error)))
    #expect(driver.text.contains("free some room") == (size != .tiny))
    #expect(driver.text.contains("no changes can be made"))
    expectStraight(driver)
  }

  @Test func `quit asks again when what is unsaved cannot be kept`() {
    var driver = DashboardDriver.loaded()
    driver.press("4", "Space", "1", "v", "i")
    driver.type("asked")
    driver.send(.draftsNotKept("the disk is full"))
    #expect(driver.text.contains("1 unsaved behavior change and 1 unsaved note would be"))

    #expect(driver.press("Enter").isEmpty)
    #expect(driver.text.contains("Note: asked"))
    driver.send(.draftsNotKept("the disk is full"))
    driver.send(.draftsNotKept("the disk is full"))
    #expect(driver.press("y") == [.terminal(.quitLosingDrafts)])
    #expect(driver.text.contains("Note: asked"))
  }

  @Test func `a reason that was only picked keeps nobody from quitting`() {
    var driver = DashboardDriver.loaded()
    driver.press("R", "2", "Esc")
    #expect(driver.send(.draftsNotKept("the disk is full")) == [.terminal(.quitLosingDrafts)])
  }

  @Test func `a long reason stands whole in the question whether to quit`() {
    var driver = DashboardDriver.loaded(size: .small)
    driver.press("4", "Space")
    let path = "/home/ana/.local/state/ztriage/0123456789abcdef0123456789abcdef/journal.sqlite"
    let reason = "the journal \(path) cannot be used: the disk is full; free some room"
    driver.send(.draftsNotKept(reason))

    for words in ["would be lost", "journal.sqlite", "the disk is full", "free some room"] {
      #expect(driver.text.contains(words))
    }
    expectStraight(driver)
  }

  @Test func `the end of the terminal asks nothing`() {
    var driver = DashboardDriver.loaded()
    driver.press("4", "Space")

    #expect(driver.send(.input(.ended(.hangup), DashboardDriver.now)) == [.terminal(.quit)])
  }

  // MARK: Settings

  @Test func `keys can be bound anew, and the old ones mean nothing then`() {
    var driver = DashboardDriver.loaded(keys: ["users.reset": ["X"], "quit": ["Q"]])

    #expect(driver.press("q", "R").isEmpty)
    #expect(driver.dashboard.dialogs.isEmpty)
    driver.press("X")
    #expect(driver.resetDialog != nil)
    driver.press("Esc")
    #expect(driver.press("Q") == [.terminal(.quit)])
  }
}

// MARK: Fixtures

extension DashboardDriver {
  fileprivate mutating func command(_ name: String) {
    press(":")
    type(name)
    press("Enter")
  }

  fileprivate var exported: ExportContent? {
    (dashboard.dialogs.top as? ExportDialog)?.content
  }
}
