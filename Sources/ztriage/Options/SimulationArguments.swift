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

  func validate() throws {
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
      faults: faults
    )
  }
}

extension FaultProfile: ExpressibleByArgument {}
