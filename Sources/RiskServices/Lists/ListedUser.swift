package import Foundation
package import RiskAPI

/// A row of the users' list: somebody in the summary, or somebody who left it.
package struct ListedUser: Equatable, Sendable, Identifiable {
  /// As the summary shows them, or last showed them.
  package var user: UserSummary
  /// When the summary was first seen without them; nil for who is in it.
  package var goneAt: Date?

  package init(_ user: UserSummary, goneAt: Date? = nil) {
    self.user = user
    self.goneAt = goneAt
  }

  /// The user's id.
  package var id: UserID { user.id }
}
