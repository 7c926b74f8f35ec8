import Foundation

/// Who a seeded user is: name and e-mail address, from the user's index and the seed.
struct SeededPerson: Sendable {
  /// The display name, in whatever script the person writes it.
  let name: String
  /// The address, in ASCII, below a domain that is reserved for examples.
  let email: String

  init(index: Int, seed: UInt64) {
    var random = SplitMix64(seed, Salt.userName, UInt64(index))
    // A walk in steps that visits every pair of names once before the first repeats.
    let start = Int(SplitMix64.mix(seed) % UInt64(NameList.pairs))
    let place = (start + index % NameList.pairs * NameList.step) % NameList.pairs
    let (list, given, family) = NameList.pair(at: place)
    let round = index / NameList.pairs

    email =
      "\(given.ascii).\(family.ascii)\(round == 0 ? "" : String(round + 1))@"
      + random.pick(["acme.example", "acme.example", "acme.example", "labs.acme.example"])
    name = Self.decorated(list.join(given.name, family.name), index: index)
  }

  /// Now and then a name is what lists of names stumble over.
  private static func decorated(_ name: String, index: Int) -> String {
    switch index % 125 {
    case 31: name.decomposedStringWithCanonicalMapping
    case 57: name + " 🌻"
    case 83:
      "Dr. " + name + " (she/her), Office of the Regional Vice President for Field Operations"
    case 111: name + " 👩🏽‍💻"
    default: name
    }
  }
}

/// The given and family names of one script, each with its ASCII spelling.
struct NameList: Sendable {
  struct Part: Sendable {
    let name: String
    let ascii: String
  }

  let given: [Part]
  let family: [Part]
  /// Puts given and family name in their usual order.
  let join: @Sendable (String, String) -> String

  /// How many pairs all lists make together.
  static let pairs = all.reduce(0) { $0 + $1.given.count * $1.family.count }

  /// A prime that does not divide ``pairs``, so that a walk in these steps visits all.
  static let step = [1009, 1013, 1019].first { pairs % $0 != 0 } ?? 1

  /// The pair at a place below ``pairs``, counted through all lists.
  static func pair(at place: Int) -> (list: NameList, given: Part, family: Part) {
    var rest = place
    for list in all {
      let count = list.given.count * list.family.count
      if rest < count {
        return (list, list.given[rest / list.family.count], list.family[rest % list.family.count])
      }
      rest -= count
    }
    return (all[0], all[0].given[0], all[0].family[0])
  }

  /// Reads `"Łukasz/lukasz Zoë/zoe"`; a part without a slash is its own ASCII spelling.
  static func parts(_ text: String) -> [Part] {
    text.split(separator: " ").map { word in
      let halves = word.split(separator: "/")
      return Part(
        name: halves[0].replacingOccurrences(of: "_", with: " "),
        ascii: halves.count > 1 ? String(halves[1]) : halves[0].lowercased()
      )
    }
  }
}
