import Foundation
import TerminalUI
import RiskAPI
import TestSupport
import Testing

@testable import Settings

struct ConfigFileTests {
  @Test(arguments: ["", "\n\n", "# nothing\n", "---\n", "---\n...\n", "\u{FEFF}", "{}"])
  func `an empty file keeps the defaults`(text: String) throws {
    let config = try parse(text)

    #expect(config == ConfigFile(path: "config.yaml"))
    #expect(config.theme == "midnight")
    #expect(config.refresh == .seconds(60))
    #expect(config.requiresReason)
    #expect(config.operatorName == nil)
    #expect(config.profiles.isEmpty)
    #expect(config.defaultProfile == nil)
  }

  @Test func `an absent file keeps the defaults unless it was named`() throws {
    let path = NSTemporaryDirectory() + "ztriage-absent-\(UUID().uuidString).yaml"
    #expect(try ConfigFile.load(from: path, themes: []) == ConfigFile(path: path))

    let error = #expect(throws: SettingsError.self) {
      try ConfigFile.load(from: path, isRequired: true, themes: [])
    }
    #expect(error?.what == "\(path): no such file")
  }

  @Test func `the documented file is read`() throws {
    let config = try parse(
      """
      theme: daylight            # a comment
      refresh: 5m
      default_profile: prod
      require_reason: false
      operator: Ana Müller

      profiles:
        prod:
          account_id: 0123456789abcdef0123456789abcdef
          token_command: [pass, show, cloudflare/ztriage]
          access: read-only
        lab:
          account_id: lab
          token_file: /run/token
          base_url: http://127.0.0.1:8788/client/v4

      keys:
        users.reset: [R, Ctrl-R]
      """
    )

    #expect(config.theme == "daylight")
    #expect(config.refresh == .seconds(300))
    #expect(config.defaultProfile == "prod")
    #expect(!config.requiresReason)
    #expect(config.operatorName == "Ana Müller")
    #expect(
      config.profiles["prod"]
        == Profile(
          accountID: "0123456789abcdef0123456789abcdef",
          token: .command(["pass", "show", "cloudflare/ztriage"]),
          access: .readOnly
        )
    )
    #expect(
      config.profiles["lab"]
        == Profile(
          accountID: "lab",
          token: .file("/run/token"),
          baseURL: "http://127.0.0.1:8788/client/v4"
        )
    )
    #expect(config.keys == ["users.reset": ["R", .control("r")]])
  }

  @Test func `a group with nothing in it is no mistake`() throws {
    let config = try parse("profiles:\n  # prod:\nkeys:\n")

    #expect(config == ConfigFile(path: "config.yaml"))
  }

  @Test func `what looks like another type is the text that it is`() throws {
    let config = try parse(
      """
      default_profile: 0x10
      operator: no
      profiles:
        0x10: {account_id: 01234567890123456789012345678901, token_command: [1e5, ~, 2026-11-21]}
        yes: {token_file: null}
        ~: {}
      """
    )

    #expect(config.defaultProfile == "0x10")
    #expect(config.operatorName == "no")
    #expect(config.profiles["0x10"]?.accountID == "01234567890123456789012345678901")
    #expect(config.profiles["0x10"]?.token == .command(["1e5", "~", "2026-11-21"]))
    #expect(config.profiles["yes"]?.token == .file("null"))
    #expect(config.profiles["~"] == Profile())
  }

  @Test(arguments: ["true", "'true'", "\"true\""])
  func `quotes do not matter`(word: String) throws {
    #expect(try parse("require_reason: \(word)").requiresReason)
    #expect(try !parse("require_reason: \(word.replacing("true", with: "false"))").requiresReason)
  }

  @Test(arguments: ["yes", "on", "True", "1", "~", "no"])
  func `true and false are these words alone`(word: String) {
    let error = refusal("require_reason: \(word)")

    #expect(error?.what == "config.yaml:1:1: \"require_reason\" is \"\(word)\"")
    #expect(error?.fix == "write require_reason: true, or false")
  }

  @Test func `the mouse is off unless it is on`() throws {
    #expect(try !parse("theme: mono").usesMouse)
    #expect(try parse("mouse: on").usesMouse)
    #expect(try !parse("mouse: 'off'").usesMouse)
    #expect(refusal("mouse: true")?.fix == "write mouse: on, or off")
  }

  @Test(arguments: [
    ("60s", Duration.seconds(60)), ("5s", .seconds(5)), ("5m", .seconds(300)),
    ("24h", .seconds(86_400)),
  ])
  func `refresh reads seconds, minutes and hours`(text: String, expected: Duration) throws {
    #expect(try parse("refresh: \(text)").refresh == expected)
    #expect(try parse("refresh: \"\(text)\"").refresh == expected)
  }

  @Test(arguments: ["off", "\"off\""])
  func `refresh can be off`(text: String) throws {
    #expect(try parse("refresh: \(text)").refresh == nil)
  }

  @Test(arguments: [
    "4s", "25h", "60", "", "s", "-60s", "1.5m", "999999999999999h", "٦٠s", "+60s", "no", "false",
  ])
  func `refresh refuses what is no time within bounds`(text: String) {
    let error = refusal("theme: mono\nrefresh: \(text)")

    #expect(error?.what == "config.yaml:2:1: \"refresh\" is \"\(text)\"")
    #expect(error?.fix.contains("60s") == true)
  }

  @Test(arguments: [
    "", "\"\"", "\"  \"", "\"a\\nb\"", "\"a\\tb\"", "\"a\u{202E}b\"",
    String(repeating: "a", count: 65),
  ])
  func `an operator is a short name that can be seen`(name: String) {
    let error = refusal("operator: \(name)")

    #expect(error?.place == SettingsError.Place(file: "config.yaml", line: 1, column: 1))
    #expect(error?.problem.hasPrefix("\"operator\" is ") == true, "\(error?.problem ?? "nothing")")
    #expect(error?.problem.contains("\n") == false)
  }

  @Test(arguments: [
    // Unknown keys.
    ("a: 1", 1, 1, "unknown key \"a\""),
    ("\n\ntehme: mono", 3, 1, "unknown key \"tehme\""),
    (
      "profiles:\n  prod:\n    # one\n    acount_id: x", 4, 5,
      "unknown key \"profiles.prod.acount_id\""
    ),
    (
      "profiles:\n  prod:\n    extra:\n      x: 1", 3, 5, "unknown key \"profiles.prod.extra\""
    ),
    ("profiles: {prod: {color: 1}}", 1, 19, "unknown key \"profiles.prod.color\""),
    ("profiles: {prod: {\n color: 1}}", 2, 2, "unknown key \"profiles.prod.color\""),
    // Wrong types.
    ("theme: 3", 1, 1, "unknown theme \"3\""),
    ("theme: [mono]", 1, 1, "\"theme\" is a list"),
    ("theme:", 1, 1, "\"theme\" is empty"),
    ("\nrefresh: 60", 2, 1, "\"refresh\" is \"60\""),
    ("\nrefresh: [60s]", 2, 1, "\"refresh\" is a list"),
    ("require_reason: {}", 1, 1, "\"require_reason\" is a mapping"),
    ("default_profile: [prod]", 1, 1, "\"default_profile\" is a list"),
    ("operator: [ana]", 1, 1, "\"operator\" is a list"),
    ("profiles: 1", 1, 1, "\"profiles\" is a string"),
    ("profiles:\n- prod", 1, 1, "\"profiles\" is a list"),
    ("profiles:\n  prod: x", 2, 3, "\"profiles.prod\" is a string"),
    ("keys: 2026-11-21", 1, 1, "\"keys\" is a string"),
    ("profiles: {a: {token_command: pass}}", 1, 16, "\"profiles.a.token_command\" is a string"),
    ("profiles:\n  a:\n    token_command:", 3, 5, "\"profiles.a.token_command\" is empty"),
    (
      "profiles:\n  a:\n    token_command:\n    - pass\n    - [1]", 5, 7,
      "\"profiles.a.token_command\" has a list in its list"
    ),
    ("profiles: {a: {token_command: []}}", 1, 16, "names no program"),
    ("profiles: {a: {token_command: ['']}}", 1, 16, "names no program"),
    ("profiles:\n  a:\n\n    access: admin", 4, 5, "\"profiles.a.access\" is \"admin\""),
    // Values that cannot be.
    ("theme: midnite", 1, 1, "unknown theme \"midnite\""),
    ("default_profile: prod", 1, 1, "unknown profile \"prod\""),
    ("profiles: {a: {account_id: 123}}", 1, 16, "\"account_id\" is not an account id"),
    ("profiles: {a: {base_url: 'http://example.com'}}", 1, 16, "plain http"),
    ("profiles: {a: {token: s3cret}}", 1, 16, "do not put credentials in this file"),
    (
      "profiles:\n  a:\n    token_command: [a]\n    token_file: b", 3, 5,
      "has token_command and token_file"
    ),
    ("theme: mono\ntheme: mono", 1, 1, "the key \"theme\" is there twice"),
  ])
  func `a fault is named with its place`(text: String, line: Int, column: Int, problem: String) {
    let error = refusal(text)

    #expect(error?.place == SettingsError.Place(file: "config.yaml", line: line, column: column))
    #expect(error?.problem.contains(problem) == true, "\(error?.problem ?? "nothing")")
    #expect(error?.fix.isEmpty == false)
    #expect(error?.problem.contains("\n") == false)
  }

  @Test func `a string in place of a list is told with an example`() {
    #expect(
      refusal("profiles: {a: {token_command: pass}}")?.fix
        == "a list of strings is needed: token_command: [pass, show, ztriage]"
    )
  }

  @Test func `a misspelled key is corrected`() {
    #expect(refusal("tehme: mono")?.fix == "did you mean \"theme\"?")
    #expect(refusal("theme: midnite")?.fix == "did you mean \"midnight\"?")
    #expect(refusal("theme: solarized")?.fix == "use one of daylight, midnight, mono")
  }

  @Test func `an error stays on one line, whatever stands in the file`() {
    let error = refusal("? \"a\\nb\(String(repeating: "c", count: 10_000))\"\n: 1")

    #expect(error?.problem.hasPrefix("unknown key \"a b") == true)
    #expect((error?.problem.count ?? 1_000) < 120)
  }

  @Test(arguments: [
    "profiles: {a: {token: s3cret}}", "profiles: {a: {token_command: s3cret}}",
    "profiles: {a: {token_command: [[s3cret]]}}", "profiles: {a: s3cret}",
  ])
  func `a credential in the file is not repeated`(text: String) {
    let error = refusal(text)

    #expect(error.map { "\($0)".contains("s3cret") } == false)
  }

  @Test func `places are right behind values of several lines`() {
    let error = refusal(
      """
      profiles:
        a:
          token_command: [ # who: "me"
            "a]", 'b:
            c', ü]
          access: >-
            read-only

          surprise: 1
      """
    )
    #expect(error?.what == "config.yaml:9:5: unknown key \"profiles.a.surprise\"")
  }
}

