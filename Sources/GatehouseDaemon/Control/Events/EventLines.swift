import ControlProtocol
import Foundation
import GatehouseModel
import Synchronization

/// Events as JSON, encoded once for all subscribers: in full for approvers, masked for viewers.
final class EventLines: Sendable {
    private struct Key: Hashable {
        var sequence: Int64
        var isMasked: Bool
    }

    /// The newest lines; an event's slot is derived from its sequence.
    private struct Cache {
        var keys: [Key?]
        var lines: [[UInt8]]
    }

    private static let capacity = 1024
    private let cache = Mutex(
        Cache(keys: Array(repeating: nil, count: capacity), lines: Array(repeating: [], count: capacity))
    )

    /// The event's JSON without a line end. Only for events from the hub, whose sequences are unique.
    func json(of event: Event, masked: Bool) throws -> [UInt8] {
        let key = Key(sequence: event.sequence, isMasked: masked)
        let place = Int((event.sequence << 1 | (masked ? 1 : 0)) % Int64(Self.capacity))
        if let line = cache.withLock({ $0.keys[place] == key ? $0.lines[place] : nil }) { return line }
        let line = try Self.json(masked ? event.masked() : event)
        cache.withLock {
            $0.keys[place] = key
            $0.lines[place] = line
        }
        return line
    }

    static func json(_ event: Event) throws -> [UInt8] { Array(try ControlJSON.encoder().encode(event)) }
}
