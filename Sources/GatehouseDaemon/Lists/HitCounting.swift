package import GatehouseModel
package import PolicyEngine

/// Where matches of list entries are counted.
package protocol HitCounting: Sendable {
    /// Counts without waiting; under a flood some may be lost.
    func count(_ hits: [Judgement.Hit], at now: Timestamp)
}