struct SettingsFileTests {
  @Test func `bytes that are no text are refused with their place`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/config.yaml"
    for (bytes, place) in [
      ([0xFF, 0xFE], "1:1"), ([0x61, 0x0A, 0xC3, 0xBC, 0xC3], "2:2"),
      ([0x0A, 0x61, 0xED, 0xA0, 0x80], "2:2"), ([0x61, 0xF8], "1:2"),
    ] as [([UInt8], String)] {
      try Data(bytes).write(to: URL(filePath: path))
      let error = #expect(throws: SettingsError.self) {
        try ConfigFile.load(from: path, themes: [])
      }
      #expect(error?.what == "\(path):\(place): not UTF-8 text")
    }
    try Data([0x61, 0x00, 0x62]).write(to: URL(filePath: path))
    let error = #expect(throws: SettingsError.self) {
      try ConfigFile.load(from: path, themes: [])
    }
    #expect(error?.what == "\(path):1:2: the character U+0000 is not allowed")
  }

  @Test func `a file without end is refused`() {
    let error = #expect(throws: SettingsError.self) {
      try ConfigFile.load(from: "/dev/zero", themes: [])
    }
    #expect(error?.what == "/dev/zero: larger than 1000000 bytes")
  }

  @Test func `settings in the older form are not ignored in silence`() throws {
    let folder = try TemporaryFolder()
    let older = try folder.write("config.toml", "theme = \"mono\"\n", mode: 0o644)
    let path = folder.path + "/config.yaml"
    for (file, isRequired) in [(path, false), (path, true), (older, true)] {
      let error = #expect(throws: SettingsError.self) {
        try ConfigFile.load(from: file, isRequired: isRequired, themes: ["mono"])
      }
      #expect(error?.place?.file == older)
      #expect(error?.fix.hasPrefix("convert it to \(path): \"name: value\" for ") == true)
    }

    try folder.write("config.yaml", "theme: mono\n", mode: 0o644)
    #expect(try ConfigFile.load(from: path, themes: ["mono"]).theme == "mono")
  }
}

