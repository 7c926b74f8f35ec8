import Foundation
import TerminalUI
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
    let theme = try ThemeFile.parse(
      """
      "risk.high" = { fg = "bright-red", fg256 = 203, bg = "black", bold = true, dim = false }
      dim = {}
      """,
      name: "own",
      file: "own.toml"
    )

    #expect(
      theme.appearances == [
        .riskHigh: Appearance(
          foreground: ThemeColor(basic: 9, extended: 203),
          background: ThemeColor(basic: 0),
          attributes: .bold
        ),
        .dim: Appearance(),
      ]
    )
  }

  @Test(arguments: [
    ("\"risk.hgih\" = {}", 1, "unknown role \"risk.hgih\"", "did you mean \"risk.high\"?"),
    ("\nrisk.high = {}", 2, "the role \"risk.high\" is not in quotes", "write \"risk.high\" = …"),
    ("dim = { fg = \"bleu\" }", 1, "unknown color \"bleu\"", "did you mean \"blue\"?"),
    ("\n\ndim = { fg = 3 }", 3, "\"dim.fg\" is 3", "write fg = \"bright-red\""),
    (
      "dim = { fg = \"red\", fg256 = 256 }", 1, "\"dim.fg256\" is 256",
      "write a number from 0 to 255"
    ),
    (
      "dim = { fg256 = 3 }", 1, "\"dim.fg256\" stands without fg",
      "add fg, the color for terminals with 16 colors"
    ),
    ("dim = { blod = true }", 1, "unknown key \"dim.blod\"", "did you mean \"bold\"?"),
    ("dim = { bold = 1 }", 1, "\"dim.bold\" is 1", "write bold = true, or false"),
    ("dim = \"red\"", 1, "\"dim\" is text in quotes", "make it a table: [dim]"),
  ])
  func `a fault is named with its line`(text: String, line: Int, problem: String, fix: String) {
    let error = #expect(throws: SettingsError.self) {
      try ThemeFile.parse(text, name: "own", file: "own.toml")
    }

    #expect(error == SettingsError(problem, fix: fix, at: .init(file: "own.toml", line: line)))
  }

  @Test func `a person's own theme hides a bundled one and adds to the names`() throws {
    let folder = try TemporaryFolder()
    try folder.write("midnight.toml", "text = { bold = true }", mode: 0o644)
    try folder.write("own.toml", "text = {}", mode: 0o644)
    let library = ThemeLibrary(folder: folder.path)

    #expect(library.names == ["daylight", "midnight", "mono", "own"])
    #expect(
      try library.theme(named: "midnight").appearances == [.text: Appearance(attributes: .bold)]
    )
  }

  @Test(arguments: ["", "../midnight", "/etc/passwd", "nope"])
  func `a name that is none is refused`(name: String) {
    #expect(throws: SettingsError.self) { try library().theme(named: name) }
  }

  private func library() -> ThemeLibrary {
    ThemeLibrary(folder: "/nonexistent")
  }
}
