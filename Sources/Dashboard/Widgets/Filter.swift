package import RiskServices
package import TerminalUI

extension ListState {
  /// Follows rows that data or a filter changed; `isTyped` says that the filter's text did.
  ///
  /// While it is typed the best match is selected, and Enter opens it: not whoever happens to match as
  /// well further down. Cleared, the selection goes back to who was selected before.
  mutating func follow(
    _ rows: some ListRows<ID>,
    _ filter: Filter,
    isTyped: Bool,
    first: ID?,
    isWhole: Bool = true
  ) {
    if !filter.isActive {
      widen(to: rows, first: first, isWhole: isWhole)
    } else if isTyped, hasSelected {
      narrow(to: rows)
    } else {
      follow(rows, first: first, isWhole: isWhole)
    }
  }

  /// Takes a filter that was kept for where the analyst wanted to go.
  mutating func settle(_ filter: Filter) {
    if filter.isActive, !filter.isEditing { keepNarrowed() }
  }
}

/// What a pane is narrowed to, and whether it is being typed.
package struct Filter: Equatable, Sendable {
  private let subject: FilterSubject
  /// The text as typed.
  package private(set) var field = TextField(limit: 200)
  /// The text as understood.
  package private(set) var query = FilterQuery()
  /// True while keys go into the field.
  package private(set) var isEditing = false

  /// A filter of some kind of rows, as it was kept earlier or empty.
  package init(_ subject: FilterSubject, kept text: String = "") {
    self.subject = subject
    field = TextField(text, limit: 200)
    read()
  }

  /// The text as typed; empty for all rows.
  package var text: String { field.text }
  /// True when something stands in the field; whether rows are hidden tells the query.
  package var isActive: Bool { !field.isEmpty }

  /// Opens the field with its old text selected: typing replaces it, an arrow key edits it.
  package mutating func open() {
    isEditing = true
    field.selectAll()
  }

  package mutating func keep() {
    isEditing = false
    field.deselect()
  }

  package mutating func clear() { self = Filter(subject) }

  /// Takes an edit of the text.
  package mutating func apply(_ edit: TextEdit) {
    field.apply(edit)
    read()
  }

  private mutating func read() { query = FilterQuery(field.text, for: subject) }

  // MARK: View

  /// Draws `/ text` over a row, with the cursor while it is being typed, and what there is to say of it.
  ///
  /// `note` is what the pane has to add.
  func view(in frame: inout Frame, row: Int, note: SafeText = "") {
    let start = frame.write("/ ", row: row, column: 1, style: Style(.key, .bold))
    let room = frame.width - start - 1
    let remark = remark(note)
    // Half the line is always left to what is typed.
    let remarkWidth = min(remark.width, max(room - text.count - 3, room / 2 - 2))
    let width = remark.isEmpty || remarkWidth < min(8, remark.width) ? room : room - remarkWidth - 2
    if isEditing {
      field.view(in: &frame, row: row, column: start, width: width)
    } else {
      frame.write(
        SafeText(field.text),
        row: row,
        column: start,
        style: Style(.input),
        limit: width
      )
    }
    guard width < room else { return }
    frame.write(
      remark.truncated(to: remarkWidth),
      row: row,
      column: start + width + 2,
      style: Style(hasMistake ? .warning : .dim)
    )
  }

  /// Whether a term is ignored that will not become right by being typed on.
  private var hasMistake: Bool {
    query.problems.contains { !$0.isIncomplete || !isEditing }
  }

  /// Terms that are not applied and why, and what else the rows do not tell.
  private func remark(_ note: SafeText) -> SafeText {
    var parts = query.problems.map { SafeText($0.words) }
    if query.isFuzzy { parts.append("fuzzy") }
    if !note.isEmpty { parts.append(note) }
    return parts.joined(separator: " · ")
  }
}
