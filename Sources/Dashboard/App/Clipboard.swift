import RiskServices
import TerminalUI

/// Which of a row's texts `y` copies next, and what is told of the one that is on its way.
struct Clipboard: Equatable {
  private var pane: PaneID?
  private var first: SafeText?
  private var position = 0
  private var done: SafeText?
  private var failed: SafeText?

  /// The next text for the same row, or the first for another one; nil where there is none.
  ///
  /// `exportKey` is what saves a text that is too long for a terminal.
  mutating func copy(
    from choices: [CopyChoice],
    of pane: PaneID,
    exportKey: SafeText
  ) -> SafeText? {
    guard !choices.isEmpty else { return nil }
    if pane == self.pane, choices.first?.text == first {
      position = (position + 1) % choices.count
    } else {
      self.pane = pane
      first = choices.first?.text
      position = 0
    }
    let choice = choices[position]
    let next = choices[(position + 1) % choices.count]
    let more: SafeText = choices.count > 1 ? " · again for \(next.name)" : ""
    let bytes = choice.text.string.utf8.count
    let size: SafeText = bytes < 1_000 ? "\(bytes) bytes" : "\((bytes / 1_000).grouped) kB"
    done = "copied \(choice.name): \(SafeText(choice.text.string, limit: 60))\(more)"
    failed =
      "\(choice.name) not copied: \(size) is more than terminals take; "
      + "\(exportKey) saves it to a file"
    return choice.text
  }

  /// Whether the text was sent to the terminal: what it does with it, it does not say.
  ///
  /// Nil where nothing was on its way.
  mutating func receive(isSent: Bool) -> Notice.Draft? {
    defer { (done, failed) = (nil, nil) }
    guard let done, let failed else { return nil }
    return isSent ? Notice.Draft(done) : Notice.Draft(failed, .error)
  }
}
