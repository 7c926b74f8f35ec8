import Foundation
import RiskStore

/// Prints figures that need no terminal; fails on none, because times belong to machines.
///
/// ```
/// Benchmarks                    store and filter
/// Benchmarks filter             the filter alone
/// Benchmarks fill FOLDER USERS  a cache for measuring the first paint
/// ```
@main
enum Benchmarks {
  static func main() async throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    if arguments.count == 3, arguments[0] == "fill", let users = Int(arguments[2]) {
      let opening = Cache.open(folder: arguments[1])
      _ = try await opening.cache.saveUsers(.sample(users), fetchedAt: Date())
      opening.cache.close()
      return
    }
    guard arguments.isEmpty || arguments == ["filter"] else {
      print("usage: Benchmarks [filter | fill FOLDER USERS]")
      exit(64)
    }
    await FilterBenchmark.run()
    if arguments.isEmpty { try await StoreBenchmark.run() }
  }

  /// Prints a line of the report: `  journal, 1 % changed      112.3 ms  1 024 kB`.
  static func report(_ what: String, _ figures: String...) {
    let name = what.padding(toLength: 46, withPad: " ", startingAt: 0)
    print(name, figures.joined(separator: "   "))
    // Somebody watches, and the next figure takes a while.
    fflush(nil)
  }
}

extension Duration {
  /// Milliseconds with one decimal.
  var inMilliseconds: String {
    let (seconds, attoseconds) = components
    return String(format: "%8.1f ms", Double(seconds) * 1000 + Double(attoseconds) / 1e15)
  }
}
