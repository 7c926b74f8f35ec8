/// UUIDs of version 4 whose bits come from a seed.
enum SeededUUID {
  /// A UUID from the next bits of a generator, in lower case.
  static func make(from random: inout SplitMix64) -> String {
    text(high: random.next(), low: random.next())
  }

  /// The id of a seeded user, such that ``userIndex(of:seed:)`` finds the way back.
  ///
  /// The way back spares an account of 100 000 users a table of all ids.
  static func user(_ index: Int, seed: UInt64) -> String {
    var random = SplitMix64(seed, Salt.userID, UInt64(index))
    let high = canonical(high: random.next())
    let low =
      (SplitMix64.mix(high ^ seed) & ~0xFFFF_FFFF) | UInt64(mask(high, seed) ^ UInt32(index))
    return text(high: high, low: low)
  }

  /// The index of the seeded user with this id; nil when the seed makes no such id.
  static func userIndex(of id: String, seed: UInt64) -> Int? {
    let digits = id.utf8.filter { $0 != UInt8(ascii: "-") }
    guard digits.count == 32,
      let high = UInt64(String(decoding: digits.prefix(16), as: UTF8.self), radix: 16),
      let low = UInt64(String(decoding: digits.suffix(16), as: UTF8.self), radix: 16)
    else { return nil }
    let index = Int(mask(high, seed) ^ UInt32(truncatingIfNeeded: low))
    return user(index, seed: seed) == id.lowercased() ? index : nil
  }

  private static func mask(_ high: UInt64, _ seed: UInt64) -> UInt32 {
    UInt32(truncatingIfNeeded: SplitMix64.mix(high &+ seed))
  }

  private static func canonical(high: UInt64) -> UInt64 {
    (high & ~0xF000) | 0x4000
  }

  private static func text(high: UInt64, low: UInt64) -> String {
    var digits: [UInt8] = []
    digits.reserveCapacity(36)
    let variant = (low & 0x3FFF_FFFF_FFFF_FFFF) | 0x8000_0000_0000_0000
    for (half, value) in [canonical(high: high), variant].enumerated() {
      for place in 0..<16 {
        let position = half * 16 + place
        if [8, 12, 16, 20].contains(position) { digits.append(UInt8(ascii: "-")) }
        let nibble = UInt8(truncatingIfNeeded: (value >> UInt64(60 - 4 * place)) & 0xF)
        digits.append(nibble < 10 ? 48 + nibble : 87 + nibble)
      }
    }
    return String(decoding: digits, as: UTF8.self)
  }
}

/// Keeps the sequences that share one seed apart.
enum Salt {
  static let userID: UInt64 = 1
  static let userPlan: UInt64 = 2
  static let userName: UInt64 = 3
  static let event: UInt64 = 4
  static let integration: UInt64 = 5
  static let fault: UInt64 = 6
  static let ray: UInt64 = 7
  static let live: UInt64 = 8
  static let created: UInt64 = 9
  static let hostile: UInt64 = 10
}
