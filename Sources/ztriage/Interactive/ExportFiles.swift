import Dashboard
import Foundation
import RiskAPI

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
    switch content {
    case .users(let rows): try write(rows, asJSON: isJSON, to: &output)
    case .listedUsers(let rows): try write(rows, asJSON: isJSON, to: &output)
    case .events(let rows): try write(rows, asJSON: isJSON, to: &output)
    case .listedEvents(let rows): try write(rows, asJSON: isJSON, to: &output)
    case .behaviors(let rows): try write(rows, asJSON: isJSON, to: &output)
    case .integrations(let rows): try write(rows, asJSON: isJSON, to: &output)
    }
  }

  private static func write(
    _ rows: [some Record],
    asJSON isJSON: Bool,
    to output: inout Output
  ) throws {
    if isJSON { try output.writeArray(rows) } else { try output.writeCSV(rows) }
  }
}
