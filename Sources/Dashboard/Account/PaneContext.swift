package import Foundation
package import TerminalUI

/// What a pane looks at while it updates and draws.
package struct PaneContext: Sendable {
  /// What the account said.
  package var account: AccountData
  package var now: Date
  package var timeZone: TimeZone
  package var isFocused: Bool
  /// Rows and columns of the pane, its frame included.
  package var size: Size
  /// Whether the account is never asked.
  package var isOffline: Bool
  /// Why nothing may be written; nil when writing is allowed.
  package var writeRefusal: SafeText?
  /// The spinner's turn; nil while loading is too short to show.
  package var spinner: Int?
  /// The keys as this person has them, for words such as `4 to see them`.
  package var keys: KeyMap
}

/// The four panes, in the order of their numbers.
package enum PaneID: Int, CaseIterable, Sendable {
  case users = 1
  case timeline
  case integrations
  case behaviors

  /// The word in the pane's title.
  package var title: SafeText {
    switch self {
    case .users: "Users"
    case .timeline: "Timeline"
    case .integrations: "Integrations"
    case .behaviors: "Behaviors"
    }
  }
}
