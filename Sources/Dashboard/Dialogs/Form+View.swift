import TerminalUI

// MARK: Keys

extension Form {
  /// What the keys of the form mean; `withArrows` where arrows move between a question's buttons.
  func bindings(
    confirmUnavailable reason: SafeText? = nil,
    withArrows: Bool = true
  ) -> [Binding<FormMessage<ID>>] {
    switch kind {
    case .prompt:
      [
        Binding(.dialogPress, .pressed, as: confirm, rank: 1),
        Binding(.dialogCancel, .canceled),
      ]
    case .question where isTyping:
      [
        Binding(.dialogPress, .pressed, as: "done", rank: 1),
        Binding(.dialogCancel, .canceled, as: "back"),
      ]
    case .question:
      actions(confirmUnavailable: reason) + [
        Binding(.dialogNext, .moved(by: 1)), Binding(.dialogPrevious, .moved(by: -1)),
      ] + (withArrows ? arrows : [])
    case .fillIn:
      actions(confirmUnavailable: reason) + [
        Binding(.dialogNext, .moved(by: 1), as: "next field"),
        Binding(.dialogPrevious, .moved(by: -1), as: "previous field"),
        Binding(.listDown, .moved(by: 1), as: "next field"),
        Binding(.listUp, .moved(by: -1), as: "previous field"),
        Binding(.dialogTurn, .turned(by: 1), rank: isAtSwitch ? 3 : nil),
      ] + arrows
    }
  }

  private var isAtSwitch: Bool {
    if case .field(let id) = focus, case .toggle = input(id) { true } else { false }
  }

  private var arrows: [Binding<FormMessage<ID>>] {
    [Binding(.dialogRight, .turned(by: 1)), Binding(.dialogLeft, .turned(by: -1))]
  }

  private func actions(confirmUnavailable reason: SafeText?) -> [Binding<FormMessage<ID>>] {
    [
      Binding(.dialogConfirm, .confirmed, unavailable: reason),
      Binding(.dialogCancel, .canceled),
      Binding(.dialogPress, .pressed, as: pressWords),
    ]
  }

  /// What Enter does.
  private var pressWords: SafeText {
    if case .field = focus { "next field" } else { "= \(focusedButton)" }
  }
}

// MARK: View

extension Form {
  /// Cancel and the button that acts, in the middle of a width.
  func buttons(width: Int) -> StyledLine {
    var line = StyledLine()
    let isCancel = focus == .cancel || isEditingQuestion && button == .cancel
    let texts: [(SafeText, Bool)] = [(cancel, isCancel), (confirm, isConfirm)].map { title, isOn in
      (isOn ? "[ \(title) ]" : "  \(title)  ", isOn)
    }
    let taken = texts.reduce(4) { $0 + $1.0.width }
    var column = max(1, (width - taken) / 2)
    for (text, isFocused) in texts {
      let style = isFocused ? Style(.buttonFocused, [.bold, .reverse]) : Style(.button)
      column = line.add(text, at: column, style) + 4
    }
    return line
  }

  private var isConfirm: Bool { focus == .confirm || isEditingQuestion && button == .confirm }

  private var isEditingQuestion: Bool {
    if kind == .question, case .field = focus { true } else { false }
  }

  /// A question's field in one line: its text, or the words of an empty one, until a key opens it.
  func line(of id: ID, width: Int, empty: SafeText) -> StyledLine {
    guard let field = fields.first(where: { $0.id == id }) else { return StyledLine() }
    var line = StyledLine()
    let start = line.add(field.label, at: 1, Style(.header)) + 1
    guard case .text(let text) = field.input else { return line }
    if focus == .field(id) {
      text.add(to: &line, column: start, width: width - start - 1)
    } else {
      let words: SafeText = text.isEmpty ? empty : SafeText(text.text)
      line.add(words, at: start, Style(.dim), limit: width - start - 1)
    }
    return line
  }

  /// The foot of a question with a note: the note and the buttons, with air around them.
  func foot(note id: ID, opensWith key: SafeText, width: Int) -> [StyledLine] {
    let blank = StyledLine()
    return [
      blank, line(of: id, width: width, empty: "none (\(key) to add)"), blank,
      buttons(width: width),
      blank,
    ]
  }

  /// The fields of a form to fill in, what is wrong below each.
  func lines(width: Int) -> [StyledLine] {
    let column = 3 + (fields.map(\.label.width).max() ?? 0)
    return fields.flatMap { field in
      var line = StyledLine()
      let isFocused = focus == .field(field.id)
      if isFocused { line.add("▌", at: 0, Style(.focusTitle, .bold)) }
      line.add(field.label, at: 1, Style(.header))
      add(field.input, isFocused, to: &line, column: column, width: width - column - 1)
      let problem = problems[field.id].map { StyledLine($0, at: column, Style(.error)) }
      return [line] + (problem.map { [$0] } ?? [])
    }
  }

  private func add(
    _ input: Input,
    _ isFocused: Bool,
    to line: inout StyledLine,
    column: Int,
    width: Int
  ) {
    switch input {
    case .text(let field), .words(let field, _):
      if isFocused {
        field.add(to: &line, column: column, width: width)
      } else {
        line.add(SafeText(field.text), at: column, Style(.input), limit: width)
      }
    case .choice(let choices, let picked):
      let words = picked.map { choices[$0] } ?? "pick one"
      line.add("< \(words) >", at: column, Style(isFocused ? .selection : .text), limit: width)
    case .toggle(let isOn):
      line.add(
        isOn ? "[x] yes" : "[ ] no",
        at: column,
        Style(isFocused ? .selection : .text),
        limit: width
      )
    }
  }
}
