import TerminalUI
import Testing

struct ListStateTests {
  /// A heading, three items, a heading, two items.
  private let rows = ListItems<String>([nil, "a", "b", "c", nil, "d", "e"])

  private func state(height: Int = 3) -> ListState<String> {
    var state = ListState<String>()
    state.follow(rows)
    state.follow(height: height, in: rows)
    return state
  }

  @Test func `nothing is selected until something is`() {
    var state = state()
    #expect(state.selection == nil)
    #expect(!state.hasSelected)
    state.selectFirst(in: rows)
    #expect(state.selection == "a")
    #expect(state.hasSelected)
  }

  @Test(arguments: [
    (ListMotion.down, "b"), (.up, "a"), (.last, "e"), (.first, "a"), (.pageDown, "d"),
  ])
  func `a motion passes over headings`(motion: ListMotion, selected: String) {
    var state = state()
    state.selectFirst(in: rows)
    state.move(motion, in: rows)
    #expect(state.selection == selected)
    #expect(state.visible.contains(state.cursor))
  }

  @Test func `the heading above the selection comes into view with it`() {
    var state = state()
    state.selectFirst(in: rows)
    #expect(state.visible == 0..<3)
    state.move(.last, in: rows)
    #expect(state.visible == 4..<7)
    state.move(.first, in: rows)
    #expect(state.visible == 0..<3)
  }

  @Test func `new rows move the selection with its item`() {
    var state = state()
    state.select("b", in: rows)
    let sorted = ListItems<String>(["e", "d", "c", "b", "a"])
    state.follow(sorted)
    #expect(state.selection == "b")
    #expect(state.cursor == 3)
    #expect(state.visible.contains(3))
  }

  @Test func `nobody is selected where the item is gone, and moving goes on from its row`() {
    var state = state()
    state.select("b", in: rows)
    let left = ListItems<String>([nil, "a", "c", nil, "d", "e"])
    state.follow(left)
    #expect(state.selection == nil)
    state.move(.down, in: left)
    #expect(state.selection == "c")
  }

  @Test func `an item that does not show is not selected`() {
    var state = state()
    state.select("b", in: rows)
    let isShown = state.select("z", in: rows)
    #expect(!isShown)
    #expect(state.selection == "b")
  }

  @Test func `only the very first rows select by themselves, and nobody has chosen that`() {
    var state = ListState<String>()
    state.follow(rows, first: "a")
    #expect(state.selection == "a")
    #expect(!state.isChosen)
    state.follow(ListItems<String>(["b", "c"]), first: "b")
    #expect(state.selection == nil)
    state.move(.down, in: ListItems<String>(["b", "c"]))
    #expect(state.selection == "c")
    #expect(state.isChosen)
  }

  @Test func `a filter selects its best match, and cleared it leads back`() {
    var state = state()
    state.select("c", in: rows)
    state.narrow(to: ListItems<String>(["b", "d"]))
    #expect(state.selection == "b")
    state.narrow(to: ListItems<String>([]))
    #expect(state.selection == nil)
    state.narrow(to: ListItems<String>(["d"]))
    #expect(state.selection == "d")
    state.widen(to: rows)
    #expect(state.selection == "c")
  }

  @Test func `a kept filter, or a move in it, is where somebody wanted to go`() {
    let matches = ListItems<String>(["d", "e"])
    var kept = state()
    kept.select("c", in: rows)
    kept.narrow(to: matches)
    var moved = kept
    kept.keepNarrowed()
    kept.widen(to: rows)
    #expect(kept.selection == "d")
    moved.move(.down, in: matches)
    moved.widen(to: rows)
    #expect(moved.selection == "e")
  }

  @Test func `new rows under a filter that is typed select its best match again`() {
    var state = state()
    state.select("c", in: rows)
    state.narrow(to: ListItems<String>(["b", "d"]))
    state.follow(ListItems<String>(["d", "e"]))
    #expect(state.selection == "d")
    state.widen(to: rows)
    #expect(state.selection == "c")
  }

  @Test func `who is looked for is selected once the rows have them, unless they never will`() {
    var early = ListState<String>()
    early.select(whenShown: "e")
    early.follow(ListItems<String>(["a", "b"]), first: "a", isWhole: false)
    #expect(early.selection == "a")
    var late = early
    early.follow(rows)
    #expect(early.selection == "e")
    late.follow(ListItems<String>(["a", "b"]))
    late.follow(rows)
    #expect(late.selection == "a")
  }

  @Test func `the wheel moves the rows, and new rows leave them where they are`() {
    var state = state()
    state.select("a", in: rows)
    state.scroll(by: 3)
    #expect(state.visible == 3..<6)
    #expect(state.selection == "a")
    state.follow(rows)
    state.follow(height: 3, in: rows)
    #expect(state.visible == 3..<6)
    state.scroll(by: 30)
    #expect(state.visible == 4..<7)
    state.move(.down, in: rows)
    #expect(state.selection == "b")
    #expect(state.visible.contains(state.cursor))
  }

  @Test func `lines that are only read scroll, and stop at the last page`() {
    var state = ListState<Never>()
    let lines = ReadLines(10)
    state.follow(lines)
    state.follow(height: 4, in: lines)
    #expect(state.isCut)
    state.move(.down, in: lines)
    #expect(state.visible == 1..<5)
    state.move(.last, in: lines)
    #expect(state.visible == 6..<10)
    state.follow(height: 20, in: lines)
    #expect(state.visible == 0..<10)
    #expect(!state.isCut)
  }

  @Test(arguments: ListMotion.allCases)
  func `an empty list takes every motion`(motion: ListMotion) {
    var state = ListState<String>()
    let none = ListItems<String>([])
    state.follow(none)
    state.move(motion, in: none)
    state.selectFirst(in: none)
    #expect(state.selection == nil)
    #expect(state.visible.isEmpty)
  }

  @Test func `a key asks for rows near the selection alone, however long the list is`() {
    let rows = CountedRows(count: 1_000_000)
    var state = ListState<Int>()
    state.selectFirst(in: rows)
    state.follow(height: 40, in: rows)
    rows.asked.count = 0
    for motion in [ListMotion.down, .pageDown, .up, .pageUp, .last, .first] {
      state.move(motion, in: rows)
    }
    #expect(rows.asked.count < 60)
  }
}

/// A long list that counts what it is asked.
private struct CountedRows: ListRows {
  final class Asked { var count = 0 }

  let count: Int
  let asked = Asked()

  func id(at row: Int) -> Int? {
    asked.count += 1
    return row
  }

  func row(of id: Int) -> Int? {
    Issue.record("a key walks the list")
    return id
  }
}
