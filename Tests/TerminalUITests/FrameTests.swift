import TerminalUI
import Testing

struct FrameTests {
  init() { TerminalLocale.activateUTF8() }

  @Test func `Text is clipped at every edge`() {
    var frame = Frame(Size(columns: 4, rows: 2))
    frame.write("abcdef", row: 0, column: -1)
    frame.write("xyz", row: 1, column: 2)
    frame.write("gone", row: 2, column: 0)
    frame.write("gone", row: -1, column: 0)
    #expect(frame.text == "bcde\n  xy")
  }

  @Test func `Half of a wide glyph is never drawn`() {
    var frame = Frame(Size(columns: 3, rows: 1))
    frame.write("a李小", row: 0, column: 0)
    #expect(frame.text == "a李")
    frame.write("a小", row: 0, column: 1)
    #expect(frame.text == "aa")
    frame.write("李", row: 0, column: -1)
    #expect(frame.text == "aa")
  }

  @Test func `Writing over one half blanks the other`() {
    var frame = Frame(Size(columns: 4, rows: 1))
    frame.write("李小", row: 0, column: 0)
    frame.write("x", row: 0, column: 1)
    #expect(frame.text == " x小")
    frame.write("y", row: 0, column: 2)
    #expect(frame.text == " xy")
    frame.write("龙", row: 0, column: 1)
    #expect(frame.text == " 龙")
    #expect(frame.cells.map(\.width) == [1, 2, 0, 1])
  }

  @Test func `A region keeps drawing inside it, and nests`() {
    var frame = Frame(Size(columns: 6, rows: 3))
    frame.inside(Rect(row: 1, column: 1, width: 4, height: 1)) { frame in
      #expect(frame.bounds == Rect(row: 0, column: 0, width: 4, height: 1))
      frame.write("abcdefgh", row: 0, column: 0)
      frame.inside(Rect(row: 0, column: 2, width: 10, height: 10)) { frame in
        #expect(frame.width == 2 && frame.height == 1)
        frame.write("XYZ", row: 0, column: 0)
        frame.placeCursor(row: 0, column: 1)
        frame.placeCursor(row: 0, column: 2)
      }
    }
    #expect(frame.text == "\n abXY\n")
    #expect(frame.cursor == Position(row: 1, column: 4))
  }

  @Test func `A region half outside keeps the text in place`() {
    var frame = Frame(Size(columns: 4, rows: 1))
    frame.inside(Rect(row: 0, column: 2, width: 10, height: 1)) { frame in
      frame.writeTrailing("ab", row: 0)
    }
    #expect(frame.text == "  ab")
  }

  @Test func `Sizes without cells take any drawing`() {
    for size in [Size(columns: 0, rows: 0), Size(columns: -3, rows: 5), Size(columns: 5, rows: 0)] {
      var frame = Frame(size)
      frame.write("李a", row: 0, column: 0)
      frame.fill(Rect(row: 0, column: 0, width: 9, height: 9), "x")
      frame.placeCursor(row: 0, column: 0)
      #expect(frame.cells.isEmpty && frame.cursor == nil)
    }
  }

  @Test func `A limit cuts with an ellipsis, keeping the start`() {
    var frame = Frame(Size(columns: 10, rows: 1))
    let end = frame.write("Dana Reyes", row: 0, column: 0, limit: 6)
    #expect(frame.text == "Dana …")
    #expect(end == 6)
  }
}
