import Foundation
import RiskAPI

/// The evidence of each behavior.
///
/// No public example of the real one exists, so these are rich: nested objects, arrays, numbers
/// with and without fractions, booleans and nulls.
///
/// Addresses are from the ranges reserved for documentation.
enum EventDetails {
  static func impossibleTravel(_ random: inout SplitMix64, _ person: SeededPerson) -> JSONValue {
    let from = random.pick(places)
    let others = places.filter { $0.city != from.city }
    let to = random.pick(others)
    let distance = from.distance(to: to)
    let minutes = random.number(9...170)
    let speed = Decimal(Int(Double(distance) / Double(minutes) * 600)) / 10
    return .object([
      "distance_km": .integer(Int64(distance)),
      "minutes_between": .integer(Int64(minutes)),
      "speed_km_per_hour": .number(speed),
      "logins": .array([login(from, &random), login(to, &random)]),
      "identity_provider": .object([
        "type": .string("okta"), "session_id": .string(SeededUUID.make(from: &random)),
      ]),
      "is_known_vpn": .bool(random.oneIn(6)),
      "previous_match": .null,
    ])
  }

  static func dataLoss(_ random: inout SplitMix64, _ person: SeededPerson) -> JSONValue {
    let matches = random.number(15...240)
    let files = (0..<random.number(1...4)).map { _ in
      JSONValue.object([
        "name": .string(random.pick(fileNames)),
        "size_bytes": .integer(Int64(random.number(2_048...48_000_000))),
        "sha256": .string(digest(&random)),
        "is_encrypted": .bool(random.oneIn(5)),
      ])
    }
    return .object([
      "window_seconds": .integer(60),
      "match_count": .integer(Int64(matches)),
      "action": .string(random.pick(["allow", "allow", "block"])),
      "policies": .array([
        .object([
          "id": .string(SeededUUID.make(from: &random)),
          "name": .string(
            random.pick(["Block payment cards", "Warn on source code", "PII outbound"])
          ),
          "profile": .object([
            "name": .string(
              random.pick(["Financial Information", "Credentials and Secrets", "国民ID"])
            ),
            "entries": .array([
              .object([
                "entry": .string("Credit card number"), "matches": .integer(Int64(matches / 2)),
              ]),
              .object([
                "entry": .string("IBAN"), "matches": .integer(Int64(matches - matches / 2)),
              ]),
            ]),
            "confidence": .string(random.pick(["low", "medium", "high"])),
          ]),
        ])
      ]),
      "files": .array(files),
      "app": .object([
        "name": .string(random.pick(["Google Drive", "Dropbox", "ChatGPT", "GitHub"])),
        "is_sanctioned": .bool(random.oneIn(2)),
      ]),
      "url": .string("https://upload.example/\(random.number(1000...9999))?dest=shared"),
      "source_ip": .string(address(&random)),
    ])
  }

  static func sentinelOne(_ random: inout SplitMix64, _ person: SeededPerson) -> JSONValue {
    let threats = (0..<random.number(1...3)).map { _ in
      JSONValue.object([
        "name": .string(random.pick(["Trojan.Generic", "Ransom.Sim", "PUA.Miner", "Exploit.Doc"])),
        "classification": .string(random.pick(["Malware", "Ransomware", "PUA"])),
        "path": .string("C:\\Users\\\(person.email.prefix { $0 != "@" })\\AppData\\Temp\\x.exe"),
        "mitigated": .bool(random.oneIn(2)),
        "confidence": .string(random.pick(["suspicious", "malicious"])),
      ])
    }
    return .object([
      "device": device(&random, among: [DeviceKind.windows]),
      "agent": .object([
        "version": .string("23.\(random.number(1...4)).\(random.number(0...9))"),
        "is_up_to_date": .bool(!random.oneIn(3)),
      ]),
      "infected": .bool(random.oneIn(2)),
      "active_threats": .integer(Int64(threats.count)),
      "threats": .array(threats),
      "network_status": .string(random.pick(["connected", "disconnected"])),
    ])
  }

  static func crowdStrikeLow(_ random: inout SplitMix64, _ person: SeededPerson) -> JSONValue {
    crowdStrike(score: random.number(0...50), &random)
  }

  static func crowdStrikeMedium(_ random: inout SplitMix64, _ person: SeededPerson) -> JSONValue {
    crowdStrike(score: random.number(50...79), &random)
  }

  static func maliciousFile(_ random: inout SplitMix64, _ person: SeededPerson) -> JSONValue {
    .object([
      "direction": .string(random.pick(["download", "upload"])),
      "file": .object([
        "name": .string(
          random.pick(["invoice_8841.iso", "setup-crack.zip", "Rechnung März.docm"])
        ),
        "type": .string(random.pick(["application/zip", "application/x-iso9660-image"])),
        "size_bytes": .integer(Int64(random.number(90_000...9_000_000))),
        "sha256": .string(digest(&random)),
      ]),
      "verdicts": .array([
        .object([
          "engine": .string("gateway-av"), "signature": .string("Win.Dropper.Agent"),
          "score": .number(Decimal(random.number(700...999)) / 1000),
        ]),
        .object(["engine": .string("sandbox"), "signature": .null, "score": .null]),
      ]),
      "url": .string(
        "https://files-\(random.number(10...99)).bad.example/get?id=\(random.number(100...999))"
      ),
      "action": .string(random.pick(["block", "block", "allow"])),
      "source_ip": .string(address(&random)),
      "device": device(&random),
    ])
  }

  static func suspiciousDomain(_ random: inout SplitMix64, _ person: SeededPerson) -> JSONValue {
    domain(random.pick(["Newly Seen Domains", "Parked Domains", "DGA Domains"]), &random)
  }

