import RiskAPI

extension SimulatedAccount {
  // MARK: Summary

  /// Every user with a standing, in an order that means nothing, as nothing is promised.
  mutating func summary(_ call: Call) -> Answer {
    let listed = listedUsers()
    let page = call.page(of: listed.count)
    return Answer(info: page) { json in
      json.raw(#"{"users":["#)
      for (position, entry) in listed[page.range].enumerated() {
        if position > 0 { json.raw(",") }
        writeRow(entry.index, entry.standing, call, to: &json)
      }
      json.raw("]}")
    }
  }

  private func writeRow(
    _ index: Int,
    _ standing: UserRiskState,
    _ call: Call,
    to json: inout JSONWriter
  ) {
    let person = person(at: index)
    json.raw(#"{"user_id":"#)
    json.string(userID(at: index))
    json.raw(#","name":"#)
    json.string(call.text(person.name, index))
    json.raw(#","email":"#)
    json.string(call.text(person.email, index + 5))
    json.raw(#","max_risk_level":"#)
    json.string(standing.level.apiName)
    json.raw(#","event_count":"#)
    json.integer(standing.eventCount)
    json.raw(#","last_event":"#)
    json.time(standing.lastEvent)
    json.raw("}")
  }

  // MARK: User

  /// One user with all events, newest first, those before a reset among them unless it dropped them.
  mutating func user(_ id: UserID, _ call: Call) throws(Problem) -> Answer {
    let index = try known(id, call)
    let person = person(at: index)
    let events = events(at: index)
    let page = call.page(of: events.count)
    return Answer(info: page) { json in
      json.raw(#"{"name":"#)
      json.string(call.text(person.name, index))
      json.raw(#","email":"#)
      json.string(call.text(person.email, index + 5))
      json.raw(#","events":["#)
      for (position, event) in events[page.range].enumerated() {
        if position > 0 { json.raw(",") }
        write(event, place: index + position, call, to: &json)
      }
      json.raw("]")
      if let reset = lastReset(at: index) {
        json.raw(#","last_reset_time":"#)
        json.time(reset)
      }
      if let standing = standing(at: index) {
        json.raw(#","risk_level":"#)
        json.string(standing.level.apiName)
      }
      json.raw("}")
    }
  }

  private func write(
    _ event: SimulatedEvent,
    place: Int,
    _ call: Call,
    to json: inout JSONWriter
  ) {
    json.raw(#"{"id":"#)
    json.string(event.id)
    json.raw(#","name":"#)
    json.string(call.text(event.name, place))
    json.raw(#","risk_level":"#)
    json.string(event.level.apiName)
    json.raw(#","timestamp":"#)
    json.time(event.time)
    if let details = event.details {
      json.raw(#","event_details":"#)
      json.value(call.options.faults == .hostile ? HostileText.spoil(details, place) : details)
    }
    json.raw("}")
  }

  // MARK: Reset

  /// Clears a user.
  ///
  /// A second reset of the same user is answered the same.
  mutating func resetUser(_ id: UserID, _ call: Call) throws(Problem) -> Answer {
    let dropsEvents = call.options.quirks.contains(.dropsEvents)
    reset(at: try known(id, call), now: call.now, dropsEvents: dropsEvents)
    return Answer { $0.raw("{}") }
  }

  private mutating func known(_ id: UserID, _ call: Call) throws(Problem) -> Int {
    guard id.isUUID else { throw .notAUUID }
    if let index = index(of: id) { return index }
    guard call.options.makesUpUnknownIDs else { throw .notFound("user") }
    return makeUpUser(id)
  }
}
