import Foundation
import GatehouseModel

/// Times as shown to people, in the local time zone. Scripts get RFC 3339 from the protocol.
enum Moment {
    /// `14:02:11` for today, `22 Nov 14:02` for other days of this year, `2025-11-22 14:02` otherwise.
    static func text(_ moment: Timestamp, now: Timestamp = .now, zone: TimeZone = .current) -> String {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        let then = calendar.dateComponents(units, from: moment.date)
        let today = calendar.dateComponents(units, from: now.date)
        let clock = two(then.hour) + ":" + two(then.minute)
        if then.year == today.year, then.month == today.month, then.day == today.day {
            return clock + ":" + two(then.second)
        }
        guard then.year == today.year else {
            return "\(then.year ?? 0)-\(two(then.month))-\(two(then.day)) \(clock)"
        }
        return "\(two(then.day)) \(months[((then.month ?? 1) - 1) % 12]) \(clock)"
    }

    /// `4m`, `7h`, `2d4h`: the time between two moments, in either direction.
    static func age(_ from: Timestamp, _ to: Timestamp = .now) -> String {
        let seconds = abs(to.milliseconds - from.milliseconds) / 1_000
        switch seconds {
        case ..<60: return "\(seconds)s"
        case ..<3_600: return "\(seconds / 60)m"
        case ..<86_400: return "\(seconds / 3_600)h"
        default:
            let hours = seconds % 86_400 / 3_600
            return hours == 0 ? "\(seconds / 86_400)d" : "\(seconds / 86_400)d\(hours)h"
        }
    }

    /// A number of milliseconds in short form: `3ms`, `0.4ms`, `1.2s`.
    static func took(_ milliseconds: Double) -> String {
        switch milliseconds {
        case ..<10: String(format: "%.1fms", milliseconds)
        case ..<1_000: String(format: "%.0fms", milliseconds)
        default: String(format: "%.1fs", milliseconds / 1_000)
        }
    }

    private static let units: Set<Calendar.Component> = [.year, .month, .day, .hour, .minute, .second]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    private static func two(_ number: Int?) -> String {
        let digits = String(number ?? 0)
        return digits.count < 2 ? "0" + digits : digits
    }
}

extension Timestamp {
    fileprivate var date: Date { Date(timeIntervalSince1970: Double(milliseconds) / 1_000) }
}

/// Whole numbers with a comma between thousands.
func grouped(_ number: Int) -> String {
    var text = ""
    for (index, digit) in String(abs(number)).reversed().enumerated() {
        if index > 0, index % 3 == 0 { text.append(",") }
        text.append(digit)
    }
    return (number < 0 ? "-" : "") + String(text.reversed())
}
