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
      var command = try Ztriage.parseAsRoot(arguments)
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
      return .done
    } catch let failure as Failure {
      StandardError.say(failure)
      return failure.status
    } catch is OutputClosed {
      return endBySIGPIPE()
    } catch {
      return report(error)
    }
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
        return endBySIGPIPE()
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

  /// Ends as every filter does whose reader went away: silently, by the signal.
  private static func endBySIGPIPE() -> ExitStatus {
    signal(SIGPIPE, SIG_DFL)
    raise(SIGPIPE)
    return .done
  }
}
