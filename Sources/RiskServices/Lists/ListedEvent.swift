package import Foundation
package import RiskAPI

/// A row of the timeline that is an event.
package struct ListedEvent: Equatable, Sendable {
  package var event: RiskEvent
  /// Since when the account may not have given it; nil for one that it gives.
  package var goneAt: Date?

  package init(_ event: RiskEvent, goneAt: Date? = nil) {
    self.event = event
    self.goneAt = goneAt
  }
}
