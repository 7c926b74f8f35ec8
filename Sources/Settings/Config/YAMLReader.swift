import Yams

/// Turns the parser's nodes into those of ``YAMLDocument``, and refuses what settings do without.
struct YAMLReader {
  let text: YAMLText

  /// Reads a node; `key` is where its key stands, for a member of a mapping.
  func node(
    _ node: Yams.Node,
    depth: Int = 1,
    key: SettingsError.Place? = nil
  ) throws(SettingsError) -> YAMLDocument.Node {
    let start = text.place(node.mark)
    let place = key ?? start
    if let refusal = text.refusal(at: start) { throw refusal }
    switch node {
    case .scalar(let scalar):
      return .init(value: .text(try string(scalar, at: start)), place: place)
    case .sequence where depth > YAMLDocument.depthLimit,
      .mapping where depth > YAMLDocument.depthLimit:
      throw YAMLFault.tooDeep(at: place)
    case .sequence(let sequence):
      var elements: [YAMLDocument.Node] = []
      for element in sequence { elements.append(try self.node(element, depth: depth + 1)) }
      return .init(value: .list(elements), place: place)
    case .mapping(let mapping):
      return .init(value: .mapping(try members(mapping, depth: depth)), place: place)
    case .alias:
      throw YAMLText.refusal(of: "*", at: place)
    }
  }

  private func members(
    _ mapping: Yams.Node.Mapping,
    depth: Int
  ) throws(SettingsError) -> [YAMLDocument.Member] {
    var members: [YAMLDocument.Member] = []
    for (key, value) in mapping {
      let keyNode = try node(key, depth: depth + 1)
      guard case .text(let name) = keyNode.value else { throw YAMLFault.keyIsNoText(keyNode.place) }
      guard name != "<<" else {
        throw SettingsError(
          "merge keys (<<) are not supported",
          fix: "write the settings out",
          at: keyNode.place
        )
      }
      let node = try node(value, depth: depth + 1, key: keyNode.place)
      members.append(.init(key: name, node: node))
    }
    return members
  }

  private func string(
    _ scalar: Yams.Node.Scalar,
    at place: SettingsError.Place
  ) throws(SettingsError) -> String {
    let string = YAMLText.restore(scalar.string)
    if let hidden = YAMLText.hidden(in: string) {
      throw SettingsError(
        "the text has the character \(YAMLText.name(hidden)), which is not allowed",
        fix: "remove its escape",
        at: place
      )
    }
    return string
  }
}

extension YAMLText {
  /// A mark of the parser.
  func place(_ mark: Mark?) -> SettingsError.Place {
    place(line: mark?.line ?? 1, column: mark?.column ?? 1)
  }

  /// What begins with `&`, `*` or `!`, without quotes, is an anchor, an alias or a tag: the parser's
  /// marks say where, and nothing else can begin so.
  func refusal(at place: SettingsError.Place) -> SettingsError? {
    guard let first = character(at: place), "&*!".unicodeScalars.contains(first) else { return nil }
    return Self.refusal(of: first, at: place)
  }

  static func refusal(of first: Unicode.Scalar, at place: SettingsError.Place) -> SettingsError {
    let kind =
      switch first {
      case "&": "anchors"
      case "*": "aliases"
      default: "tags"
      }
    return SettingsError(
      "\(kind) (\(first)…) are not supported",
      fix: "write the value itself; text that starts with \(first) needs quotes",
      at: place
    )
  }
}
