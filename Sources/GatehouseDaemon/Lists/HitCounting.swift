package import GatehouseModel
package import PolicyEngine

/// Counts matches of list entries.
package protocol HitCounting: Sendable {
    /// Counts without waiting; some matches may be lost under a flood.
    func count(_ hits: [Judgement.Hit], at now: Timestamp)
}
