package import RiskAPI

extension BaseURL {
  /// Reads an address from the settings.
  ///
  /// `source` is what the address came from, such as `CLOUDFLARE_BASE_URL`, and `place` its place in
  /// a file, both for the error, which does not repeat the address: it may hold a password.
  package static func read(
    _ text: String,
    source: String,
    at place: SettingsError.Place? = nil
  ) throws(SettingsError) -> BaseURL {
    do throws(Problem) {
      return try BaseURL(text)
    } catch {
      throw SettingsError("\(source) \(error.words)", fix: error.fix, at: place)
    }
  }
}

extension BaseURL.Problem {
  fileprivate var fix: String {
    switch self {
    case .notHTTPSAddress: "use one such as \(BaseURL.standard)"
    case .holdsUser: "remove what stands before the @"
    case .holdsQuery: "remove it"
    case .plainHTTP(let host): "use https://\(host)"
    case .badPort: "use a port from 1 to 65535"
    }
  }
}
