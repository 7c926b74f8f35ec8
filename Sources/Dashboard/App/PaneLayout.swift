import TerminalUI

/// Where the panes are: computed once an update, for keys, view and mouse alike.
struct PaneLayout: Equatable {
  /// A pane on the screen.
  struct Place: Equatable {
    var pane: PaneID
    /// All of its room, frame included.
    var rect: Rect
    /// What failed and what to do, above the lower edge of its frame.
    var failure: [SafeText] = []

    /// What is left for the pane itself.
    var size: Size { Size(columns: rect.width, rows: rect.height - failure.count) }
  }

  /// The panes on the screen, in the order of their numbers.
  private(set) var places: [Place]
  /// The row of the tab line; nil when all panes show.
  private(set) var tabRow: Int?

  /// Four panes from 100×28 up; below, the focused one behind a line of tabs.
  ///
  /// The lower two get what `lowerRows` rows of a list need, frame and foot included, and never more than
  /// their share.
  init(size: Size, focus: PaneID, isZoomed: Bool, lowerRows: Int) {
    let area = Rect(row: 1, column: 0, width: size.columns, height: size.rows - 2)
    if size.columns < 100 || size.rows < 28 {
      places = [Place(pane: focus, rect: area.split(top: 1).bottom)]
      tabRow = area.row
      return
    }
    guard !isZoomed else {
      places = [Place(pane: focus, rect: area)]
      return
    }
    let (left, right) = area.split(left: size.columns * 48 / 100)
    let height = min(lowerRows, area.height * 38 / 100)
    let (users, behaviors) = left.split(top: left.height - height)
    let (timeline, integrations) = right.split(top: right.height - height)
    places = [
      Place(pane: .users, rect: users), Place(pane: .timeline, rect: timeline),
      Place(pane: .integrations, rect: integrations), Place(pane: .behaviors, rect: behaviors),
    ]
  }

  /// Takes room from panes for what they have to say of failures.
  mutating func makeRoom(for lines: (_ pane: PaneID, _ rect: Rect) -> [SafeText]) {
    for index in places.indices {
      places[index].failure = lines(places[index].pane, places[index].rect)
    }
  }

  /// Whether a pane is on the screen.
  func shows(_ pane: PaneID) -> Bool { places.contains { $0.pane == pane } }

  /// The room of a pane; one that is not on the screen has the room it would have.
  func size(of pane: PaneID) -> Size {
    (places.first { $0.pane == pane } ?? places.first)?.size ?? Size(columns: 0, rows: 0)
  }
}
