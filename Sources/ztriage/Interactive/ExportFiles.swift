import Dashboard
import Foundation
import RiskAPI
import RiskServices

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Writes exports to this machine's files: new ones only, readable by their owner alone.
struct ExportFiles: ExportDestination {
  func write(_ request: ExportRequest) async -> ExportOutcome {
    let path = NSString(string: request.path).expandingTildeInPath
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      let reason = errno == EEXIST ? "it exists already" : String(cString: strerror(errno))
      return .failed("cannot write \(path): \(reason)")
    }
    var output = Output(descriptor: descriptor)
    do {
      try Self.write(request.content, asJSON: path.lowercased().hasSuffix(".json"), to: &output)
      try output.finish()
      close(descriptor)
    } catch {
      close(descriptor)
      // Half a file would be taken for a whole one.
      unlink(path)
      return .failed("cannot write \(path): the disk may be full")
    }
    return .written(path: path, rows: request.content.count)
  }

  private static func write(
    _ content: ExportContent,
    asJSON isJSON: Bool,
    to output: inout Output
  ) throws {
    let format: OutputFormat = isJSON ? .json : .csv
    let words = TimeFormatter.now
    switch content {
    case .users(let rows):
      try Report.users(words).write(rows, as: format, ink: Ink(), to: &output)
    case .listedUsers(let rows):
      try Report.listedUsers(words).write(rows, as: format, ink: Ink(), to: &output)
    case .events(let rows):
      try Report.events(words).write(rows, as: format, ink: Ink(), to: &output)
    case .listedEvents(let rows):
      try Report.listedEvents(words).write(rows, as: format, ink: Ink(), to: &output)
    case .behaviors(let rows):
      var report = Report.behaviors(rows)
      report.document = .array
      try report.write(rows, as: format, ink: Ink(), to: &output)
    case .integrations(let rows):
      try Report.integrations(words).write(rows, as: format, ink: Ink(), to: &output)
    }
  }
}
