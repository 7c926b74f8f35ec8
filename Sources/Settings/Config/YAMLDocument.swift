import Foundation
import Synchronization
import Yams

/// A YAML file as text that knows its place: the only user of Yams.
///
/// Settings need little of YAML: one document, and in it mappings, lists and text. Everything else
/// is refused with its place. A scalar is no number and no truth value here, in quotes or not: it is
/// the text that stands in the file, and the type of its setting reads it.
struct YAMLDocument: Equatable, Sendable {
  /// How many mappings and lists may stand in each other.
  static let depthLimit = 16

  var file: String
  /// A mapping; one without members for an empty file.
  var root: Node

  /// A value and where it stands: a member of a mapping where its key stands.
  struct Node: Equatable, Sendable {
    var value: Value
    var place: SettingsError.Place

    /// What was found, for an error: `a list`.
    var kind: String {
      switch value {
      case .text(""): "empty"
      case .text: "a string"
      case .list: "a list"
      case .mapping: "a mapping"
      }
    }
  }

  indirect enum Value: Equatable, Sendable {
    case text(String)
    case list([Node])
    /// Members in the order of their lines, each key once.
    case mapping([Member])
  }

  struct Member: Equatable, Sendable {
    var key: String
    var node: Node
  }

  /// Parses a file's text.
  ///
  /// The parser goes down a thousand levels, more than the stack of a thread of the pool has room
  /// for, and takes time without end for some files that nobody writes by chance: hence a thread of
  /// its own, and `patience`.
  ///
  /// - Throws: ``SettingsError`` with line and column of what is no YAML, or more than is read here.
  init(
    parsing text: String,
    file: String,
    patience: DispatchTimeInterval = .seconds(10)
  ) throws(SettingsError) {
    let text = try YAMLText(text, file: file)
    let outcome = Outcome()
    let thread = Thread {
      outcome.set(Result { () throws(SettingsError) in try Self.root(of: text) })
    }
    thread.stackSize = 8 << 20
    thread.start()
    guard let result = outcome.wait(patience) else {
      throw SettingsError("too complicated", fix: "write it more simply", at: .init(file: file))
    }
    self.file = file
    root = try result.get()
  }

  private static func root(of text: YAMLText) throws(SettingsError) -> Node {
    let root: Yams.Node?
    do {
      // Without `encoding` an environment variable chooses it, and is told on standard output.
      // With `basic` two keys are the same when their texts are.
      let parser = try Parser(yaml: text.parsable, resolver: .basic, encoding: .utf8)
      root = try parser.singleRoot()
    } catch {
      throw YAMLFault(error, in: text).error
    }
    let top = SettingsError.Place(file: text.file, line: 1, column: 1)
    guard let root else { return Node(value: .mapping([]), place: top) }
    var node = try YAMLReader(text: text).node(root)
    if case .text("") = node.value { node.value = .mapping([]) }
    guard case .mapping = node.value else {
      throw SettingsError(
        "the file is \(node.kind), not a mapping",
        fix: "write settings such as \"name: value\", each on a line",
        at: node.place
      )
    }
    return node
  }
}

/// Where the parser's thread leaves what it found.
private final class Outcome: Sendable {
  typealias Found = Result<YAMLDocument.Node, SettingsError>

  private let found = Mutex<Found?>(nil)
  private let isThere = DispatchSemaphore(value: 0)

  func set(_ result: Found) {
    found.withLock { $0 = result }
    isThere.signal()
  }

  /// The result; nil where it takes too long.
  func wait(_ patience: DispatchTimeInterval) -> Found? {
    guard isThere.wait(timeout: .now() + patience) == .success else { return nil }
    return found.withLock { $0 }
  }
}
