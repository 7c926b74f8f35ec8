/// What proves who asks; it never prints.
package enum Credential: Hashable, Sendable {
  /// An API token.
  case token(String)
  /// The older scheme: a global key with the e-mail of its owner.
  case key(String, email: String)

  /// The texts that must not appear anywhere.
  package var secrets: [String] {
    switch self {
    case .token(let token): [token]
    case .key(let key, _): [key]
    }
  }

  /// Checks that a secret can go into a header as it is; `source` is what it came from.
  static func check(_ secret: String, source: String) throws(SettingsError) {
    guard !secret.isEmpty else {
      throw SettingsError("\(source) is empty", fix: "put an API token there")
    }
    let faults: [(String, (UInt8) -> Bool)] = [
      ("a line break", { $0 == 0x0A || $0 == 0x0D }),
      ("a space", { $0 == 0x20 || $0 == 0x09 }),
      (
        "quotes", { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'") || $0 == UInt8(ascii: "`") }
      ),
      ("a control character", { $0 < 0x20 || $0 == 0x7F }),
      ("a letter outside ASCII", { $0 > 0x7F }),
    ]
    for (fault, isFault) in faults where secret.utf8.contains(where: isFault) {
      throw SettingsError(
        "\(source) holds \(fault), which no token has",
        fix: "copy the bare token again"
      )
    }
  }
}

extension Credential: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String {
    switch self {
    case .token: "API token (hidden)"
    case .key: "API key (hidden)"
    }
  }

  package var debugDescription: String { description }

  package var customMirror: Mirror { Mirror(self, children: []) }
}
