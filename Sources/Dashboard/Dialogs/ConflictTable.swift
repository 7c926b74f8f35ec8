import RiskServices
import TerminalUI

/// What the analyst saw, what the account has now and what the analyst wants, field by field, with a
/// side to choose for each.
///
/// It stands in the question that a write was to answer when somebody else changed the same thing.
struct ConflictTable<Settings: MergeableSettings>: Equatable {
  /// One of the things in conflict, such as a behavior.
  struct Item: Equatable {
    let title: SafeText
    var merge: SettingsMerge<Settings>
  }

  /// A field of an item, by their places, and its three values as they are drawn.
  struct Place: Equatable {
    let item: Int
    let field: Int
    /// What was seen, theirs, yours; made once, as a value may be of any length.
    let values: [SafeText]
    /// Columns of the widest of them.
    let width: Int

    init(item: Int, field: Int, _ merge: FieldMerge) {
      self.item = item
      self.field = field
      values = [merge.base, merge.theirs, merge.mine].map { text in
        let value = SafeText(text, limit: 400)
        return value.width == 0 ? "—" : value
      }
      width = values.map(\.width).max() ?? 0
    }
  }

  private(set) var items: [Item]
  /// The fields that anybody changed, in the order of the screen.
  let places: [Place]
  /// Which of ``places`` a choice is about.
  private(set) var selection: Int
  /// Fields that were selected once: what the screen has no room for is read by walking through it.
  private var visited: Set<Int>
  /// Whether a key must be pressed in it before the one that confirms.
  ///
  /// A table that comes up in answer to that key could be confirmed by a second tap of it, unread.
  private var isUnanswered: Bool

  init(_ items: [Item], isReopened: Bool) {
    self.items = items
    places = items.enumerated().flatMap { index, item in
      item.merge.fields.indices
        .filter { item.merge.fields[$0].change != .nobody }
        .map { Place(item: index, field: $0, item.merge.fields[$0]) }
    }
    let open = places.firstIndex { items[$0.item].merge.fields[$0.field].isOpen }
    selection = open ?? 0
    visited = [selection]
    isUnanswered = isReopened
  }

  func field(at place: Place) -> FieldMerge { items[place.item].merge.fields[place.field] }

  /// How many fields wait for a choice.
  var openCount: Int { places.count { field(at: $0).isOpen } }

  /// Whether every field was selected once.
  var isWalkedThrough: Bool { visited.count >= places.count }

  /// What is wrong with confirming now; nil when nothing is.
  var refusal: SafeText? {
    if openCount > 0 {
      return "choose a side first: \(openCount.counted("field")) left"
    }
    return isUnanswered ? "review the changes first, then confirm" : nil
  }

  // MARK: Changes

  /// Applies a message; tells why where there is nothing to choose.
  mutating func update(_ message: ConflictMessage) -> SafeText? {
    switch message {
    case .picked(let side): return choose(side)
    case .moved(let motion): move(motion)
    }
    return nil
  }

  /// Goes to another field.
  private mutating func move(_ motion: ListMotion) {
    isUnanswered = false
    selection = motion.moved(from: selection, count: places.count, page: 1) ?? 0
    visited.insert(selection)
  }

  /// Chooses a side of the selected field; tells why where there is nothing to choose.
  private mutating func choose(_ side: MergeSide) -> SafeText? {
    isUnanswered = false
    guard places.indices.contains(selection) else { return nil }
    let place = places[selection]
    guard field(at: place).isChoice else {
      return "both made the same change here: there is nothing to choose"
    }
    items[place.item].merge.choose(side, at: place.field)
    return nil
  }

  /// The sides that somebody chose, each with the values that it was chosen for.
  var picked: [PickedSide] {
    places.compactMap { place in
      let field = field(at: place)
      guard let side = field.side, side != field.ownSide else { return nil }
      return PickedSide(side, of: field, in: items[place.item].title.string)
    }
  }

  /// Chooses again what was chosen for the same values.
  mutating func takeBack(_ picked: [PickedSide]) {
    for place in places {
      let (field, title) = (field(at: place), items[place.item].title.string)
      guard let pick = picked.first(where: { $0.isAbout(field, in: title) }) else { continue }
      items[place.item].merge.choose(pick.side, at: place.field)
    }
  }

  /// Another key was pressed.
  mutating func touch() { isUnanswered = false }

  /// The rows of the key table that the question needs besides its buttons.
  static var bindings: [Binding<ConflictMessage>] {
    [
      Binding(.listDown, .moved(.down), as: "next field", rank: 3),
      Binding(.listUp, .moved(.up), as: "previous field"),
      Binding(.conflictTheirs, .picked(.theirs)),
      Binding(.conflictMine, .picked(.mine)),
    ]
  }
}

/// What can happen in a ``ConflictTable``.
enum ConflictMessage: Equatable, Sendable {
  case moved(ListMotion)
  /// Whose value of the selected field shall hold.
  case picked(MergeSide)
}
