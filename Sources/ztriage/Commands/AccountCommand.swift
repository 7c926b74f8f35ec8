import ArgumentParser

/// A command that reads or writes an account, and ends by itself: after `--timeout` at the latest.
protocol AccountCommand: AsyncParsableCommand, Sendable {
  var account: AccountOptions { get }
}
