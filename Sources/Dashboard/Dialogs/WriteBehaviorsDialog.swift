package import RiskAPI
import RiskServices
import TerminalUI

/// Shows the difference between a draft of behaviors and the account, and asks before writing it.
package struct WriteBehaviorsDialog: DialogContent {
  package private(set) var changes: [BehaviorChange]
  package private(set) var isSending = false
  /// Behaviors that somebody else changed meanwhile, as they are now.
  package private(set) var theirs: [String: BehaviorSetting] = [:]
  private(set) var top = 0
  private var buttons = ButtonRow(confirm: "Write")

  package init(_ changes: [BehaviorChange]) {
    self.changes = changes
  }

  var isTyping: Bool { false }

  var bindings: [KeyBinding<DialogMessage>] {
    let sending: SafeText? = isSending ? "already sent: waiting for the outcome" : nil
    return ButtonRow.bindings(confirmUnavailable: sending)
      + [
        KeyBinding("list.down", [.down, "j"], "down", .scrolled(.down)),
        KeyBinding("list.up", [.up, "k"], "up", .scrolled(.up)),
      ]
  }

  mutating func update(_ message: DialogMessage) -> DialogStep {
    guard !isSending else { return .tell("already sent: waiting for the outcome") }
    switch message {
    case .confirmed:
      isSending = true
      let draft = changes.map { ($0.behavior.key, $0.wanted) }
      // What is on this screen is what the analyst confirms, so that is what must still hold.
      let base = changes.map { ($0.behavior.key, theirs[$0.behavior.key] ?? $0.seen) }
      return .start([
        .writeBehaviors(
          Dictionary(draft) { first, _ in first },
          base: Dictionary(base) { first, _ in first }
        )
      ])
    case .canceled: return .close
    case .buttonMoved: buttons.move()
    case .buttonPressed: return update(buttons.pressed)
    case .scrolled(let motion):
      top = motion.moved(from: top, count: changes.count, page: 1) ?? 0
    default: break
    }
    return .stay
  }

  /// Somebody else changed behaviors of the draft: shows both sides and asks anew.
  package mutating func showConflict(with behaviors: [Behavior]) {
    isSending = false
    buttons.focusCancel()
    buttons.confirm = "Overwrite"
    theirs = [:]
    for change in changes {
      guard let now = behaviors.first(where: { $0.key == change.behavior.key }),
        now.setting != change.seen
      else { continue }
      theirs[change.behavior.key] = now.setting
    }
  }

  // MARK: View

  func size(within limit: Size) -> Size {
    let width = min(limit.columns, 74)
    return Size(columns: width, rows: min(limit.rows, text(width: width - 4).lines.count + 5))
  }

  func view(in frame: inout Frame) {
    let title: SafeText =
      theirs.isEmpty
      ? "Write \(changes.count.counted("change"))?" : "Changed by somebody else: overwrite?"
    let inner = PaneFrame(dialog: title).draw(in: &frame)
    frame.inside(inner) { frame in
      let rows = frame.bounds.inset(rows: 0, columns: 1)
      text(width: rows.width).view(in: &frame, rows: rows.split(top: rows.height - 2).top)
      if isSending {
        frame.write("writing …", row: frame.height - 1, column: 1, style: Style(.dim))
      } else {
        buttons.view(in: &frame, row: frame.height - 1)
      }
    }
  }

  private func text(width: Int) -> DialogText {
    var text = DialogText()
    for change in changes.dropFirst(top) {
      let name = SafeText(change.behavior.name).truncated(to: width)
      text.add(name, width: width, Style(.text, .bold))
      let was = theirs[change.behavior.key]
      if let was {
        text.add("  you saw  \(Self.words(change.seen))", width: width, Style(.dim))
        text.add("  now      \(Self.words(was))", width: width, Style(.warning))
      } else {
        text.add("- \(Self.words(change.seen))", width: width, Style(.dim))
      }
      text.add(
        was == nil ? "+ \(Self.words(change.wanted))" : "  yours    \(Self.words(change.wanted))",
        width: width,
        Style(.unsaved, .bold)
      )
      if change.seen.isEnabled, !change.wanted.isEnabled {
        text.add("  turning it off lowers nobody's level", width: width, Style(.dim))
      }
    }
    text.addBlank()
    text.add("The full list of behaviors is sent; all others stay as they are.", width: width)
    return text
  }

  private static func words(_ setting: BehaviorSetting) -> SafeText {
    let level = SafeText(setting.riskLevel.words).truncated(to: 20)
    return "\(setting.isEnabled ? "on " : "off")  \(level)"
  }
}
