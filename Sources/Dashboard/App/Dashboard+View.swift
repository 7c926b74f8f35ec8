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
    if let tabRow = layout.tabRow {
      TabLine(focus: focus, hasUnsavedBehaviors: !behaviors.draft.isEmpty)
        .draw(in: &frame, row: tabRow)
    }
    for place in layout.places {
      let box = place.rect.split(top: place.size.rows).top
      frame.on(.press, place.rect, Command.focus(place.pane))
      frame.inside(box) { frame in
        pane(place.pane).view(in: &frame, context: context(for: place.pane))
      }
      frame.inside(place.rect) { frame in
        let border = Style(place.pane == focus ? .focusBorder : .border)
        PaneFailure.draw(place.failure, border: border, in: &frame)
      }
    }
    if let notice = notices.current { notice.draw(in: &frame) }
    footer.draw(in: &frame)
    let area = Rect(row: 1, column: 0, width: frame.width, height: frame.height - 2)
    if !dialogs.isEmpty { frame.discardMouse() }
    frame.inside(area) { frame in dialogs.view(in: &frame) }
  }

  private func drawTooSmall(in frame: inout Frame) {
    let lines: [SafeText] = [
      "ztriage needs 40×10", "this screen has \(frame.width)×\(frame.height)",
    ]
    for (row, line) in lines.enumerated() {
      frame.write(line, row: row, column: 0, limit: frame.width)
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
      pause: client.pause,
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
      unsavedNoteCount: dialogDrafts.noteCount
    )
  }
}
