import Foundation
import TerminalUI
import TestSupport
import Testing

@testable import Settings

struct ThemeTests {
  @Test func `the program carries every theme of the folder as it is there`() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appending(path: "themes")
    var files: [String: String] = [:]
    for file in try FileManager.default.contentsOfDirectory(
      at: folder,
      includingPropertiesForKeys: nil
    ) {
      let name = file.deletingPathExtension().lastPathComponent
      files[name] = try String(contentsOf: file, encoding: .utf8)
    }

    #expect(ThemeLibrary.bundled == files)
  }

  @Test(arguments: ThemeLibrary.bundled.keys.sorted())
  func `a bundled theme gives every role an appearance`(name: String) throws {
    let theme = try library().theme(named: name)

    #expect(Set(theme.appearances.keys) == Set(Role.allCases))
  }

  @Test func `mono has no colors, and still tells the levels and the focus apart`() throws {
    let theme = try library().theme(named: "mono")

    #expect(theme == theme.withoutColor)
    #expect(theme[.riskHigh] != theme[.riskLow])
    #expect(theme[.focusTitle] != theme[.title])
    #expect(theme[.selection] != theme[.text])
  }

  @Test(arguments: ["midnight", "daylight"])
  func `without colors the focus and the selection still show`(name: String) throws {
    let theme = try library().theme(named: name).withoutColor

    #expect(theme[.riskHigh] != theme[.riskLow])
    #expect(theme[.focusTitle] != theme[.title])
    #expect(theme[.selection] != theme[.text])
    #expect(theme[.buttonFocused] != theme[.button])
  }

  @Test func `a role is read with colors and attributes`() throws {
    let theme = try parse(
      """
      risk.high: {fg: bright-red, fg256: 203, bg: black, bold: true, dim: "false"}
      dim: {}
      on:
      "off": {bold: false}
      """
    )

    #expect(
      theme.appearances == [
        .riskHigh: Appearance(
          foreground: ThemeColor(basic: 9, extended: 203),
          background: ThemeColor(basic: 0),
          attributes: .bold
        ),
        .dim: Appearance(),
        .on: Appearance(),
        .off: Appearance(),
      ]
    )
  }

  @Test(arguments: [
    ("risk.hgih: {}", 1, 1, "unknown role \"risk.hgih\"", "did you mean \"risk.high\"?"),
    (
      "\nrisk:\n  high: {}", 3, 3, "the role \"risk.high\" is on two lines",
      "write risk.high: {…}"
    ),
    ("dim: {fg: bleu}", 1, 7, "unknown color \"bleu\"", "did you mean \"blue\"?"),
    ("\n\ndim: {fg: [3]}", 3, 7, "\"dim.fg\" is a list", "write fg: bright-red"),
    ("dim:\n  fg: rde", 2, 3, "unknown color \"rde\"", "did you mean \"red\"?"),
    (
      "dim: {fg: red, fg256: 256}", 1, 16, "\"dim.fg256\" is \"256\"",
      "write a number from 0 to 255"
    ),
    (
      "dim: {fg: red, fg256: 0x10}", 1, 16, "\"dim.fg256\" is \"0x10\"",
      "write a number from 0 to 255"
    ),
    (
      "dim: {fg256: 3}", 1, 7, "\"dim.fg256\" needs fg too",
      "add fg, the color for terminals with 16 colors"
    ),
    ("dim: {blod: true}", 1, 7, "unknown key \"dim.blod\"", "did you mean \"bold\"?"),
    ("dim: {bold: 1}", 1, 7, "\"dim.bold\" is \"1\"", "write bold: true, or false"),
    (
      "dim: red", 1, 1, "\"dim\" is a string, not a mapping",
      "write its settings as \"name: value\", indented below it"
    ),
  ])
  func `a fault is named with its place`(
    text: String,
    line: Int,
    column: Int,
    problem: String,
    fix: String
  ) {
    let error = #expect(throws: SettingsError.self) { try parse(text) }

    let place = SettingsError.Place(file: "own.yaml", line: line, column: column)
    #expect(error == SettingsError(problem, fix: fix, at: place))
  }

  @Test func `a person's own theme hides a bundled one and adds to the names`() throws {
    let folder = try TemporaryFolder()
    try folder.write("midnight.yaml", "text: {bold: true}", mode: 0o644)
    try folder.write("own.yaml", "text: {}", mode: 0o644)
    let library = ThemeLibrary(folder: folder.path)

    #expect(library.names == ["daylight", "midnight", "mono", "own"])
    #expect(
      try library.theme(named: "midnight").appearances == [.text: Appearance(attributes: .bold)]
    )
  }

  @Test(arguments: ["own", "midnight"])
  func `a theme in the older form is not passed over in silence`(name: String) throws {
    let folder = try TemporaryFolder()
    let older = try folder.write("\(name).toml", "text = {}", mode: 0o644)
    let library = ThemeLibrary(folder: folder.path)

    #expect(library.names.contains(name))
    let error = #expect(throws: SettingsError.self) { try library.theme(named: name) }
    #expect(error?.place == SettingsError.Place(file: older))
    #expect(error?.fix.hasPrefix("convert it to \(folder.path)/\(name).yaml: ") == true)
    #expect(try library.theme(named: "mono").name == "mono")

    try folder.write("\(name).yaml", "text: {}", mode: 0o644)
    #expect(try library.theme(named: name).appearances == [.text: Appearance()])
  }

  @Test func `a theme that cannot be read says why`() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: folder.path + "/own.yaml",
      withIntermediateDirectories: false
    )

    let error = #expect(throws: SettingsError.self) {
      try ThemeLibrary(folder: folder.path).theme(named: "own")
    }
    #expect(error?.what == "\(folder.path)/own.yaml: cannot be read: Is a directory")
  }

  @Test(arguments: ["", "../midnight", "/etc/passwd", "nope"])
  func `a name that is none is refused`(name: String) {
    #expect(throws: SettingsError.self) { try library().theme(named: name) }
  }

  private func library() -> ThemeLibrary {
    ThemeLibrary(folder: "/nonexistent")
  }

  private func parse(_ text: String) throws(SettingsError) -> Theme {
    try ThemeFile.theme(
      named: "own",
      reading: YAMLDocument(parsing: text, file: "own.yaml")
    )
  }
}
