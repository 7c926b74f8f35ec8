import GRDB

extension Row {
  /// A column's value, or nil for NULL where an optional is wanted; throws for one of another kind, as in a file that was tampered with.
  ///
  /// GRDB's own subscripts end the program then.
  func get<Value: DatabaseValueConvertible & StatementColumnConvertible>(
    _ place: Int
  ) throws -> Value {
    try decode(Value.self, atIndex: place)
  }
}
