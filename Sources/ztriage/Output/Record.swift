/// Something that scripts read: fields with the API's own names, in its documentation's order.
protocol Record {
  /// All names, for the head of a CSV; a record may lack some.
  static var fieldNames: [String] { get }
  var fields: [OrderedJSON.Member] { get }
}

extension Output {
  /// Writes a JSON array, an element at a time.
  mutating func writeArray(_ records: [some Record]) throws {
    try writeArray(records) { OrderedJSON.object($0.fields) }
  }

  /// Writes one JSON object a line.
  mutating func writeLines(_ records: [some Record]) throws {
    for record in records { try write(OrderedJSON.object(record.fields).compact + "\n") }
  }

  /// Writes a head and a line a record, with the line ends of RFC 4180.
  mutating func writeCSV<Row: Record>(_ records: [Row]) throws {
    try writeCSV(Row.fieldNames, records) { record in
      // Fields come in the order of the names, so one pass finds those that a record lacks.
      var fields = record.fields[...]
      return Row.fieldNames.map { name in
        guard fields.first?.name == name, let field = fields.popFirst() else { return .null }
        return field.value
      }
    }
  }
}
