import Foundation
import RiskAPI
import RiskServices
import RiskStore
import TerminalUI

/// How the cache stands, in any format.
struct CachePage {
  let info: Cache.Info
  let kinds: [CacheKind]
  private let words: TimeWords

  init(_ info: Cache.Info, now: Date) {
    self.info = info
    words = TimeWords(now: now, timeZone: .current)
    kinds = [
      CacheKind("users", info.users, isCounted: true, now: now),
      CacheKind("user_pages", info.userPages, isCounted: false, now: now),
      CacheKind(name: "events", rows: info.events, isCounted: false, now: now),
      CacheKind("behaviors", info.behaviors, isCounted: true, now: now),
      CacheKind("integrations", info.integrations, isCounted: true, now: now),
    ]
  }

  var json: OrderedJSON {
    .object([
      .init("path", .text(info.path)),
      .init("bytes", .integer(Int(info.bytes))),
      .init("version", .integer(info.version)),
      .init("kinds", .array(kinds.map { .object($0.fields) })),
    ])
  }

  func writeTable(to output: inout Output, _ ink: Ink) throws {
    let path: SafeText = "\(info.path ?? "in memory")"
    try output.write("\(path.string)  \(ink.paint("\(info.bytes.fileSize)", .dim))\n\n")
    var table = TextTable(columns: [
      .init(title: "KIND"), .init(title: "ROWS", isNumber: true), .init(title: "COMPLETE"),
      .init(title: "FETCHED"), .init(title: "AGE"),
    ])
    table.rows = kinds.map { kind in
      [
        .init("\(kind.name)"),
        .init("\(kind.rows.grouped)"),
        kind.completeness,
        .init("\(kind.fetchedAt.map(words.absolute) ?? "—")"),
        .init("\(kind.fetchedAt.map(words.age) ?? "—")", .dim),
      ]
    }
    try table.write(to: &output, ink: ink)
  }
}

/// How much of one kind the cache holds.
struct CacheKind: Record {
  var name: String
  var rows: Int
  /// How many the account counts; nil when it did not say.
  var totalCount: Int?
  /// Rows of an earlier answer, kept because the last one was not whole.
  var keptCount = 0
  var fetchedAt: Date?
  /// Whether it is fetched as one whole; users' pages are fetched as they are looked at.
  var isCounted: Bool
  var now: Date

  /// `fetched_at` of `user_pages` is the oldest page's.
  static let fieldNames = [
    "kind", "rows", "total_count", "complete", "fetched_at", "age_seconds",
  ]

  var fields: [OrderedJSON.Member] {
    let age = fetchedAt.map { Int(now.timeIntervalSince($0)) }
    return [
      .init("kind", .string(name)),
      .init("rows", .integer(rows)),
      .init("total_count", totalCount.map(OrderedJSON.integer) ?? .null),
      .init("complete", isComplete.map(OrderedJSON.bool) ?? .null),
      .init("fetched_at", .text(fetchedAt.map(Timestamp.format))),
      .init("age_seconds", age.map(OrderedJSON.integer) ?? .null),
    ]
  }

  /// Nil where nothing was fetched, or nothing says how much there is.
  private var isComplete: Bool? {
    guard isCounted, fetchedAt != nil else { return nil }
    return totalCount.map { rows - keptCount >= $0 } ?? true
  }

  fileprivate var completeness: TextTable.Cell {
    switch isComplete {
    case true?: .init("yes", .on)
    case false?: .init("of \((totalCount ?? 0).grouped)", .warning)
    case nil: .init("—", .dim)
    }
  }
}

extension CacheKind {
  fileprivate init(_ name: String, _ kept: Cache.Kept, isCounted: Bool, now: Date) {
    self.init(
      name: name,
      rows: kept.rows,
      totalCount: kept.totalCount,
      keptCount: kept.keptCount,
      fetchedAt: kept.fetchedAt,
      isCounted: isCounted,
      now: now
    )
  }
}

extension Int64 {
  /// The number of bytes for a person: `1.2 MB`.
  var fileSize: String {
    switch self {
    case ..<1000: "\(self) B"
    case ..<1_000_000: "\((self + 500) / 1000) kB"
    default: "\((self + 50_000) / 1_000_000).\((self + 50_000) / 100_000 % 10) MB"
    }
  }
}