struct KeyTableTests {
  @Test func `keys are left alone where nobody asks`() throws {
    let config = try ConfigFile(
      reading: YAMLDocument(parsing: "keys: {anything: 1}", file: "config.yaml"),
      themes: [],
      bindings: []
    )
    #expect(config.keys.isEmpty)
  }

  @Test func `an empty list unbinds`() throws {
    #expect(try parse("keys: {users.sort: []}").keys == ["users.sort": []])
  }

  @Test func `keys may be swapped`() throws {
    let config = try parse("keys:\n  users.reset: [s]\n  users.sort: [R]")
    #expect(config.keys["users.sort"] == ["R"])
  }

  @Test func `another pane may use the same key`() throws {
    let config = try parse("keys:\n  users.reset: [w, y]")
    #expect(config.keys["users.reset"] == ["w", "y"])
  }

  @Test func `a key that YAML has another use for is a key`() throws {
    let config = try parse("keys:\n  users.reset: [n, 5, ~, \"*\", '!', =]")
    #expect(config.keys["users.reset"] == ["n", "5", "~", "*", "!", "="])
  }

  @Test(arguments: [
    ("users.rest: [R]", 3, "unknown binding \"users.rest\""),
    ("users.reset: R", 3, "\"users.reset\" is a string"),
    ("users.reset: [Strg-R]", 3, "no key is called \"Strg-R\""),
    ("users.reset: [R, R]", 3, "\"users.reset\" is bound to R twice"),
    ("users: {reset: [R]}", 3, "\"keys.users\" is a mapping"),
    ("users.reset: [*]", 17, "aliases (*…) are not supported"),
    // In one pane, with the default of another binding.
    ("users.reset: [s]", 3, "s is bound twice, to \"users.reset\" and to \"users.sort\""),
    // With a key that acts everywhere.
    ("users.reset: [r]", 3, "r is bound twice, to \"users.reset\" and to \"refresh\""),
    ("refresh: [w]", 3, "w is bound twice, to \"refresh\" and to \"behaviors.write\""),
  ])
  func `a fault is named with its place`(line: String, column: Int, problem: String) {
    let error = refusal("keys:\n\n  \(line)")

    #expect(error?.place == SettingsError.Place(file: "config.yaml", line: 3, column: column))
    #expect(error?.problem.contains(problem) == true, "\(error?.problem ?? "nothing")")
  }
}

