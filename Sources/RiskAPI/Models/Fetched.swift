package import Foundation

/// What the account said, and when.
package struct Fetched<Value: Sendable>: Sendable {
  /// What the account said.
  package var value: Value
  /// When it was asked for: of two answers, the one that was asked for later is the newer one.
  package var askedAt: Date
  /// When the reply was complete.
  package var fetchedAt: Date

  /// `askedAt` is nil for an answer that took no time.
  package init(_ value: Value, askedAt: Date? = nil, fetchedAt: Date) {
    self.value = value
    self.askedAt = askedAt ?? fetchedAt
    self.fetchedAt = fetchedAt
  }

  /// Whether this answer was asked for later than another one, as ``AnswerOrder`` has it.
  package func overtakes(_ other: Fetched, now: Date) -> Bool {
    AnswerOrder.isNewer(askedAt.timeIntervalSince1970, than: other.askedAt, now: now)
  }

  /// The same answer in another form, or a part of it.
  package func map<Other: Sendable>(
    _ transform: (Value) throws -> Other
  ) rethrows -> Fetched<Other> {
    Fetched<Other>(try transform(value), askedAt: askedAt, fetchedAt: fetchedAt)
  }
}

extension Fetched: Equatable where Value: Equatable {}

extension Fetched: Hashable where Value: Hashable {}
