import RiskAPI

/// The behaviors of a new account.
///
/// The first three keys are the documented ones.
enum BehaviorCatalog {
  /// One behavior and what its events look like.
  struct Entry: Sendable {
    let behavior: Behavior
    let details: @Sendable (inout SplitMix64, SeededPerson) -> JSONValue
  }

  static let entries: [Entry] = [
    entry(
      "imp_travel",
      .high,
      true,
      "Impossible travel",
      """
      Two logins by the user, from places so far apart that nobody could have traveled between \
      them in the time that passed.
      """,
      EventDetails.impossibleTravel
    ),
    entry(
      "high_dlp",
      .medium,
      true,
      "High number of DLP policies triggered",
      """
      The user set off data loss prevention policies fifteen times or more within one minute. \
      Matches that were blocked count too.
      """,
      EventDetails.dataLoss
    ),
    entry(
      "sentinel_one",
      .high,
      false,
      "SentinelOne threat detected",
      """
      SentinelOne reported one or more active threats on a device of the user, or that the device \
      is infected.
      """,
      EventDetails.sentinelOne
    ),
    entry(
      "crowdstrike_low",
      .medium,
      true,
      "CrowdStrike low device score",
      """
      A device of the user has an overall CrowdStrike Zero Trust Assessment score from 0 to 50.
      """,
      EventDetails.crowdStrikeLow
    ),
    entry(
      "crowdstrike_medium",
      .low,
      true,
      "CrowdStrike medium device score",
      """
      A device of the user has an overall CrowdStrike Zero Trust Assessment score from 50 to 79.
      """,
      EventDetails.crowdStrikeMedium
    ),
    entry(
      "malicious_file",
      .high,
      true,
      "Interaction with a malicious file",
      """
      The user uploaded or downloaded a file in which the gateway's antivirus scan found malware, \
      once or more. A blocked transfer counts too.
      """,
      EventDetails.maliciousFile
    ),
    entry(
      "suspicious_domain",
      .medium,
      false,
      "Suspicious security domain visited",
      """
      The user asked for a domain that is listed as suspicious: newly seen, parked, or made by an \
      algorithm. One visit is enough.
      """,
      EventDetails.suspiciousDomain
    ),
    entry(
      "high_risk_domain",
      .low,
      true,
      "High-risk domain visited",
      """
      The user asked for a domain in a high-risk category, such as phishing, command and control, \
      or cryptomining. One visit is enough.
      """,
      EventDetails.highRiskDomain
    ),
  ]

  private static func entry(
    _ key: String,
    _ level: RiskLevel,
    _ isEnabled: Bool,
    _ name: String,
    _ description: String,
    _ details: @escaping @Sendable (inout SplitMix64, SeededPerson) -> JSONValue
  ) -> Entry {
    Entry(
      behavior: Behavior(
        key: key,
        name: name,
        description: description,
        setting: BehaviorSetting(isEnabled: isEnabled, riskLevel: level)
      ),
      details: details
    )
  }
}
