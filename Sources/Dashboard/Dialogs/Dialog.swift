import RiskAPI
package import RiskServices
package import RiskStore
package import TerminalUI

/// A box on top of the screen that takes all keys.
///
/// What it will act on was frozen when it opened.
package enum Dialog: Equatable, Sendable {
  case reset(ResetDialog)
  case writeBehaviors(WriteBehaviorsDialog)
  case toggleIntegration(ToggleIntegrationDialog)
  case verdict(VerdictDialog)
  case news(NewsDialog)
  case quit(QuitDialog)
  case export(ExportDialog)
  case palette(PaletteDialog)
  case help(HelpDialog)
  case log(LogDialog)
}

/// What happened in a dialog.
package enum DialogMessage: Equatable, Sendable {
  case confirmed
  case canceled
  case buttonMoved
  case buttonPressed
  case reasonPicked(ResetReason)
  case verdictPicked(Verdict)
  case noteOpened
  case scrolled(ListMotion)
  case seenConfirmed
  case timeOpened
  /// Whose value of the selected field shall hold.
  case sidePicked(MergeSide)
  /// A key for the text field.
  case typed(Key)
  case pasted(String)
}

/// What a dialog asks of the root after a message.
package struct DialogStep: Equatable, Sendable {
  /// Work to start.
  package var effects: [Effect] = []
  /// Whether the dialog is done.
  package var closes = false
  /// What to tell in the notice line.
  package var notice: Notice.Draft?
  /// Edits of behaviors as a conflict was settled.
  package var settled: [BehaviorChange] = []
  /// A command that was chosen, to run after the dialog has closed.
  package var command: BindingMessage?

  static let stay = DialogStep()
  static let close = DialogStep(closes: true)

  static func start(_ effects: [Effect]) -> DialogStep { DialogStep(effects: effects) }
  static func tell(_ text: SafeText, _ role: Role = .warning) -> DialogStep {
    DialogStep(notice: Notice.Draft(text, role))
  }
}

/// The behavior all dialogs share.
protocol DialogContent: Equatable, Sendable {
  /// The dialog's key table.
  var bindings: [KeyBinding<DialogMessage>] { get }
  /// True while keys and pastes go into a text field.
  var isTyping: Bool { get }
  mutating func update(_ message: DialogMessage) -> DialogStep
  /// True for a question that must not be answered by somebody who sees only half of it.
  var mustBeWhole: Bool { get }
  /// How many rows it needs to be read and answered; nil when the room has them.
  func rowsNeeded(in room: Size) -> Int?
  /// Why a message is not taken while only so much of the dialog shows; nil when it is.
  func refusal(of message: DialogMessage, in room: Size) -> SafeText?
  /// What the footer says besides the key table, such as a range of digits.
  var extraHints: [(key: SafeText, words: SafeText)] { get }
  /// Which dialog it is, for what was typed in it earlier; nil where nothing of it is kept.
  var slot: DialogDraft.Slot? { get }
  /// What was typed and picked and would be lost with the dialog; nil for nothing.
  var draft: DialogDraft? { get }
  /// Puts back what was typed and picked when the same dialog was closed.
  mutating func takeBack(_ draft: DialogDraft)
  /// What it asks now; nil where no key can start work that cannot be taken back.
  var question: AskedQuestion? { get }
  /// Takes the room there is, as for a list that scrolls.
  mutating func follow(_ room: Size)
  /// Columns and rows wanted, frame included.
  func size(within limit: Size) -> Size
  func view(in frame: inout Frame)
}

extension DialogContent {
  var mustBeWhole: Bool { false }

  func rowsNeeded(in room: Size) -> Int? { wholeRowsNeeded(in: room) }

  /// The rows of a question that ``mustBeWhole``, where the room does not have them.
  func wholeRowsNeeded(in room: Size) -> Int? {
    guard mustBeWhole else { return nil }
    let wanted = size(within: Size(columns: room.columns, rows: .max)).rows
    return wanted > room.rows ? wanted : nil
  }

  func refusal(of message: DialogMessage, in room: Size) -> SafeText? { nil }
  var extraHints: [(key: SafeText, words: SafeText)] { [] }
  var slot: DialogDraft.Slot? { nil }
  var draft: DialogDraft? { nil }
  var question: AskedQuestion? { nil }
  mutating func takeBack(_ draft: DialogDraft) {}
  mutating func follow(_ room: Size) {}
}

