import Foundation

/// Accessors for the parts of timestamps, in UTC or a time zone, and of durations.
enum TimeFunctions {
    static let all: [Function] = [
        part("getFullYear") { $0.year },
        part("getMonth") { $0.month - 1 },
        part("getDate") { $0.day },
        part("getDayOfMonth") { $0.day - 1 },
        part("getDayOfWeek") { $0.weekday },
        part("getDayOfYear") { $0.dayOfYear },
        part("getHours", span: 3_600_000_000_000) { $0.hour },
        part("getMinutes", span: 60_000_000_000) { $0.minute },
        part("getSeconds", span: 1_000_000_000) { $0.second },
        milliseconds,
    ]

    /// A calendar part of a timestamp. If `span` is given, it also accepts a duration and returns how many spans of
    /// that many nanoseconds fit in it.
    private static func part(
        _ name: String,
        span: Int64? = nil,
        _ read: @escaping @Sendable (CivilDate) -> Int
    ) -> Function {
        Function(
            name,
            style: .receiver,
            .variadic { arguments throws(Failure) in
                if let span, arguments.count == 1, case .duration(let length) = arguments[0] {
                    return .int(length.nanoseconds / span)
                }
                guard let (time, offset) = try zoned(arguments) else { throw .noOverload(name, of: arguments) }
                return .int(Int64(read(CivilDate(secondsSinceEpoch: time.seconds + offset))))
            }
        )
    }

    private static let milliseconds = Function(
        "getMilliseconds",
        style: .receiver,
        .variadic { arguments throws(Failure) in
            if arguments.count == 1, case .duration(let length) = arguments[0] {
                return .int(length.nanoseconds % 1_000_000_000 / 1_000_000)
            }
            guard let (time, _) = try zoned(arguments) else { throw .noOverload("getMilliseconds", of: arguments) }
            return .int(Int64(time.nanoseconds) / 1_000_000)
        }
    )

    /// The timestamp, and its zone's offset from UTC at that time, in seconds; nil for other arguments.
    private static func zoned(_ arguments: [Value]) throws(Failure) -> (TimePoint, Int64)? {
        guard case .timestamp(let time)? = arguments.first, arguments.count <= 2 else { return nil }
        guard arguments.count == 2 else { return (time, 0) }
        guard case .string(let zone) = arguments[1] else { return nil }
        return (time, try offset(of: zone, at: time))
    }

    /// The offset of `Europe/Stockholm`, `UTC`, or a fixed offset: `+05:30`, `-02:30`, `02:00`.
    private static func offset(of zone: String, at time: TimePoint) throws(Failure) -> Int64 {
        var reader = ClockReader(zone)
        if let seconds = reader.offset(signRequired: false), reader.isAtEnd { return Int64(seconds) }
        guard zone.utf8.count <= 64, let found = TimeZone(identifier: zone) else {
            throw .invalid("'\(zone.clipped)' is no time zone such as Europe/Stockholm or +01:00")
        }
        // safe: the offset is an Int.
        return Int64(found.secondsFromGMT(for: Date(timeIntervalSince1970: Double(time.seconds))))
    }
}
