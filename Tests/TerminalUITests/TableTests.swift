import TerminalUI
import Testing

struct TableTests {
  private struct Row: Sendable {
    var name: SafeText
    var count: SafeText
  }

  private static let table = Table<Row>([
    Column("name", "NAME", width: 4...8) { .text($0.name) },
    Column("note", "NOTE", width: 6...10, from: 30) { _ in .dim("a note") },
    Column("count", "COUNT", label: "count", width: 5...5, from: 20, isTrailing: true) {
      .text($0.count)
    },
  ])

  private static let rows = ListItems<String>([nil, "Dana", "Kenji the Second"])

  private static func frame(width: Int, selected: String? = nil) -> Frame {
    TerminalLocale.activateUTF8()
    var frame = Frame(Size(columns: width, rows: 4), takesMouse: true)
    var list = ListState<String>()
    list.follow(rows, first: selected)
    list.follow(height: 3, in: rows)
    let layout = table.layout(width: width)
    table.drawHeadings(layout, in: &frame, row: 0)
    table.draw(
      rows,
      list,
      layout,
      in: &frame,
      area: frame.bounds.split(top: 1).bottom,
      isFocused: true,
      onClick: { $0 },
      onWheel: { $0 }
    ) { id, _ in Row(name: SafeText(id), count: "7") }
    return frame
  }

  @Test func `what is worth least goes first, and names take the room`() {
    #expect(
      Self.frame(width: 36).text == """
           NAME      NOTE             COUNT

           Dana      a note               7
           Kenji t…  a note               7
        """
    )
    #expect(Self.frame(width: 36).text.contains("NOTE"))
    #expect(!Self.frame(width: 29).text.contains("NOTE"))
    #expect(Self.frame(width: 20).text.contains("COUNT"))
    #expect(!Self.frame(width: 19).text.contains("COUNT"))
    #expect(Self.frame(width: 19).text.contains("Kenji the Seco…"))
  }

  @Test func `no width traps, and none writes past the edge`() {
    for width in 0...40 {
      let lines = Self.frame(width: width).text.split(separator: "\n")
      #expect(lines.allSatisfy { $0.count <= width })
    }
  }

  @Test func `a row takes a click for its item, wherever it is hit`() {
    let mouse = Self.frame(width: 36, selected: "Dana").mouse
    func hit(_ row: Int) -> String? {
      mouse.target(of: MouseEvent(.press, at: Position(row: row, column: 35)))?
        .message(as: String.self)
    }
    #expect(hit(0) == nil)
    #expect(hit(1) == nil)
    #expect(hit(2) == "Dana")
    #expect(hit(3) == "Kenji the Second")
    let wheel = mouse.target(of: MouseEvent(.wheelDown, at: Position(row: 1, column: 0)))
    #expect(wheel?.message(as: Int.self) == 3)
  }

  @Test func `a row is read out whole, without what no one could see`() {
    let row = Row(name: "Dana", count: "7")
    #expect(Self.table.reading(of: row) == "Dana, a note, count 7")
  }
}
