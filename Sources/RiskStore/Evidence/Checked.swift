/// What was read from the journal and is part of its chain, and what was found there and is not.
///
/// Nobody may be shown what somebody put in or changed: such lines are left out and named.
package struct Checked<Value: Sendable>: Sendable {
  package var value: Value
  /// Why something was left out, each line once.
  package var faults: [AuditFault]

  package init(_ value: Value, faults: [AuditFault] = []) {
    self.value = value
    self.faults = faults
  }

  /// Keeps the faults beside what is made from the value.
  func map<Other: Sendable>(_ transform: (Value) throws -> Other) rethrows -> Checked<Other> {
    Checked<Other>(try transform(value), faults: faults)
  }
}

extension Checked: Equatable where Value: Equatable {}
