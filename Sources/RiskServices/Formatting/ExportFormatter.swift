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
    case (false, true): beginning(at: host(of: new.tenantURL))
    case (true, true) where new.tenantURL != old.tenantURL:
      "Risk changes and resets will be sent to \(new.tenantURL) from now on, "
        + "and no longer to \(old.tenantURL)."
    case (true, true): "What is sent stays the same."
    case (false, false): "It is off: nothing is sent, before and after."
    }
  }

  /// What will be sent to a tenant once it has an integration that is on.
  package static func beginning(at host: String) -> String {
    "Risk changes and resets will be sent to \(host) from now on. Its policies may act on them."
  }

  /// What will no longer be sent once an integration is deleted, and that it is for good.
  package static func deletion(of integration: Integration) -> (sent: String, end: String) {
    let host = host(of: integration.tenantURL)
    return (
      integration.isActive
        ? "Risk changes and resets will no longer be sent to \(host)."
        : "It is off: nothing is sent to \(host) now.",
      "This cannot be undone: a new integration gets another id."
    )
  }

  /// What is said of a tenant, after its name, that has integrations and is to get one more.
  package static func twins(_ integrations: [Integration]) -> String {
    let names = integrations.map { "\($0.id), \($0.isActive ? "on" : "off")" }
    return "already has an integration (\(names.joined(separator: "; "))); "
      + "with one more, everything is sent twice"
  }
}
