import Foundation
import RiskAPI
import Testing

@testable import Settings

struct ResolutionTests {
  @Test func `the environment alone is enough`() throws {
    let account = try resolve(["CLOUDFLARE_API_TOKEN": "t0ken", "CLOUDFLARE_ACCOUNT_ID": id])

    #expect(
      account
        == ResolvedAccount(
          AccountChoice(
            accountID: id,
            baseURL: try BaseURL("https://api.cloudflare.com/client/v4"),
            access: .readWrite
          ),
          credential: .token("t0ken")
        )
    )
  }

  @Test func `a flag wins over the environment, the environment over the profile`() throws {
    let config = config(
      Profile(accountID: other, baseURL: "http://127.0.0.1:3/profile", access: .readOnly)
    )
    var environment = ["CLOUDFLARE_API_TOKEN": "t"]

    var account = try resolve(environment, config: config)
    #expect(account.choice.accountID == other)
    #expect(account.choice.baseURL.description == "http://127.0.0.1:3/profile")
    #expect(account.choice.profileName == "prod")

    environment["CLOUDFLARE_ACCOUNT_ID"] = id
    environment["CLOUDFLARE_BASE_URL"] = "http://127.0.0.1:2/environment/"
    account = try resolve(environment, config: config)
    #expect(account.choice.accountID == id)
    #expect(account.choice.baseURL.description == "http://127.0.0.1:2/environment")
    #expect(account.choice.profileName == nil)

    let flags = AccountFlags(account: "flag", baseURL: "http://localhost:1")
    account = try resolve(environment, flags: flags, config: config)
    #expect(account.choice.accountID == "flag")
    #expect(account.choice.baseURL.description == "http://localhost:1")
  }

  @Test func `a read-only profile stays read-only beside the environment`() throws {
    let environment = ["CLOUDFLARE_API_TOKEN": "t", "CLOUDFLARE_ACCOUNT_ID": id]
    let config = config(Profile(access: .readOnly))

    #expect(try resolve(environment, config: config).choice.access == .readOnly)
    #expect(try resolve(environment).choice.access == .readWrite)
    let flags = AccountFlags(isReadOnly: true)
    #expect(try resolve(environment, flags: flags).choice.access == .readOnly)
  }

  @Test func `the older scheme is used only where there is no token`() throws {
    var environment = [
      "CLOUDFLARE_API_KEY": "k", "CLOUDFLARE_EMAIL": "me@example.com", "CLOUDFLARE_ACCOUNT_ID": id,
    ]
    #expect(try resolve(environment).credential == .key("k", email: "me@example.com"))

    environment["CLOUDFLARE_API_TOKEN"] = "t"
    #expect(try resolve(environment).credential == .token("t"))
  }

  @Test func `a variable set to nothing is not set`() throws {
    let config = config(Profile(accountID: other, token: .command(["printf", "fromcommand"])))
    let environment = [
      "CLOUDFLARE_API_TOKEN": "", "CLOUDFLARE_ACCOUNT_ID": "", "CLOUDFLARE_BASE_URL": "",
    ]

    let account = try resolve(environment, config: config)
    #expect(account.choice.accountID == other)
    #expect(account.credential == .token("fromcommand"))
  }

  @Test func `a token command is not run where the environment has a token`() throws {
    let config = config(Profile(accountID: other, token: .command(["/nonexistent/program"])))

    #expect(
      try resolve(["CLOUDFLARE_API_TOKEN": "t"], config: config).credential == .token("t")
    )
  }

  @Test func `a profile that is unknown names the known ones`() {
    var config = config(Profile())
    config.profiles["staging"] = Profile()

    let near = refusal([:], flags: AccountFlags(profile: "prd"), config: config)
    #expect(near?.what == "no profile is called \"prd\"")
    #expect(near?.fix == "did you mean \"prod\"?")
    let far = refusal([:], flags: AccountFlags(profile: "zzzzzz"), config: config)
    #expect(far?.fix == "use one of prod, staging")
    let none = refusal([:], flags: AccountFlags(profile: "x"))
    #expect(none?.fix == "add x to the profiles in config.yaml")
  }

  @Test func `what is missing is named with the way to give it`() {
    let noAccount = refusal(["CLOUDFLARE_API_TOKEN": "t"])
    #expect(noAccount?.what == "no account id")
    #expect(noAccount?.fix.contains("CLOUDFLARE_ACCOUNT_ID") == true)

    let noCredentials = refusal(["CLOUDFLARE_ACCOUNT_ID": id])
    #expect(noCredentials?.what == "no credentials")
    #expect(noCredentials?.fix.contains("CLOUDFLARE_API_TOKEN") == true)

    let noEmail = refusal(["CLOUDFLARE_ACCOUNT_ID": id, "CLOUDFLARE_API_KEY": "k"])
    #expect(noEmail?.what == "CLOUDFLARE_API_KEY is set without CLOUDFLARE_EMAIL")
  }

  @Test(arguments: ["to ken", "\"token\"", "'token'", "token\n", "tökén", "to\u{1B}ken", "tok\ten"])
  func `a token that no header can carry is refused and not repeated`(token: String) {
    let error = refusal(["CLOUDFLARE_API_TOKEN": token, "CLOUDFLARE_ACCOUNT_ID": id])

    #expect(error?.what.hasPrefix("CLOUDFLARE_API_TOKEN holds ") == true)
    #expect(error.map { "\($0)".contains(token) } == false)
  }

  @Test(arguments: [
    "0123456789abcdef0123456789abcde", "0123456789abcdef0123456789abcdefa",
    "0123456789abcdef0123456789abcdeg", "..", "a/b", "٠١٢٣٤٥٦٧٨٩٠١٢٣٤٥٦٧٨٩٠١٢٣٤٥٦٧٨٩٠١",
  ])
  func `an account id is 32 hexadecimal digits`(text: String) {
    let error = refusal(["CLOUDFLARE_API_TOKEN": "t", "CLOUDFLARE_ACCOUNT_ID": text])
    #expect(error?.what == "CLOUDFLARE_ACCOUNT_ID is not an account id")
  }

  @Test func `a simulated account takes any name but a path`() throws {
    var environment = [
      "CLOUDFLARE_API_TOKEN": "t", "CLOUDFLARE_ACCOUNT_ID": "any",
      "CLOUDFLARE_BASE_URL": "http://127.0.0.1:1",
    ]
    #expect(try resolve(environment).choice.accountID == "any")

    for text in ["..", ".", "a/b", "a b"] {
      environment["CLOUDFLARE_ACCOUNT_ID"] = text
      #expect(refusal(environment)?.what == "CLOUDFLARE_ACCOUNT_ID is not an account id")
    }
  }

  @Test(arguments: [
    "http://127.0.0.1", "http://127.9.8.7:80/x", "http://localhost:1", "http://[::1]:1/a",
    "https://example.com/v4", "HTTPS://EXAMPLE.COM", "http://LOCALHOST",
  ])
  func `an address may be https, or http to this machine`(text: String) throws {
    _ = try BaseURL.read(text, source: "it")
  }

  @Test(arguments: [
    ("http://api.cloudflare.com", "plain http"), ("http://127.0.0.1.evil.example", "plain http"),
    ("http://127.1", "plain http"), ("http://127.0.0.0001", "plain http"),
    ("http://localhost.evil.example", "plain http"),
    ("http://0.0.0.0", "plain http"), ("ftp://127.0.0.1", "not an https address"),
    ("api.cloudflare.com", "not an https address"), ("", "not an https address"),
    ("https://", "not an https address"), ("https://a b", "not an https address"),
    ("https://аpi.example", "not an https address"), ("https://x/?q=1", "? or #"),
    ("https://x/#f", "? or #"), ("https://x:99999", "port"), ("https://x:0", "port"),
    ("https://user:s3cret@x", "user name or password"),
    ("http://127.0.0.1@evil.example", "user name or password"),
  ])
  func `another address is refused`(text: String, problem: String) {
    let error = #expect(throws: SettingsError.self) { try BaseURL.read(text, source: "it") }

    #expect(error?.what.contains(problem) == true, "\(error?.what ?? "accepted")")
    #expect(error.map { "\($0)".contains("s3cret") } == false)
  }

  @Test func `a credential prints nothing of itself`() throws {
    let account = try resolve(["CLOUDFLARE_API_TOKEN": "s3cret", "CLOUDFLARE_ACCOUNT_ID": id])
    var dumped = ""
    dump(account, to: &dumped)

    #expect(!dumped.contains("s3cret"))
    #expect(!"\(account)".contains("s3cret"))
    #expect(!String(reflecting: account).contains("s3cret"))
  }
}

private let id = "0123456789abcdef0123456789abcdef"
private let other = "fedcba9876543210fedcba9876543210"

private func config(_ profile: Profile) -> ConfigFile {
  var config = ConfigFile(path: "config.yaml")
  config.defaultProfile = "prod"
  config.profiles = ["prod": profile]
  return config
}

private func resolve(
  _ environment: [String: String],
  flags: AccountFlags = AccountFlags(),
  config: ConfigFile = ConfigFile(path: "config.yaml")
) throws(SettingsError) -> ResolvedAccount {
  try ResolvedAccount(
    AccountChoice(flags: flags, environment: environment, config: config),
    environment: environment,
    config: config
  )
}

private func refusal(
  _ environment: [String: String],
  flags: AccountFlags = AccountFlags(),
  config: ConfigFile = ConfigFile(path: "config.yaml")
) -> SettingsError? {
  do {
    _ = try resolve(environment, flags: flags, config: config)
    return nil
  } catch {
    return error
  }
}
