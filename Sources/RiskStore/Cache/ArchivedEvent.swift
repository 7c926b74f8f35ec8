package import Foundation
package import RiskAPI

/// An event that the account no longer gives.
package struct ArchivedEvent: Hashable, Sendable, Identifiable {
  package var event: RiskEvent
  package var origin: Origin

  /// Where it is known from.
  package enum Origin: Hashable, Sendable {
    /// Given once; when the account was first seen without it.
    case gone(Date)
    /// Kept before a reset; when.
    case reset(Date)

    /// Since when it may not be there any more.
    package var moment: Date {
      switch self {
      case .gone(let moment), .reset(let moment): moment
      }
    }
  }

  package init(_ event: RiskEvent, _ origin: Origin) {
    self.event = event
    self.origin = origin
  }

  /// The event's id.
  package var id: String { event.id }
}
