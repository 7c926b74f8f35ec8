import RiskAPI
import RiskServices
import TerminalUI

/// A user as named on the command line.
enum UserName: Hashable {
  case id(UserID)
  case email(String)

  /// Tells an id from an e-mail address.
  ///
  /// - Throws: ``Failure`` with code 64 for what is neither.
  init(_ text: String) throws(Failure) {
    let id = UserID(text)
    if id.isUUID {
      self = .id(id)
    } else if text.contains("@") {
      self = .email(text)
    } else {
      throw Failure(
        .usage,
        "'\(text)' is neither a user id nor an e-mail address",
        "find the user with 'ztriage users list --filter TEXT'"
      )
    }
  }

  /// The id; nil for a user named by e-mail.
  var id: UserID? { if case .id(let id) = self { id } else { nil } }

  /// The e-mail address; nil for a user named by id.
  var email: String? { if case .email(let email) = self { email } else { nil } }

  /// What was typed.
  var text: String {
    switch self {
    case .id(let id): id.rawValue
    case .email(let email): email
    }
  }

  /// The only row of the summary with an e-mail address, whose case does not matter.
  ///
  /// - Throws: ``Failure`` with code 66 where there is none, 64 where there are several.
  static func row(withEmail email: String, in summary: RiskSummary) throws(Failure) -> UserSummary {
    let wanted = email.lowercased()
    let found = summary.users.filter { $0.email.lowercased() == wanted }
    guard let first = found.first else {
      let rest = summary.isComplete ? "" : " in the part of the list that came"
      throw Failure(
        .notFound,
        "no user at risk has the e-mail '\(email)'\(rest)",
        "check the spelling, or use the user id"
      )
    }
    guard found.count == 1 else {
      throw Failure(
        .usage,
        "\(found.count) users have the e-mail '\(email)'",
        "use the user id, from 'ztriage users list --filter \(email)'"
      )
    }
    return first
  }
}
