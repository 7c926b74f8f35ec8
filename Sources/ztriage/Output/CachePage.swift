import Foundation
import RiskAPI
import RiskServices
import RiskStore
import TerminalUI

/// How the cache stands.
struct CachePage {
  let info: Cache.Info
  let kinds: [CacheKind]
  private let words: TimeFormatter

  init(_ info: Cache.Info, now: Date) {
    self.info = info
    words = TimeFormatter(now: now, timeZone: .current)
    kinds = [
      CacheKind("users", info.users, isCounted: true, now: now),
      CacheKind("user_pages", info.userPages, isCounted: false, now: now),
      CacheKind(name: "events", rows: info.events, isCounted: false, now: now),
      CacheKind("behaviors", info.behaviors, isCounted: true, now: now),
      CacheKind("integrations", info.integrations, isCounted: true, now: now),
    ]
  }

  /// For rows of kinds; `fetched_at` of `user_pages` is the oldest page's.
  var report: Report<CacheKind> {
    let kind = ReportColumn<CacheKind>.text("kind", "KIND") { $0.name }
    let rows = ReportColumn<CacheKind>.number("rows", "ROWS") { $0.rows }
    let complete = ReportColumn<CacheKind>(
      name: "complete",
      heading: "COMPLETE",
      value: { $0.isComplete.map(OrderedJSON.bool) ?? .null },
      cell: \.completeness
    )
    let fetched = ReportColumn<CacheKind>.time("fetched_at", "FETCHED", words) { $0.fetchedAt }
    let table = [kind, rows, complete, fetched, .age(words) { $0.fetchedAt }]
    var report = Report(
      fields: [
        kind, rows, .number("total_count") { $0.totalCount }, complete, fetched,
        .number("age_seconds") { $0.ageInSeconds },
      ],
      view: .drawn { output, ink in
        let path: SafeText = "\(info.path ?? "in memory")"
        try output.write("\(path.string)  \(ink.paint("\(info.bytes.fileSize)", .dim))\n\n")
        try TextTable(kinds, table).write(to: &output, ink: ink)
      }
    )
    report.document = .single(
      .object([
        .init("path", .text(info.path)),
        .init("bytes", .integer(Int(info.bytes))),
        .init("version", .integer(info.version)),
        .init("kinds", .array(kinds.map(report.object))),
      ])
    )
    return report
  }
}

/// How much of one kind the cache holds.
struct CacheKind {
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

  fileprivate var ageInSeconds: Int? {
    fetchedAt.map { Int(now.timeIntervalSince($0)) }
  }

  /// Nil where nothing was fetched, or nothing says how much there is.
  fileprivate var isComplete: Bool? {
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