  static func highRiskDomain(_ random: inout SplitMix64, _ person: SeededPerson) -> JSONValue {
    domain(random.pick(["Phishing", "Command and Control & Botnet", "Cryptomining"]), &random)
  }
}

// MARK: Parts

extension EventDetails {
  private static func crowdStrike(score: Int, _ random: inout SplitMix64) -> JSONValue {
    .object([
      "score": .object([
        "overall": .integer(Int64(score)),
        "os": .integer(Int64(random.number(0...100))),
        "sensor_config": .integer(Int64(random.number(0...100))),
        "version": .string("2.0"),
      ]),
      "device": device(&random, among: Array(DeviceKind.all.prefix(3))),
      "failed_checks": .array(
        [
          "Disk encryption", "Secure boot", "Firewall", "Screen lock", "OS patch level",
        ].filter { _ in random.oneIn(2) }.map(JSONValue.string)
      ),
      "last_seen_state": .string(random.pick(["online", "offline", "unknown"])),
    ])
  }

  private static func domain(_ category: String, _ random: inout SplitMix64) -> JSONValue {
    .object([
      "domain": .string(
        "\(random.pick(words))-\(random.pick(words))\(random.number(2...97)).example"
      ),
      "categories": .array([.string(category), .string("Security threats")]),
      "resolver_decision": .string(random.pick(["allowed", "blocked"])),
      "queries": .integer(Int64(random.number(1...31))),
      "dns": .object([
        "type": .string(random.pick(["A", "AAAA", "HTTPS"])),
        "answers": .array([.string(address(&random))]),
        "ttl": .integer(Int64(random.number(30...3600))),
      ]),
      "source_ip": .string(address(&random)),
      "referrer": .null,
    ])
  }

  private static func login(_ place: Place, _ random: inout SplitMix64) -> JSONValue {
    .object([
      "ip": .string(address(&random)),
      "asn": .integer(Int64(random.number(64_496...64_511))),
      "city": .string(place.city),
      "country": .string(place.country),
      "latitude": .number(Decimal(Int(place.latitude * 100)) / 100),
      "longitude": .number(Decimal(Int(place.longitude * 100)) / 100),
      "device": device(&random),
    ])
  }

  /// A device whose name, system and version go together.
  private static func device(
    _ random: inout SplitMix64,
    among kinds: [DeviceKind] = DeviceKind.all
  ) -> JSONValue {
    let kind = random.pick(kinds)
    return .object([
      "name": .string("\(kind.prefix)-\(random.number(1000...9999))"),
      "os": .object([
        "name": .string(kind.system),
        "version": .string("\(kind.version).\(random.number(0...6))"),
      ]),
      "is_managed": .bool(!random.oneIn(4)),
      "serial": random.oneIn(3) ? .null : .string(String(digest(&random).prefix(10)).uppercased()),
    ])
  }

  private static func address(_ random: inout SplitMix64) -> String {
    let host = random.number(1...254)
    return switch random.number(0...3) {
    case 0: "192.0.2.\(host)"
    case 1: "198.51.100.\(host)"
    case 2: "203.0.113.\(host)"
    default: "2001:db8:\(String(host, radix: 16))::\(String(random.number(1...65_535), radix: 16))"
    }
  }

  private static func digest(_ random: inout SplitMix64) -> String {
    (0..<4).map { _ in
      let digits = String(random.next(), radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }

  private static let fileNames = [
    "customers-2026.xlsx", "payroll.csv", "設計書 v3.docx", "contrato final.pdf", "id_rsa",
    "бюджет.xlsx",
  ]

  private static let words = [
    "login", "secure", "update", "wallet", "cdn", "mail", "portal", "bonus", "track", "verify",
  ]
}

/// What a device is called and runs.
struct DeviceKind: Sendable {
  let prefix: String
  let system: String
  let version: String

  static let windows = DeviceKind(prefix: "LT", system: "Windows 11", version: "10.0.26100")
  static let all = [
    windows, DeviceKind(prefix: "MBP", system: "macOS", version: "26"),
    DeviceKind(prefix: "WS", system: "Ubuntu", version: "24.04"),
    DeviceKind(prefix: "PHONE", system: "Android", version: "16"),
    DeviceKind(prefix: "IPHONE", system: "iOS", version: "26"),
  ]
}

/// A city with its coordinates in degrees.
struct Place: Sendable {
  let city: String
  let country: String
  let latitude: Double
  let longitude: Double

  /// The great-circle distance, in whole kilometers.
  func distance(to other: Place) -> Int {
    let radians = Double.pi / 180
    let (here, there) = (latitude * radians, other.latitude * radians)
    let width = (other.longitude - longitude) * radians
    let cosine = sin(here) * sin(there) + cos(here) * cos(there) * cos(width)
    return Int(6371 * acos(min(1, max(-1, cosine))))
  }
}

extension EventDetails {
  private static let places = [
    Place(city: "Lisbon", country: "PT", latitude: 38.72, longitude: -9.14),
    Place(city: "Osaka", country: "JP", latitude: 34.69, longitude: 135.5),
    Place(city: "São Paulo", country: "BR", latitude: -23.55, longitude: -46.63),
    Place(city: "Kraków", country: "PL", latitude: 50.06, longitude: 19.94),
    Place(city: "Lagos", country: "NG", latitude: 6.52, longitude: 3.38),
    Place(city: "Reykjavík", country: "IS", latitude: 64.15, longitude: -21.94),
    Place(city: "Seoul", country: "KR", latitude: 37.57, longitude: 126.98),
    Place(city: "Austin", country: "US", latitude: 30.27, longitude: -97.74),
    Place(city: "Αθήνα", country: "GR", latitude: 37.98, longitude: 23.73),
    Place(city: "Wellington", country: "NZ", latitude: -41.29, longitude: 174.78),
  ]
}
