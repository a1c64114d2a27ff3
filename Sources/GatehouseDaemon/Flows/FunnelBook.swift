import GatehouseModel
import UserFlows

/// Counts how far sign-ups came, by flow and the hour in which they started, so that the figures of a day are the sum
/// of a few rows.
enum FunnelBook {
    private static let columns = [
        "started", "passed_step_1", "submitted", "passed_step_2", "created", "blocked", "invalid", "failed",
    ]
    private static let upsert =
        "INSERT INTO flow_funnel (flow, hour, \(columns.joined(separator: ", "))) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        + " ON CONFLICT (flow, hour) DO UPDATE SET "
        + columns.map { "\($0) = \($0) + excluded.\($0)" }.joined(separator: ", ")

    /// Adds what a step of a sign-up changed.
    static func note(_ row: SignUpRow, before: FlowSummary.Funnel?, _ transaction: Transaction) throws {
        let change = zip(numbers(row.state.funnel), numbers(before ?? FlowSummary.Funnel())).map { $0 - $1 }
        guard change.contains(where: { $0 != 0 }) else { return }
        try transaction.execute(upsert, [row.flow.name, hour(row.started)] + StoredValues(change))
    }

    /// The last 24 hours of every flow, by name, including all of the current hour.
    static func day(at now: Timestamp, _ transaction: Transaction) throws -> [String: FlowSummary.Funnel] {
        let sums = columns.map { "sum(\($0))" }.joined(separator: ", ")
        let rows = try transaction.rows(
            "SELECT flow, \(sums) FROM flow_funnel WHERE hour > ? GROUP BY flow",
            [hour(now) - 24]
        ) { (flow: try $0[0] as String, funnel: try funnel($0)) }
        return Dictionary(uniqueKeysWithValues: rows.map { ($0.flow, $0.funnel) })
    }

    /// Deletes counts that are too old for the last 24 hours.
    static func prune(at now: Timestamp, _ transaction: Transaction) throws {
        try transaction.execute("DELETE FROM flow_funnel WHERE hour <= ?", [hour(now) - 48])
    }

    private static func hour(_ time: Timestamp) -> Int64 { time.milliseconds / 3_600_000 }

    private static func numbers(_ funnel: FlowSummary.Funnel) -> [Int] {
        [
            funnel.started, funnel.passedStep1, funnel.submitted, funnel.passedStep2, funnel.created, funnel.blocked,
            funnel.invalid, funnel.failed,
        ]
    }

    private static func funnel(_ row: borrowing StoredRow) throws -> FlowSummary.Funnel {
        FlowSummary.Funnel(
            started: try row[1],
            passedStep1: try row[2],
            submitted: try row[3],
            passedStep2: try row[4],
            created: try row[5],
            blocked: try row[6],
            invalid: try row[7],
            failed: try row[8]
        )
    }
}
