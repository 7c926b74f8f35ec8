import Foundation
import Presentation
import RiskAPI
import RiskServices
import TerminalUI

/// One thing that a report tells of each row.
struct ReportColumn<Row> {
  /// The API's own name, for programs; nil in a column for people alone.
  var name: String?
  /// What it is called in a table; empty in a column for programs alone.
  var heading: SafeText = ""
  var isNumber = false
  /// How many columns of the screen the text may take.
  var limit = 60
  /// What programs read; nil where a row lacks it.
  var value: (Row) -> OrderedJSON? = { _ in nil }
  /// What people read.
  var cell: (Row) -> TextTable.Cell = { _ in TextTable.Cell("") }

  /// The same column of rows that hold such a row.
  func of<Whole>(_ row: @escaping (Whole) -> Row) -> ReportColumn<Whole> {
    ReportColumn<Whole>(
      name: name,
      heading: heading,
      isNumber: isNumber,
      limit: limit,
      value: { value(row($0)) },
      cell: { cell(row($0)) }
    )
  }
}

extension ReportColumn {
  /// The same column under another heading.
  func titled(_ heading: SafeText, limit: Int? = nil) -> ReportColumn {
    var column = self
    column.heading = heading
    if let limit { column.limit = limit }
    return column
  }

  /// The same column where there may be no such row, but something of it is known all the same.
  func of<Whole>(
    optional row: @escaping (Whole) -> Row?,
    orKnown known: @escaping (Whole) -> String? = { _ in nil }
  ) -> ReportColumn<Whole> {
    ReportColumn<Whole>(
      name: name,
      heading: heading,
      isNumber: isNumber,
      limit: limit,
      value: { row($0).map(value) ?? .text(known($0)) },
      cell: { whole in
        row(whole).map(cell) ?? .init(known(whole).map { SafeText($0) } ?? "—", .dim)
      }
    )
  }

  /// Text; nil is null, and `none` for people.
  static func text(
    _ name: String?,
    _ heading: SafeText = "",
    limit: Int = 60,
    _ role: Role = .text,
    none: SafeText = "—",
    _ text: @escaping (Row) -> String?
  ) -> ReportColumn {
    ReportColumn(
      name: name,
      heading: heading,
      limit: limit,
      value: { .text(text($0)) },
      cell: { .init(text($0).map { SafeText($0) } ?? none, role) }
    )
  }

  /// A number; nil is null, and nothing for people.
  static func number(
    _ name: String?,
    _ heading: SafeText = "",
    _ number: @escaping (Row) -> Int?
  ) -> ReportColumn {
    ReportColumn(
      name: name,
      heading: heading,
      isNumber: true,
      value: { number($0).map(OrderedJSON.integer) ?? .null },
      cell: { .init("\(number($0)?.grouped ?? "")") }
    )
  }

  /// A level; nil is null, and `unscored` for people.
  static func level(
    _ name: String?,
    _ heading: SafeText = "",
    _ level: @escaping (Row) -> RiskLevel?
  ) -> ReportColumn {
    ReportColumn(
      name: name,
      heading: heading,
      value: { .text(level($0)?.apiName) },
      cell: { .init("\(level($0).words)", .risk(level($0))) }
    )
  }

  /// Whether something is on.
  static func state(
    _ name: String?,
    _ heading: SafeText,
    _ isOn: @escaping (Row) -> Bool
  ) -> ReportColumn {
    ReportColumn(
      name: name,
      heading: heading,
      value: { .bool(isOn($0)) },
      cell: { isOn($0) ? .init("on", .on) : .init("off", .off) }
    )
  }

  /// A time that programs alone read; nil is null.
  static func time(_ name: String, _ time: @escaping (Row) -> Date?) -> ReportColumn {
    ReportColumn(name: name, value: { .text(time($0).map(Timestamp.format)) })
  }

  /// A time; nil is null, and `none` for people.
  static func time(
    _ name: String?,
    _ heading: SafeText,
    _ words: TimeFormatter,
    _ role: Role = .text,
    none: SafeText = "—",
    _ time: @escaping (Row) -> Date?
  ) -> ReportColumn {
    ReportColumn(
      name: name,
      heading: heading,
      value: { .text(time($0).map(Timestamp.format)) },
      cell: { .init(time($0).map { SafeText(words.absolute($0)) } ?? none, role) }
    )
  }

  /// How old something is, for people.
  static func age(
    _ words: TimeFormatter,
    _ time: @escaping (Row) -> Date?
  ) -> ReportColumn {
    ReportColumn(
      heading: "AGE",
      cell: { .init(time($0).map { SafeText(words.age(of: $0)) } ?? "—", .dim) }
    )
  }
}
