import Foundation
import Presentation
import RiskAPI
import RiskServices
import TerminalUI

/// One integration with all its fields whole, however narrow the list is.
struct IntegrationDetailsDialog: Dialog {
  enum Message: Equatable, Sendable {
    case scrolled(ListMotion)
    case copied
    case canceled
  }

  private let integration: Integration
  private let timeZone: TimeZone
  private var scroll = ListState<Never>()

  init(_ integration: Integration, timeZone: TimeZone) {
    self.integration = integration
    self.timeZone = timeZone
  }

  var cancel: Message { .canceled }

  var bindings: [Binding<Message>] {
    [
      Binding(.dialogClose, .canceled), Binding(.dialogPress, .canceled).unlisted,
      Binding(.copy, .copied, rank: 2),
    ] + ListMotion.bindings(Message.scrolled)
  }

  mutating func update(_ message: Message) -> DialogStep {
    switch message {
    case .canceled: return .close
    // The pane below copies the same integration's fields, one after the other.
    case .copied: return DialogStep(request: .run(.copy))
    case .scrolled(let motion): scroll.scroll(motion)
    }
    return .stay
  }

  // MARK: View

  mutating func page(in room: DialogRoom) -> DialogPage {
    let width = min(room.columns, 100)
    let lines = lines(width: width - 4)
    let rows = ReadLines(lines.count)
    scroll.follow(rows)
    scroll.follow(height: room.rows - 2, in: rows)
    var page = DialogPage(
      TenantFormatter.host(of: integration.tenantURL).truncated(to: width - 8),
      width: width,
      in: room,
      scroll.visible.map { lines[$0] }
    )
    if scroll.isCut { page.footer = "\(room.keys.sign(of: .listDown)) for more" }
    return page
  }

  private func lines(width: Int) -> [StyledLine] {
    let words = TimeFormatter(now: .distantPast, timeZone: timeZone)
    let fields: [(label: SafeText, value: SafeText)] = [
      (
        "State",
        integration.isActive
          ? "on: risk changes and resets are sent to it" : "off: nothing is sent to it"
      ),
      ("Type", SafeText(integration.type)),
      ("Tenant", SafeText(integration.tenantURL)),
      ("Reference ID", SafeText(integration.referenceID)),
      ("Integration ID", SafeText(integration.id)),
      ("Account", SafeText(integration.accountTag)),
      ("Configuration", SafeText(integration.wellKnownURL)),
      ("Created", integration.createdAt.map { SafeText(words.absolute($0)) } ?? "not told"),
    ]
    let column = 3 + (fields.map(\.label.width).max() ?? 0)
    return fields.flatMap { field in
      TextWrap.lines(of: field.value, width: max(10, width - column)).enumerated().map {
        row,
        text in
        var line = StyledLine()
        if row == 0 { line.add(field.label, at: 1, Style(.header)) }
        line.add(text, at: column)
        return line
      }
    }
  }
}
