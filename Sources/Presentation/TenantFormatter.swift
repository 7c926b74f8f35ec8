import RiskServices
package import TerminalUI

/// How a tenant is called, on the screen and in what commands say.
package enum TenantFormatter {
  /// The host of `https://acme.okta.com`, or the whole text where there is none.
  package static func host(of tenantURL: String) -> SafeText {
    SafeText(ExportFormatter.host(of: tenantURL))
  }
}
