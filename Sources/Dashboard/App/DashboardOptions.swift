package import Foundation
package import TerminalUI

/// What the settings decide about a dashboard.
package struct DashboardOptions: Equatable, Sendable {
  /// How the top line names the account, such as `prod`.
  package var accountName: SafeText
  /// False until unlocked: no write is sent.
  package var mayWrite: Bool
  /// True shows what was kept and asks the account nothing; then no changes can be made.
  package var isOffline: Bool
  /// The background refresh; nil for none.
  package var refreshInterval: Duration?
  /// Whether a reset needs a reason.
  package var requiresReason: Bool
  /// The keys as this person has them.
  package var keys: KeyMap
  package var timeZone: TimeZone

  package init(
    accountName: SafeText,
    mayWrite: Bool = true,
    isOffline: Bool = false,
    refreshInterval: Duration? = .seconds(60),
    requiresReason: Bool = true,
    keys: [String: [Key]] = [:],
    timeZone: TimeZone = .current
  ) {
    self.accountName = accountName
    self.mayWrite = mayWrite
    self.isOffline = isOffline
    self.refreshInterval = refreshInterval
    self.requiresReason = requiresReason
    self.keys = KeyMap(settings: keys)
    self.timeZone = timeZone
  }
}
