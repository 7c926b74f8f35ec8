package import Foundation

/// What the account said, and when, as found on disk.
package struct Stored<Value: Sendable>: Sendable {
  /// What the account said.
  package var value: Value
  /// When the reply was complete.
  package var fetchedAt: Date

  package init(_ value: Value, fetchedAt: Date) {
    self.value = value
    self.fetchedAt = fetchedAt
  }
}

extension Stored: Equatable where Value: Equatable {}
