import ArgumentParser

/// Options of every command that changes the account.
struct WriteOptions: ParsableArguments {
  @Flag(help: "Send without asking for confirmation.")
  var yes = false

  @Flag(help: "Print what would be sent; send nothing.")
  var dryRun = false
}
