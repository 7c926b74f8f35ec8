import HTTPTypes

/// What proves to the account who is asking.
///
/// ```swift
/// let credentials = Credentials.token(try APIToken(environment["CLOUDFLARE_API_TOKEN"] ?? ""))
/// print(credentials)  // token(‹redacted›)
/// ```
public enum Credentials: Hashable, Sendable {
  /// An API token, sent as `Authorization: Bearer …`.
  case token(APIToken)
  /// The older scheme, sent as `X-Auth-Key` and `X-Auth-Email`.
  case key(APIKey, email: String)

  /// What must not be told to anybody.
  var secret: String {
    switch self {
    case .token(let token): token.secret
    case .key(let key, _): key.secret
    }
  }

  /// The header fields that carry the credentials.
  ///
  /// Throws `.invalidRequest` for an e-mail that cannot stand in a header field; token and key were
  /// checked when they were made.
  var headers: HTTPFields {
    get throws(APIError) {
      switch self {
      case .token(let token):
        return [.authorization: "Bearer \(token.secret)"]
      case .key(let key, let email):
        if let problem = CredentialProblem(in: email) {
          throw .invalidRequest("the e-mail that goes with the API key \(problem.reason)")
        }
        return [.authEmail: email, .authKey: key.secret]
      }
    }
  }
}

/// An API token, which can be sent and compared, never printed.
public struct APIToken: Hashable, Sendable {
  let secret: String

  /// Takes a token of printable ASCII characters without spaces.
  ///
  /// Anything else cannot stand in a header field; the error says why and does not hold the text.
  public init(_ text: String) throws(CredentialProblem) {
    if let problem = CredentialProblem(in: text) { throw problem }
    secret = text
  }
}

/// A global API key, the older scheme, which can be sent and compared, never printed.
public struct APIKey: Hashable, Sendable {
  let secret: String

  /// Takes a key of printable ASCII characters without spaces.
  ///
  /// Anything else cannot stand in a header field; the error says why and does not hold the text.
  public init(_ text: String) throws(CredentialProblem) {
    if let problem = CredentialProblem(in: text) { throw problem }
    secret = text
  }
}

/// Why a text cannot be a credential, without the text itself.
public enum CredentialProblem: Error, Hashable, Sendable, CustomStringConvertible {
  case empty
  case lineBreak
  case space
  case control
  case notASCII

  /// The first problem of a text; nil when it has none.
  init?(in text: String) {
    guard !text.isEmpty else {
      self = .empty
      return
    }
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x0A, 0x0D: self = .lineBreak
      case 0x20: self = .space
      case 0x00...0x1F, 0x7F: self = .control
      case 0x80...: self = .notASCII
      default: continue
      }
      return
    }
    return nil
  }

  /// The end of a sentence about the credential, such as "contains a line break".
  public var reason: String {
    switch self {
    case .empty: "is empty"
    case .lineBreak: "contains a line break"
    case .space: "contains a space"
    case .control: "contains a control character"
    case .notASCII: "contains a character outside ASCII"
    }
  }

  /// The whole sentence, such as "the credential contains a line break".
  public var description: String { "the credential \(reason)" }
}

/// A value that shows itself as redacted wherever Swift would print it.
protocol Redacted: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {}

extension Redacted {
  /// Always `‹redacted›`.
  public var description: String { redactionMark }
  /// Always `‹redacted›`.
  public var debugDescription: String { redactionMark }
  /// A mirror without children: `dump` and test failures look through it.
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// What stands in place of a secret.
let redactionMark = "‹redacted›"

extension APIToken: Redacted {}
extension APIKey: Redacted {}
