internal import Foundation
package import RiskAPI

/// An error in words for a person: what happened, and what to do about it.
package struct ErrorFormatter: Hashable, Sendable {
  /// What happened, such as `the account does not answer`.
  package var problem: String
  /// What to do about it, such as `check the connection and try again`.
  package var advice: String
  /// The reply's `cf-ray`, which the provider's support asks for.
  package var ray: String?

  /// Both as one line: `WHAT HAPPENED; WHAT TO DO (cf-ray …)`.
  ///
  /// Holds text from outside.
  package var line: String {
    "\(problem); \(advice)\(rayWords)"
  }

  /// What happened alone, for the middle of a sentence: `WHAT HAPPENED (cf-ray …)`.
  package var problemWithRay: String { problem + rayWords }

  /// ` (cf-ray …)`; empty where no reply came.
  package var rayWords: String { Self.words(forRay: ray) }

  /// ` (cf-ray …)`, to stand at the end of a line; empty for none.
  package static func words(forRay ray: String?) -> String {
    ray.map { " (cf-ray \($0))" } ?? ""
  }

  /// Puts an error into words; `operation` reads like `read the users`.
  package init(_ error: APIError, operation: String) {
    ray = error.ray
    (problem, advice) = Self.words(for: error, operation: operation)
  }

  init(problem: String, advice: String, ray: String? = nil) {
    self.problem = problem
    self.advice = advice
    self.ray = ray
  }

  private static func words(
    for error: APIError,
    operation: String
  ) -> (problem: String, advice: String) {
    switch error {
    case .invalidRequest(let reason):
      ("cannot \(operation): \(reason)", "correct it and try again")
    case .notKept:
      ("cannot \(operation) offline: nothing is cached", "leave out --offline")
    case .unreachable(let reason):
      ("the account cannot be reached: \(reason)", "check the connection and the base URL")
    case .obstructed(let obstacle):
      words(for: obstacle)
    case .timedOut:
      ("no answer from the account in time", "try again, or check the connection")
    case .canceled:
      ("canceled", "nothing more was sent")
    case .unauthorized(let reply):
      (
        "token rejected\(quote(reply))",
        "check CLOUDFLARE_API_TOKEN, or create a new token"
      )
    case .forbidden(let reply, let missing):
      forbidden(reply, missing: missing, operation: operation)
    case .notFound(let reply):
      ("cannot \(operation): not found\(quote(reply))", "check the id and the account id")
    case .rateLimited(let reply, let seconds):
      (
        "too many requests\(quote(reply))",
        seconds.map { "try again in \($0) s" } ?? "try again in 5 minutes"
      )
    case .rejected(let reply):
      ("cannot \(operation): the account refused it\(quote(reply))", "check what you asked for")
    case .serverFailed(let reply):
      ("the account's server failed with status \(reply.status)\(quote(reply))", "try again later")
    case .undecodable(let reply, let reason):
      (
        "the answer cannot be read (status \(reply.status)): \(reason)",
        "check that the base URL is that of the API"
      )
    case .tooLarge(_, let reason):
      ("the answer is too large: \(reason)", "set a larger max_reply in config.yaml")
    case .outcomeUnknown(_, let reason):
      ("unknown whether it was done: \(reason)", "look again before you repeat it")
    }
  }

  private static func words(for obstacle: Obstacle) -> (problem: String, advice: String) {
    switch obstacle {
    case .untrustedCertificate(let host):
      (
        "the certificate of \(host) is not trusted",
        "check the base URL, or install the certificate of the proxy that opens TLS"
      )
    case .expiredCertificate(let host, let end):
      (
        "the certificate of \(host) expired on \(moment(end))",
        "the server needs a new one; check this machine's clock"
      )
    case .earlyCertificate(let host, let start):
      (
        "the certificate of \(host) is not valid before \(moment(start))",
        "set this machine's clock right"
      )
    case .outdatedTLS(let host):
      ("\(host) speaks only outdated TLS", "it needs TLS 1.2; check the base URL and the proxy")
    case .wrongCertificate(let host):
      ("the certificate of \(host) is for another name", "check the base URL and the proxy")
    case .refusedByProxy(let host):
      ("the proxy refused the connection to \(host)", "check HTTPS_PROXY, or set NO_PROXY=\(host)")
    case .proxyWantsCredentials:
      ("the proxy wants a user and a password", "set them in HTTPS_PROXY")
    case .unknownHost(let host):
      ("the host name \(host) does not resolve", "check the base URL, HTTPS_PROXY and the DNS")
    }
  }

  /// A moment in UTC, which certificates and their issuers speak of.
  private static func moment(_ date: Date) -> String {
    TimeFormatter(now: date, timeZone: .gmt).absolute(date)
  }

  private static func forbidden(
    _ reply: APIError.Reply,
    missing: [PermissionGroup],
    operation: String
  ) -> (problem: String, advice: String) {
    guard !missing.isEmpty else {
      return (
        "this account may not \(operation)\(quote(reply))",
        "it needs the Enterprise entitlement"
      )
    }
    let groups = missing.map(\.rawValue).joined(separator: " or ")
    return ("this token may not \(operation)", "it needs \(groups)")
  }

  /// The provider's own words, where it sent some: ` (10000: Authentication error)`.
  private static func quote(_ reply: APIError.Reply) -> String {
    guard let first = reply.errors.first else { return "" }
    return first.code == 0 ? " (\(first.message))" : " (\(first.code): \(first.message))"
  }
}
