import ArgumentParser
import Foundation
import RiskServices
import TerminalUI

/// The address of a tenant at its identity provider: https, a host, and no secrets.
struct TenantURL: ExpressibleByArgument {
  let text: String

  init?(argument: String) {
    // Plain ASCII only: what looks like a known host but is spelled with other letters is not it.
    guard argument.utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
      let parts = URLComponents(string: argument), parts.scheme?.lowercased() == "https",
      let host = parts.host, !host.isEmpty,
      parts.user == nil, parts.password == nil, parts.query == nil, parts.fragment == nil
    else { return nil }
    text = argument
  }

  /// The host of `https://acme.okta.com`, or the whole text where there is none.
  static func host(of tenantURL: String) -> SafeText {
    SafeText(ExportFormatter.host(of: tenantURL))
  }
}

/// A person's own name for an integration: any text but none.
struct ReferenceID: ExpressibleByArgument {
  let text: String

  init?(argument: String) {
    guard !argument.isEmpty else { return nil }
    text = argument
  }
}
