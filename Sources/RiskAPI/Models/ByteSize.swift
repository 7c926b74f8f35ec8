/// A number of bytes in words: `512 MB` is 512 000 000.
package struct ByteSize: Hashable, Sendable, CustomStringConvertible {
  /// The number.
  package var bytes: Int

  /// Takes a number of bytes.
  package init(_ bytes: Int) {
    self.bytes = bytes
  }

  /// In the largest unit that it is a whole number of: `1500 kB`.
  package var description: String {
    let units = [(1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB")]
    let unit = units.first { bytes >= $0.0 && bytes.isMultiple(of: $0.0) }
    return unit.map { "\(bytes / $0.0) \($0.1)" } ?? "\(bytes) bytes"
  }
}
