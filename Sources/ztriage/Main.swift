import ArgumentParser
import Foundation

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Starts the program: parses, runs, and turns whatever goes wrong into one line and an exit code.
@main
enum Main {
  static func main() async {
    exit(await run(Array(CommandLine.arguments.dropFirst())).rawValue)
  }

  private static func run(_ arguments: [String]) async -> ExitStatus {
    do {
      try Ztriage.refuseUnknownCommand(arguments)
      var command = try parsed(arguments)
      if var command = command as? any AsyncParsableCommand {
        try OpenFiles.ensure(serves: command is DemoCommand || command is SimulateCommand)
        if let bounded = command as? any AccountCommand {
          try await CommandTime.bound(bounded.account.timeout) {
            try await CommandStores.closing {
              var command = bounded
              try await command.run()
            }
          }
        } else {
          try await command.run()
        }
      } else {
        try command.run()
      }
      return .done
    } catch let failure as Failure {
      StandardError.say(failure)
      return failure.status
    } catch is OutputClosed {
      return end(bySignal: SIGPIPE)
    } catch let ended as EndedBySignal {
      return end(bySignal: ended.number)
    } catch {
      return report(error)
    }
  }

  /// Options alone open the dashboard, and its own parser takes half the time of the whole tree's.
  ///
  /// What that one does not know, such as `--version`, is for the whole tree, which also words errors.
  private static func parsed(_ arguments: [String]) throws -> any ParsableCommand {
    let isDashboard = arguments.first?.hasPrefix("-") ?? true
    if isDashboard, let command = try? DashboardCommand.parse(arguments) { return command }
    return try Ztriage.parseAsRoot(arguments)
  }

  /// Puts what the parser says into the program's own form.
  ///
  /// `Error: Unknown option '--x'` with its usage lines becomes
  /// `ztriage: unknown option '--x'; see 'ztriage users list --help'`.
  private static func report(_ error: any Error) -> ExitStatus {
    let text = Ztriage.fullMessage(for: error)
    guard Ztriage.exitCode(for: error) != .success else {
      do {
        var output = Output()
        try output.write(text.hasSuffix("\n") ? text : text + "\n")
        try output.finish()
        return .done
      } catch let failure as Failure {
        StandardError.say(failure)
        return failure.status
      } catch {
        return end(bySignal: SIGPIPE)
      }
    }
    let help = text.split(separator: "'").first {
      $0.hasPrefix("ztriage") && $0.hasSuffix("--help")
    }
    StandardError.say(
      Failure(.usage, sentence(Ztriage.message(for: error)), "see '\(help ?? "ztriage --help")'")
    )
    return .usage
  }

  private static func sentence(_ message: String) -> String {
    var message = message.split(whereSeparator: \.isNewline).joined(separator: " ")
    while message.last == "." { message.removeLast() }
    return message.prefix(1).lowercased() + message.dropFirst()
  }

  /// Ends as the signal would have, so that whoever sent it, or closed the pipe, sees that it worked.
  private static func end(bySignal number: Int32) -> ExitStatus {
    signal(number, SIG_DFL)
    // Dispatch's threads block most signals, and a blocked one would wait for ever.
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, number)
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    raise(number)
    return .done
  }
}
