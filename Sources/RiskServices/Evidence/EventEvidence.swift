import Foundation
package import RiskAPI

/// What an event's details say, in words.
///
/// The details have no documented shape: each known one is a row of ``shapes``, and any other is told by the
/// members whose names tell most. All of it is text from outside, to be sanitized before it is shown.
package struct EventEvidence {
  private let details: JSONValue
  private let reader: EvidenceReader

  /// Looks at an event's details.
  package init(_ details: JSONValue) {
    self.details = details
    reader = EvidenceReader(details)
  }

  /// What happened, such as `Lisbon PT → Lagos NG, 3 795 km in 19 min, known VPN`; empty where nothing is told.
  package var words: String {
    let pieces = Self.shapes.lazy.map { $0(reader) }.first { !$0.isEmpty }
    return (pieces ?? details.tellingValues).map { Self.shortened($0) }.joined(separator: ", ")
  }

  /// Whether the account stopped what happened; nil where the details do not tell.
  package var isBlocked: Bool? { Self.isBlocked(reader) }

  /// What each known shape says of the details; nothing where they have another one.
  private static let shapes: [@Sendable (EvidenceReader) -> [String]] = [
    travel, dataLoss, file, threats, score, domain,
  ]

  private static func shortened(_ text: String) -> String {
    text.count > 60 ? text.prefix(59) + "…" : text
  }

  // MARK: Shapes

  private static func travel(_ details: EvidenceReader) -> [String] {
    let stops = details.objects(atLeast: 2) { place($0) != nil }.compactMap(place)
    let ends = [
      place(details.object("from", "first", "previous", "origin")),
      place(details.object("to", "second", "current", "destination")),
    ].compactMap(\.self)
    let places = stops.count >= 2 ? stops : ends
    guard places.count >= 2 else { return [] }
    var pieces = [places.joined(separator: " → ")]
    let time = minutes(details)
    if let distance = distance(details) {
      pieces.append(time.map { "\(distance) in \($0)" } ?? distance)
    } else if let time {
      pieces.append("in \(time)")
    }
    if details.flag("isknownvpn", "knownvpn", "isvpn", "vpn") == true { pieces.append("known VPN") }
    return pieces
  }

  private static func dataLoss(_ details: EvidenceReader) -> [String] {
    let policies = details.list("policies", "dlppolicies", "profiles").compactMap(
      EvidenceReader.text
    )
    guard let matches = details.number("matchcount", "matches", "dlpmatches"),
      let count = Int(exactly: matches)
    else { return [] }
    let seconds = details.number("windowseconds")
    let window = seconds.map { " in \(duration(minutes: $0 / 60))" } ?? ""
    return ["\(count.grouped) match\(count == 1 ? "" : "es")\(window)"] + andMore(policies)
      + [details.text("app", "application", "appname")].compactMap(\.self) + decision(details)
  }

  private static func file(_ details: EvidenceReader) -> [String] {
    guard let name = details.text("file", "filename") else { return [] }
    let direction = details.text("direction").map { "\($0) of " } ?? ""
    let signatures = details.objects(atLeast: 1) { $0.text("signature") != nil }
      .compactMap { $0.text("signature") }
    return [direction + name] + andMore(signatures) + decision(details)
  }

  private static func threats(_ details: EvidenceReader) -> [String] {
    let threats = details.list("threats", "detections").map(EvidenceReader.init)
    let names = threats.compactMap { $0.text("name", "threatname", "signature") }
    guard !names.isEmpty else { return [] }
    let mitigated = threats.compactMap { $0.flag("mitigated", "ismitigated") }
    let rest =
      mitigated.isEmpty
      ? [] : ["\(mitigated.count { $0 }) of \(mitigated.count) mitigated"]
    return [andMore(names).joined() + device(details)] + rest
  }

  private static func score(_ details: EvidenceReader) -> [String] {
    let parts = details.object("score")
    guard let score = parts.number("overall") ?? details.number("score", "overallscore"),
      let points = Int(exactly: score.rounded())
    else { return [] }
    let failed = details.list("failedchecks").compactMap(EvidenceReader.text)
    let checks = failed.isEmpty ? [] : ["failed: \(failed.prefix(3).joined(separator: ", "))"]
    return ["score \(points)\(device(details))"] + checks
  }

  private static func domain(_ details: EvidenceReader) -> [String] {
    guard let domain = details.text("domain", "hostname", "host", "queryname") else { return [] }
    let categories = details.list("categories").compactMap(EvidenceReader.text)
    let category = categories.first ?? details.text("category")
    let queries = details.number("queries", "querycount").flatMap { Int(exactly: $0) }
    return [domain] + [category].compactMap(\.self)
      + (queries.map { ["\($0.grouped) quer\($0 == 1 ? "y" : "ies")"] } ?? []) + decision(details)
  }

  // MARK: Parts

  /// A city with its country, or either alone; nil where neither is told.
  private static func place(_ details: EvidenceReader) -> String? {
    let inner = details.object("location", "geo", "place")
    let city = details.text("city", "town") ?? inner.text("city", "town")
    let country =
      details.text("country", "countrycode") ?? inner.text("country", "countrycode")
    let parts = [city, country].compactMap(\.self)
    return parts.isEmpty ? nil : parts.joined(separator: " ")
  }

  private static func distance(_ details: EvidenceReader) -> String? {
    for (name, unit) in [
      ("distancekm", "km"), ("kilometers", "km"), ("distancemiles", "mi"), ("miles", "mi"),
    ] {
      if let value = details.number(name), let whole = Int(exactly: value.rounded()) {
        return "\(whole.grouped) \(unit)"
      }
    }
    return nil
  }

  private static func minutes(_ details: EvidenceReader) -> String? {
    if let minutes = details.number("minutesbetween", "minutes", "durationminutes") {
      return duration(minutes: minutes)
    }
    return details.number("secondsbetween", "seconds", "durationseconds")
      .map { duration(minutes: $0 / 60) }
  }

  private static func duration(minutes: Double) -> String {
    guard let whole = Int(exactly: minutes.rounded()), whole > 0 else { return "less than 1 min" }
    if whole < 120 { return "\(whole) min" }
    return whole % 60 == 0 ? "\(whole / 60) h" : "\(whole / 60) h \(whole % 60) min"
  }

  private static func device(_ details: EvidenceReader) -> String {
    details.text("device", "hostname", "endpoint", "computer").map { " on \($0)" } ?? ""
  }

  /// The first of some names, and how many more there are.
  private static func andMore(_ names: [String]) -> [String] {
    guard let first = names.first else { return [] }
    return [names.count > 1 ? "\(first) and \(names.count - 1) more" : first]
  }

  private static func decision(_ details: EvidenceReader) -> [String] {
    isBlocked(details).map { [$0 ? "blocked" : "not blocked"] } ?? []
  }

  private static func isBlocked(_ details: EvidenceReader) -> Bool? {
    let word = details.text("action", "actiontaken", "decision", "resolverdecision", "disposition")
    guard let word = word?.lowercased() else { return details.flag("blocked", "isblocked") }
    if ["block", "blocked", "deny", "denied", "quarantine", "quarantined"].contains(word) {
      return true
    }
    return ["allow", "allowed", "log", "logged", "permit", "permitted", "none"].contains(word)
      ? false : nil
  }
}

