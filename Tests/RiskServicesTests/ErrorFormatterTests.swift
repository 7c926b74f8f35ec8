import RiskAPI
import RiskServices
import TestSupport
import Testing

struct ErrorFormatterTests {
  @Test(arguments: samples)
  func `every error says what happened and what to do`(sample: Sample) {
    let words = ErrorFormatter(sample.error, operation: "read the users")

    #expect(words.line == sample.line)
  }

  @Test(arguments: samples)
  func `no error names a type or shows a credential`(sample: Sample) {
    let line = ErrorFormatter(sample.error, operation: "read the users").line

    for word in [
      "APIError", "Reply", "Optional", "RiskAPI", "PermissionGroup", "Bearer", "piiRead",
    ] {
      #expect(!line.contains(word))
    }
    #expect(!line.contains("\n"))
  }

  @Test func `each kind of error has a sample`() {
    // A new case of the enum breaks this switch, and so reminds of the samples.
    let kinds = Set(samples.map { kind(of: $0.error) })
    #expect(kinds.count == 14)
  }

  private func kind(of error: APIError) -> Int {
    switch error {
    case .invalidRequest: 0
    case .unreachable: 1
    case .timedOut: 2
    case .canceled: 3
    case .unauthorized: 4
    case .forbidden: 5
    case .notFound: 6
    case .rateLimited: 7
    case .rejected: 8
    case .serverFailed: 9
    case .undecodable: 10
    case .tooLarge: 11
    case .outcomeUnknown: 12
    case .obstructed: 13
    }
  }
}

struct Sample: Sendable, CustomTestStringConvertible {
  var error: APIError
  var line: String
  var testDescription: String { line }
}

private let reply = APIError.Reply(
  status: 400,
  errors: [APIError.Item(code: 10000, message: "Authentication error")],
  ray: "8f1f6c2a3b4c5d6e-FRA"
)
private let bare = APIError.Reply(status: 502)

private let samples: [Sample] = [
  Sample(
    error: .invalidRequest("a user id is a UUID, which this is not"),
    line: "cannot read the users: a user id is a UUID, which this is not; correct it and try again"
  ),
  Sample(
    error: .unreachable("connection refused"),
    line: "the account cannot be reached: connection refused; "
      + "check the connection and the base URL"
  ),
  Sample(
    error: .timedOut,
    line: "no answer from the account in time; try again, or check the connection"
  ),
  Sample(
    error: .obstructed(.untrustedCertificate(host: "api.acme.example")),
    line: "the certificate of api.acme.example is not trusted; check the base URL, "
      + "or install the certificate of the proxy that opens TLS"
  ),
  Sample(
    error: .obstructed(.expiredCertificate(host: "api.acme.example", end: TestClock.noon)),
    line: "the certificate of api.acme.example expired on 2026-11-21 12:00:00 UTC; "
      + "the server needs a new one; check this machine's clock"
  ),
  Sample(
    error: .obstructed(.earlyCertificate(host: "api.acme.example", start: TestClock.noon)),
    line: "the certificate of api.acme.example is not valid before 2026-11-21 12:00:00 UTC; "
      + "set this machine's clock right"
  ),
  Sample(
    error: .obstructed(.outdatedTLS(host: "api.acme.example")),
    line: "api.acme.example speaks only outdated TLS; "
      + "it needs TLS 1.2; check the base URL and the proxy"
  ),
  Sample(
    error: .obstructed(.wrongCertificate(host: "api.acme.example")),
    line:
      "the certificate of api.acme.example is for another name; check the base URL and the proxy"
  ),
  Sample(
    error: .obstructed(.refusedByProxy(host: "api.acme.example")),
    line: "the proxy refused the connection to api.acme.example; "
      + "check HTTPS_PROXY, or set NO_PROXY=api.acme.example"
  ),
  Sample(
    error: .obstructed(.proxyWantsCredentials),
    line: "the proxy wants a user and a password; set them in HTTPS_PROXY"
  ),
  Sample(
    error: .obstructed(.unknownHost("api.acme.example")),
    line: "the host name api.acme.example does not resolve; "
      + "check the base URL, HTTPS_PROXY and the DNS"
  ),
  Sample(error: .canceled, line: "canceled; nothing more was sent"),
  Sample(
    error: .unauthorized(reply),
    line: "token rejected (10000: Authentication error); "
      + "check CLOUDFLARE_API_TOKEN, or create a new token (cf-ray 8f1f6c2a3b4c5d6e-FRA)"
  ),
  Sample(
    error: .forbidden(reply, missing: [.piiRead]),
    line: "this token may not read the users; it needs Zero Trust: PII Read "
      + "(cf-ray 8f1f6c2a3b4c5d6e-FRA)"
  ),
  Sample(
    error: .forbidden(reply, missing: [.read, .write]),
    line: "this token may not read the users; it needs Zero Trust Read or Zero Trust Write "
      + "(cf-ray 8f1f6c2a3b4c5d6e-FRA)"
  ),
  Sample(
    error: .forbidden(
      APIError.Reply(status: 403, errors: [APIError.Item(code: 3314, message: "Not entitled")]),
      missing: []
    ),
    line: "this account may not read the users (3314: Not entitled); "
      + "it needs the Enterprise entitlement"
  ),
  Sample(
    error: .notFound(bare),
    line: "cannot read the users: not found; check the id and the account id"
  ),
  Sample(
    error: .rateLimited(bare, retryAfter: 300),
    line: "too many requests; try again in 300 s"
  ),
  Sample(
    error: .rateLimited(bare, retryAfter: nil),
    line: "too many requests; try again in 5 minutes"
  ),
  Sample(
    error: .rejected(
      APIError.Reply(status: 422, errors: [APIError.Item(code: 0, message: "no such level")])
    ),
    line: "cannot read the users: the account refused it (no such level); "
      + "check what you asked for"
  ),
  Sample(
    error: .serverFailed(bare),
    line: "the account's server failed with status 502; try again later"
  ),
  Sample(
    error: .undecodable(bare, "it is a web page, not JSON"),
    line: "the answer cannot be read (status 502): it is a web page, not JSON; "
      + "check that the base URL is that of the API"
  ),
  Sample(
    error: .tooLarge(bare, "more than 512 MB"),
    line: "the answer is too large: more than 512 MB; set a larger max_reply in config.yaml"
  ),
  Sample(
    error: .outcomeUnknown(nil, "the connection was closed"),
    line: "unknown whether it was done: the connection was closed; "
      + "look again before you repeat it"
  ),
]
