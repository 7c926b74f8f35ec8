import TerminalUI
import Testing

struct KeyTests {
  @Test(arguments: [
    "R", "r", "Space", "Ctrl-L", "Shift-Tab", "Alt-x", "F5", "F24", "Esc", "Enter", "PageUp",
    "Ctrl-Alt-Shift-Left", "Ctrl-Space", "-", "/", "Ctrl-\\", "Alt-李",
  ])
  func `Names are read back as the key they name`(name: String) throws {
    let key = try #require(Key(name: name))
    #expect(key.name == name)
  }

  @Test(arguments: ["", "F0", "F25", "Ctrl-", "Strg-L", "ab", "Shift-a", " "])
  func `What names no key is refused`(name: String) {
    #expect(Key(name: name) == nil)
  }

  @Test func `Case does not matter in names, only in letters`() {
    #expect(Key(name: "ctrl-l") == .control("l"))
    #expect(Key(name: "CTRL-L") == .control("l"))
    #expect(Key(name: "esc") == .escape)
    #expect(Key(name: "R") != Key(name: "r"))
  }

  @Test func `Only letters without Control or Alt are inserted`() {
    #expect(Key.space.insertedCharacter == " ")
    #expect(Key("é").insertedCharacter == "é")
    #expect(Key.control("a").insertedCharacter == nil)
    #expect(Key(.character("a"), .alt).insertedCharacter == nil)
    #expect(Key.enter.insertedCharacter == nil)
  }

  @Test(arguments: [
    (ListMotion.up, 0, 0), (.up, 5, 4), (.down, 9, 9), (.first, 5, 0), (.last, 5, 9),
    (.pageDown, 1, 5), (.pageDown, 8, 9), (.pageUp, 2, 0), (.halfPageDown, 1, 3),
    (.halfPageUp, 9, 7),
  ])
  func `A motion lands inside the list`(motion: ListMotion, from: Int, to: Int) {
    #expect(motion.moved(from: from, count: 10, page: 4) == to)
  }

  @Test func `Motions bear lists and pages without rows`() {
    for motion in ListMotion.allCases {
      #expect(motion.moved(from: 3, count: 0, page: 4) == nil)
      #expect(motion.moved(from: 0, count: 1, page: 0) == 0)
    }
  }

  @Test(arguments: [
    (0, Optional(0), 100, 10, 0), (0, 10, 100, 10, 1), (50, 45, 100, 10, 45),
    (50, 55, 100, 10, 50), (95, nil, 100, 10, 90), (5, 3, 4, 10, 0), (7, 2, 100, 0, 0),
  ])
  func `The view follows the selection, moving as little as possible`(
    top: Int,
    selected: Int?,
    count: Int,
    height: Int,
    after: Int
  ) {
    #expect(Viewport.top(after: top, selected: selected, count: count, height: height) == after)
  }
}
