import GRDB

extension DatabaseValue {
  /// The value as another type; throws for one of another kind, as in a file that was tampered with.
  func decoded<Value: DatabaseValueConvertible>() throws -> Value {
    guard let value = Value.fromDatabaseValue(self) else { throw StoreProblem.corrupt }
    return value
  }

  /// The same, nil for NULL.
  func decodedIfPresent<Value: DatabaseValueConvertible>() throws -> Value? {
    isNull ? nil : try decoded()
  }
}
