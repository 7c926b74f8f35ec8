import RiskAPI
import RiskServices

/// Where the analyst stood.
///
/// Kept as JSON in the journal.
struct KeptPlace: Codable {
  var focus: Int
  var isZoomed: Bool
  var sort: String
  var isReversed: Bool
  var filter: String
  var selection: UserID?
  /// Nil in what an earlier version kept.
  var showsPast: Bool?

  /// As the journal has it; empty where it cannot be written.
  var text: String { (try? JSONText.encode(self)) ?? "" }
}
