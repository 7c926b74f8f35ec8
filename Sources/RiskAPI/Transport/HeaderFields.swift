public import HTTPTypes

/// The header fields of the account that no standard names.
extension HTTPField.Name {
  /// The id of the call at the account's edge, to quote to its support.
  public static let cfRay = named("CF-Ray")
  /// The id that the account's own audit log has for a write.
  public static let auditLogID = named("CF-Auditlog-Id")
  /// What is left of the caller's budget.
  public static let rateLimit = named("Ratelimit")
  /// What the caller's budget is.
  public static let rateLimitPolicy = named("Ratelimit-Policy")
  /// The older scheme's key.
  public static let authKey = named("X-Auth-Key")
  /// The older scheme's e-mail.
  public static let authEmail = named("X-Auth-Email")

  private static func named(_ name: StaticString) -> HTTPField.Name {
    // SAFETY: only the constants above come here, and each is a name as HTTP has them.
    guard let name = HTTPField.Name("\(name)") else { preconditionFailure("no field is named so") }
    return name
  }
}

extension HTTPFields {
  /// A line a field, as sent, with the values of credentials left out.
  var printable: [String] {
    let secret: Set<HTTPField.Name> = [
      .authorization, .proxyAuthorization, .authKey, .cookie, .setCookie,
    ]
    return map { secret.contains($0.name) ? "\($0.name): \(redactionMark)" : "\($0)" }
  }
}

extension APIRequest: CustomReflectable {
  /// What `print`, `dump` and a failed expectation show; holds no credential.
  public var customMirror: Mirror {
    Mirror(
      self,
      children: [
        "method": method, "path": path, "headers": headers.printable, "body": body as Any,
        "timeout": timeout,
      ],
      displayStyle: .struct
    )
  }
}

extension APIReply: CustomReflectable {
  /// What `print`, `dump` and a failed expectation show; holds no cookie.
  public var customMirror: Mirror {
    Mirror(
      self,
      children: ["status": status, "headers": headers.printable, "body": body],
      displayStyle: .struct
    )
  }
}
