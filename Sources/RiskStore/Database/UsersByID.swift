import RiskAPI

/// The users of a summary in the order of their ids, in which the files have them too: what differs
/// between a summary and a table shows in one pass over both.
struct UsersByID {
  /// As the summary has them.
  let users: [UserSummary]
  /// Places in `users`, each id once: one that comes twice counts with its last row.
  let places: [Int32]

  init(_ users: [UserSummary]) {
    self.users = users
    // Beside each other in memory, ids are compared twice as fast as in their rows.
    let sorted = users.indices.map { (id: users[$0].id, place: Int32($0)) }
      .sorted { $0.id.precedes($1.id) }
    var places: [Int32] = []
    places.reserveCapacity(sorted.count)
    var last: UserID?
    for (id, place) in sorted {
      if id == last { places.removeLast() }
      places.append(place)
      last = id
    }
    self.places = places
  }

  /// Walks along the rows of a table, ordered by the id, which a column of theirs holds.
  ///
  /// `stored` is called for each row, with the user's place, nil for one who is not in the summary. Returns the
  /// places of the users without a row, by id.
  func compare(
    with rows: inout BulkStatement,
    id column: Int32,
    stored: (_ row: BulkStatement, _ id: UserID, _ place: Int?) throws -> Void
  ) throws -> [Int32] {
    var added: [Int32] = []
    var next = 0
    while try rows.next() {
      let id = UserID(utf8: try rows.bytes(column).orCorrupt())
      while next < places.count, users[Int(places[next])].id.precedes(id) {
        added.append(places[next])
        next += 1
      }
      if next < places.count, !id.precedes(users[Int(places[next])].id) {
        try stored(rows, id, Int(places[next]))
        next += 1
      } else {
        try stored(rows, id, nil)
      }
    }
    added += places[next...]
    return added
  }
}
