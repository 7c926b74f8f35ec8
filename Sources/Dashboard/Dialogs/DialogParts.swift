import TerminalUI

/// Cancel and confirm.
///
/// Cancel has the focus when a dialog opens.
struct ButtonRow: Equatable {
  var cancel: SafeText = "Cancel"
  var confirm: SafeText
  private(set) var isConfirmFocused = false

  mutating func move() { isConfirmFocused.toggle() }
  mutating func focusCancel() { isConfirmFocused = false }

  /// What Enter means.
  var pressed: DialogMessage { isConfirmFocused ? .confirmed : .canceled }

  func view(in frame: inout Frame, row: Int) {
    let cancelText: SafeText = isConfirmFocused ? "  \(cancel)  " : "[ \(cancel) ]"
    let confirmText: SafeText = isConfirmFocused ? "[ \(confirm) ]" : "  \(confirm)  "
    var column = max(1, (frame.width - cancelText.width - confirmText.width - 4) / 2)
    column = frame.write(cancelText, row: row, column: column, style: style(!isConfirmFocused)) + 4
    frame.write(confirmText, row: row, column: column, style: style(isConfirmFocused))
  }

  private func style(_ isFocused: Bool) -> Style {
    isFocused ? Style(.buttonFocused, [.bold, .reverse]) : Style(.button)
  }

  /// The rows of the key table that every question has.
  ///
  /// `moving` moves between the buttons, where arrows mean something else.
  func bindings(
    confirmUnavailable reason: SafeText? = nil,
    moving: [Key] = [.tab, .shiftTab, .left, .right]
  ) -> [KeyBinding<DialogMessage>] {
    [
      KeyBinding(
        "dialog.confirm",
        ["y"],
        "confirm",
        .confirmed,
        unavailable: reason,
        footerRank: 1
      ),
      KeyBinding("dialog.cancel", [.escape, "n"], "cancel", .canceled, footerRank: 2),
      KeyBinding(
        "dialog.button",
        moving,
        "next button",
        .buttonMoved,
        footerRank: 5
      ),
      KeyBinding(
        "dialog.press",
        [.enter],
        "= \(isConfirmFocused ? confirm : cancel)",
        .buttonPressed,
        footerRank: 4
      ),
    ]
  }
}

/// Lines of a dialog, each with a style.
struct DialogText: Equatable {
  struct Line: Equatable {
    var text: SafeText
    var style: Style
    /// What stands in the right half of the line; at most one.
    var right: [Line] = []
  }

  private(set) var lines: [Line] = []

  /// Adds text, wrapped to a width.
  mutating func add(_ text: SafeText, width: Int, _ style: Style = Style()) {
    lines += TextWrap.lines(of: text, width: width).map { Line(text: $0, style: style) }
  }

  mutating func addBlank() {
    lines.append(Line(text: "", style: Style()))
  }

  /// Adds choices, two to a line, the chosen one with a mark.
  mutating func addPairs(_ choices: [(text: SafeText, isChosen: Bool)], width: Int) {
    var rest = choices[...]
    while let left = rest.popFirst() {
      let right = rest.popFirst()
      lines.append(
        Line(
          text: Self.words(left),
          style: Self.style(left),
          right: right.map { [Line(text: Self.words($0), style: Self.style($0))] } ?? []
        )
      )
    }
  }

  private static func words(_ choice: (text: SafeText, isChosen: Bool)) -> SafeText {
    "\(choice.isChosen ? "▌" : " ") \(choice.text)"
  }

  private static func style(_ choice: (text: SafeText, isChosen: Bool)) -> Style {
    choice.isChosen ? Style(.selection, .bold) : Style()
  }

  func view(in frame: inout Frame, rows: Rect) {
    for (offset, line) in lines.prefix(rows.height).enumerated() {
      frame.write(line.text, row: rows.row + offset, column: rows.column, style: line.style)
      guard let right = line.right.first else { continue }
      let middle = rows.column + rows.width / 2
      frame.write(right.text, row: rows.row + offset, column: middle, style: right.style)
    }
  }
}

extension PaneFrame {
  /// The frame of a dialog.
  init(dialog title: SafeText) {
    self.init(title: title, borderRole: .dialogBorder, titleRole: .dialogTitle)
  }
}
