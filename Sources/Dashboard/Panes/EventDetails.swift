package import RiskAPI
import RiskServices
package import RiskStore
import TerminalUI

extension RiskEvent {
  /// What happened, in words; empty where the details tell nothing.
  var digest: SafeText { details.map { SafeText(EventEvidence($0).words) } ?? "" }
}

/// The evidence of one event on the screen: a tree that folds, or the raw JSON.
package struct EventDetails: Equatable, Sendable {
  /// The event as it was when opened: a refresh does not change what is being read.
  package let event: RiskEvent
  /// Where an event is known from that the account gave no longer; nil for one that it gave.
  package let origin: ArchivedEvent.Origin?
  /// What happened, in words; empty where the details tell nothing.
  let words: SafeText
  /// The selected line.
  package private(set) var line = 0
  package private(set) var isRaw = false
  private(set) var tree: JSONTree?
  private(set) var rawLines: [SafeText] = []

  /// Lines of raw text that can be shown; the copy has all of them.
  private static let maxRawLines = 5_000

  package init(_ event: RiskEvent, _ origin: ArchivedEvent.Origin? = nil) {
    self.event = event
    self.origin = origin
    tree = event.details.map(JSONTree.init)
    words = event.digest
  }

  var lineCount: Int { isRaw ? rawLines.count : tree?.lines.count ?? 0 }

  var canFold: Bool {
    guard !isRaw, let tree, tree.lines.indices.contains(line) else { return false }
    return tree.lines[line].fold != .none
  }

  /// The event, its time and where it is known from above the lines.
  static func parts(_ size: Size) -> PaneParts { PaneParts(size, head: 3) }

  mutating func move(_ motion: ListMotion, page: Int) {
    line = motion.moved(from: line, count: lineCount, page: page) ?? 0
  }

  mutating func toggleFold() {
    guard canFold, let path = tree?.lines[line].path else { return }
    tree?.toggle(path)
  }

  mutating func toggleRaw() {
    isRaw.toggle()
    line = 0
    if isRaw, rawLines.isEmpty, let details = event.details {
      rawLines = details.rawText.split(separator: "\n").prefix(Self.maxRawLines)
        .map { SafeText(String($0)) }
    }
  }
}
