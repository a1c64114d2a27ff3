import GatehouseModel

/// The notation of times, numbers and names on the screen.
enum Words {
    /// A duration in about four columns: `12s`, `52m`, `7h`, `2d4h`, `63d`.
    static func age(_ duration: Duration) -> String {
        let seconds = max(0, duration.components.seconds)
        switch seconds {
        case ..<60: return "\(seconds)s"
        case ..<3600: return "\(seconds / 60)m"
        case ..<86_400: return "\(seconds / 3600)h"
        case ..<(10 * 86_400):
            let hours = seconds / 3600 % 24
            return hours == 0 ? "\(seconds / 86_400)d" : "\(seconds / 86_400)d\(hours)h"
        default: return "\(seconds / 86_400)d"
        }
    }

    /// A number with commas: `12,408`.
    static func count(_ number: Int) -> String {
        let digits = String(number.magnitude)
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return number < 0 ? "-" + text : text
    }

    /// `1 call`, `17 calls`.
    static func count(_ number: Int, _ noun: String, _ plural: String? = nil) -> String {
        number == 1 ? "1 \(noun)" : "\(count(number)) \(plural ?? noun + "s")"
    }

    /// The clock time of day, UTC: `14:02:11`.
    static func clock(_ time: Timestamp) -> String {
        let text = time.description
        return String(text.dropFirst(text.count - 13).prefix(8))
    }

    /// A day and minute: `21 Nov 09:58`; with the year unless it is the current one.
    static func moment(_ time: Timestamp, now: Timestamp) -> String {
        day(time, now: now) + " " + clock(time).prefix(5)
    }

    /// `12 Dec`, or `12 Dec 2027` in another year.
    static func day(_ time: Timestamp, now: Timestamp) -> String {
        let parts = time.description.prefix { $0 != "T" }.split(separator: "-")
        guard parts.count == 3, let month = Int(parts[1]), let day = Int(parts[2]), (1...12).contains(month) else {
            return time.description
        }
        let year = parts[0]
        let isThisYear = now.description.hasPrefix(year + "-")
        return "\(day) \(months[month - 1])" + (isThisYear ? "" : " \(year)")
    }

    /// A short form for columns: the time for today, else the day.
    static func recent(_ time: Timestamp?, now: Timestamp) -> String {
        guard let time else { return "never" }
        return now.since(time) < .seconds(86_400) ? String(clock(time).prefix(5)) : day(time, now: now)
    }

    /// How long a call took: `0ms`, `84ms`, `1.2s`.
    static func took(_ milliseconds: Double) -> String {
        guard milliseconds.isFinite else { return "?" }
        if milliseconds < 999.5 { return "\(Int(nearest: milliseconds))ms" }
        if milliseconds >= 9_950 { return "\(Int(nearest: min(milliseconds, 1e9) / 1000))s" }
        let tenths = Int(nearest: milliseconds / 100)
        return "\(tenths / 10).\(tenths % 10)s"
    }

    /// A duration with useful precision: `84ms`, `3.2s`, `2m10s`, then as `age`.
    static func length(_ duration: Duration) -> String {
        let seconds = duration.components.seconds
        guard seconds >= 60 else { return took(Double(max(.zero, duration) / .milliseconds(1))) }
        guard seconds < 600 else { return age(duration) }
        return seconds % 60 == 0 ? "\(seconds / 60)m" : "\(seconds / 60)m\(seconds % 60)s"
    }

    /// A rate per second: `0/s`, `1.2/s`, `41/s`.
    static func rate(_ perSecond: Double) -> String {
        guard perSecond.isFinite, perSecond > 0 else { return "0/s" }
        let text =
            perSecond >= 9.5
            ? String(Int(nearest: min(perSecond, 1e9))) : String((perSecond * 10).rounded(.down) / 10)
        return text + "/s"
    }

    /// A share in whole percent. Never 0 % for more than nothing, nor 100 % for less than all: `99 %`, `<1 %`.
    static func percent(_ part: Int, of whole: Int) -> String {
        guard whole > 0, part > 0 else { return "0 %" }
        if part >= whole { return "100 %" }
        let hundredths = Int(nearest: Double(part) / Double(whole) * 100)
        return hundredths == 0 ? "<1 %" : "\(min(99, hundredths)) %"
    }

    /// The clock time of day with milliseconds, UTC: `14:02:11.084`.
    static func preciseClock(_ time: Timestamp) -> String {
        let text = time.description
        return String(text.dropFirst(text.count - 13).dropLast())
    }

    /// `google` for `google.com` and `entra` for `ExternalAzureAD`, because columns have little room.
    static func issuer(_ issuer: String?) -> String {
        guard let issuer, !issuer.isEmpty else { return "-" }
        guard issuer != "ExternalAzureAD" else { return "entra" }
        let known = [".com", ".net", ".org"]
        let cut = known.first { issuer.hasSuffix($0) && issuer.count > $0.count }
        return cut.map { String(issuer.dropLast($0.count)) } ?? issuer
    }

    /// The part of an address after the at sign.
    static func domain(_ email: String?) -> String? {
        guard let email, let at = email.lastIndex(of: "@") else { return nil }
        let domain = email[email.index(after: at)...]
        return domain.isEmpty ? nil : domain.lowercased()
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}
