package import Foundation

/// Something the account said, and when.
package struct Stored<Value: Sendable>: Sendable {
  package var value: Value
  /// When it was asked for: of two answers, the one that was asked for later is the newer one.
  package var askedAt: Date
  /// When it was complete.
  package var fetchedAt: Date

  /// `askedAt` is nil for an answer that took no time.
  package init(_ value: Value, askedAt: Date? = nil, fetchedAt: Date) {
    self.value = value
    self.askedAt = askedAt ?? fetchedAt
    self.fetchedAt = fetchedAt
  }
}

extension Stored: Equatable where Value: Equatable {}
