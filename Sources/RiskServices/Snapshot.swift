package import Foundation

/// What the account said, and when.
package struct Snapshot<Value: Sendable>: Sendable {
  /// What the account said.
  package var value: Value
  /// When the reply was complete.
  package var fetchedAt: Date

  package init(_ value: Value, fetchedAt: Date) {
    self.value = value
    self.fetchedAt = fetchedAt
  }
}

extension Snapshot: Equatable where Value: Equatable {}

extension Snapshot: Hashable where Value: Hashable {}
