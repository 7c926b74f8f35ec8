import RiskAPI
import RiskServices
import TerminalUI
import Testing

@testable import Dashboard
@testable import Settings

struct KeyMapTests {
  // MARK: Rebinding

  @Test func `the keys of a dialog can be rebound, and the footer says so`() {
    let keys: [String: [Key]] = [
      "dialog.confirm": ["x"], "dialog.cancel": [Key(.function(2))], "reset.reason-2": ["f"],
      "reset.note": ["o"],
    ]
    var driver = DashboardDriver.loaded(keys: keys)
    driver.press("R")
    #expect(driver.text.contains("none (o to add)"))
    #expect(driver.press("2", "y", "n").isEmpty)
    #expect(driver.resetDialog.map(\.reason) == .some(nil))
    driver.press("f")
    #expect(driver.text.contains("x confirm"))
    #expect(driver.text.contains("F2 cancel"))
    #expect(DashboardDriver.resets(in: driver.press("x")).map(\.reason) == [.falsePositive])
  }

  @Test func `choices, lists and both sides of a conflict name the keys as they are bound`() {
    let keys: [String: [Key]] = [
      "reset.reason-2": ["f"], "verdict.benign": ["b"], "conflict.theirs": ["T"],
      "conflict.mine": ["M"], "list.up": ["w"], "list.down": ["e"], "export": [],
      "behaviors.write": ["W"],
    ]
    var driver = DashboardDriver.loaded(keys: keys)
    #expect(driver.text.contains("w e move"))
    driver.press("R")
    #expect(driver.text.contains(" f  false positive"))
    #expect(driver.text.contains(" 3  remediated"))
    driver.press("Esc", "v")
    #expect(driver.text.contains(" b  benign"))
    driver.press("Esc", "4", "l", "W", "y")
    driver.meetChanges { $0[0].setting = .init(isEnabled: false, riskLevel: .low) }
    #expect(driver.text.contains("T THEIRS"))
    #expect(driver.text.contains("M YOURS"))
    #expect(driver.text.contains("T keeps theirs, M takes yours."))
  }

  @Test func `the keys that cancel and press can be rebound`() {
    var driver = DashboardDriver.loaded(keys: [
      "dialog.cancel": [Key(.function(2))], "dialog.press": [Key(.function(3))],
    ])
    driver.press("R", "Esc", "Enter")
    #expect(driver.dashboard.dialogs.count == 1)
    driver.press("F2")
    #expect(driver.dashboard.dialogs.isEmpty)
    driver.press("R", "F3")
    #expect(driver.dashboard.dialogs.isEmpty)
  }

  @Test func `Ctrl-C leaves a dialog whatever the settings say`() {
    var driver = DashboardDriver.loaded(keys: ["dialog.cancel": [], "dialog.close": []])
    for opening in ["R", "?", "!", "=", ":", "e"] {
      driver.press(opening)
      #expect(driver.dashboard.dialogs.count == 1)
      driver.press("Ctrl-C")
      #expect(driver.dashboard.dialogs.isEmpty, "after \(opening)")
    }
  }

  @Test func `the keys of the filter and of text fields can be rebound`() {
    let keys: [String: [Key]] = [
      "filter.keep": [.control("j")], "text.delete-back": [.control("g")],
      "text.start": [Key(.function(4))],
    ]
    var driver = DashboardDriver.loaded(keys: keys)
    driver.press("/")
    #expect(driver.text.contains("Ctrl-J keep"))
    driver.type("anax")
    driver.press("Enter", "Ctrl-G", "F4")
    driver.type("s")
    #expect(driver.dashboard.users.filter.text == "sana")
    #expect(driver.dashboard.users.filter.isEditing)
    driver.press("Ctrl-J")
    #expect(!driver.dashboard.users.filter.isEditing)
  }

  @Test func `lists in dialogs move with the keys of every list`() {
    var driver = DashboardDriver.loaded(keys: [
      "list.down": ["J"], "palette.next": [Key(.function(5))],
    ])
    driver.press("?")
    let first = driver.text
    driver.press("j")
    #expect(driver.text == first)
    driver.press("Esc", ":", "F5", "Enter")
    #expect(driver.dashboard.dialogs.isEmpty)
  }

  @Test func `a name that no binding has changes nothing`() {
    #expect(KeyMap(settings: ["users.rest": ["R"]]) == .standard)
  }

  // MARK: Conflicts

  @Test func `the keys as delivered have no conflict`() {
    let all = BindingID.known
    for (index, binding) in all.enumerated() {
      for other in all[(index + 1)...] where binding.meets(other) {
        let both = Set(binding.defaultKeys).intersection(other.defaultKeys)
        #expect(both.isEmpty, "\(binding.name), \(other.name): \(both.map(\.name))")
      }
    }
  }

  @Test(arguments: [
    ("dialog.confirm: [n]", "n is bound twice, to \"dialog.confirm\" and to \"dialog.cancel\""),
    ("reset.note: [j]", "j is bound twice, to \"reset.note\" and to \"list.down\""),
    (
      "dialog.press: [Ctrl-W]",
      "Ctrl-W is bound twice, to \"dialog.press\" and to \"text.delete-word\""
    ),
    ("filter.keep: [Esc]", "Esc is bound twice, to \"filter.keep\" and to \"filter.clear\""),
    ("news.seen: [t]", "t is bound twice, to \"news.seen\" and to \"news.since\""),
    ("timeline.reset: [t]", "t is bound twice, to \"timeline.reset\" and to \"timeline.raw\""),
    ("conflict.mine: [y]", "y is bound twice, to \"conflict.mine\" and to \"dialog.confirm\""),
    ("repaint: [n]", "n is bound twice, to \"repaint\" and to \"users.next-unread\""),
    ("dialog.cancel: [c]", "\"dialog.cancel\" has no key that works while text is typed"),
    ("filter.keep: []", "\"filter.keep\" has no key that works while text is typed"),
  ])
  func `settings with a conflict are refused`(line: String, problem: String) {
    #expect(refusal("keys:\n  \(line)")?.problem == problem)
  }

  @Test(arguments: [
    "users.reset: [i]", "verdict.note: [o]", "text.delete-word: [Alt-d]", "dialog.confirm: [s]",
    "list.down: [Down, s]\n  users.sort: [o]\n  behaviors.write: [W]",
  ])
  func `the same key may have another meaning elsewhere`(line: String) {
    #expect(refusal("keys:\n  \(line)") == nil)
  }

  private func refusal(_ text: String) -> SettingsError? {
    do throws(SettingsError) {
      _ = try ConfigFile(
        reading: YAMLDocument(parsing: text, file: "config.yaml"),
        themes: [],
        bindings: BindingID.known
      )
      return nil
    } catch {
      return error
    }
  }

  // MARK: One table

  @Test func `whatever takes keys offers each binding where the table says it works`() {
    var driver = DashboardDriver.loaded()
    for pane in PaneID.allCases {
      let wanted = KeyContext.Situation(rawValue: "\(pane)")
      driver.press(String(pane.rawValue))
      for binding in driver.dashboard.bindings {
        let situations = binding.id.row.context.situations
        #expect(wanted.map(situations.contains) == true, "\(binding.id) in \(pane)")
      }
    }
    driver.press("2", "Enter")
    #expect(!driver.dashboard.bindings.isEmpty)
    for binding in driver.dashboard.bindings {
      #expect(binding.id.row.context.situations.contains(.evidence), "\(binding.id)")
    }
  }
}
