import RiskServices
import TerminalUI

/// Shows the resets of several users, which go on when it is closed.
struct ResetJobDialog: Dialog {
  enum Message: Equatable, Sendable {
    case closed, pauseToggled, stopped
  }

  private(set) var job: ResetJob

  init(_ job: ResetJob) { self.job = job }

  /// Follows the resets.
  mutating func show(_ job: ResetJob) { self.job = job }

  var cancel: Message { .closed }

  var bindings: [Binding<Message>] {
    let close = Binding<Message>(
      .dialogCancel,
      .closed,
      as: job.isOver ? "close" : "close, they go on",
      rank: 1
    )
    guard !job.isOver else { return [close, Binding(.dialogPress, .closed).unlisted] }
    let pause = Binding<Message>(
      .resetPause,
      .pauseToggled,
      as: job.phase == .paused ? "go on" : "pause"
    )
    return [close, pause, Binding(.resetStop, .stopped)]
  }

  mutating func update(_ message: Message) -> DialogStep {
    switch message {
    case .closed: .close
    case .pauseToggled: DialogStep(request: .pauseResets)
    case .stopped: DialogStep(request: .stopResets)
    }
  }

  func page(in room: DialogRoom) -> DialogPage {
    let width = TargetList.width(in: room)
    var text = DialogText(width: width - 4)
    for failure in job.failures.prefix(12) { text.add(failure, Style(.error)) }
    if job.failures.count > 12 { text.add("… and \(job.failures.count - 12) more: see messages") }
    let count = job.targets.count
    let bar = Bar.text(job.endedCount, of: count, width: width - 4)
    let progress = job.isOver ? job.result.text : job.progress
    return DialogPage(
      "Reset \(count.counted("user"))",
      width: width,
      in: room,
      text.lines,
      foot: [StyledLine(progress, at: 1), StyledLine(bar, at: 1, Style(.focusTitle))]
    )
  }
}
