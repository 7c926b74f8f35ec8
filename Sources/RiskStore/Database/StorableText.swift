import Foundation
import RiskAPI

extension String {
  /// The text without NUL, at which SQLite's readers stop: it would never compare equal to what was saved.
  var storable: String {
    utf8.contains(0) ? replacingOccurrences(of: "\0", with: "\u{FFFD}") : self
  }
}

extension RiskUser {
  /// The user with texts as they come back from disk.
  var storable: RiskUser {
    guard name.utf8.contains(0) || email.utf8.contains(0) else { return self }
    var user = self
    user.name = name.storable
    user.email = email.storable
    return user
  }
}
