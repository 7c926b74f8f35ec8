import Dashboard
import Foundation
import RiskAPI
import RiskServices
import TerminalUI

/// A keystroke in the users' filter: all that happens between the key and the frame.
enum FilterBenchmark {
  static func run() {
    let now = Date(timeIntervalSince1970: 1_795_000_000)
    let size = Size(columns: 80, rows: 24)
    var dashboard = Dashboard(
      options: DashboardOptions(accountName: "bench", refreshInterval: nil),
      size: size,
      now: now
    )
    let summary = RiskSummary.sample(100_000)
    let clock = ContinuousClock()
    let arrival = clock.measure {
      _ = dashboard.update(.usersFetched(.success(Snapshot(summary, fetchedAt: now))))
    }
    Benchmarks.report("100 000 users taken into the dashboard", arrival.inMilliseconds)
    _ = dashboard.update(.input(.key("/"), now))
    var times: [Duration] = []
    for key in "maria souza 99" {
      times.append(
        clock.measure {
          _ = dashboard.update(.input(.key(Key(.character(key))), now))
          var frame = Frame(size)
          dashboard.view(in: &frame)
        }
      )
    }
    let later = times.dropFirst().sorted()
    Benchmarks.report("filter of 100 000 users, first keystroke", times[0].inMilliseconds)
    Benchmarks.report(
      "filter of 100 000 users, later ones",
      "\(later[later.count / 2].inMilliseconds) median",
      "\(later[later.count - 1].inMilliseconds) slowest"
    )
  }
}
