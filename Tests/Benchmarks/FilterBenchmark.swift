import Dashboard
import Foundation
import RiskAPI
import RiskServices
import TerminalUI

/// A keystroke in the users' filter: all that happens between the key and the frame.
enum FilterBenchmark {
  private static let now = Date(timeIntervalSince1970: 1_795_000_000)
  private static let size = Size(columns: 80, rows: 24)

  static func run() async {
    let summary = RiskSummary.sample(100_000)
    var dashboard = dashboard()
    let clock = ContinuousClock()
    let arrival = clock.measure {
      _ = dashboard.update(.usersFetched(.success(Fetched(summary, fetchedAt: now))))
    }
    for case .users(let preparation) in dashboard.queries {
      let start = clock.now
      let prepared = await preparation.preparedAside()
      Benchmarks.report(
        "100 000 users made ready in the background",
        (clock.now - start).inMilliseconds
      )
      let taking = clock.measure { _ = dashboard.update(.usersPrepared(prepared, preparation)) }
      Benchmarks.report(
        "100 000 users taken into the dashboard",
        (arrival + taking).inMilliseconds
      )
    }

    var cold = dashboard
    let times = type("m", into: &cold)
    Benchmarks.report("filter of 100 000 users, first key at once", times[0].inMilliseconds)

    for case .usersIndex(let users) in dashboard.queries {
      let start = clock.now
      let index = await users.index()
      Benchmarks.report("texts folded in the background", (clock.now - start).inMilliseconds)
      _ = dashboard.update(.usersIndexed(index, revision: users.revision))
    }
    for text in [
      "maria souza 99", "zzzz", "acme", "high events:>5", "last:<2h", "verdict:none", "!maria",
      "~mrsz",
    ] {
      var typed = dashboard
      let times = type(text, into: &typed)
      let later = times.dropFirst().sorted()
      Benchmarks.report(
        "filter of 100 000 users, \(text)",
        "\(times[0].inMilliseconds) first",
        "\(later[later.count / 2].inMilliseconds) median",
        "\(later[later.count - 1].inMilliseconds) slowest"
      )
    }
  }

  private static func dashboard() -> Dashboard {
    Dashboard(
      options: DashboardOptions(accountName: "bench", refreshInterval: nil),
      size: size,
      now: now
    )
  }

  /// How long each key of a filter takes, its frame and what is listened to included.
  private static func type(_ text: String, into dashboard: inout Dashboard) -> [Duration] {
    _ = dashboard.update(.input(.key("/"), now))
    return text.map { key in
      ContinuousClock().measure {
        _ = dashboard.update(.input(.key(Key(.character(key))), now))
        var frame = Frame(size)
        dashboard.view(in: &frame)
        _ = (dashboard.queries, dashboard.subscriptions)
      }
    }
  }
}