extension Dialog {
  /// The case's content, for what all dialogs do alike.
  private var content: any DialogContent {
    switch self {
    case .reset(let dialog): dialog
    case .writeBehaviors(let dialog): dialog
    case .toggleIntegration(let dialog): dialog
    case .verdict(let dialog): dialog
    case .news(let dialog): dialog
    case .quit(let dialog): dialog
    case .export(let dialog): dialog
    case .palette(let dialog): dialog
    case .help(let dialog): dialog
    case .log(let dialog): dialog
    }
  }

  package var bindings: [KeyBinding<DialogMessage>] { content.bindings }
  package var isTyping: Bool { content.isTyping }
  var extraHints: [(key: SafeText, words: SafeText)] { content.extraHints }
  var slot: DialogDraft.Slot? { content.slot }
  var draft: DialogDraft? { content.draft }
  var question: AskedQuestion? { content.question }

  /// How many rows a question needs that the room does not have; nil when it can be answered.
  package func rowsNeeded(in room: Size) -> Int? { content.rowsNeeded(in: room) }

  /// Why a message is not taken while only so much of the dialog shows; nil when it is.
  func refusal(of message: DialogMessage, in room: Size) -> SafeText? {
    content.refusal(of: message, in: room)
  }

  /// Lets a list that scrolls follow the room there is.
  mutating func follow(_ room: Size) { change { $0.follow(room) } }

  /// Puts back what was typed and picked when the same dialog was closed.
  mutating func takeBack(_ draft: DialogDraft) { change { $0.takeBack(draft) } }

  var asksToQuit: Bool { if case .quit = self { true } else { false } }

  package mutating func update(_ message: DialogMessage) -> DialogStep {
    change { $0.update(message) }
  }

  /// Changes the case's content, whichever it is.
  private mutating func change<Result>(_ body: (inout any DialogContent) -> Result) -> Result {
    var content = content
    let result = body(&content)
    switch content {
    case let dialog as ResetDialog: self = .reset(dialog)
    case let dialog as WriteBehaviorsDialog: self = .writeBehaviors(dialog)
    case let dialog as ToggleIntegrationDialog: self = .toggleIntegration(dialog)
    case let dialog as VerdictDialog: self = .verdict(dialog)
    case let dialog as NewsDialog: self = .news(dialog)
    case let dialog as QuitDialog: self = .quit(dialog)
    case let dialog as ExportDialog: self = .export(dialog)
    case let dialog as PaletteDialog: self = .palette(dialog)
    case let dialog as HelpDialog: self = .help(dialog)
    case let dialog as LogDialog: self = .log(dialog)
    default: break
    }
    return result
  }

  /// What a key means here; nil for a key that means nothing.
  ///
  /// In a text field letters are text, so only keys that insert nothing reach the key table.
  package func message(for key: Key) -> Lookup {
    let binding = bindings.first { $0.keys.contains(key) }
    if isTyping, key.insertedCharacter != nil || binding == nil { return .message(.typed(key)) }
    guard let binding else { return .unbound }
    if let reason = binding.unavailableReason { return .refused(reason) }
    return .message(binding.message)
  }

  /// How a key was understood.
  package enum Lookup: Equatable {
    case message(DialogMessage)
    case refused(SafeText)
    case unbound
  }

  /// Draws the dialog in the middle of the region, over what is there.
  package func view(in frame: inout Frame) {
    let limit = Size(columns: frame.width, rows: frame.height)
    if let rows = rowsNeeded(in: limit) { return drawTooLow(in: &frame, rows: rows) }
    let size = content.size(within: limit)
    let box = frame.bounds.centered(width: size.columns, height: size.rows)
    frame.inside(box) { frame in
      frame.fill(frame.bounds)
      content.view(in: &frame)
    }
  }
}

extension Dialog {
  private func drawTooLow(in frame: inout Frame, rows: Int) {
    // The top line and the footer are not the dialog's.
    let lines = TextWrap.lines(
      of: "This question needs a screen of \(rows + 2) rows. Esc cancels it.",
      width: min(50, frame.width - 4)
    )
    let box = frame.bounds.centered(width: 54, height: lines.count + 2)
    frame.inside(box) { frame in
      frame.fill(frame.bounds)
      let inner = PaneFrame(dialog: "Screen too low").draw(in: &frame)
      frame.inside(inner) { frame in
        for (row, line) in lines.enumerated() {
          frame.write(line, row: row, column: 1, style: Style(.warning))
        }
      }
    }
  }
}
