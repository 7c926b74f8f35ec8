import Foundation
import RiskAPI

extension RiskSummary {
  /// Users that differ in all that a list shows, the same ones every time.
  static func sample(_ count: Int) -> RiskSummary {
    let users = (0..<count).map { number in
      let first = firstNames[number % firstNames.count]
      let level: RiskLevel = number % 40 == 0 ? .high : number % 8 == 0 ? .medium : .low
      let minutes = Double(number % 9_973)
      return UserSummary(
        // Ids come in no order: whatever sorts or looks them up has its work.
        id: .sample(number),
        name: "\(first) \(lastNames[number / 7 % lastNames.count]) \(number)",
        email: "\(first.lowercased())\(number)@mail.acme.example",
        maxRiskLevel: level,
        eventCount: number % 43,
        lastEvent: Date(timeIntervalSince1970: 1_795_000_000 - minutes * 60)
      )
    }
    return RiskSummary(users: users, totalCount: count)
  }

  private static let firstNames = ["Dana", "Kenji", "Zoë", "Ana", "Maria", "Björn", "Amara"]
  private static let lastNames = ["Reyes", "Watanabe", "Müller", "Souza", "Okafor"]
}

extension UserID {
  static func sample(_ number: Int) -> UserID {
    let scattered = UInt64(number) &* 0x9E37_79B9_7F4A_7C15
    let head = String(format: "%08x", UInt32(truncatingIfNeeded: scattered >> 32))
    let tail = String(format: "%012x", number)
    return UserID("\(head)-0000-4000-8000-\(tail)")
  }
}

extension UserDetail {
  /// A user's page with evidence as long as the real one's.
  static func sample(_ number: Int, events: Int) -> UserDetail {
    UserDetail(
      name: "User \(number)",
      email: "user\(number)@acme.example",
      events: (0..<events).map { event in
        RiskEvent(
          id: "\(number)-\(event)",
          name: "Impossible travel",
          riskLevel: .high,
          timestamp: Date(timeIntervalSince1970: 1_795_000_000 - Double(event) * 600),
          details: .object([
            "source_ip": .string("192.0.2.\(event % 250)"), "city": .string("Lisbon"),
            "user_agent": .string("Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101"),
          ])
        )
      },
      riskLevel: .high
    )
  }
}
