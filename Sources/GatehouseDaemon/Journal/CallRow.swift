internal import GRDB
internal import GatehouseModel

/// Reads a row of `call`.
enum CallRow {
    /// The columns for `summary`, in its order.
    static let columns = """
        seq, high, low, time, direction, endpoint, dialect, step, outcome, status, email, issuer, took, decided,
        retry_high, retry_low, approval, matched
        """

    static func summary(_ row: Row, _ names: [Int64: String]) -> CallSummary {
        let step: Int64? = row[7]
        let dialect: Int64? = row[6]
        let took: Int64 = row[12]
        let direction = CallCodes.word(row[4], in: CallCodes.directions) ?? .inbound
        let decider = Decider(rawValue: name(row[13], names))
        return CallSummary(
            id: id(high: row[1], low: row[2]),
            time: Timestamp(milliseconds: row[3]),
            direction: direction,
            endpoint: name(row[5], names),
            dialect: dialect.flatMap { CallCodes.word($0, in: CallCodes.dialects) },
            step: step.flatMap { CallCodes.word($0, in: CallCodes.steps) },
            outcome: CallCodes.word(row[8], in: CallCodes.outcomes) ?? .failed,
            status: row[9],
            email: row[10],
            issuer: optionalName(row[11], names),
            tookMs: Double(took) / 1000,
            decidedBy: decider,
            retryOf: retry(high: row[14], low: row[15]),
            signUp: direction == .outbound ? code(row[16]) : nil,
            matched: MatchedRules.of(optionalName(row[17], names), decidedBy: decider)
        )
    }

    static func code(_ value: Int64?) -> ReferenceCode? {
        value.map { ReferenceCode(value: UInt64(bitPattern: $0)) }
    }

    static func id(high: Int64, low: Int64) -> CallID {
        CallID(high: UInt64(bitPattern: high), low: UInt64(bitPattern: low))
    }

    /// The text of a column that contains a name's id or the text itself.
    static func name(_ value: DatabaseValue, _ names: [Int64: String]) -> String { optionalName(value, names) ?? "" }

    static func optionalName(_ value: DatabaseValue, _ names: [Int64: String]) -> String? {
        switch value.storage {
        case .int64(let id): names[id] ?? ""
        case .string(let text): text
        default: nil
        }
    }

    private static func retry(high: Int64?, low: Int64?) -> CallID? {
        guard let high, let low else { return nil }
        return id(high: high, low: low)
    }
}
