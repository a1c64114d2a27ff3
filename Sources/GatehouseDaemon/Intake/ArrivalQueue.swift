/// Connection places in the order in which they were taken. Adding and removing take constant time.
struct ArrivalQueue {
    private struct Link {
        var place: ConnectionPlace
        var earlier: ObjectIdentifier?
        var later: ObjectIdentifier?
    }

    private var links: [ObjectIdentifier: Link] = [:]
    private var oldest: ObjectIdentifier?
    private var newest: ObjectIdentifier?

    var count: Int { links.count }
    var places: [ConnectionPlace] { links.values.map(\.place) }

    mutating func append(_ place: ConnectionPlace) {
        links[place.id] = Link(place: place, earlier: newest)
        if let newest { links[newest]?.later = place.id } else { oldest = place.id }
        newest = place.id
    }

    /// Returns whether the place was there.
    @discardableResult
    mutating func remove(_ place: ConnectionPlace) -> Bool {
        guard let link = links.removeValue(forKey: place.id) else { return false }
        if let earlier = link.earlier { links[earlier]?.later = link.later } else { oldest = link.later }
        if let later = link.later { links[later]?.earlier = link.earlier } else { newest = link.earlier }
        return true
    }

    /// The oldest place whose connection is not being answered, among the first few.
    var oldestIdle: ConnectionPlace? {
        var next = oldest
        for _ in 0..<16 {
            guard let id = next, let link = links[id] else { return nil }
            if link.place.activity.idleSince != nil { return link.place }
            next = link.later
        }
        return nil
    }
}