/// How large a reply may be.
@Suite struct MaxReplySettingTests {
  @Test(arguments: [("16MB", 16_000_000), ("512MB", 512_000_000), ("2GB", 2_000_000_000)])
  func `a size is read`(value: String, bytes: Int) throws {
    #expect(try parse("max_reply: \(value)").maxReply == ByteSize(bytes))
    #expect(try parse("theme: midnight").maxReply.description == "512 MB")
  }

  @Test(arguments: [
    "15MB", "65GB", "0MB", "512", "512mb", "512 MB", "-1GB", "MB", "99999999MB", "[2GB]",
  ])
  func `anything else is refused with the fix`(value: String) {
    let error = refusal("max_reply: \(value)")
    #expect(error?.problem.contains("max_reply") == true)
    #expect(error?.fix.contains("512MB") == true)
    #expect(error?.place?.line == 1)
  }
}

/// How long things are kept.
@Suite struct RetentionSettingTests {
  @Test func `days are read, and keep is for ever`() throws {
    let config = try parse("retention:\n  history: 30d\n  archived_events: keep")
    #expect(config.retention.historyDays == 30)
    #expect(config.retention.archivedEventsDays == nil)
    #expect(config.retention.cachedDetailsDays == 90)
    #expect(try parse("theme: midnight").retention == Retention())
  }

  @Test(arguments: ["0d", "30", "forever", "-1d", "d", "1000000d", "[30d]", "30 d"])
  func `anything else is refused with the fix`(value: String) {
    let error = refusal("retention:\n  history: \(value)")
    #expect(error?.problem.contains("retention.history") == true)
    #expect(error?.fix.contains("400d") == true)
    #expect(error?.place?.line == 2)
  }

  @Test func `an unknown kind is refused`() {
    #expect(refusal("retention:\n  audit: 30d") != nil)
  }
}

private let bindings: [KnownBinding] = [
  KnownBinding(name: "refresh", situations: ["users", "behaviors"], defaultKeys: ["r"]),
  KnownBinding(name: "users.reset", situations: ["users"], defaultKeys: ["R"]),
  KnownBinding(name: "users.sort", situations: ["users"], defaultKeys: ["s"]),
  KnownBinding(name: "behaviors.write", situations: ["behaviors"], defaultKeys: ["w"]),
]

private func parse(_ text: String) throws(SettingsError) -> ConfigFile {
  try ConfigFile(
    reading: YAMLDocument(parsing: text, file: "config.yaml"),
    themes: ["daylight", "midnight", "mono"],
    bindings: bindings
  )
}

private func refusal(_ text: String) -> SettingsError? {
  do {
    _ = try parse(text)
    return nil
  } catch {
    return error
  }
}
