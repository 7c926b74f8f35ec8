import Foundation
import RiskAPI
import RiskServices
import RiskStore
import TerminalJunk
import TerminalUI
import Testing

@testable import Dashboard

/// Every key of the table and every message, in any order, in every pane and dialog: nothing traps,
/// nothing is drawn outside the screen, and nothing is written without a key.
///
/// The other half of the random tests; `DashboardFuzzTests` sends what nobody typed.
struct RandomKeysTests {
  @Test func `all keys and messages in any order neither trap nor write by themselves`() async {
    var run = Run(seed: 7)
    // Complete after 45 to 150, by seed; the bound is where something cannot be reached at all.
    for round in 0..<1_000 where round < 20 || !run.isComplete {
      run.begin()
      for step in 0..<150 {
        run.step()
        if step % 16 == 0 { run.draw() }
      }
      // Or the servers of other tests wait for a thread until their clients have given up.
      await Task.yield()
    }
    let missed = run.missed
    #expect(missed.isEmpty, "no key pressed: \(missed.map(\.rawValue).sorted())")
    let unsent = run.unsent
    #expect(unsent.isEmpty, "never sent: \(unsent.map(\.rawValue).sorted())")
    #expect(run.contexts == Set(KeyContext.allCases))
  }

  private struct Run {
    private var random: TerminalJunk
    private var driver = DashboardDriver()
    private var messages = RandomMessages(seed: 0)
    /// Rows of the table that a key pressed while they could act.
    private(set) var pressed: Set<BindingID> = []
    private(set) var sent: Set<MessageKind> = []
    private(set) var contexts: Set<KeyContext> = []

    var missed: Set<BindingID> { Set(BindingID.allCases).subtracting(pressed) }
    var unsent: Set<MessageKind> { Set(MessageKind.allCases).subtracting(sent) }
    var isComplete: Bool {
      missed.isEmpty && unsent.isEmpty && contexts == Set(KeyContext.allCases)
    }

    init(seed: UInt64) { random = TerminalJunk(seed: seed) }

    /// A row without a key gets one that no other row has.
    private static let extraKeys: [String: [Key]] = {
      let keyless = BindingID.allCases.filter { $0.row.keys.isEmpty }
      return Dictionary(
        uniqueKeysWithValues: keyless.enumerated().map { number, id in
          (id.rawValue, [Key(.function(number + 1))])
        }
      )
    }()

    private static let allKeys: [Key] =
      BindingID.allCases.flatMap { extraKeys[$0.rawValue] ?? $0.row.keys }
      + ["a", "ü", "李", Key(.unknown), Key(.insert)]

    /// Starts anew, loaded or empty, with other rights and on another screen.
    mutating func begin() {
      let size: Size = random.pick([.tiny, .small, .wide, .large])
      driver =
        random.number(below: 6) == 0
        ? DashboardDriver(
          size: size,
          isOffline: random.number(below: 2) == 0,
          keys: Self.extraKeys
        )
        : DashboardDriver.loaded(
          size: size,
          mayWrite: random.number(below: 4) > 0,
          requiresReason: random.number(below: 2) == 0,
          keys: Self.extraKeys
        )
      messages = RandomMessages(seed: UInt64(random.number(below: 1_000_000)))
    }

    /// The way to what a person rarely meets: a run of resets, a conflict, a filled filter.
    private static let ways: [[String]] = [
      ["1", "-", "Space", "j", "Space", "R", "2", "y", "2", "Enter"],
      ["1", "-", "G", "Space", "k", "Space", "R", "3", "y", "2", "Enter"],
      ["4", "l", "w", "y", "2"], ["4", "Space", "w", "y", "1"], ["3", "Space", "y", "2"],
      ["/", "d", "a", "n"], ["2", "Enter"], [":", "r", "e"], ["="],
      ["3", "a", "Tab", "Tab", "Space"],
    ]

