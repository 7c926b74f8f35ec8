import RiskServices
import TerminalUI

/// Asks for the file that a pane's rows go to.
struct ExportDialog: Dialog {
  enum FieldID { case path }

  let content: ExportContent
  private var form: Form<FieldID>
  private var remark: SafeText?
  /// True from Enter until the file is written, or is not.
  private var isWriting = false

  /// Proposes a name in the current folder, such as `ztriage-users.csv`.
  init(_ content: ExportContent) {
    self.content = content
    form = Self.form(Self.proposal(for: content))
  }

  private static func form(_ path: String) -> Form<FieldID> {
    let field = TextField(path, limit: 1_000)
    return Form(
      prompt: .init(id: .path, label: "File", input: .text(field)),
      confirm: "save the file"
    )
  }

  private static func proposal(for content: ExportContent) -> String {
    "ztriage-\(content.name).csv"
  }

  private var path: String { form.text(.path) }

  var slot: DialogDraft.Slot? { DialogDraft.Slot(.export, about: [content.name]) }

  var draft: DialogDraft? {
    guard !path.isEmpty, path != Self.proposal(for: content) else { return nil }
    return DialogDraft(.export, about: [content.name], text: path)
  }

  mutating func takeBack(_ draft: DialogDraft) { form = Self.form(draft.text) }

  // MARK: Keys

  private struct Asked: Equatable {
    var rows: Int
  }

  var question: AskedQuestion? { isWriting ? nil : AskedQuestion(Asked(rows: content.count)) }
  var bindings: [Binding<FormMessage<FieldID>>] { form.bindings() }
  var cancel: FormMessage<FieldID> { .canceled }
  func isAnswer(_ message: FormMessage<FieldID>) -> Bool { form.isAnswer(message) }
  func message(for edit: TextEdit) -> FormMessage<FieldID>? { .edited(edit) }

  mutating func update(_ message: FormMessage<FieldID>) -> DialogStep {
    if isWriting { return message == .canceled ? .close : .stay }
    switch form.update(message) {
    case .canceled: return .close
    case .changed, .pasteRefused: return .stay
    case .confirmed:
      guard !path.isEmpty else {
        remark = "type a file name"
        return .stay
      }
      isWriting = true
      return .start([.export(ExportRequest(path: path, content: content))])
    }
  }

  /// The file could not be written: says why, and keeps what was typed.
  mutating func showFailure(_ reason: SafeText) {
    remark = reason
    isWriting = false
  }

  func page(in room: DialogRoom) -> DialogPage {
    let width = min(room.columns, 74)
    var text = DialogText(width: width - 4)
    text.addBlank()
    text.addLine(".csv or .json; existing files are kept", Style(.dim))
    text.addBlank()
    text.addLine(remark ?? "", Style(.error))
    return DialogPage(
      "Export \(content.count.counted("row"))",
      width: width,
      in: room,
      [form.line(of: .path, width: width - 2, empty: "")] + text.lines
    )
  }
}

extension DialogDraft.Kind {
  static let export = DialogDraft.Kind(rawValue: "export")
}
