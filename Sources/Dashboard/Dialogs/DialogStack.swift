import TerminalUI

/// The open dialogs; the last one takes all keys.
///
/// A call on `any Dialog` opens it and gives its keys their type, so no list of all dialogs and no
/// union of their messages exists.
struct DialogStack: Equatable, Sendable {
  private struct Layer: Sendable {
    var dialog: any Dialog { didSet { page = nil } }
    /// How the dialog stands in the room it had last; nil where it changed since.
    var page: DialogPage?
  }

  private var layers: [Layer] = []
  /// Columns and rows that dialogs have.
  private var room = DialogRoom(columns: 0, rows: 0)
  /// The question that stands on the screen, as it was sent; nil while there is none, or it is newer.
  private var paintedQuestion: AskedQuestion?

  static func == (left: DialogStack, right: DialogStack) -> Bool {
    left.paintedQuestion == right.paintedQuestion && left.layers.count == right.layers.count
      && zip(left.layers, right.layers).allSatisfy { $0.dialog.isEqual(to: $1.dialog) }
  }

  // MARK: What is open

  var isEmpty: Bool { layers.isEmpty }
  var count: Int { layers.count }

  /// The dialog on top; nil where none is open.
  var top: (any Dialog)? { layers.last?.dialog }

  /// What the dialog on top asks.
  var question: AskedQuestion? { top?.question }

  /// Whether the dialog on top takes text.
  var isTyping: Bool { top?.isTyping ?? false }

  /// What is typed or picked in open dialogs, the topmost last.
  var drafts: [DialogDraft] { layers.compactMap(\.dialog.draft) }

  /// The first open dialog of a kind.
  func first<Kind: Dialog>(_ kind: Kind.Type, where isWanted: (Kind) -> Bool = { _ in true })
    -> Kind?
  {
    layers.lazy.compactMap { $0.dialog as? Kind }.first(where: isWanted)
  }

  mutating func open(_ dialog: some Dialog) { layers.append(Layer(dialog: dialog)) }

  /// Closes the dialog on top and returns what was typed and picked in it.
  mutating func close() -> DialogDraft? { layers.popLast()?.dialog.draft }

  /// Closes all of a kind and returns what was typed and picked in them.
  @discardableResult
  mutating func close<Kind: Dialog>(
    _ kind: Kind.Type,
    where isWanted: (Kind) -> Bool = { _ in true }
  ) -> [DialogDraft] {
    let closed = layers.compactMap { $0.dialog as? Kind }.filter(isWanted)
    layers.removeAll { ($0.dialog as? Kind).map(isWanted) ?? false }
    return closed.compactMap(\.draft)
  }

  mutating func closeAll() { layers = [] }

  /// Hands an answer to the first open dialog of a kind; nil where none waits for it.
  @discardableResult
  mutating func update<Kind: Dialog, Result>(
    _ kind: Kind.Type,
    where isWanted: (Kind) -> Bool = { _ in true },
    _ change: (inout Kind) -> Result
  ) -> Result? {
    for index in layers.indices {
      guard var dialog = layers[index].dialog as? Kind, isWanted(dialog) else { continue }
      let result = change(&dialog)
      layers[index].dialog = dialog
      return result
    }
    return nil
  }

  /// Hands the end of a write to the dialog that started it, which may close with what was typed in it; nil
  /// where none waits for it.
  mutating func receive(_ ended: EndedWrite) -> (step: DialogStep, draft: DialogDraft?)? {
    for index in layers.indices {
      guard var step = layers[index].dialog.receive(ended) else { continue }
      guard step.closes else { return (step, nil) }
      // It may not be the one on top.
      step.closes = false
      return (step, layers.remove(at: index).dialog.draft)
    }
    return nil
  }

  // MARK: Keys

  /// Gives a key to the dialog on top.
  ///
  /// The key that opened a question does not confirm it.
  mutating func press(_ key: Key, openingKey: Key?) -> DialogStep {
    guard let top = layers.indices.last else { return .stay }
    let page = page(of: top)
    let isPainted = layers[top].dialog.question == paintedQuestion
    return layers[top].dialog.press(
      key,
      room.keys,
      on: page,
      isOpening: key == openingKey,
      isPainted: isPainted
    )
  }

  /// Leaves the dialog on top, or goes a step back in it.
  mutating func cancel() -> DialogStep {
    guard let top = layers.indices.last else { return .stay }
    return layers[top].dialog.leave()
  }

  /// Gives pasted text to the dialog on top; nil where no field takes it.
  mutating func paste(_ text: String) -> DialogStep? {
    guard let top = layers.indices.last, isTyping else { return nil }
    return layers[top].dialog.paste(text)
  }

  /// The keys that act in the dialog on top, for the footer.
  var hints: [(key: SafeText, words: SafeText)] { top?.hints(room.keys) ?? [] }

  // MARK: Screen

  /// Everything that was typed before is applied, and the screen as it stands was sent.
  mutating func painted() { paintedQuestion = question }

  /// Follows the room there is.
  ///
  /// A question that comes back after another must be seen again.
  mutating func follow(_ room: DialogRoom) {
    if room != self.room {
      self.room = room
      for index in layers.indices { layers[index].page = nil }
    }
    for index in layers.indices where layers[index].page == nil {
      let page = layers[index].dialog.page(in: room)
      layers[index].page = page
    }
    if paintedQuestion != question { paintedQuestion = nil }
  }

  /// Draws the dialogs over each other, each in the middle of the region.
  func view(in frame: inout Frame) {
    for index in layers.indices { page(of: index).view(in: &frame) }
  }

  /// The page as it was followed, or made for the moment where something changed since.
  private func page(of index: Int) -> DialogPage {
    if let page = layers[index].page { return page }
    var dialog = layers[index].dialog
    return dialog.page(in: room)
  }
}

// MARK: Inside an opened dialog

extension Dialog {
  var isTyping: Bool { message(for: .pasted("")) != nil }

  fileprivate mutating func press(
    _ key: Key,
    _ keys: KeyMap,
    on page: DialogPage,
    isOpening: Bool,
    isPainted: Bool
  ) -> DialogStep {
    // A text field takes what it can use, and the bindings get the rest.
    let typed = keys.edit(for: key).flatMap { message(for: $0) }
    let binding = typed == nil ? keys.binding(for: key, in: bindings) : nil
    guard let message = typed ?? binding?.message else { return .stay }
    let reason = binding?.unavailable
    if reason == nil, isOpening, binding?.id == .dialogConfirm {
      return .tell("the key that opens a question does not confirm it: Tab, then Enter")
    }
    let isCancel = message == cancel
    if question != nil, !isPainted, !isCancel, reason != nil || isAnswer(message) {
      return .tell("key ignored: it was pressed before this question was on the screen")
    }
    if let reason { return .tell(reason) }
    if isCancel { return update(message) }
    if let rows = page.rowsNeeded {
      return .tell("not answered: the question needs a screen of \(rows + 2) rows")
    }
    if let unread = page.unread, isConfirmation(message) { return .tell(unread) }
    return update(message)
  }

  fileprivate mutating func leave() -> DialogStep { update(cancel) }

  fileprivate mutating func paste(_ text: String) -> DialogStep? {
    message(for: .pasted(text)).map { update($0) }
  }

  fileprivate func hints(_ keys: KeyMap) -> [(key: SafeText, words: SafeText)] {
    extraHints(keys) + keys.footer(bindings)
  }
}
