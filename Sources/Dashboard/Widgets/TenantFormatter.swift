import RiskServices
import TerminalUI

/// How a tenant is called on the screen.
enum TenantFormatter {
  /// The host of `https://acme.okta.com`, or the whole text where there is none.
  static func host(of tenantURL: String) -> SafeText {
    SafeText(ExportFormatter.host(of: tenantURL))
  }
}
