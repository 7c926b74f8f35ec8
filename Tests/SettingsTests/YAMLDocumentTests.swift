import Foundation
import Testing

@testable import Settings

struct YAMLDocumentTests {
  @Test(arguments: [
    // What aborted the program when settings were TOML.
    ("[[[", 1, 3, "a value was expected here"),
    ("[.]", 1, 1, "the file is a list, not a mapping"),
    // Settings as they were written then.
    ("theme = \"mono\"\nrefresh = \"60s\"", 1, 1, "the file is a string, not a mapping"),
    ("[keys]\n\"users.reset\" = [\"R\"]", 2, 1, "not a part of the settings above"),
    ("- a\n- b", 1, 1, "the file is a list, not a mapping"),
    ("~", 1, 1, "the file is a string, not a mapping"),
    // More than one document.
    ("a: 1\n---\nb: 2", 2, 1, "a second document starts here"),
    ("---\n---\n", 2, 1, "a second document starts here"),
    ("%YAML 1.9\n---\na: 1", 1, 1, "directives (%…) are not supported"),
    // What stands for something else.
    ("a: &x 1", 1, 4, "anchors (&…) are not supported"),
    ("a: &x\n  b: 1", 1, 4, "anchors (&…) are not supported"),
    ("a: 1\n&x b: 1", 2, 1, "anchors (&…) are not supported"),
    ("a: &x [1, 2]", 1, 4, "anchors (&…) are not supported"),
    ("a: [1, &x]", 1, 8, "anchors (&…) are not supported"),
    ("a: & b", 1, 4, "anchors (&…) are not supported"),
    ("a: *x", 1, 4, "aliases (*…) are not supported"),
    ("*x : 1", 1, 1, "aliases (*…) are not supported"),
    ("a: [b, *x]", 1, 8, "aliases (*…) are not supported"),
    ("a:\n- *x", 2, 3, "aliases (*…) are not supported"),
    ("a: *", 1, 4, "aliases (*…) are not supported"),
    ("<<: *x", 1, 1, "merge keys (<<) are not supported"),
    ("a:\n  <<: {b: 1}", 2, 3, "merge keys (<<) are not supported"),
    ("a: !!int 1", 1, 4, "tags (!…) are not supported"),
    ("a: !!str \"b\"", 1, 4, "tags (!…) are not supported"),
    ("a: ! b", 1, 4, "tags (!…) are not supported"),
    ("a: !!map {b: 1}", 1, 4, "tags (!…) are not supported"),
    ("!x a: 1", 1, 1, "tags (!…) are not supported"),
    ("a: !x!y b", 1, 4, "tags (!…) are not supported"),
    ("a: !<tag:x> b", 1, 4, "tags (!…) are not supported"),
    // Keys.
    ("a: 1\n\"a\": 2", 1, 1, "the key \"a\" is there twice"),
    ("a: {b: 1, c: 2, b: 3}", 1, 5, "the key \"b\" is there twice"),
    ("1: x\n'1': y", 1, 1, "the key \"1\" is there twice"),
    ("? [a, b]\n: c", 1, 3, "a key is a list or a mapping"),
    ("{a: 1}: c", 1, 1, "a key is a list or a mapping"),
    // Characters.
    ("a: 1\n\tb: 2", 2, 1, "a tab cannot indent"),
    ("a:\n\tb: 2", 2, 1, "a tab cannot indent"),
    ("a: b\n\tc: 2", 2, 1, "a tab cannot indent"),
    ("a: b\u{1B}[31m", 1, 5, "the character U+001B is not allowed"),
    ("a: 1\rb: 2", 1, 5, "the character U+000D is not allowed"),
    ("a: ü\u{85}b: 2", 1, 5, "the character U+0085 is not allowed"),
    ("a: 1\u{2028}b: 2", 1, 5, "the character U+2028 is not allowed"),
    ("a: 1\n\u{FEFF}b: 2", 2, 1, "the character U+FEFF is not allowed"),
    ("a: \u{FFFE}", 1, 4, "the character U+FFFE is not allowed"),
    ("a: \u{10FFFF}", 1, 4, "the character U+10FFFF is not allowed"),
    ("a: \u{0}", 1, 4, "the character U+0000 is not allowed"),
    ("a: 1\nb: \"\\e\"", 2, 4, "the text has the character U+001B"),
    ("a: \"\\0\"", 1, 4, "the text has the character U+0000"),
    // Slips.
    ("a: b: c", 1, 5, "\":\" cannot stand here"),
    ("a:b\nc: d", 2, 2, "\":\" cannot stand here"),
    ("a: 1\nb\nc: 2", 2, 1, "a key without \": \""),
    ("a: \"b\nc: d", 1, 4, "a quote is not closed"),
    ("a: 'b\n---\n", 1, 4, "a quote is not closed"),
    ("a: [b\nc: d", 1, 4, "the list that starts here"),
    ("a: {b: c\n", 1, 4, "the mapping that starts here"),
    ("a: \"b\" c", 1, 8, "a key was expected here"),
    ("a:\n  b: 1\n c: 2", 3, 2, "a key was expected here"),
    ("  a: 1\nb: 2", 2, 1, "not a part of the settings above"),
    ("a:\n- b\n  - c\n-d", 4, 1, "a key without"),
    ("a: - b", 1, 4, "a list item cannot stand here"),
    ("a: ]", 1, 4, "a value was expected here"),
    ("a: @b", 1, 4, "text cannot start with @"),
    ("a: `b`", 1, 4, "text cannot start with `"),
    ("a: %b", 1, 4, "text cannot start with %"),
    ("a: \"\\q\"", 1, 5, "this \\ makes no known character"),
    ("a: \"\\xZZ\"", 1, 7, "this \\ makes no known character"),
    ("a: \"\\ud800\"", 1, 7, "this \\ makes no known character"),
  ])
  func `what is no settings file is refused with its place`(
    text: String,
    line: Int,
    column: Int,
    problem: String
  ) {
    let error = refusal(text)

    #expect(error?.place?.line == line, "\(error?.what ?? "nothing")")
    #expect(error?.problem.contains(problem) == true, "\(error?.what ?? "nothing")")
    #expect(error?.place?.column == column, "\(error?.what ?? "nothing")")
    #expect(error?.fix.isEmpty == false)
  }

