import Foundation
import RiskAPI
import RiskServices
import RiskStore
package import TerminalUI

// MARK: View

extension Dashboard {
  package func view(in frame: inout Frame) {
    guard frame.width >= 40, frame.height >= 10 else {
      drawTooSmall(in: &frame)
      return
    }
    topLine.draw(in: &frame)
    if let tabRow = layout.tabRow { drawTabs(in: &frame, row: tabRow) }
    for place in layout.places {
      let box = place.rect.split(top: place.size.rows).top
      frame.on(.press, place.rect, Command.focus(place.pane))
      frame.inside(box) { frame in
        pane(place.pane).view(in: &frame, context: context(for: place.pane))
      }
      frame.inside(place.rect) { frame in draw(place.failure, belowListOf: place.pane, in: &frame) }
    }
    if let notice = notices.current { draw(notice, in: &frame) }
    footer.draw(in: &frame)
    let area = Rect(row: 1, column: 0, width: frame.width, height: frame.height - 2)
    if !dialogs.isEmpty { frame.discardMouse() }
    frame.inside(area) { frame in dialogs.view(in: &frame) }
  }

  /// What failed and what to do, between the pane's list and the lower edge of its box, which goes down.
  private func draw(_ lines: [SafeText], belowListOf pane: PaneID, in frame: inout Frame) {
    guard !lines.isEmpty else { return }
    let first = frame.height - 1 - lines.count
    frame.copy(row: first, to: frame.height - 1)
    let border = Style(pane == focus ? .focusBorder : .border)
    for (offset, line) in lines.enumerated() {
      let row = first + offset
      frame.fill(Rect(row: row, column: 0, width: frame.width, height: 1))
      for column in [0, frame.width - 1] {
        frame.write("│", row: row, column: column, style: border)
      }
      frame.write(line, row: row, column: 2, style: Style(.warning), limit: frame.width - 4)
    }
  }

  /// The notice as it stands above the footer, in up to three rows: its end says what to do.
  var noticeLines: [SafeText] {
    guard let notice = notices.current else { return [] }
    let lines = TextWrap.lines(of: notice.text, width: size.columns - 2)
    return lines.prefix(2) + (lines.count > 2 ? [lines[2...].joined(separator: " ")] : [])
  }

  private func draw(_ notice: Notice, in frame: inout Frame) {
    let lines = noticeLines
    let width = frame.width - 2
    let top = frame.height - 1 - lines.count
    frame.fill(Rect(row: top, column: 0, width: frame.width, height: lines.count))
    for (row, line) in lines.enumerated() {
      frame.write(line, row: top + row, column: 1, style: Style(notice.role, .bold), limit: width)
    }
  }

  private func drawTooSmall(in frame: inout Frame) {
    let lines: [SafeText] = [
      "ztriage needs 40×10", "this screen has \(frame.width)×\(frame.height)",
    ]
    for (row, line) in lines.enumerated() {
      frame.write(line, row: row, column: 0, limit: frame.width)
    }
  }

  // MARK: Tabs

  private func drawTabs(in frame: inout Frame, row: Int) {
    var column = 1
    for pane in PaneID.allCases {
      let isFocused = pane == focus
      // Where not all names fit, the one that matters does.
      let name: SafeText =
        frame.width >= 60 || isFocused ? "\(pane.rawValue) \(pane.title)" : "\(pane.rawValue)"
      let label: SafeText = isFocused ? "[\(name)]" : " \(name) "
      let unsaved: SafeText = pane == .behaviors && !behaviors.draft.isEmpty ? "*" : ""
      let start = column
      column = frame.write(
        label + unsaved,
        row: row,
        column: start,
        style: isFocused ? Style(.focusTitle, .bold) : Style(.title)
      )
      let tab = Rect(row: row, column: start, width: column - start, height: 1)
      frame.on(.press, tab, Command.focus(pane))
      column += 1
    }
  }

  // MARK: Top line and footer

  private var topLine: TopLine {
    TopLine(
      accountName: options.accountName,
      mayWrite: mayWrite,
      isOffline: options.isOffline,
      refreshInterval: options.refreshInterval,
      users: account.users,
      pause: pause,
      isLoading: loading.spinner != nil,
      news: account.news,
      unlisted: account.unlisted,
      newsSince: news.shownSince,
      newsKey: keys.name(of: .news),
      now: now,
      timeZone: options.timeZone
    )
  }

  private var footer: Footer {
    let hints: [(key: SafeText, words: SafeText)] =
      if !dialogs.isEmpty {
        dialogs.hints
      } else if filter(of: focus).isEditing {
        keys.footer(Self.filterBindings) + [(keys.moves, "move")]
      } else {
        [(keys.moves, "move")] + keys.footer(bindings)
      }
    return Footer(
      hints: hints,
      resets: resets,
      resetKey: keys.name(of: .usersReset),
      markedCount: users.marks.count,
      unsavedNoteCount: dialogDrafts.count(where: \.isNote)
    )
  }
}
