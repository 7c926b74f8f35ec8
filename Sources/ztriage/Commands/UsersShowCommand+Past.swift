import RiskAPI
import RiskStore
import TerminalUI

extension UsersShowCommand {
  /// The id of a user who left the summary, by e-mail; says so on standard error.
  ///
  /// - Throws: ``Failure`` with code 64 for an e-mail of several users; `missing` where the journal
  ///   does not know the e-mail either.
  func findPastUser(
    withEmail email: String,
    _ session: AccountSession,
    missing: Failure
  ) async throws(Failure) -> UserID {
    guard let journal = try session.local.journal() else { throw missing }
    let known = try await LocalUser.users(withEmail: email, in: journal)
    guard !known.isEmpty else { throw missing }
    let user = try await LocalUser(.email(email), in: journal)
    StandardError.say("\(email) is not in the risk summary any more; user \(user.id.rawValue)")
    return user.id
  }
}
