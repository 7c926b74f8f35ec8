/// A long run of writes, one after the other, that the root owns: dialogs come and go and show it.
///
/// What has left is never called back: pausing and stopping act on the next one.
package struct Job<Item: Identifiable & Equatable & Sendable>: Equatable, Sendable
where Item.ID: Sendable {
  /// How far it is.
  package enum Phase: Equatable, Sendable {
    case running
    /// Nothing leaves until it goes on.
    case paused
    /// Over before all had left.
    case stopped
    case finished
  }

  /// All of them, in the order in which they leave.
  package let items: [Item]
  /// The one under way; nil between two of them.
  package private(set) var underWay: Item?
  private var sentCount = 0
  private var isPaused = false
  private var isStopped = false

  package init(_ items: [Item]) { self.items = items }

  /// What was confirmed and has not left.
  package var unsent: ArraySlice<Item> { items[sentCount...] }

  /// How many have ended, well or not.
  package var endedCount: Int { underWay == nil ? sentCount : sentCount - 1 }

  /// How far it is; one that is stopped or paused may still have an item under way.
  package var phase: Phase {
    if unsent.isEmpty { return underWay == nil ? .finished : .running }
    if isStopped { return .stopped }
    return isPaused ? .paused : .running
  }

  /// True when nothing is under way and nothing will be.
  package var isOver: Bool { underWay == nil && (phase == .finished || phase == .stopped) }

  /// The item to send now; nil while one is under way, and when nothing may leave.
  package mutating func next() -> Item? {
    guard underWay == nil, phase == .running, let item = unsent.first else { return nil }
    sentCount += 1
    underWay = item
    return item
  }

  /// The item under way ended; false for any other.
  package mutating func finish(_ id: Item.ID) -> Bool {
    guard underWay?.id == id else { return false }
    underWay = nil
    return true
  }

  /// Holds the next one back.
  package mutating func pause() { isPaused = true }
  /// Lets the next one leave.
  package mutating func resume() { isPaused = false }
  /// Lets the one under way be the last.
  package mutating func stop() { isStopped = true }
}
