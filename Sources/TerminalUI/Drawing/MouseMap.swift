/// What a use of the mouse means: a message of whoever drew there.
///
/// Views register messages that hold ids, not row numbers: a refresh between painting and clicking
/// cannot turn a click on one user into a click on the next. The message's type says whose it is.
package struct MouseTarget: Equatable, Sendable {
  private let message: any Equatable & Sendable

  init(_ message: some Equatable & Sendable) { self.message = message }

  /// The message, where it is of this type; nil where it is somebody else's.
  package func message<Message>(as type: Message.Type) -> Message? { message as? Message }

  package static func == (left: MouseTarget, right: MouseTarget) -> Bool {
    left.message.isEqual(to: right.message)
  }
}

extension Equatable {
  /// Compares with a value of any type; one of another type is never equal.
  package func isEqual(to other: any Equatable) -> Bool { other as? Self == self }
}

/// Which parts of a screen take the mouse.
package struct MouseMap: Equatable, Sendable {
  struct Region: Equatable, Sendable {
    var rect: Rect
    var action: MouseEvent.Action
    var target: MouseTarget
  }

  private var regions: [Region] = []

  /// A map of nothing.
  package init() {}

  /// What a use of the mouse means; nil for nothing.
  package func target(of event: MouseEvent) -> MouseTarget? {
    // What was drawn last is on top.
    regions.last { $0.action == event.action && $0.rect.contains(event.position) }?.target
  }

  mutating func add(_ region: Region) { regions.append(region) }
  mutating func clear() { regions = [] }
}
