import TerminalUI

/// Fields and buttons: what a dialog asks for, as a value.
///
/// A question opens on Cancel, and a key of its own enters each field. A form to fill in opens in its
/// first field, and Tab leads through all of them to the buttons. A prompt is one field without
/// buttons.
struct Form<ID: Hashable & Sendable>: Equatable, Sendable {
  /// A value that is asked for.
  enum Input: Equatable, Sendable {
    case text(TextField)
    /// Words that must be typed, letter for letter, before anything is done.
    case words(TextField, expected: String)
    /// One of some choices, by its place.
    case choice([SafeText], picked: Int?)
    case toggle(Bool)
  }

  struct Field: Equatable, Sendable {
    let id: ID
    let label: SafeText
    var input: Input
  }

  /// What takes the keys.
  enum Place: Hashable, Sendable {
    case field(ID)
    case cancel
    case confirm
  }

  enum Kind: Equatable, Sendable { case question, fillIn, prompt }

  private(set) var fields: [Field]
  private(set) var focus: Place
  /// What is wrong, by field.
  private(set) var problems: [ID: SafeText] = [:]
  /// The words on the button that acts.
  var confirm: SafeText
  let cancel: SafeText
  let kind: Kind
  /// The button to go back to from a field that a key opened.
  private(set) var button = Place.cancel

  /// A question with fields that keys of their own open.
  init(question fields: [Field], confirm: SafeText, cancel: SafeText = "Cancel") {
    self.init(fields, .question, focus: .cancel, confirm, cancel)
  }

  /// A form to fill in, field by field.
  init(fillIn fields: [Field], confirm: SafeText) {
    self.init(
      fields,
      .fillIn,
      focus: fields.first.map { .field($0.id) } ?? .cancel,
      confirm,
      "Cancel"
    )
  }

  /// One field; Enter takes what was typed.
  init(prompt field: Field, confirm: SafeText) {
    self.init([field], .prompt, focus: .field(field.id), confirm, "Cancel")
  }

  private init(
    _ fields: [Field],
    _ kind: Kind,
    focus: Place,
    _ confirm: SafeText,
    _ cancel: SafeText
  ) {
    self.fields = fields
    self.kind = kind
    self.focus = focus
    self.confirm = confirm
    self.cancel = cancel
  }

  // MARK: Values

  /// What was typed into a field; empty for a field of another kind.
  func text(_ id: ID) -> String {
    switch input(id) {
    case .text(let field), .words(let field, _): field.text
    case .choice, .toggle, nil: ""
    }
  }

  /// The place of the picked choice.
  func picked(_ id: ID) -> Int? {
    if case .choice(_, let picked) = input(id) { picked } else { nil }
  }

  func isOn(_ id: ID) -> Bool { input(id) == .toggle(true) }

  /// True while letters are text.
  var isTyping: Bool {
    switch focusedInput {
    case .text, .words: true
    case .choice, .toggle, nil: false
    }
  }

  /// The words of the button that has the focus.
  var focusedButton: SafeText { focus == .confirm ? confirm : cancel }

  func label(_ id: ID) -> SafeText? { fields.first { $0.id == id }?.label }

  func input(_ id: ID) -> Input? { fields.first { $0.id == id }?.input }

  private var focusedInput: Input? {
    if case .field(let id) = focus { input(id) } else { nil }
  }

  /// Puts a value into a field.
  mutating func set(_ input: Input, _ id: ID) {
    guard let index = fields.firstIndex(where: { $0.id == id }) else { return }
    fields[index].input = input
  }

  mutating func pick(_ choice: Int?, _ id: ID) {
    guard case .choice(let choices, _) = input(id) else { return }
    set(.choice(choices, picked: choice), id)
  }

  /// Tells what is wrong with the values, and goes to the first field that is.
  mutating func show(_ problems: [ID: SafeText]) {
    self.problems = problems
    if let first = fields.first(where: { problems[$0.id] != nil }) { focus = .field(first.id) }
  }

