import Dashboard
import Foundation

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
    let isJSON = path.lowercased().hasSuffix(".json")
    let content = isJSON ? request.table.json : request.table.csv
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      let reason = errno == EEXIST ? "it exists already" : String(cString: strerror(errno))
      return .failed("cannot write \(path): \(reason)")
    }
    let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    do {
      try file.write(contentsOf: Data(content.utf8))
      try file.close()
    } catch {
      // Half a file would be taken for a whole one.
      unlink(path)
      return .failed("cannot write \(path): the disk may be full")
    }
    return .written(path: path, rows: request.table.rows.count)
  }
}

extension ExportTable {
  /// RFC 4180, a header first.
  fileprivate var csv: String {
    ([header] + rows).map { row in
      row.map(Self.quoted).joined(separator: ",") + "\r\n"
    }
    .joined()
  }

  /// An array of objects with the API's field names.
  fileprivate var json: String {
    let objects = rows.map { row in
      Dictionary(zip(header, row)) { first, _ in first }
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return ((try? encoder.encode(objects)).map { String(decoding: $0, as: UTF8.self) } ?? "[]")
      + "\n"
  }

  private static func quoted(_ field: String) -> String {
    guard field.contains(where: { ",\"\r\n".contains($0) }) else { return field }
    return "\"" + field.replacingOccurrences(of: "\"", with: "\"\"") + "\""
  }
}
