/// What a list shows, in the order of the screen: items, and rows that are never selected.
package protocol ListRows<ID> {
  associatedtype ID: Hashable & Sendable

  /// How many rows there are, headings included.
  var count: Int { get }

  /// The item in a row; nil for a row that is none, such as a heading.
  ///
  /// Asked with every key, for rows near the selection: it must not walk the list.
  func id(at row: Int) -> ID?

  /// Where an item stands; nil where it does not show.
  ///
  /// Asked after the rows changed, never for a key: it may walk the list.
  func row(of id: ID) -> Int?

  /// The words of a heading; nil for any other row.
  func heading(at row: Int) -> SafeText?
}

extension ListRows {
  package func heading(at row: Int) -> SafeText? { nil }
}

/// Rows whose items are at hand, in order; nil is a row that is no item.
package struct ListItems<ID: Hashable & Sendable>: ListRows {
  private let ids: [ID?]

  /// Rows in the order of the screen.
  package init(_ ids: [ID?]) { self.ids = ids }

  package var count: Int { ids.count }
  package func id(at row: Int) -> ID? { ids[row] }
  package func row(of id: ID) -> Int? { ids.firstIndex(of: id) }
}

/// So many lines that are only read: nothing in them can be selected.
package struct ReadLines: ListRows {
  package let count: Int

  package init(_ count: Int) { self.count = count }

  package func id(at row: Int) -> Never? { nil }
  package func row(of id: Never) -> Int? { nil }
}
