import GatehouseModel

/// When an entry expires, in the notation that people type: `30d`, `12h`, `2w`, `2026-12-31` (through that day),
/// `never`, `now`.
struct Expiry {
    let moment: Timestamp?
    /// The error; nil if the text can be read.
    let problem: String?

    init(_ text: String, now: Timestamp) {
        let text = text.trimmingSpaces.lowercased()
        if text.isEmpty || text == "never" || text == "-" {
            self.init(moment: nil, problem: nil)
        } else if text == "now" {
            self.init(moment: now, problem: nil)
        } else if let duration = Self.duration(text) {
            self.init(moment: now + duration, problem: nil)
        } else if let moment = Timestamp(validThrough: text.uppercased()) {
            self.init(moment: moment, problem: moment < now ? "that is in the past; now expires it at once" : nil)
        } else {
            self.init(moment: nil, problem: "write 30d, 12h, 2w, 2026-12-31, never or now")
        }
    }

    private init(moment: Timestamp?, problem: String?) {
        self.moment = moment
        self.problem = problem
    }

    private static func duration(_ text: String) -> Duration? {
        guard let unit = text.last, let number = Int(text.dropLast()), (1...36_500).contains(number) else { return nil }
        switch unit {
        case "m": return .seconds(number * 60)
        case "h": return .seconds(number * 3600)
        case "d": return .seconds(number * 86_400)
        case "w": return .seconds(number * 7 * 86_400)
        default: return nil
        }
    }
}
