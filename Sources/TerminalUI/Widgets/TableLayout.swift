/// Which columns of a table show in a list of some width, and where.
///
/// It depends on the screen, and not on what the rows hold: a refresh moves no column.
package struct TableLayout: Equatable, Sendable {
  /// A column that shows.
  struct Place: Equatable, Sendable {
    /// Its number among the table's columns.
    var index: Int
    var start: Int
    var width: Int
  }

  private(set) var places: [Place] = []
  private let names: [String]

  /// Columns left blank at the right edge.
  private static let margin = 1

  init<Row>(_ columns: [Column<Row>], lead: Int, width: Int, widths: [String: Int]) {
    let shown = columns.indices.filter { width >= columns[$0].from }
    names = shown.map { columns[$0].name }
    let ranges = shown.map { index in
      widths[columns[index].name].map { $0...$0 } ?? columns[index].width
    }
    var spare = width - lead - Self.margin
    for (position, index) in shown.enumerated() {
      spare -= (position == 0 ? 0 : columns[index].before) + columns[index].after
      spare -= ranges[position].lowerBound
    }
    let room = Self.shared(spare, among: ranges)
    var start = lead
    for (position, index) in shown.enumerated() {
      if position > 0 { start += columns[index].before }
      places.append(Place(index: index, start: start, width: room[position]))
      start += room[position] + columns[index].after
    }
  }

  /// Whether a column shows.
  package func shows(_ name: String) -> Bool { names.contains(name) }

  /// Columns' widths: what is spare goes to those that want it, in equal parts, and what nobody wants to the
  /// last of them; what is missing is taken from the last one first.
  private static func shared(_ spare: Int, among ranges: [ClosedRange<Int>]) -> [Int] {
    var widths = ranges.map(\.lowerBound)
    var spare = spare
    let growing = ranges.indices.filter { ranges[$0].upperBound > ranges[$0].lowerBound }
    guard let last = growing.last else { return widths }
    for (position, index) in growing.enumerated() where spare > 0 {
      let share = (spare + growing.count - position - 1) / (growing.count - position)
      let taken = min(share, ranges[index].upperBound - widths[index])
      widths[index] += taken
      spare -= taken
    }
    if spare > 0 { widths[last] += spare }
    for index in growing.reversed() where spare < 0 {
      let given = min(-spare, max(0, widths[index] - 1))
      widths[index] -= given
      spare += given
    }
    return widths
  }
}
