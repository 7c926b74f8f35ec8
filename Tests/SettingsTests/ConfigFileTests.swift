import Foundation
import TerminalUI
import Testing

@testable import Settings

struct ConfigFileTests {
  @Test func `an empty file keeps the defaults`() throws {
    let config = try parse("")

    #expect(config.theme == "midnight")
    #expect(config.refresh == .seconds(60))
    #expect(config.requiresReason)
    #expect(config.profiles.isEmpty)
    #expect(config.defaultProfile == nil)
  }

  @Test func `an absent file keeps the defaults unless it was named`() throws {
    let path = NSTemporaryDirectory() + "ztriage-absent-\(UUID().uuidString).toml"
    #expect(try ConfigFile.load(from: path, themes: []) == ConfigFile(path: path))

    let error = #expect(throws: SettingsError.self) {
      try ConfigFile.load(from: path, isRequired: true, themes: [])
    }
    #expect(error?.what == "\(path): no such file")
  }

  @Test func `the documented file is read`() throws {
    let config = try parse(
      """
      theme = "daylight"            # a comment
      refresh = "5m"
      default_profile = "prod"
      require_reason = false

      [profiles.prod]
      account_id = "0123456789abcdef0123456789abcdef"
      token_command = ["pass", "show", "cloudflare/ztriage"]
      access = "read-only"

      [profiles.lab]
      account_id = "lab"
      token_file = "/run/token"
      base_url = "http://127.0.0.1:8788/client/v4"

      [keys]
      "users.reset" = ["R", "Ctrl-R"]
      """
    )

    #expect(config.theme == "daylight")
    #expect(config.refresh == .seconds(300))
    #expect(config.defaultProfile == "prod")
    #expect(!config.requiresReason)
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

  @Test(arguments: [
    ("60s", Duration.seconds(60)), ("5s", .seconds(5)), ("5m", .seconds(300)),
    ("24h", .seconds(86_400)),
  ])
  func `refresh reads seconds, minutes and hours`(text: String, expected: Duration) throws {
    #expect(try parse("refresh = \"\(text)\"").refresh == expected)
  }

  @Test func `refresh can be off`() throws {
    #expect(try parse("refresh = \"off\"").refresh == nil)
  }

  @Test(arguments: ["4s", "25h", "60", "", "s", "-60s", "1.5m", "999999999999999h", "٦٠s", "+60s"])
  func `refresh refuses what is no time within bounds`(text: String) {
    let error = refusal("theme = \"mono\"\nrefresh = \"\(text)\"")

    #expect(error?.what == "config.toml:2: \"refresh\" is \"\(text)\"")
    #expect(error?.fix.contains("60s") == true)
  }

  @Test(arguments: [
    // Unknown keys.
    ("a = 1", 1, "unknown key \"a\""),
    ("\n\ntehme = \"mono\"", 3, "unknown key \"tehme\""),
    ("[profiles.prod]\n# one\nacount_id = \"x\"", 3, "unknown key \"profiles.prod.acount_id\""),
    ("[profiles.prod]\n[profiles.prod.extra]\nx = 1", 2, "unknown key \"profiles.prod.extra\""),
    ("profiles = { prod = { color = 1 } }", 1, "unknown key \"profiles.prod.color\""),
    ("profiles = { prod = {\n color = 1 } }", 1, "not TOML"),
    // Wrong types.
    ("theme = 3", 1, "\"theme\" is 3"),
    ("\nrefresh = 60", 2, "\"refresh\" is a number"),
    ("require_reason = \"yes\"", 1, "\"require_reason\" is text in quotes"),
    ("default_profile = [\"prod\"]", 1, "\"default_profile\" is a list"),
    ("profiles = 1", 1, "\"profiles\" is a number"),
    ("[profiles]\nprod = \"x\"", 2, "\"profiles.prod\" is text in quotes"),
    ("keys = 2026-11-21", 1, "\"keys\" is a date"),
    ("[profiles.a]\ntoken_command = \"pass\"", 2, "is text in quotes, not a list"),
    ("[profiles.a]\ntoken_command = [\"pass\", 1]", 2, "holds a number"),
    ("[profiles.a]\ntoken_command = []", 2, "names no program"),
    ("[profiles.a]\ntoken_command = [\"\"]", 2, "names no program"),
    ("[profiles.a]\n\naccess = \"admin\"", 3, "\"profiles.a.access\" is \"admin\""),
    // Values that cannot be.
    ("theme = \"midnite\"", 1, "unknown theme \"midnite\""),
    ("default_profile = \"prod\"", 1, "unknown profile \"prod\""),
    ("[profiles.a]\naccount_id = \"123\"", 2, "\"account_id\" is not an account id"),
    ("[profiles.a]\nbase_url = \"http://example.com\"", 2, "plain http"),
    ("[profiles.a]\ntoken = \"s3cret\"", 2, "a credential does not belong"),
    (
      "[profiles.a]\ntoken_command = [\"a\"]\ntoken_file = \"b\"", 2,
      "has token_command and token_file"
    ),
    // Text that is no TOML.
    ("theme = \"mono\"\nrefresh =", 2, "not TOML"),
    ("theme = \"mono\"\ntheme = \"mono\"", 2, "not TOML"),
  ])
  func `a fault is named with its line`(text: String, line: Int, problem: String) {
    let error = refusal(text)

    #expect(error?.place == SettingsError.Place(file: "config.toml", line: line))
    #expect(error?.problem.contains(problem) == true, "\(error?.problem ?? "nothing")")
    #expect(error?.fix.isEmpty == false)
    #expect(error?.problem.contains("\n") == false)
  }

  @Test func `a misspelled key is corrected`() {
    #expect(refusal("tehme = \"mono\"")?.fix == "did you mean \"theme\"?")
    #expect(refusal("theme = \"midnite\"")?.fix == "did you mean \"midnight\"?")
    #expect(refusal("theme = \"solarized\"")?.fix == "use one of daylight, midnight, mono")
  }

  @Test func `a credential in the file is not repeated`() {
    let error = refusal("[profiles.a]\ntoken = \"s3cret\"")

    #expect(error.map { "\($0)".contains("s3cret") } == false)
  }

  @Test func `lines are right behind values of several lines`() {
    let error = refusal(
      """
      [profiles.a]
      token_command = [ # who = "me"
        "a]", '''
      b = 1
      ''',
      ]
      surprise = 1
      """
    )
    #expect(error?.what == "config.toml:7: unknown key \"profiles.a.surprise\"")
  }

  @Test func `bytes that are no text are refused`() throws {
    let path = NSTemporaryDirectory() + "ztriage-\(UUID().uuidString).toml"
    defer { try? FileManager.default.removeItem(atPath: path) }
    for bytes in [[0xFF, 0xFE], [0x61, 0x00, 0x62]] as [[UInt8]] {
      try Data(bytes).write(to: URL(filePath: path))
      let error = #expect(throws: SettingsError.self) {
        try ConfigFile.load(from: path, themes: [])
      }
      #expect(error?.what == "\(path): not UTF-8 text")
    }
  }
}