  mutating func focusCancel() { (focus, button) = (.cancel, .cancel) }

  // MARK: Messages

  /// Applies a message and says what it means for the dialog.
  mutating func update(_ message: FormMessage<ID>) -> FormOutcome {
    switch message {
    case .edited(let edit): return apply(edit)
    case .moved(let step): moveFocus(by: step)
    case .turned(let step): turn(by: step)
    case .opened(let id):
      if case .field = focus {} else { button = focus }
      focus = .field(id)
    case .picked(let id, let choice): pick(choice, id)
    case .pressed: return press()
    case .confirmed: return .confirmed
    case .canceled:
      guard kind == .question, case .field = focus else { return .canceled }
      focus = button
    }
    return .changed
  }

  /// Whether a message answers a question, or goes a step towards an answer.
  func isAnswer(_ message: FormMessage<ID>) -> Bool {
    switch message {
    case .canceled: false
    // Text is typed ahead, but not one that confirms.
    case .edited: if case .words = focusedInput { true } else { false }
    // Or what is typed next would be taken for answers.
    case .opened: false
    case .moved, .turned: kind == .question
    case .picked, .pressed, .confirmed: true
    }
  }

  /// Whether a message does what the form is about.
  func isConfirmation(_ message: FormMessage<ID>) -> Bool {
    message == .confirmed || message == .pressed && focus == .confirm
  }

  private mutating func apply(_ edit: TextEdit) -> FormOutcome {
    guard case .field(let id) = focus else { return .changed }
    switch (input(id), edit) {
    case (.text(var field), _):
      field.apply(edit)
      set(.text(field), id)
    // What is pasted was not typed by anybody who read it.
    case (.words, .pasted): return .pasteRefused
    case (.words(var field, let expected), _):
      field.apply(edit)
      set(.words(field, expected: expected), id)
    case (.choice, _), (.toggle, _), (nil, _): break
    }
    return .changed
  }

  private mutating func press() -> FormOutcome {
    guard case .field(let id) = focus else { return focus == .confirm ? .confirmed : .canceled }
    if case .words(let field, let expected) = input(id) {
      problems[id] = field.text == expected ? nil : "type \(expected) to confirm"
      return problems[id] == nil ? .confirmed : .changed
    }
    switch kind {
    case .question: focus = button
    case .fillIn: moveFocus(by: 1)
    case .prompt: return .confirmed
    }
    return .changed
  }

  /// Goes on to another place; in a question to the other button.
  private mutating func moveFocus(by step: Int) {
    let buttons: [Place] = [.cancel, .confirm]
    let places = kind == .fillIn ? fields.map { Place.field($0.id) } + buttons : buttons
    guard kind != .prompt, let place = places.firstIndex(of: focus) else { return }
    focus = places[(place + step + places.count) % places.count]
  }

  /// Goes to another choice, flips a switch, or goes to the other button.
  private mutating func turn(by step: Int) {
    guard case .field(let id) = focus else { return focus = focus == .cancel ? .confirm : .cancel }
    switch input(id) {
    case .choice(let choices, let picked):
      pick(picked.map { ($0 + step + choices.count) % choices.count } ?? 0, id)
    case .toggle(let isOn): set(.toggle(!isOn), id)
    case .text, .words, nil: break
    }
  }
}

/// What can happen in a form.
enum FormMessage<ID: Hashable & Sendable>: Equatable, Sendable {
  case edited(TextEdit)
  /// To the next or previous place.
  case moved(by: Int)
  /// Another choice, the other position of a switch, or the other button.
  case turned(by: Int)
  case opened(ID)
  case picked(ID, Int)
  /// Enter.
  case pressed
  case confirmed
  case canceled
}

/// What a message means for the dialog that has the form.
enum FormOutcome: Equatable, Sendable {
  case changed
  case confirmed
  case canceled
  /// Words that confirm are typed, not pasted.
  case pasteRefused
}
