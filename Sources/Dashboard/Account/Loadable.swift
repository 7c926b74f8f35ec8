package import Foundation
package import RiskAPI

/// Data that comes from the account: what is known of it, and how fetching it goes.
///
/// Loading and failing keep the value and its age, so that a refresh never blanks the screen.
package struct Loadable<Value: Equatable & Sendable>: Equatable, Sendable {
  /// The newest value; nil before the first answer.
  package private(set) var value: Value?
  /// When the value was asked for: what was asked for earlier is older, whenever it comes.
  private var askedAt: Date?
  /// When the value was fetched.
  package private(set) var fetchedAt: Date?
  /// Counts the values that came: times may repeat where a clock is coarse or set back.
  package private(set) var revision = 0
  /// True while an answer is awaited.
  package private(set) var isLoading = false
  /// Why the newest fetch failed; nil when it did not.
  package private(set) var failure: APIError?

  package init() {}

  /// A fetch was started.
  package mutating func start() {
    isLoading = true
  }

  /// Takes what was known from earlier, unless something newer is here.
  ///
  /// A fetch under way goes on.
  ///
  /// Returns whether it was taken.
  package mutating func adopt(_ snapshot: Fetched<Value>) -> Bool {
    if let fetchedAt, fetchedAt >= snapshot.fetchedAt || isNewer(than: snapshot) { return false }
    take(snapshot)
    return true
  }

  /// The same state with a fuller value of the same moment.
  func replacing(_ snapshot: Fetched<Value>) -> Loadable {
    var copy = self
    copy.value = snapshot.value
    copy.revision += 1
    return copy
  }

  /// A fetch was replaced by another one: its reply will not come.
  package mutating func abandon() {
    isLoading = false
  }

  /// A fetch ended.
  package mutating func receive(_ result: Result<Fetched<Value>, APIError>) {
    isLoading = false
    switch result {
    case .success(let snapshot):
      failure = nil
      // A slower answer to an earlier question.
      if !isNewer(than: snapshot) { take(snapshot) }
    case .failure(let error):
      failure = error
    }
  }

  private mutating func take(_ snapshot: Fetched<Value>) {
    value = snapshot.value
    askedAt = snapshot.askedAt
    fetchedAt = snapshot.fetchedAt
    revision += 1
  }

  /// Whether what is here was asked for later; a moment far ahead is from before the clock was set back.
  private func isNewer(than snapshot: Fetched<Value>) -> Bool {
    guard let askedAt else { return false }
    return askedAt > snapshot.askedAt && askedAt < snapshot.fetchedAt.addingTimeInterval(600)
  }
}