extension JSONValue {
  /// Up to three values whose names tell much, then those that stand nearest to the root: names before
  /// figures.
  fileprivate var tellingValues: [String] {
    var found: [(rank: Int, text: String)] = []
    var level: [(key: String, value: JSONValue)] = [("", self)]
    for depth in 0..<4 {
      var next: [(key: String, value: JSONValue)] = []
      for (key, value) in level {
        switch value {
        case .object(let members): next += members.sorted { $0.key < $1.key }
        case .array(let elements): next += elements.prefix(8).map { (key, $0) }
        case .string(let text) where !text.isEmpty:
          found.append((Self.rank(of: key, depth: depth), text))
        case .integer(let number):
          found.append((Self.rank(of: key, depth: depth) + 50, String(number)))
        case .number(let number):
          found.append((Self.rank(of: key, depth: depth) + 50, number.description))
        default: break
        }
      }
      level = next
    }
    var seen: Set<String> = []
    return found.enumerated().sorted { ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset) }
      .map(\.element.text).filter { seen.insert($0).inserted }
      .prefix(3).map(\.self)
  }

  private static func rank(of key: String, depth: Int) -> Int {
    let telling = [
      "city", "domain", "file", "policy", "threat", "name", "country", "app", "host", "device",
    ]
    let name = key.lowercased()
    return telling.firstIndex { name.firstRange(of: $0) != nil } ?? telling.count + depth
  }
}
