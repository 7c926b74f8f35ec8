import RiskServices
package import TerminalUI

/// Asks for the file that a pane's rows go to.
package struct ExportDialog: DialogContent {
  package let content: ExportContent
  private(set) var path: TextField
  private var remark: SafeText?
  /// True from Enter until the file is written, or is not.
  private var isWriting = false

  /// Proposes a name in the current folder, such as `ztriage-users.csv`.
  package init(_ content: ExportContent) {
    self.content = content
    path = TextField(Self.proposal(for: content), limit: 1_000)
  }

  private static func proposal(for content: ExportContent) -> String {
    "ztriage-\(content.name).csv"
  }

  var slot: DialogDraft.Slot? { DialogDraft.Slot(.export, about: [content.name]) }

  var draft: DialogDraft? {
    guard !path.isEmpty, path.text != Self.proposal(for: content) else { return nil }
    return DialogDraft(.export, about: [content.name], text: path.text)
  }

  mutating func takeBack(_ draft: DialogDraft) {
    path = TextField(draft.text, limit: 1_000)
  }

  var question: AskedQuestion? { isWriting ? nil : .export(rows: content.count) }
  var isTyping: Bool { true }

  var bindings: [KeyBinding<DialogMessage>] {
    [
      KeyBinding("dialog.press", [.enter], "save the file", .buttonPressed, footerRank: 1),
      KeyBinding("dialog.cancel", [.escape], "cancel", .canceled, footerRank: 2),
    ]
  }

  mutating func update(_ message: DialogMessage) -> DialogStep {
    switch message {
    case .canceled: return .close
    case _ where isWriting: break
    case .typed(let key): _ = path.press(key)
    case .pasted(let text): path.insert(text)
    case .buttonPressed:
      guard !path.isEmpty else {
        remark = "type a file name"
        return .stay
      }
      isWriting = true
      return .start([.export(ExportRequest(path: path.text, content: content))])
    default: break
    }
    return .stay
  }

  /// The file could not be written: says why, and keeps what was typed.
  package mutating func showFailure(_ reason: SafeText) {
    remark = reason
    isWriting = false
  }

  func size(within limit: Size) -> Size {
    Size(columns: min(limit.columns, 74), rows: min(limit.rows, 7))
  }

  func view(in frame: inout Frame) {
    let title: SafeText = "Export \(content.count.counted("row"))"
    let inner = PaneFrame(dialog: title).draw(in: &frame)
    frame.inside(inner) { frame in
      frame.write("File", row: 0, column: 1, style: Style(.header))
      path.view(in: &frame, row: 0, column: 6, width: frame.width - 7)
      frame.write(
        ".csv or .json; existing files are kept",
        row: 2,
        column: 1,
        style: Style(.dim),
        limit: frame.width - 2
      )
      if let remark {
        frame.write(remark, row: 4, column: 1, style: Style(.error), limit: frame.width - 2)
      }
    }
  }
}
