package import RiskAPI

/// Whether a service may ask the account, and with what.
package enum AccountLink: Sendable {
  /// The account is asked, the cache comes second.
  case online(APIClient)
  /// The cache alone answers: no network, no credentials, no writes.
  case offline(accountID: String)

  /// The account that the service is about.
  package var accountID: String {
    switch self {
    case .online(let client): client.accountID
    case .offline(let accountID): accountID
    }
  }
}

extension APIError {
  /// What was asked for offline was never fetched, or is forgotten.
  package static let notKept = APIError.unreachable("offline, and nothing of this is cached")
}