struct KeyTableTests {
  @Test func `keys are left alone where nobody asks`() throws {
    let config = try ConfigFile(
      parsing: "[keys]\nanything = 1",
      path: "config.toml",
      themes: [],
      bindings: []
    )
    #expect(config.keys.isEmpty)
  }

  @Test func `an empty list unbinds`() throws {
    #expect(try parse("[keys]\n\"users.sort\" = []").keys == ["users.sort": []])
  }

  @Test func `keys may be swapped`() throws {
    let config = try parse("[keys]\n\"users.reset\" = [\"s\"]\n\"users.sort\" = [\"R\"]")
    #expect(config.keys["users.sort"] == ["R"])
  }

  @Test func `another pane may use the same key`() throws {
    let config = try parse("[keys]\n\"users.reset\" = [\"w\", \"y\"]")
    #expect(config.keys["users.reset"] == ["w", "y"])
  }

  @Test(arguments: [
    ("\"users.rest\" = [\"R\"]", "unknown binding \"users.rest\""),
    ("\"users.reset\" = \"R\"", "not a list of texts"),
    ("\"users.reset\" = [\"Strg-R\"]", "no key is called \"Strg-R\""),
    ("\"users.reset\" = [\"R\", \"R\"]", "\"users.reset\" is bound to R twice"),
    ("users.reset = [\"R\"]", "\"keys.users\" is a table"),
    // In one pane, with the default of another binding.
    (
      "\"users.reset\" = [\"s\"]",
      "s is bound twice, to \"users.reset\" and to \"users.sort\""
    ),
    // With a key that acts everywhere.
    (
      "\"users.reset\" = [\"r\"]",
      "r is bound twice, to \"users.reset\" and to \"refresh\""
    ),
    (
      "\"refresh\" = [\"w\"]",
      "w is bound twice, to \"refresh\" and to \"behaviors.write\""
    ),
  ])
  func `a fault is named with its line`(line: String, problem: String) {
    let error = refusal("[keys]\n\n\(line)")

    #expect(error?.place?.line == 3)
    #expect(error?.problem.contains(problem) == true, "\(error?.problem ?? "nothing")")
  }
}

private let bindings: [KnownBinding] = [
  KnownBinding(name: "refresh", scope: "everywhere", defaultKeys: ["r"]),
  KnownBinding(name: "users.reset", scope: "users", defaultKeys: ["R"]),
  KnownBinding(name: "users.sort", scope: "users", defaultKeys: ["s"]),
  KnownBinding(name: "behaviors.write", scope: "behaviors", defaultKeys: ["w"]),
]

private func parse(_ text: String) throws(SettingsError) -> ConfigFile {
  try ConfigFile(
    parsing: text,
    path: "config.toml",
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
