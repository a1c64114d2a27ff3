import ArgumentParser
import GatehouseModel

/// When an entry expires: a duration from now, or a point in time.
struct Expiry: ExpressibleByArgument, Sendable, Hashable {
    private enum Kind: Hashable { case after(Duration), at(Timestamp) }

    private let kind: Kind

    /// `30d`, `12h`, `90m`, a date, which counts through its end in UTC, or an RFC 3339 time.
    init?(argument: String) {
        if let moment = Timestamp(validThrough: argument) {
            kind = .at(moment)
        } else if let duration = Self.duration(argument) {
            kind = .after(duration)
        } else {
            return nil
        }
    }

    func moment(from now: Timestamp) -> Timestamp {
        switch kind {
        case .after(let duration): now + duration
        case .at(let moment): moment
        }
    }

    private static func duration(_ text: String) -> Duration? {
        guard let count = Int(text.dropLast()), (1...36_500).contains(count) else { return nil }
        switch text.last {
        case "w": return .seconds(count * 604_800)
        case "d": return .seconds(count * 86_400)
        case "h": return .seconds(count * 3_600)
        case "m": return .seconds(count * 60)
        default: return nil
        }
    }
}
