import Yams

/// What the parser says, in words for whoever edits the settings.
struct YAMLFault {
  let error: SettingsError

  init(_ error: any Error, in text: YAMLText) {
    switch error as? YamlError {
    case .scanner(let context, let problem, let mark, _),
      .parser(let context, let problem, let mark, _):
      self.error = Self.syntax(problem, mark, context, text)
    case .composer(_, _, let mark, _):
      self.error = SettingsError(
        "a second document starts here",
        fix: "keep one, and remove the line ---",
        at: text.place(mark)
      )
    case .duplicatedKeysInMapping(let names, let context):
      self.error = Self.duplicates(names, text.place(context.mark))
    default:
      self.error = SettingsError("not YAML", fix: "fix the file", at: .init(file: text.file))
    }
  }

  static func tooDeep(at place: SettingsError.Place) -> SettingsError {
    SettingsError(
      "more than \(YAMLDocument.depthLimit) levels deep",
      fix: "write it on fewer levels",
      at: place
    )
  }

  static func keyIsNoText(_ place: SettingsError.Place) -> SettingsError {
    SettingsError("a key is a list or a mapping", fix: "write the key as plain text", at: place)
  }

  private static func duplicates(
    _ names: [String],
    _ place: SettingsError.Place
  ) -> SettingsError {
    // The parser has no name for a key that is no text, but for a text that says so.
    guard let name = names.first, name != "<uncovertable>" else { return keyIsNoText(place) }
    return SettingsError(
      "the key \"\(YAMLText.restore(name))\" is there twice",
      fix: "keep one of them",
      at: place
    )
  }

  private static func syntax(
    _ problem: String,
    _ mark: Mark,
    _ context: YamlError.Context?,
    _ text: YAMLText
  ) -> SettingsError {
    let place = text.place(mark)
    let start = context.map { text.place($0.mark) } ?? place
    if let refusal = text.refusal(at: start) { return refusal }
    if problem.contains("nesting level") { return tooDeep(at: place) }
    if problem.contains("cannot start any token") { return character(at: place, in: text) }
    if problem.contains("tab character") { return tab(at: place) }
    if "\(context?.text ?? problem)".contains(/directive|incompatible YAML/) {
      return SettingsError("directives (%…) are not supported", fix: "remove the line", at: place)
    }
    if let known = known.first(where: { problem.contains($0.parser) }) {
      return SettingsError(known.problem, fix: known.fix, at: known.isAtStart ? start : place)
    }
    return SettingsError("not YAML: \(problem)", fix: "fix this line", at: place)
  }

  private static func character(
    at place: SettingsError.Place,
    in text: YAMLText
  ) -> SettingsError {
    switch text.character(at: place) {
    case "\t": tab(at: place)
    case let first?:
      SettingsError(
        "text cannot start with \(first)",
        fix: "put the text in quotes",
        at: place
      )
    case nil: SettingsError("not YAML", fix: "fix this line", at: place)
    }
  }

  private static func tab(at place: SettingsError.Place) -> SettingsError {
    SettingsError("a tab cannot indent", fix: "indent with spaces", at: place)
  }

  /// Pieces of what the parser says, and what it means; `isAtStart` where the mistake is at the start
  /// of what the parser was reading and not where it gave up.
  private static let known: [(parser: String, problem: String, fix: String, isAtStart: Bool)] = [
    (
      "mapping values are not allowed", "\":\" cannot stand here",
      "indent keys alike, write \"key: value\" with a space, put text with \": \" in quotes", false
    ),
    ("could not find expected ':'", "a key without \": \"", "write \"key: value\"", true),
    ("unexpected end of stream", "a quote is not closed", "close it", true),
    ("unexpected document indicator", "a quote is not closed", "close it", true),
    (
      "',' or ']'", "the list that starts here has no \",\" or \"]\" where one is needed",
      "write it as [one, two]", true
    ),
    (
      "',' or '}'", "the mapping that starts here has no \",\" or \"}\" where one is needed",
      "write it as {key: value, key: value}", true
    ),
    (
      "did not find expected key", "a key was expected here",
      "indent keys alike, and write nothing behind a closing quote or bracket", false
    ),
    ("expected '-' indicator", "a list item was expected here", "indent items alike", false),
    (
      "<document start>", "this is not a part of the settings above",
      "write settings such as \"name: value\", those of one group indented alike", false
    ),
    (
      "expected node content", "a value was expected here",
      "write one; text that starts with , [ ] { } needs quotes", false
    ),
    (
      "block sequence entries are not allowed", "a list item cannot stand here",
      "start the list on a line of its own", false
    ),
    ("escape", "this \\ makes no known character", "write \\\\, or use single quotes", false),
    ("hexdecimal", "this \\ makes no known character", "write \\\\, or use single quotes", false),
  ]
}
