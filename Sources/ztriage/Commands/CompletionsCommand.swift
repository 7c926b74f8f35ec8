import ArgumentParser

/// `ztriage completions SHELL`.
struct CompletionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "completions",
    abstract: "Print a completion script.",
    discussion: """
      EXAMPLES
        ztriage completions bash > ~/.local/share/bash-completion/completions/ztriage
        ztriage completions zsh > "${fpath[1]}/_ztriage"
        ztriage completions fish > ~/.config/fish/completions/ztriage.fish
      """
  )

  /// Shells that a script can be made for.
  enum Shell: String, CaseIterable, ExpressibleByArgument {
    case bash, zsh, fish

    var completionShell: CompletionShell {
      switch self {
      case .bash: .bash
      case .zsh: .zsh
      case .fish: .fish
      }
    }
  }

  @Argument(help: "bash, zsh or fish.")
  var shell: Shell

  func run() throws {
    var output = Output()
    try output.write(Ztriage.completionScript(for: shell.completionShell) + "\n")
    try output.finish()
  }
}
