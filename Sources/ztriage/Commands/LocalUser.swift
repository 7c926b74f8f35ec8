import RiskAPI
import RiskServices
import RiskStore
import TerminalUI

/// A user as far as the journal knows them.
struct LocalUser {
  var id: UserID
  /// Nil for one whom the summary never showed.
  var seen: SeenUser?

  /// Finds a user in the journal, those included who left the summary.
  ///
  /// - Throws: ``Failure`` with code 66 for an unknown e-mail, 64 for one of several users, 65 for one that
  ///   somebody wrote into the journal.
  init(_ name: UserName, in journal: Journal) async throws(Failure) {
    switch name {
    case .id(let given):
      do throws(JournalError) {
        seen = try await journal.history.seenUser(given).value
      } catch {
        throw Failure(error)
      }
      id = seen?.id ?? given
    case .email(let email):
      let users = try await Self.users(withEmail: email, in: journal)
      guard let user = users.first else {
        throw Failure(
          .notFound,
          "unknown user '\(email)' on this machine",
          "check the spelling, or use the user id"
        )
      }
      guard users.count == 1 else {
        throw Failure(
          .usage,
          "\(users.count) users had the e-mail '\(email)'",
          "use the user id: \(users.map(\.id.rawValue).joined(separator: ", "))"
        )
      }
      seen = user
      id = user.id
    }
  }

  /// Everybody with an e-mail, those included who left the summary.
  ///
  /// - Throws: ``Failure`` with code 65 where nobody has it but somebody wrote it into the journal.
  static func users(
    withEmail email: String,
    in journal: Journal
  ) async throws(Failure) -> [SeenUser] {
    let seen: Checked<[SeenUser]>
    do throws(JournalError) {
      seen = try await journal.history.seenUsers(withEmail: email)
    } catch {
      throw Failure(error)
    }
    if seen.value.isEmpty { try journal.refuse(seen.faults) }
    return seen.value
  }
}
