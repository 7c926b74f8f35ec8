/// One export of risk changes, as the account keeps it.
package struct SimulatedIntegration: Hashable, Sendable {
  /// A UUID.
  package let id: String
  /// The client's own name for the integration.
  package var referenceID: String
  /// The provider's side.
  package var tenantURL: String
  /// Whether changes of risk are exported.
  package var isActive: Bool
  let createdAt: SpelledTime

  /// Where the provider reads the Shared Signals configuration.
  var wellKnownURL: String {
    "https://ssf.risk-score.teams.cloudflare.com/.well-known/sse-configuration/\(id)"
  }

  /// The integrations of a new account: one on and one off.
  static func seeded(seed: UInt64, anchor: Int64) -> [SimulatedIntegration] {
    var random = SplitMix64(seed, Salt.integration)
    let day: Int64 = 86_400_000
    return [
      ("https://acme.okta.com", true, 154 * day, true),
      ("https://acme-test.okta.com", false, 31 * day + 5_025_000, false),
    ].map { tenantURL, isActive, age, hasFraction in
      SimulatedIntegration(
        id: SeededUUID.make(from: &random),
        referenceID: SeededUUID.make(from: &random),
        tenantURL: tenantURL,
        isActive: isActive,
        createdAt: SpelledTime(milliseconds: anchor - age + 417, hasFraction: hasFraction)
      )
    }
  }
}
