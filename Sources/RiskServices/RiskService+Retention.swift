import Foundation
import RiskAPI
import RiskStore

extension RiskService {
  /// Removes what is older than the settings keep it, once a day, whichever program asks first.
  func thin() async {
    let moment = now()
    let isDue = await look { cache throws(CacheError) in
      try await cache.claimThinning(at: moment)
    }
    guard isDue == true else { return }
    func limit(_ days: Int?) -> Date? {
      days.map { moment.addingTimeInterval(-Double($0) * 86_400) }
    }
    if let limit = limit(retention.historyDays), case .kept(_, let name) = journaling {
      _ = await readJournal { journal throws(JournalError) in
        try await journal.history.thin(before: limit, by: name, at: moment)
      }
    }
    let (gone, fetched) = (limit(retention.archivedEventsDays), limit(retention.cachedDetailsDays))
    _ = await look { cache throws(CacheError) in
      try await cache.thin(eventsGoneBefore: gone, pagesFetchedBefore: fetched)
    }
  }
}
