import Foundation
import RiskAPI
import RiskServices
import RiskStore
import TerminalUI

/// A user's page, and the events that the account no longer gives.
struct ShownPage: Sendable {
  var risk: UserDetail
  var past: [ArchivedEvent]

  init(_ risk: UserDetail, _ record: UserRecord) {
    self.risk = risk
    let given = Set(risk.events.map(\.id))
    past = record.events.filter { !given.contains($0.id) }
  }
}

extension UsersShowCommand {
  /// What the account says of a user, or else local data, which is said on standard error.
  ///
  /// - Throws: ``Failure`` with code 66 for a user of whom there is no local data either.
  func page(of id: UserID, in session: AccountSession) async throws -> Fetched<ShownPage> {
    try await session.ask("read the user") { service throws(APIError) in
      let answer: Result<Fetched<UserDetail>, APIError>
      do throws(APIError) {
        answer = .success(try await service.fetchUser(id))
      } catch {
        answer = .failure(error)
      }
      let record = await service.record(of: id)
      switch answer {
      case .success(let page):
        return Fetched(ShownPage(page.value, record), fetchedAt: page.fetchedAt)
      case .failure(let error):
        let isForgotten = if case .notFound = error { true } else { false }
        guard isForgotten || error == .notKept,
          let kept = await service.keptPage(of: id, record)
        else { throw error }
        if isForgotten {
          let words = TimeFormatter.now
          let moment = words.absolute(kept.fetchedAt)
          StandardError.say(
            "the account no longer knows this user; local data from \(moment)"
              + "\(ErrorFormatter.words(forRay: error.ray))"
          )
        }
        return kept
      }
    }
  }

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
    StandardError.say("\(email) is no longer at risk; user \(user.id.rawValue)")
    return user.id
  }
}

extension RiskService {
  /// A user's page as it was last seen, or made from what the journal has; nil for nothing at all.
  fileprivate func keptPage(of id: UserID, _ record: UserRecord) async -> Fetched<ShownPage>? {
    if let page = await loadUser(id) {
      return Fetched(ShownPage(page.value, record), fetchedAt: page.fetchedAt)
    }
    let seenAt = (record.changes.compactMap(\.at) + record.events.map(\.origin.moment)).max()
    guard let seenAt else { return nil }
    let user = record.seen?.user
    let risk = UserDetail(name: user?.name ?? "", email: user?.email ?? "", events: [])
    return Fetched(ShownPage(risk, record), fetchedAt: seenAt)
  }
}
