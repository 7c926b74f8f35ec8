import Foundation
import RiskServices
import RiskStore
import TerminalUI

/// A box on top of the screen that takes all keys: a value with messages of its own.
///
/// What it will act on was frozen when it opened. Its messages never leave it, so nothing else knows
/// which dialogs there are: a new one is a file and the place that opens it.
protocol Dialog: Equatable, Sendable {
  /// What can happen in it.
  associatedtype Message: Equatable, Sendable

  /// What its keys mean now. Those that cannot act are in it, with the reason.
  var bindings: [Binding<Message>] { get }
  /// What the footer says besides, such as a range of digits.
  func extraHints(_ keys: KeyMap) -> [(key: SafeText, words: SafeText)]

  /// What leaves it, or goes a step back in it; nothing keeps anybody from that.
  var cancel: Message { get }

  /// What an edit of text means; nil where no text field has the keys.
  func message(for edit: TextEdit) -> Message?

  mutating func update(_ message: Message) -> DialogStep
  /// Takes how a write ended that it started; nil for any other.
  mutating func receive(_ ended: EndedWrite) -> DialogStep?

  /// How it stands in the room there is, which it takes for what scrolls in it.
  ///
  /// Asked once for each change and room, however often it is drawn.
  mutating func page(in room: DialogRoom) -> DialogPage

  /// What it asks now; nil where no key can start work that cannot be taken back.
  var question: AskedQuestion? { get }
  /// Whether a message answers the question, or goes a step towards an answer.
  func isAnswer(_ message: Message) -> Bool
  /// Whether a message does what the question is about; it waits until all of it was read.
  func isConfirmation(_ message: Message) -> Bool

  /// Which dialog it is, for what was typed in it earlier; nil where nothing of it is kept.
  var slot: DialogDraft.Slot? { get }
  /// What was typed and picked and would be lost with the dialog; nil for nothing.
  var draft: DialogDraft? { get }
  /// Puts back what was typed and picked when the same dialog was closed.
  mutating func takeBack(_ draft: DialogDraft)
}

extension Dialog {
  func extraHints(_ keys: KeyMap) -> [(key: SafeText, words: SafeText)] { [] }
  func message(for edit: TextEdit) -> Message? { nil }
  mutating func receive(_ ended: EndedWrite) -> DialogStep? { nil }
  var question: AskedQuestion? { nil }
  func isAnswer(_ message: Message) -> Bool { true }
  func isConfirmation(_ message: Message) -> Bool { false }
  var slot: DialogDraft.Slot? { nil }
  var draft: DialogDraft? { nil }
  mutating func takeBack(_ draft: DialogDraft) {}
}

/// What a dialog asks of the root after a message.
struct DialogStep: Equatable, Sendable {
  /// Work to start.
  var effects: [Effect] = []
  /// Whether the dialog is done.
  var closes = false
  /// What to tell in the notice line.
  var notice: Notice.Draft?
  /// What the root shall do once the dialog has closed.
  var request: DialogRequest?

  static let stay = DialogStep()
  static let close = DialogStep(closes: true)

  static func start(_ effects: [Effect]) -> DialogStep { DialogStep(effects: effects) }
  static func start(_ write: some AccountWrite) -> DialogStep { .start([.write(AnyWrite(write))]) }
  static func tell(_ text: SafeText, _ role: Role = .warning) -> DialogStep {
    DialogStep(notice: Notice.Draft(text, role))
  }
}

/// What a dialog asks of the root besides work.
enum DialogRequest: Equatable, Sendable {
  /// Runs what was chosen, as if its key were pressed.
  case run(BindingID)
  case markSeen
  /// Lists what changed since a moment; nil is the last visit.
  case newsSince(Date?)
  case openChange(ChangeSubject)
  case startResets(ResetJob)
  /// Holds the next reset back, or lets it leave.
  case pauseResets
  case stopResets
  /// Takes edits of behaviors as a conflict was settled.
  case settle([BehaviorChange])
}

/// The room that a dialog has, and the keys as it may name them.
struct DialogRoom: Equatable, Sendable {
  var columns: Int
  var rows: Int
  var keys = KeyMap.standard
}

/// What a dialog asks, as far as an answer depends on it.
///
/// Two that are equal ask the same: what is only looked at, picked or typed does not count. A key
/// answers a question only if this very one was on the screen before the key was pressed.
struct AskedQuestion: Equatable, Sendable {
  private let content: any (Equatable & Sendable)

  /// Each dialog asks with a type of its own, so no two of them ask the same.
  init(_ content: some Equatable & Sendable) { self.content = content }

  static func == (left: AskedQuestion, right: AskedQuestion) -> Bool {
    left.content.isEqual(to: right.content)
  }
}
