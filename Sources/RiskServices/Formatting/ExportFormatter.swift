import Foundation
package import RiskAPI

/// What an integration means for the export of risk, in words; all of them may hold text from outside.
package enum ExportFormatter {
  /// The host of `https://acme.okta.com`, or the whole text where there is none.
  package static func host(of tenantURL: String) -> String {
    URL(string: tenantURL)?.host() ?? tenantURL
  }

  /// What will, or will no longer, be sent once an integration's settings have changed.
  package static func consequence(
    from old: IntegrationSettings,
    to new: IntegrationSettings
  ) -> String {
    switch (old.isActive, new.isActive) {
    case (true, false):
      "Risk changes and resets will no longer be sent to \(host(of: old.tenantURL)). "
        + "What was already sent stays there."
    case (false, true):
      "Risk changes and resets will be sent to \(host(of: new.tenantURL)) from now on. "
        + "Its policies may act on them."
    case (true, true) where new.tenantURL != old.tenantURL:
      "Risk changes and resets will be sent to \(new.tenantURL) from now on, "
        + "and no longer to \(old.tenantURL)."
    case (true, true): "What is sent stays the same."
    case (false, false): "It is off: nothing is sent, before and after."
    }
  }
}
