package import RiskAPI

/// What the account shows of one user: on their own page and, where that was asked for, in the summary.
package struct ShownUser: Equatable, Sendable {
  /// The user's own page; nil where it was not to be had.
  package var page: UserDetail?
  /// What the summary has of the user.
  package var listing: Listing
  /// Why the page was not to be had; nil where it was, or was not asked for.
  var failure: APIError?

  /// What the summary has of a user.
  package enum Listing: Equatable, Sendable {
    /// It was not asked for, or did not come as a whole.
    case unknown
    case absent
    case row(UserSummary)

    init(of id: UserID, in summary: RiskSummary) {
      if let row = summary.user(id) {
        self = .row(row)
      } else {
        self = summary.isComplete ? .absent : .unknown
      }
    }
  }

  /// States what is shown.
  package init(page: UserDetail? = nil, listing: Listing = .unknown) {
    self.page = page
    self.listing = listing
  }

  var isListed: Bool { if case .row = listing { true } else { false } }

  /// Level, events and last event: those of the page, or else of the summary; nil where neither is there.
  package var seen: RiskState? {
    if let page { return RiskState(page) }
    if case .row(let row) = listing { return RiskState(row) }
    return nil
  }
}
