import Foundation
import RiskAPI

/// A user's page as JSON, with the API's own field names.
struct SnapshotText: Codable {
  struct Event: Codable {
    var id: String
    var name: String
    var riskLevel: String?
    var timestamp: String?
    var details: JSONValue?

    enum CodingKeys: String, CodingKey {
      case id, name, timestamp
      case riskLevel = "risk_level"
      case details = "event_details"
    }
  }

  var name: String
  var email: String
  var riskLevel: String?
  var lastReset: String?
  var totalCount: Int?
  var events: [Event]

  enum CodingKeys: String, CodingKey {
    case name, email, events
    case riskLevel = "risk_level"
    case lastReset = "last_reset_time"
    case totalCount = "total_count"
  }

  init(_ risk: UserDetail) {
    name = risk.name
    email = risk.email
    riskLevel = risk.riskLevel?.apiName
    lastReset = risk.lastReset.map(Moment.iso)
    totalCount = risk.totalEventCount
    events = risk.events.map { event in
      Event(
        id: event.id,
        name: event.name,
        riskLevel: event.riskLevel?.apiName,
        timestamp: event.timestamp.map(Moment.iso),
        details: event.details
      )
    }
  }

  var risk: UserDetail {
    UserDetail(
      name: name,
      email: email,
      events: events.map { event in
        RiskEvent(
          id: event.id,
          name: event.name,
          riskLevel: event.riskLevel.map(RiskLevel.init),
          timestamp: event.timestamp.flatMap(Timestamp.parse),
          details: event.details
        )
      },
      lastReset: lastReset.flatMap(Timestamp.parse),
      riskLevel: riskLevel.map(RiskLevel.init),
      totalEventCount: totalCount
    )
  }
}