    mutating func step() {
      switch random.number(below: 40) {
      case 0:
        press(.escape)
        for name in random.pick(Self.ways) { Key(name: name).map { press($0) } }
      default: stepAnyhow()
      }
    }

    private mutating func stepAnyhow() {
      switch random.number(below: 10) {
      // Whatever acts now, so that every dialog is gone through and not only opened.
      case 0..<6: press(random.pick(driver.dashboard.activeKeys + [random.pick(Self.allKeys)]))
      case 6, 7: press(random.pick(Self.allKeys))
      default: send(messages.next(for: driver.dashboard))
      }
    }

    mutating func draw() {
      #expect(driver.frame.size == driver.dashboard.size)
    }

    private mutating func press(_ key: Key) {
      if let id = driver.dashboard.pressedRow(key) {
        pressed.insert(id)
        contexts.insert(id.row.context)
      }
      let mayWrite = driver.dashboard.writeRefusal == nil
      let effects = driver.send(.input(.key(key), driver.dashboard.now))
      #expect(mayWrite || !effects.contains(where: \.isWrite))
      answer(effects)
    }

    private mutating func send(_ message: Dashboard.Message) {
      let kind = MessageKind(message)
      sent.insert(kind)
      let effects = driver.send(message)
      // A key that confirmed several resets sends the next one when the last one ended.
      #expect(kind == .input || kind == .resetEnded || !effects.contains(where: \.isWrite))
      answer(effects)
    }

    /// Work that was started ends now or never.
    private mutating func answer(_ effects: [Effect]) {
      for effect in effects where random.number(below: 3) > 0 {
        guard let reply = messages.reply(to: effect) else { continue }
        sent.insert(MessageKind(reply))
        answer(driver.send(reply))
      }
    }
  }
}

extension Dashboard {
  /// The row of the table that a key presses now and that can act; nil for none.
  fileprivate func pressedRow(_ key: Key) -> BindingID? {
    if let id = keys.row(key, of: [Binding(.repaint, ()), Binding(.suspend, ())]) { return id }
    if let dialog = dialogs.top {
      return dialog.isTyping && keys.edit(for: key) != nil
        ? editRow(key) : row(key, in: dialog)
    }
    guard filter(of: focus).isEditing else { return keys.row(key, of: bindings) }
    return editRow(key) ?? keys.row(key, of: Self.filterBindings)
  }

  /// The keys of all rows that can act now, and of the text field that is open.
  fileprivate var activeKeys: [Key] {
    let rows =
      dialogs.top.map(rows)
      ?? (filter(of: focus).isEditing
        ? Self.filterBindings.map(\.id) : bindings.filter { $0.unavailable == nil }.map(\.id))
    let isTyping = dialogs.isTyping || (dialogs.isEmpty && filter(of: focus).isEditing)
    let edits = isTyping ? BindingID.allCases.filter { $0.row.edit != nil } : []
    return (rows + edits).flatMap { keys.keys(of: $0) }
  }

  private func rows(_ dialog: any Dialog) -> [BindingID] {
    func rows(_ dialog: some Dialog) -> [BindingID] {
      dialog.bindings.filter { $0.unavailable == nil }.map(\.id)
    }
    return rows(dialog)
  }

  private func row(_ key: Key, in dialog: any Dialog) -> BindingID? {
    func row(_ dialog: some Dialog) -> BindingID? { keys.row(key, of: dialog.bindings) }
    return row(dialog)
  }

  private func editRow(_ key: Key) -> BindingID? {
    BindingID.allCases.first { $0.row.edit != nil && keys.keys(of: $0).contains(key) }
  }
}

extension KeyMap {
  fileprivate func row<Message: Sendable>(
    _ key: Key,
    of bindings: [Binding<Message>]
  ) -> BindingID? {
    binding(for: key, in: bindings).flatMap { $0.unavailable == nil ? $0.id : nil }
  }
}
