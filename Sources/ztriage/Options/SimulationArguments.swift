import ArgumentParser
import SimulatedAPI

/// Options that describe a simulated account.
struct SimulationArguments: ParsableArguments {
  @Option(help: ArgumentHelp("Number of users at risk.", valueName: "n"))
  var users = 500

  @Option(help: ArgumentHelp("Seed of names, events and faults.", valueName: "s"))
  var seed: UInt64 = 1

  @Option(help: ArgumentHelp("Delay of every reply, in milliseconds.", valueName: "ms"))
  var latency = 0

  @Option(help: ArgumentHelp("Which faults to simulate.", valueName: "profile"))
  var faults: FaultProfile?

  @Option(
    name: .customLong("quirk"),
    help: ArgumentHelp("What to do where the API's way is not documented.", valueName: "quirk")
  )
  var quirks: [Quirk] = []

  @Option(
    help: ArgumentHelp("How many reads after a write show what was before.", valueName: "n")
  )
  var laggingReads = 0

  func validate() throws {
    guard (0...100).contains(laggingReads) else {
      throw ValidationError("--lagging-reads takes a number from 0 to 100")
    }
    guard (0...1_000_000).contains(users) else {
      throw ValidationError("--users takes a number from 0 to 1000000")
    }
    guard (0...60_000).contains(latency) else {
      throw ValidationError("--latency takes milliseconds from 0 to 60000")
    }
  }

  /// The account that the options describe.
  var options: SimulationOptions {
    SimulationOptions(
      users: users,
      seed: seed,
      latency: .milliseconds(latency),
      faults: faults,
      quirks: Set(quirks),
      laggingReads: laggingReads
    )
  }
}

extension FaultProfile: ExpressibleByArgument {}
extension Quirk: ExpressibleByArgument {}
