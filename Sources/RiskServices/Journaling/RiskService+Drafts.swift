package import RiskStore

/// What was written and not sent, kept for the next start.
extension RiskService {
  /// Drafts of earlier runs whose dashboards are gone, by name, the oldest first.
  ///
  /// Those of a dashboard that still runs stay its own. Taken over for good with the next
  /// ``saveDrafts(_:)``; a run that ends before leaves them to the one after it.
  package func takeOverDrafts() async -> [String: [Draft]] {
    guard let journal = journaling.journal else { return [:] }
    var found: [String: [Draft]] = [:]
    do throws(JournalError) {
      let own = seats.own ?? Self.firstFreeSeat(besideJournal: journal.path)
      seats.own = own
      for (name, draft) in try await journal.drafts() {
        guard let (number, kind) = DraftSeat.parse(name) else { continue }
        if number != own?.number, seats.left[number] == nil {
          seats.left[number] = DraftSeat(number, besideJournal: journal.path)
        }
        guard number == own?.number || seats.left[number] != nil else { continue }
        found[kind, default: []].append(draft)
      }
    } catch {
      tell(error.line)
    }
    return found.mapValues { $0.sorted { $0.savedAt < $1.savedAt } }
  }

  /// Keeps drafts by name, and forgets those that are nil; returns why one could not be kept.
  package func saveDrafts(_ drafts: [String: String?]) async -> String? {
    let isAnything = drafts.values.contains { $0 != nil }
    guard case .kept(let journal, _) = journaling else {
      guard isAnything, case .unavailable(let error) = journaling else { return nil }
      return error.line
    }
    guard let own = seats.own ?? Self.firstFreeSeat(besideJournal: journal.path) else {
      return isAnything ? "too many dashboards keep drafts of this account; close one" : nil
    }
    seats.own = own
    let moment = now()
    do throws(JournalError) {
      for (name, content) in drafts {
        if let content {
          try await journal.saveDraft(own.name(name), content, at: moment)
        } else {
          try await journal.removeDraft(own.name(name))
        }
      }
      // What was taken over is part of what was kept just now, or was let go.
      for seat in seats.left.values {
        for name in drafts.keys { try await journal.removeDraft(seat.name(name)) }
      }
      seats.left = [:]
    } catch {
      return error.line
    }
    return nil
  }

  private static func firstFreeSeat(besideJournal path: String) -> DraftSeat? {
    for number in 0..<DraftSeat.count {
      if let seat = DraftSeat(number, besideJournal: path) { return seat }
    }
    return nil
  }
}

/// Seats that a service holds.
struct DraftSeats {
  var own: DraftSeat?
  /// Those of dashboards that are gone, until their drafts are kept under the own one.
  var left: [Int: DraftSeat] = [:]
}
