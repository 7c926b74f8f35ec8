import ArgumentParser
import Foundation
import RiskAPI
import RiskServices
import Settings

/// Options of every command that reads or writes an account.
struct AccountOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The account id.", valueName: "id"))
  var account: String?

  @Option(help: ArgumentHelp("A profile from the settings.", valueName: "name"))
  var profile: String?

  @Option(
    name: .customLong("base-url"),
    help: ArgumentHelp("Another server that speaks the API.", valueName: "url")
  )
  var baseURL: String?

  @Option(
    help: ArgumentHelp(
      "The settings, instead of config.yaml in $XDG_CONFIG_HOME/ztriage.",
      valueName: "file"
    ),
    completion: .file(extensions: ["yaml", "yml"])
  )
  var config: String?

  @Flag(help: "Refuse every write.")
  var readOnly = false

  @Flag(help: "Answer from the cache, without the network.")
  var offline = false

  @Option(
    help: ArgumentHelp(
      "End after this long, retries and pauses included: 500ms, 30s, 2m (default: 60s).",
      valueName: "duration"
    ),
    transform: TimeLimit.parse
  )
  var timeout = TimeLimit.standard

  @OptionGroup var color: ColorOptions
}

/// Whether colors are wanted.
struct ColorOptions: ParsableArguments {
  @Flag(help: "No colors; bold and underline remain.")
  var noColor = false

  /// Whether to color, where the output can show it.
  var wantsColor: Bool {
    !noColor && (ProcessInfo.processInfo.environment["NO_COLOR"] ?? "").isEmpty
  }
}

/// How a command that reads writes its data.
struct FormatOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "table, json, ndjson or csv (default: table on a terminal, json elsewhere).",
      valueName: "format"
    )
  )
  var format: OutputFormat?

  /// The format that was asked for, or the one for whoever reads.
  var resolved: OutputFormat { format ?? (Output.isTerminal ? .table : .json) }
}
