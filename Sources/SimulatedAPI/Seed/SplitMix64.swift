/// A small generator of pseudo-random numbers whose sequence is fixed by its seed.
///
/// The standard library's generator cannot be seeded, and an account must look the same each time.
struct SplitMix64: RandomNumberGenerator {
  private var state: UInt64

  /// Starts the sequence that belongs to all of the seeds together, in their order.
  init(_ seeds: UInt64...) {
    state = seeds.reduce(0) { Self.mix($0 ^ Self.mix($1 &+ Self.increment)) }
  }

  mutating func next() -> UInt64 {
    state &+= Self.increment
    return Self.mix(state)
  }

  /// A number from 0 up to, not including, 1.
  mutating func fraction() -> Double {
    Double(next() >> 11) / Double(1 << 53)
  }

  /// True once in so many tries, on average.
  mutating func oneIn(_ tries: UInt64) -> Bool {
    next() % tries == 0
  }

  /// One of the choices; they must not be empty.
  mutating func pick<Choice>(_ choices: [Choice]) -> Choice {
    choices[Int(next() % UInt64(choices.count))]
  }

  /// A whole number within the range.
  mutating func number(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(next() % UInt64(range.upperBound - range.lowerBound + 1))
  }

  /// Scatters the bits of a number, one to one.
  static func mix(_ number: UInt64) -> UInt64 {
    var mixed = number
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  private static let increment: UInt64 = 0x9E37_79B9_7F4A_7C15
}
