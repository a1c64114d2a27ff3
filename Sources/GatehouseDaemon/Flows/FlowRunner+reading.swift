package import ControlProtocol
import Foundation
package import GatehouseModel
import UserFlows

/// Reads sign-ups.
enum FlowReading {
    /// Sign-ups with pending effects, oldest first.
    static func underWay(limit: Int, _ transaction: Transaction) throws -> [CallID] {
        try ids("stage IN ('step-1', 'step-2', 'writing') ORDER BY number LIMIT ?", [limit], transaction)
    }

    /// Sign-ups whose form has expired.
    static func due(at now: Timestamp, limit: Int, _ transaction: Transaction) throws -> [CallID] {
        try ids("given_up <= ? ORDER BY given_up LIMIT ?", [now.milliseconds, limit], transaction)
    }

    private static func ids(
        _ condition: String,
        _ values: StoredValues,
        _ transaction: Transaction
    ) throws -> [CallID] {
        try transaction.rows("SELECT high, low FROM sign_up WHERE " + condition, values) {
            CallID(high: UInt64(bitPattern: try $0[0]), low: UInt64(bitPattern: try $0[1]))
        }
    }

    /// The columns that a list needs; the state is not among them.
    fileprivate static let columns =
        "number, high, low, flow, stage, email, display_name, issuer, started, updated, account, message, problem, validations"

    fileprivate static func signUp(_ row: borrowing StoredRow) throws -> SignUp {
        guard let stage = SignUp.Stage(rawValue: try row[4]) else {
            throw StateError.damagedRow(table: "sign_up", detail: "a sign-up has a stage of no known name")
        }
        return SignUp(
            id: CallID(high: UInt64(bitPattern: try row[1]), low: UInt64(bitPattern: try row[2])),
            flow: try row[3],
            stage: stage,
            email: try row[5],
            displayName: try row[6],
            issuer: try row[7],
            started: Timestamp(milliseconds: try row[8]),
            updated: Timestamp(milliseconds: try row[9]),
            account: try row[10],
            message: try row[11],
            problem: try row[12],
            validations: try row[13]
        )
    }

    fileprivate static func column(_ field: String) -> FilterColumn? {
        switch field {
        case "flow": .text("flow")
        case "stage": .text("stage")
        case "email": .text("email")
        case "domain": .emailDomain
        case "name": .text("display_name")
        case "issuer": .text("issuer")
        case "validations": .number("validations")
        case "code": .number("code")
        case "id": .id(high: "high", low: "low")
        case "since", "until": .number("started")
        default: nil
        }
    }
}

/// An event in the history of a sign-up.
package struct KeptMoment: Sendable, Hashable {
    package var time: Timestamp
    package var what: String
    package var call: CallID?
}

extension FlowRunner {
    /// Sign-ups, newest first.
    ///
    /// - Parameters:
    ///   - limit: 1 to 1,000.
    ///   - cursor: `next` of the previous page, with the same filter.
    package func signUps(
        matching filter: Query? = nil,
        limit: Int = 100,
        cursor: String? = nil
    ) async throws -> Page<SignUp> {
        let start = try PageCursor.number(cursor)
        return try await parts.store.read { transaction in
            let filter = filter.map {
                FilterSQL($0, in: transaction.style, fields: SignUp.queryFields, columns: FlowReading.column)
            }
            return try Page(
                "SELECT \(FlowReading.columns) FROM sign_up",
                by: "number",
                after: start,
                matching: filter,
                limit: limit,
                in: transaction
            ) { (try FlowReading.signUp($0), String(try $0[0] as Int64)) }
        }
    }

    /// One sign-up by id or code, with the person's claims and its history, oldest first.
    package func signUp(_ reference: String) async throws -> (signUp: SignUp, claims: Claims, moments: [KeptMoment]) {
        try await parts.store.read { transaction in
            let row = try SignUpRow.find(reference, transaction)
            let kept = try transaction.rows(
                "SELECT time, what, call FROM sign_up_moment WHERE sign_up = ? ORDER BY number",
                [row.number]
            ) { moment in
                KeptMoment(
                    time: Timestamp(milliseconds: try moment[0]),
                    what: try moment[1],
                    call: (try moment[2] as Data?).flatMap { CallID(storedBytes: $0) }
                )
            }
            return (row.signUp, row.state.claims, kept)
        }
    }

    /// The sign-up as the user sees it now.
    package func view(_ reference: String) async throws -> SignUpView {
        try await parts.store.read { try SignUpRow.find(reference, $0).view() }
    }

    /// How far the sign-ups of the last 24 hours came, by flow.
    package func funnels(at now: Timestamp) async throws -> [String: FlowSummary.Funnel] {
        try await parts.store.read { try FunnelBook.day(at: now, $0) }
    }

    /// Deletes sign-ups that ended before `oldest`, in small batches.
    package func prune(before oldest: Timestamp, at now: Timestamp) async throws {
        var count = 0
        repeat {
            count = try await parts.store.write { transaction in
                let old =
                    "SELECT number FROM sign_up WHERE started < ? AND number <= (SELECT min(number) + 500 FROM sign_up)"
                    + " AND stage IN ('created', 'blocked', 'failed', 'abandoned')"
                let numbers: [Int64] = try transaction.column(old, [oldest.milliseconds])
                for number in numbers {
                    try transaction.execute("DELETE FROM sign_up_moment WHERE sign_up = ?", [number])
                    try transaction.execute("DELETE FROM sign_up WHERE number = ?", [number])
                }
                try FunnelBook.prune(at: now, transaction)
                return numbers.count
            }
            try Task.checkCancellation()
        } while count > 0
    }
}
