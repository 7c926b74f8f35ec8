import HTTPTypes
import RiskAPI

/// Who calls, as far as it matters for admission and budget.
enum Credentials {
  /// A name for the caller's budget.
  ///
  /// Throws when the credentials are missing, malformed or wrong.
  static func check(_ headers: HTTPFields, token: String?) throws(Problem) -> String {
    if let authorization = headers[.authorization] {
      guard let bearer = bearer(authorization) else { throw malformed }
      guard token == nil || token == bearer else { throw wrong }
      return "token " + bearer
    }
    guard let key = headers[.authKey], let email = headers[.authEmail] else { throw wrong }
    guard isPlain(key), email.contains("@") else { throw malformed }
    guard token == nil else {
      throw Problem(401, 9103, "Unknown X-Auth-Key or X-Auth-Email")
    }
    return "key " + key
  }

  private static let wrong = Problem(401, 10000, "Authentication error")

  private static let malformed = Problem(
    400,
    6003,
    "Invalid request headers",
    cause: .init(code: 6111, message: "Invalid format for Authorization header")
  )

  private static func bearer(_ authorization: String) -> String? {
    let parts = authorization.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].lowercased() == "bearer", isPlain(parts[1]) else { return nil }
    return String(parts[1])
  }

  /// True for what a token may consist of: quotes and line ends come from careless copying.
  private static func isPlain(_ text: some StringProtocol) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != 0x22 && $0 != 0x27 }
  }
}
