package import GatehouseModel

/// A message for the messages line.
package struct Notice: Sendable, Hashable {
    package enum Tone: Sendable, Hashable { case info, good, warning, bad }

    package var text: String
    package var tone: Tone
    package var since: Timestamp
    package var until: Timestamp

    /// Whether a key may replace it, because it has been shown long enough. Error messages stay for their full time.
    func givesWay(at now: Timestamp) -> Bool { tone != .bad && now.since(since) >= .seconds(1) }
}

/// The messages of this session, newest last, shown by `@`.
package struct SessionLog: Sendable, Hashable {
    package struct Line: Sendable, Hashable {
        package var time: Timestamp
        package var text: String
        package var tone: Notice.Tone
    }

    package static let limit = 500
    package private(set) var lines: [Line] = []

    mutating func add(_ text: String, tone: Notice.Tone, at time: Timestamp) {
        lines.append(Line(time: time, text: text, tone: tone))
        if lines.count > Self.limit { lines.removeFirst(lines.count - Self.limit) }
    }
}
