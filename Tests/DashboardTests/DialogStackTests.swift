import RiskServices
import Synchronization
import TerminalUI
import Testing

@testable import Dashboard

/// What the stack does for a dialog that nothing else knows: one file, and the place that opens it.
struct DialogStackTests {
  @Test func `a dialog of one file takes keys, text and the footer`() {
    var driver = DashboardDriver.loaded()
    driver.dashboard.open(RenameDialog())
    driver.send(.timePassed(DashboardDriver.now))
    #expect(driver.text.contains("Rename a tenant"))
    #expect(driver.text.contains("Enter next field"))

    driver.type("yes")
    #expect(driver.paste(" and\nno").isEmpty)
    #expect(driver.text.contains("yes and no"))
    #expect(driver.press("Enter", "Space", "Enter", "Right", "Enter").isEmpty)
    #expect(driver.dashboard.dialogs.isEmpty)
    #expect(driver.notice == "renamed to yes and no, paused")
  }

  @Test func `a form to fill in opens in its first field and ends in Cancel and confirm`() {
    var driver = DashboardDriver.loaded()
    driver.dashboard.open(RenameDialog())
    driver.send(.timePassed(DashboardDriver.now))
    // Letters are text in a field; two places on, Enter is Cancel.
    driver.type("ny")
    driver.press("Tab", "Down", "Enter")

    #expect(driver.dashboard.dialogs.isEmpty)
    #expect(driver.notice.isEmpty)
    #expect(driver.dashboard.dialogDrafts.all.map(\.text) == ["ny"])
    driver.dashboard.open(RenameDialog())
    driver.send(.timePassed(DashboardDriver.now))
    #expect(driver.text.contains("ny"))
  }

  @Test func `what is wrong stands below its field, which has the keys again`() {
    var driver = DashboardDriver.loaded()
    driver.dashboard.open(RenameDialog())
    driver.send(.timePassed(DashboardDriver.now))
    driver.press("Shift-Tab", "Enter")

    #expect(driver.dashboard.dialogs.count == 1)
    #expect(driver.text.contains("a name is needed"))
    driver.type("x")
    #expect(driver.text.contains("▌Name"))
  }

  @Test func `an answer reaches the dialog that waits, whatever is above it`() throws {
    var stack = DialogStack()
    stack.open(RenameDialog())
    stack.open(try #require(QuitDialog(draftCount: 0, writesUnderWay: 1, unsent: [])))

    let answered: Void? = stack.update(RenameDialog.self) { $0.isAnswered = true }
    #expect(answered != nil)
    #expect(stack.first(RenameDialog.self)?.isAnswered == true)
    let missed: Void? = stack.update(ExportDialog.self) { _ in }
    #expect(missed == nil)
    #expect(stack.top is QuitDialog)
  }

  @Test func `a dialog is laid out once for each change and room, not for each key and paint`() {
    let room = DialogRoom(columns: 80, rows: 22)
    var stack = DialogStack()
    let counter = Counter()
    stack.open(CountingDialog(counter: counter))
    stack.follow(room)
    stack.painted()
    #expect(counter.pages == 1)

    var frame = Frame(Size(columns: 80, rows: 22))
    for _ in 1...3 {
      stack.view(in: &frame)
      stack.follow(room)
    }
    #expect(counter.pages == 1)
    _ = stack.press("j", openingKey: nil)
    stack.follow(room)
    stack.view(in: &frame)
    #expect(counter.pages == 2)
    stack.follow(DialogRoom(columns: 60, rows: 20))
    #expect(counter.pages == 3)
  }

  @Test func `stacks are equal where their dialogs are`() throws {
    let one = try #require(QuitDialog(draftCount: 1, writesUnderWay: 0, unsent: []))
    let two = try #require(QuitDialog(draftCount: 2, writesUnderWay: 0, unsent: []))
    var (left, right) = (DialogStack(), DialogStack())
    left.open(one)
    #expect(left != right)
    right.open(two)
    #expect(left != right)
    _ = right.close()
    right.open(one)
    #expect(left == right)
    _ = right.close()
    right.open(RenameDialog())
    #expect(left != right)
  }
}

/// A form that no part of the dashboard knows.
private struct RenameDialog: Dialog {
  enum FieldID { case name, paused }

  var isAnswered = false
  private var form = Self.form("")

  private static func form(_ name: String) -> Form<FieldID> {
    Form(
      fillIn: [
        .init(id: .name, label: "Name", input: .text(TextField(name))),
        .init(id: .paused, label: "Paused", input: .toggle(false)),
      ],
      confirm: "Rename"
    )
  }

  var slot: DialogDraft.Slot? { DialogDraft.Slot(.rename) }
  var draft: DialogDraft? {
    form.text(.name).isEmpty ? nil : DialogDraft(.rename, text: form.text(.name))
  }
  mutating func takeBack(_ draft: DialogDraft) { form = Self.form(draft.text) }

  var cancel: FormMessage<FieldID> { .canceled }
  var bindings: [Binding<FormMessage<FieldID>>] { form.bindings() }

  func message(for edit: TextEdit) -> FormMessage<FieldID>? {
    form.isTyping ? .edited(edit) : nil
  }

  mutating func update(_ message: FormMessage<FieldID>) -> DialogStep {
    switch form.update(message) {
    case .changed, .pasteRefused: return .stay
    case .canceled: return .close
    case .confirmed:
      guard !form.text(.name).isEmpty else {
        form.show([.name: "a name is needed"])
        return .stay
      }
      let words = form.isOn(.paused) ? "paused" : "active"
      return DialogStep(
        closes: true,
        notice: Notice.Draft("renamed to \(form.text(.name)), \(words)")
      )
    }
  }

  func page(in room: DialogRoom) -> DialogPage {
    let width = min(room.columns, 60)
    return DialogPage(
      "Rename a tenant",
      width: width,
      in: room,
      form.lines(width: width - 2),
      foot: [form.buttons(width: width - 2)]
    )
  }
}

extension DialogDraft.Kind {
  fileprivate static let rename = DialogDraft.Kind(rawValue: "rename")
}

/// Counts how often a dialog is laid out.
private final class Counter: Sendable, Equatable {
  private let count = Mutex(0)

  var pages: Int { count.withLock { $0 } }
  func add() { count.withLock { $0 += 1 } }

  static func == (left: Counter, right: Counter) -> Bool { left === right }
}

private struct CountingDialog: Dialog {
  let counter: Counter
  private var count = 0

  init(counter: Counter) { self.counter = counter }

  var cancel: ListMotion { .halfPageUp }
  var bindings: [Binding<ListMotion>] { ListMotion.bindings { $0 } }

  mutating func update(_ message: ListMotion) -> DialogStep {
    count += 1
    return .stay
  }

  func page(in room: DialogRoom) -> DialogPage {
    counter.add()
    return DialogPage("Counted", width: 30, in: room, [StyledLine("\(count)")])
  }
}
