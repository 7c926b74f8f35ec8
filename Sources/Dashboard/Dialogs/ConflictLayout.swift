import RiskServices
import TerminalUI

/// A line of a ``ConflictTable``, and the field that it is about.
struct ConflictLine {
  var line: StyledLine
  /// Which of the table's places; nil for a heading of the whole.
  var place: Int?

  /// Parts from columns on, counted inside the dialog's margin.
  init(_ parts: [(column: Int, text: SafeText, style: Style)], place: Int? = nil) {
    line = StyledLine()
    for part in parts { line.add(part.text, at: part.column + 1, part.style) }
    self.place = place
  }
}

/// The lines of a ``ConflictTable`` for a width: three columns, and below each other the values of a
/// field that do not fit them.
///
/// The chosen value stands in brackets, and two words behind say what becomes of the field; color
/// only supports them.
struct ConflictLayout<Settings: MergeableSettings> {
  private let table: ConflictTable<Settings>
  private let width: Int
  private let nameWidth: Int
  private let valueWidth: Int
  private let titles: [SafeText]
  private let labels: [SafeText]
  /// What stays above the table as it scrolls.
  private(set) var header: [ConflictLine] = []
  /// What scrolls.
  private(set) var body: [ConflictLine] = []

  /// Rows of a value that is too long for one, at most.
  private static var mostRows: Int { 2 }
  private static var verdictWidth: Int { 11 }

  init(_ table: ConflictTable<Settings>, width: Int, _ keys: KeyMap) {
    self.table = table
    let (theirs, mine) = (keys.name(of: .conflictTheirs), keys.name(of: .conflictMine))
    titles = ["YOU SAW", "\(theirs) THEIRS", "\(mine) YOURS"]
    labels = ["you saw", "\(theirs) theirs", "\(mine) yours"]
    self.width = width
    let fields = table.places.map { table.field(at: $0) }
    nameWidth = Self.nameWidth(table)
    let widths = table.places.map(\.width)
    let room = (width - Self.fixedWidth(nameWidth)) / 3 - 2
    let fitting = widths.filter { $0 <= room }
    valueWidth = max(8, fitting.max() ?? 0) + 2
    if !fitting.isEmpty { header = [titleLine] }
    for (place, at) in table.places.enumerated() {
      if at.item != (place == 0 ? nil : table.places[place - 1].item) {
        let title = table.items[at.item].title.truncated(to: width)
        body.append(ConflictLine([(0, title, Style(.text, .bold))], place: place))
      }
      body += lines(of: fields[place], place: place)
    }
  }

  /// Columns that it takes for every field to stand on one line.
  static func naturalWidth(_ table: ConflictTable<Settings>) -> Int {
    let widest = table.places.map(\.width).max() ?? 0
    return fixedWidth(nameWidth(table)) + 3 * (max(8, widest) + 2)
  }

  private static func nameWidth(_ table: ConflictTable<Settings>) -> Int {
    table.places.reduce(5) { max($0, SafeText(table.field(at: $1).name).width) }
  }

  /// Rows of the field that takes the most.
  var tallest: Int {
    table.places.indices.map { place in body.count { $0.place == place } }.max() ?? 0
  }

  /// The lines that show so that all of the selected field does, as far as it fits.
  func visible(height: Int) -> [ConflictLine] {
    let selected = body.indices.filter { body[$0].place == table.selection }
    var top = Viewport.top(after: 0, selected: selected.last, count: body.count, height: height)
    top = Viewport.top(after: top, selected: selected.first, count: body.count, height: height)
    return Array(body.dropFirst(top).prefix(height))
  }

  // MARK: Lines

  /// Columns for all but the values.
  private static func fixedWidth(_ name: Int) -> Int { 2 + name + 2 + 3 + verdictWidth }

  private func column(of value: Int) -> Int { 2 + nameWidth + 2 + value * (valueWidth + 1) }

  private var titleLine: ConflictLine {
    ConflictLine(titles.enumerated().map { (column(of: $0) + 1, $1, Style(.header)) })
  }

  private func lines(of field: FieldMerge, place: Int) -> [ConflictLine] {
    let isSelected = place == table.selection
    var first: [(column: Int, text: SafeText, style: Style)] = []
    if isSelected { first.append((0, "▌", RowStyle.mark(isFocused: true))) }
    let name = SafeText(field.name)
    first.append((2, name, RowStyle.name(isSelected: isSelected, isFocused: true)))
    let verdict = (
      text: SafeText(field.verdict), style: Style(field.isOpen ? .warning : .dim, .bold)
    )
    let values = table.places[place].values
    let fits = table.places[place].width <= valueWidth - 2
    if fits, !Self.looksAlike(field, values.map { [$0] }) {
      for (index, value) in values.enumerated() {
        let isChosen = Self.isChosen(index, field)
        let text: SafeText = isChosen ? "[\(value)]" : " \(value)"
        first.append((column(of: index), text, Self.style(index, field)))
      }
      first.append((column(of: 3), verdict.text, verdict.style))
      return [ConflictLine(first, place: place)]
    }
    let end = max(2 + nameWidth + 2, min(column(of: 3), width - Self.verdictWidth))
    first.append((end, verdict.text, verdict.style))
    var lines = [ConflictLine(first, place: place)]
    let shown = values.map { rows(of: $0) }
    for (index, rows) in shown.enumerated() {
      let label: SafeText =
        Self.isChosen(index, field) ? "[\(labels[index])]" : " \(labels[index])"
      let style = Self.style(index, field)
      for (row, text) in rows.enumerated() {
        let head: [(column: Int, text: SafeText, style: Style)] =
          row == 0 ? [(4, label, style)] : []
        lines.append(ConflictLine(head + [(16, text, style)], place: place))
      }
    }
    if Self.looksAlike(field, shown) {
      let words: SafeText = "they differ in characters that cannot be shown"
      lines.append(ConflictLine([(4, words, Style(.warning))], place: place))
    }
    return lines
  }

  private func rows(of value: SafeText) -> [SafeText] {
    let room = max(1, width - 16)
    var rows = TextWrap.lines(of: value, width: room)
    guard rows.count > Self.mostRows else { return rows }
    rows = Array(rows.prefix(Self.mostRows))
    rows[Self.mostRows - 1] = (rows[Self.mostRows - 1] + "…").truncated(to: room)
    return rows
  }

  private static func isChosen(_ index: Int, _ field: FieldMerge) -> Bool {
    switch index {
    case 1: field.side == .theirs || field.change == .alike
    case 2: field.side == .mine || field.change == .alike
    default: false
    }
  }

  private static func style(_ index: Int, _ field: FieldMerge) -> Style {
    if index == 0 { return Style(.dim) }
    if field.isOpen { return Style(.warning) }
    return isChosen(index, field) ? Style(.selection, .bold) : Style(.dim)
  }

  /// Whether values that differ are drawn alike, as where one holds what is invisible.
  private static func looksAlike(_ field: FieldMerge, _ shown: [[SafeText]]) -> Bool {
    switch field.change {
    case .nobody: false
    case .mine, .theirs: shown[1] == shown[2]
    case .alike: shown[0] == shown[1]
    case .apart: Set(shown).count < 3
    }
  }
}
