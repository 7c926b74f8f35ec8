import RiskAPI
import RiskServices
import RiskStore
import Settings
import TerminalUI

/// All that the dashboard needs from the command line, the environment and the settings.
struct InteractiveSession: Sendable {
  /// What a person calls the account: its profile's name, or its id.
  var accountName: String
  /// Whether writes are refused until the person unlocks them.
  var isReadOnly: Bool
  /// Reads what the screen looks like.
  var loadTheme: @Sendable () throws(Failure) -> Theme
  /// Time between background refreshes; nil for none.
  var refresh: Duration?
  /// Whether a reset needs a reason.
  var requiresReason: Bool
  /// Whether the dashboard takes the mouse from the terminal.
  var usesMouse: Bool
  /// How long what is saved on this machine is kept.
  var retention: Retention
  /// The keys of bindings that the settings bind anew, by the bindings' names.
  var keys: [String: [Key]]
  /// Whether colors are wanted, where the terminal has them.
  var hasColor: Bool
  /// The log; nil where it could not be opened.
  var log: LogFile?
  /// True shows what the cache holds and asks nothing.
  var isOffline: Bool
  /// Opens the account's cache; with what has to be said about it.
  var openCache: @Sendable () -> (cache: Cache, notice: String?)
  /// Opens the account's journal, or tells why every write must be refused.
  var openJournaling: @Sendable () -> Journaling
  /// Makes the way to the account, which enters its requests into the rateLimiter and tells what happens
  /// while a call is under way.
  var makeLink:
    @Sendable (
      _ rateLimiter: RateLimitStore?,
      _ onEvent: @escaping @Sendable (ClientEvent) -> Void
    ) -> AccountLink
}
