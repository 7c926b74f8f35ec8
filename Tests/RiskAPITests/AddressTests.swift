import Testing

@testable import RiskAPI

struct AddressTests {
  @Test(arguments: [
    ("https://api.cloudflare.com/client/v4", "api.cloudflare.com", 443, false),
    ("https://api.cloudflare.com/client/v4///", "api.cloudflare.com", 443, false),
    ("http://127.0.0.1:8080/client/v4", "127.0.0.1", 8080, true),
    ("http://127.9.9.9", "127.9.9.9", 80, true), ("http://LOCALHOST:1/", "localhost", 1, true),
    ("http://[::1]:9/v4", "::1", 9, true), ("HTTPS://Example.com:8443", "example.com", 8443, false),
  ])
  func `good base URLs are taken`(text: String, host: String, port: Int, isLoopback: Bool) throws {
    let url = try BaseURL(text)
    #expect(url.host == host && url.port == port && url.isLoopback == isLoopback)
    #expect(!url.description.hasSuffix("/"))
  }

  @Test(arguments: [
    "", "api.cloudflare.com", "/client/v4", "https://", "https:///x", "ftp://example.com",
    "http://example.com", "http://127.0.0.1.evil.example", "http://localhost.evil.example",
    "http://1270.0.0.1", "http://127.0.0.256", "http://127.1", "http://0.0.0.0", "http://10.0.0.1",
    "https://user@example.com", "https://user:pw@example.com", "https://example.com?x=1",
    "https://example.com#x", "https://example.com:99999", "https://example.com:0",
    "https://exa mple.com", "https://аpi.example", "http://127.0.0.0001", "file:///etc/passwd",
    "unix:///run/x",
  ])
  func `bad base URLs are refused in words`(text: String) {
    #expect(throws: BaseURL.Problem.self) { try BaseURL(text) }
    let problem = #expect(throws: TransportProblem.self) { try LiveTransport(baseURL: text) }
    #expect(problem?.description.contains("base URL") == true)
    #expect(problem?.description.contains("pw") == false)
  }

  @Test(arguments: [
    (["HTTPS_PROXY": "http://proxy:3128"], "proxy:3128"),
    (["https_proxy": "proxy:8080"], "proxy:8080"),
    (["https_proxy": "http://small", "HTTPS_PROXY": "http://large"], "small:3128"),
    (["HTTPS_PROXY": "socks5://s"], "s:1080"), (["HTTPS_PROXY": " "], nil), ([:], nil),
    (["HTTPS_PROXY": "p:1", "NO_PROXY": "*"], nil),
    (["HTTPS_PROXY": "p:1", "no_proxy": "a.example, api.acme.example"], nil),
    (["HTTPS_PROXY": "p:1", "NO_PROXY": ".acme.example"], nil),
    (["HTTPS_PROXY": "p:1", "NO_PROXY": "ACME.example:443"], nil),
    (["HTTPS_PROXY": "p:1", "NO_PROXY": "acme.example:8443"], "p:1"),
    (["HTTPS_PROXY": "p:1", "NO_PROXY": "me.example"], "p:1"),
    (["HTTPS_PROXY": "p:1", "NO_PROXY": ",,"], "p:1"),
  ])
  func `the environment names the proxy and its exceptions`(
    environment: [String: String],
    proxy: String?
  ) throws {
    let url = try BaseURL("https://api.acme.example/client/v4")
    #expect(try ProxySettings.find(for: url, environment: environment)?.description == proxy)
  }

  @Test(arguments: ["http://127.0.0.1:1", "https://localhost", "http://[::1]"])
  func `a loopback address is never behind a proxy`(text: String) throws {
    let environment = ["HTTPS_PROXY": "http://proxy:3128"]
    #expect(try ProxySettings.find(for: BaseURL(text), environment: environment) == nil)
  }

  @Test(arguments: ["https://proxy", "ftp://proxy", "http://", "socks5://u:secret@s"])
  func `a proxy that cannot be used is refused without its password`(text: String) {
    let problem = #expect(throws: TransportProblem.self) {
      try LiveTransport(environment: ["HTTPS_PROXY": text])
    }
    #expect(problem?.description.contains("HTTPS_PROXY") == true)
    #expect(problem?.description.contains("secret") == false)
  }

  @Test func `a proxy's password is not printed`() throws {
    let proxy = try ProxySettings("http://u:secret@proxy:1")
    #expect(proxy.password == "secret")
    #expect(!"\(proxy)".contains("secret"))
  }
}
