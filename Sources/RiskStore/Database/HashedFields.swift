import Crypto
import Foundation
import GRDB

/// Named values as the bytes that are hashed; no two lists of values are the same bytes.
///
/// First the name of the form and a line feed, then each value as `NAME=KIND:LENGTH:VALUE` and a line feed: the kind
/// is `n` for NULL (length 0), `i` for an integer in decimal, `t` for text, `b` for bytes; the length
/// counts bytes.
struct HashedFields {
  private var bytes: [UInt8] = []

  init(form: String) {
    bytes.reserveCapacity(512)
    bytes += form.utf8
    bytes.append(0x0A)
  }

  /// Adds a value; a text that is `personal` stands as its own SHA-256 in hexadecimal, of kind `h`: it can be erased
  /// one day, and its hash, kept beside, still proves the rest.
  mutating func add(_ name: String, _ value: DatabaseValue, personal: Bool = false) {
    switch value.storage {
    case .null: add(name, kind: "n", [])
    case .int64(let number): add(name, number)
    case .string(let text) where personal: add(name, textHash: Self.hash(text: text))
    case .string(let text): add(name, kind: "t", text.utf8)
    // Never written here, but hashed apart from text, so that a swap of the kinds shows.
    case .double(let number): add(name, kind: "d", "\(number)".utf8)
    case .blob(let data): add(name, kind: "b", data)
    }
  }

  /// Adds a whole number in decimal, without a text of its own for each.
  private mutating func add(_ name: String, _ number: Int64) {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
      // SAFETY: 19 digits and a sign are the most that a number has.
      var start = digits.count
      var rest = number.magnitude
      repeat {
        start -= 1
        digits[start] = UInt8(ascii: "0") + UInt8(rest % 10)
        rest /= 10
      } while rest > 0
      if number < 0 {
        start -= 1
        digits[start] = UInt8(ascii: "-")
      }
      add(name, kind: "i", UnsafeBufferPointer(rebasing: digits[start...]))
    }
  }

  /// Adds a personal text of which only its hash is left.
  mutating func add(_ name: String, textHash: String) {
    add(name, kind: "h", textHash.utf8)
  }

  private mutating func add(
    _ name: String,
    kind: Unicode.Scalar,
    _ content: some Collection<UInt8>
  ) {
    bytes += name.utf8
    bytes.append(0x3D)
    bytes.append(UInt8(ascii: kind))
    bytes.append(0x3A)
    bytes += String(content.count).utf8
    bytes.append(0x3A)
    bytes += content
    bytes.append(0x0A)
  }

  /// The SHA-256 of what was added, 32 bytes.
  var hash: Data { SHA256.hash(data: bytes).withUnsafeBytes { Data($0) } }

  /// The same in lower-case hexadecimal.
  var hexHash: String { Self.hex(SHA256.hash(data: bytes)) }

  static func hash(text: String) -> String { hex(SHA256.hash(data: Array(text.utf8))) }

  private static func hex(_ digest: SHA256.Digest) -> String {
    let digits = Array("0123456789abcdef".utf8)
    let bytes = digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 0xF)]] }
    return String(decoding: bytes, as: UTF8.self)
  }
}
