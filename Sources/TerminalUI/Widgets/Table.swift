/// One column of a table, described once: for the screen and for whoever has it read out.
package struct Column<Row>: Sendable {
  /// Tells it from its neighbors, such as `events`.
  package let name: String
  let heading: SafeText
  /// Words before what it shows, for a reader without headings; empty where none are needed.
  let label: SafeText
  /// At least and at most so wide, where all find room.
  let width: ClosedRange<Int>
  /// The narrowest list that shows it: what is worth most shows in any.
  let from: Int
  /// Columns left blank before it and behind it.
  let before: Int
  let after: Int
  let isTrailing: Bool
  let cell: @Sendable (Row) -> TableCell
  /// What is said in place of what it shows, where signs would have to be read.
  let spoken: (@Sendable (Row) -> SafeText)?

  /// Describes a column; rows and lists are measured in columns of the screen.
  package init(
    _ name: String,
    _ heading: SafeText = "",
    label: SafeText = "",
    width: ClosedRange<Int>,
    from: Int = 0,
    before: Int = 2,
    after: Int = 0,
    isTrailing: Bool = false,
    spoken: (@Sendable (Row) -> SafeText)? = nil,
    cell: @escaping @Sendable (Row) -> TableCell
  ) {
    self.name = name
    self.heading = heading
    self.label = label
    self.width = width
    self.from = from
    self.before = before
    self.after = after
    self.isTrailing = isTrailing
    self.cell = cell
    self.spoken = spoken
  }
}

extension Frame {
  /// Has a part of the region scroll by three rows a notch of the wheel, down where positive.
  package mutating func onWheel(_ rect: Rect, _ message: (Int) -> some Equatable & Sendable) {
    on(.wheelUp, rect, message(-3))
    on(.wheelDown, rect, message(3))
  }
}

/// The columns of a list: draws its rows, and reads them out.
package struct Table<Row>: Sendable {
  private let columns: [Column<Row>]
  /// Columns for the marks at the left edge.
  private let lead: Int
  /// What stands between the mark of the selected row and the first column, such as `●`.
  private let sign: @Sendable (Row) -> TableCell
  /// What the sign says.
  private let signWords: SafeText

  /// A table of columns, from left to right.
  package init(
    _ columns: [Column<Row>],
    lead: Int = 3,
    signWords: SafeText = "",
    sign: @escaping @Sendable (Row) -> TableCell = { _ in .blank }
  ) {
    self.columns = columns
    self.lead = lead
    self.sign = sign
    self.signWords = signWords
  }

  /// Places the columns in a list of some width.
  ///
  /// `widths` are columns that are to be so wide here, by name.
  package func layout(width: Int, widths: [String: Int] = [:]) -> TableLayout {
    TableLayout(columns, lead: lead, width: width, widths: widths)
  }

  // MARK: View

  /// Draws the headings over a row of the region.
  package func drawHeadings(_ layout: TableLayout, in frame: inout Frame, row: Int) {
    for place in layout.places {
      let column = columns[place.index]
      TableCell.text(column.heading, Style(.header)).draw(
        in: &frame,
        row: row,
        column: place.start,
        width: place.width,
        isTrailing: column.isTrailing
      )
    }
  }

  /// Draws the rows that show, headings of groups among them, into a part of the region.
  ///
  /// `onClick` and `onWheel` make the messages of the mouse: for an item, and for rows to scroll by.
  package func draw<ID>(
    _ rows: some ListRows<ID>,
    _ list: ListState<ID>,
    _ layout: TableLayout,
    in frame: inout Frame,
    area: Rect,
    isFocused: Bool,
    onClick clicked: (ID) -> some Equatable & Sendable,
    onWheel turned: (Int) -> some Equatable & Sendable,
    row content: (_ id: ID, _ index: Int) -> Row?
  ) {
    frame.onWheel(area, turned)
    for (row, index) in zip(area.row..<max(area.row, area.maxRow), list.visible) {
      guard let id = rows.id(at: index) else {
        if let heading = rows.heading(at: index) {
          frame.write(heading, row: row, column: 1, style: Style(.header, .bold))
        }
        continue
      }
      guard let content = content(id, index) else { continue }
      frame.on(.press, Rect(row: row, column: 0, width: frame.width, height: 1), clicked(id))
      if id == list.selection {
        frame.write("▌", row: row, column: 0, style: RowStyle.mark(isFocused: isFocused))
      }
      sign(content).draw(in: &frame, row: row, column: 1, width: 1, isTrailing: false)
      for place in layout.places {
        let column = columns[place.index]
        column.cell(content).draw(
          in: &frame,
          row: row,
          column: place.start,
          width: place.width,
          isTrailing: column.isTrailing
        )
      }
    }
  }

  // MARK: Words

  /// A row as one line of words, for whoever has it read out: every column, shown or not.
  package func reading(of row: Row) -> SafeText {
    let signs = sign(row).words.isEmpty ? [] : [signWords]
    let words = columns.compactMap { column -> SafeText? in
      let words = column.spoken?(row) ?? column.cell(row).words
      guard !words.isEmpty else { return nil }
      return column.label.isEmpty ? words : "\(column.label) \(words)"
    }
    return (signs + words).joined(separator: ", ")
  }

  /// The selected row as one line of words; nil while none is.
  package func reading<ID>(
    _ list: ListState<ID>,
    row content: (_ id: ID, _ index: Int) -> Row?
  ) -> SafeText? {
    list.selection.flatMap { content($0, list.cursor) }.map { reading(of: $0) }
  }
}