  @Test func `line ends and a byte order mark of Windows are no mistake`() throws {
    let document = try YAMLDocument(parsing: "\u{FEFF}a: 1\r\nb:\r\n  - c\r\n", file: "x")

    #expect(document == (try YAMLDocument(parsing: "a: 1\nb:\n  - c\n", file: "x")))
    #expect(refusal("\u{FEFF}a: 1\r\nb: *c\r\n")?.what.hasPrefix("x:2:4: ") == true)
  }

  @Test func `signs within a text are text`() throws {
    let text = "a: b*c & d! *e\nf: ['*g', \"&h\", '!i']\n\"*j\": |\n  *k &l\n"
    let document = try YAMLDocument(parsing: text, file: "x")

    guard case .mapping(let members) = document.root.value else {
      Issue.record("no mapping")
      return
    }
    #expect(members.map(\.key) == ["a", "f", "*j"])
    #expect(members[0].node.value == .text("b*c & d! *e"))
    #expect(members[2].node.value == .text("*k &l\n"))
    guard case .list(let elements) = members[1].node.value else {
      Issue.record("no list")
      return
    }
    #expect(elements.map(\.value) == [.text("*g"), .text("&h"), .text("!i")])
  }

  @Test func `sixteen levels are read, and one more is not`() throws {
    func nested(_ levels: Int) -> String {
      "a: " + String(repeating: "[", count: levels - 1) + String(repeating: "]", count: levels - 1)
    }
    #expect(throws: Never.self) {
      try YAMLDocument(parsing: nested(YAMLDocument.depthLimit), file: "x")
    }
    #expect(
      refusal(nested(YAMLDocument.depthLimit + 1))?.what == "x:1:19: more than 16 levels deep"
    )
  }

  /// A thread of the pool has 512 kB on some systems, which the parser's own limit is too much for.
  @Test(arguments: [
    ("[", "]", 990), ("[a: ", "]", 990), ("{a: ", "}", 990), ("- ", "", 990),
    // Each level of keys is hashed with all below it.
    ("? ", "", 300),
  ])
  func `a thousand levels do not take the stack`(open: String, close: String, levels: Int) {
    let ended = DispatchSemaphore(value: 0)
    let thread = Thread {
      for count in [levels, 10_000] {
        let text = String(repeating: open, count: count) + String(repeating: close, count: count)
        let error = refusal(text)
        #expect(error?.problem == "more than 16 levels deep", "\(error?.what ?? "nothing")")
      }
      ended.signal()
    }
    thread.stackSize = 256 << 10
    thread.start()
    ended.wait()
  }

  @Test func `a billion laughs are none`() {
    for sign in ["", "? "] {
      var text = sign.isEmpty ? "a0: " : sign
      text += "&a0 [x, x, x, x, x, x, x, x, x, x]\n"
      for level in 1...30 {
        let aliases = [String](repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
        // As keys they would be hashed, each in full.
        text += sign.isEmpty ? "a\(level): " : "? "
        text += "&a\(level) [\(aliases)]\n"
      }
      let error = refusal(text)
      #expect(error?.problem == "anchors (&…) are not supported", "\(error?.what ?? "nothing")")
    }
  }

  @Test func `what takes the parser without end is given up`() {
    let key = String(repeating: "[", count: 20) + String(repeating: "]", count: 20)
    let text = [1, 1, 2, 2].map { "? [\(key), \($0)]\n: x\n" }.joined()

    let error = #expect(throws: SettingsError.self) {
      try YAMLDocument(parsing: text, file: "x", patience: .milliseconds(1))
    }
    #expect(error?.what == "x: too complicated")
  }
}

private func refusal(_ text: String) -> SettingsError? {
  do {
    _ = try YAMLDocument(parsing: text, file: "x")
    return nil
  } catch {
    return error
  }
}
