import RiskAPI

/// When one seeded event happened and which behavior it belongs to, without its evidence.
///
/// Summary rows are counted from these, so they agree with the events by construction.
struct EventPlan: Hashable, Sendable {
  /// Position in ``BehaviorCatalog``.
  let behavior: Int
  let time: SpelledTime

  /// How much a seeded user stands out.
  enum Group: Int {
    case low = 1
    case medium
    case high
  }

  /// The group of a user: in every 250, six are high and thirty medium, the first one high.
  static func group(of index: Int) -> Group {
    // 77 has no common factor with 250, so this is a permutation of each 250.
    switch (index % 250) * 77 % 250 {
    case ..<6: .high
    case ..<36: .medium
    default: .low
    }
  }

  /// The events of a user, newest first, laid out backwards from the anchor.
  static func make(user index: Int, seed: UInt64, anchor: Int64) -> [EventPlan] {
    var random = SplitMix64(seed, Salt.userPlan, UInt64(index))
    let group = group(of: index)
    let offsets = offsets(for: group, isFirst: index == 0, with: &random)
    // One event has the group's level; it may be any, since a level only ever goes up.
    let worst = random.number(0...(offsets.count - 1))
    return offsets.enumerated().map { position, offset in
      let isOld = offset > 3 * day
      let candidates = position == worst ? worstOf(group, isOld) : allOf(group, isOld)
      return EventPlan(
        behavior: random.pick(candidates),
        time: SpelledTime(milliseconds: anchor - offset, hasFraction: random.oneIn(2))
      )
    }
  }

  // MARK: Times

  private static let minute: Int64 = 60_000
  private static let day: Int64 = 86_400_000

  /// How long before the anchor each event happened, in ascending milliseconds.
  private static func offsets(
    for group: Group,
    isFirst: Bool,
    with random: inout SplitMix64
  ) -> [Int64] {
    let count: Int
    let newest: Int64
    let span: Int64
    switch group {
    case .high:
      count = random.number(isFirst ? 24...36 : 9...42)
      newest = Int64(random.number(isFirst ? 2...4 : 6...900)) * minute
      span = Int64(random.number(isFirst ? 14...16 : 6...17)) * day
    case .medium:
      count = random.number(2...11)
      newest = Int64(random.number(20...(4 * 1440))) * minute
      span = Int64(random.number(2...14)) * day
    case .low:
      count = random.number(1...4)
      newest = Int64(random.number(45...(19 * 1440))) * minute
      span = Int64(random.number(1...8)) * day
    }

    var offsets = [newest + Int64(random.number(0...59_999))]
    while offsets.count < count {
      // Trouble comes in bursts: a third of the events happen minutes after another one.
      let isBurst = random.oneIn(3)
      let fraction = random.fraction()
      let offset =
        isBurst
        ? random.pick(offsets) + Int64(fraction * Double(20 * minute))
        : newest + Int64(fraction * fraction * Double(span))
      offsets.append(offset)
    }
    offsets.sort()
    // A second apart at least, so that the order shows even where the fraction is not written.
    for position in offsets.indices.dropFirst()
    where offsets[position] < offsets[position - 1] + 1000 {
      offsets[position] = offsets[position - 1] + 1000
    }
    return offsets
  }

  // MARK: Behaviors

  /// Behaviors that are off now made events only while they were on, some days ago.
  private struct Choices {
    var recent: [Int]
    var old: [Int]

    init(_ belongs: (Int) -> Bool) {
      let ranks = BehaviorCatalog.entries.map(\.behavior.setting.riskLevel.rank)
      old = ranks.indices.filter { belongs(ranks[$0]) }
      recent = old.filter { BehaviorCatalog.entries[$0].behavior.setting.isEnabled }
    }
  }

  private static let exactly = [1, 2, 3].map { rank in Choices { $0 == rank } }
  private static let upTo = [1, 2, 3].map { rank in Choices { $0 <= rank } }

  private static func worstOf(_ group: Group, _ isOld: Bool) -> [Int] {
    let choices = exactly[group.rawValue - 1]
    return isOld ? choices.old : choices.recent
  }

  private static func allOf(_ group: Group, _ isOld: Bool) -> [Int] {
    let choices = upTo[group.rawValue - 1]
    return isOld ? choices.old : choices.recent
  }
}
