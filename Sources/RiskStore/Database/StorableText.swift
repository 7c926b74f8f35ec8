import Foundation
import RiskAPI

extension String {
  /// The text without NUL, at which SQLite's readers stop: it would never compare equal to what was saved.
  var storable: String {
    utf8.contains(0) ? replacingOccurrences(of: "\0", with: "\u{FFFD}") : self
  }
}

extension UserSummary {
  /// The user with texts and times as they come back from disk.
  var storable: UserSummary {
    var user = self
    if name.utf8.contains(0) { user.name = name.storable }
    if email.utf8.contains(0) { user.email = email.storable }
    user.lastEvent = Moment.storable(lastEvent)
    return user
  }
}
