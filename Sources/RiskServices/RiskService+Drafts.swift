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
      let own = slots.own ?? Self.firstFreeSlot(besideJournal: journal.path)
      slots.own = own
      for (name, draft) in try await journal.sessionState.drafts() {
        guard let (number, kind) = DraftSlot.parse(name) else { continue }
        if number != own?.number, slots.left[number] == nil {
          slots.left[number] = DraftSlot(number, besideJournal: journal.path)
        }
        guard number == own?.number || slots.left[number] != nil else { continue }
        found[kind, default: []].append(draft)
        if number == own?.number { slots.onDisk[kind] = draft.content }
      }
    } catch {
      warn(error.line)
    }
    return found.mapValues { $0.sorted { $0.savedAt < $1.savedAt } }
  }

  /// Keeps drafts by name, and forgets those that are nil; returns why one could not be kept.
  ///
  /// Writes only what differs from what is kept: where there is nothing to keep, a journal that
  /// cannot be written is no trouble.
  package func saveDrafts(_ drafts: [String: String?]) async -> String? {
    let changed = drafts.filter { slots.mustSave($0.key, $0.value) }
    guard !changed.isEmpty || !slots.left.isEmpty else { return nil }
    let isAnything = drafts.values.contains { $0 != nil }
    guard case .kept(let journal, _) = isAnything ? await usableJournaling() : journaling else {
      guard isAnything, case .unavailable(let error) = journaling else { return nil }
      return error.line
    }
    guard let own = slots.own ?? Self.firstFreeSlot(besideJournal: journal.path) else {
      return isAnything ? "too many dashboards are open on this account; close one" : nil
    }
    slots.own = own
    // What was taken over is part of what is kept now, or was let go.
    let left = slots.left
    var rows: [String: String?] = [:]
    for slot in left.values {
      for name in drafts.keys { rows[slot.name(name)] = .some(nil) }
    }
    for (name, content) in changed { rows[own.name(name)] = .some(content) }
    // Until it is known how this ends: the next call may come before.
    slots.unsure.formUnion(changed.keys)
    do throws(JournalError) {
      try await journal.sessionState.saveDrafts(rows, at: now())
    } catch {
      return isAnything ? error.line : nil
    }
    for (name, content) in changed { slots.onDisk[name] = content }
    slots.unsure.subtract(changed.keys)
    for number in left.keys { slots.left[number] = nil }
    return nil
  }

  private static func firstFreeSlot(besideJournal path: String) -> DraftSlot? {
    for number in 0..<DraftSlot.count {
      if let slot = DraftSlot(number, besideJournal: path) { return slot }
    }
    return nil
  }
}
