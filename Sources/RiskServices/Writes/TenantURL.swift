import Foundation

/// The address of a tenant at its identity provider: https, a host, and no secrets.
package struct TenantURL: Hashable, Sendable {
  /// The address as it was typed.
  package let text: String

  /// Nil for anything else.
  package init?(_ text: String) {
    // Plain ASCII only: what looks like a known host but is spelled with other letters is not it.
    guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
      let parts = URLComponents(string: text), parts.scheme?.lowercased() == "https",
      let host = parts.host, !host.isEmpty,
      parts.user == nil, parts.password == nil, parts.query == nil, parts.fragment == nil
    else { return nil }
    self.text = text
  }

  /// Where Okta has its tenants; a tenant's custom domain is elsewhere, and signals are not taken there.
  private static let oktaDomains = [
    "okta.com", "oktapreview.com", "okta-emea.com", "okta-gov.com", "okta.mil",
  ]

  /// Whether it can be a tenant's own address, and not a custom domain.
  package var isOktaAddress: Bool {
    let host = ExportFormatter.host(of: text).lowercased()
    return Self.oktaDomains.contains { host.hasSuffix(".\($0)") }
  }
}
