import Foundation
package import GatehouseModel
package import PolicyEngine

/// The result of asking for an approval.
package struct Asked: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        /// A new request was opened.
        case opened
        /// A request is pending already; the ask was counted.
        case counted
        /// The applicant was denied and may not ask again.
        case denied
        /// The applicant was approved already.
        case approved
    }

    package var kind: Kind
    /// The applicant's current request.
    package var approval: Approval
}

extension ApprovalDesk {
    /// Opens a request for an applicant, unless one is open: there is at most one open request per applicant and queue.
    ///
    /// Returns at once, so it may be called on event loops. Asking again while a request is pending counts the ask and
    /// stores the newest claims, but writes no audit record: the journal has the call.
    ///
    /// - Parameters:
    ///   - askedBy: why an approval is needed: `default`, `list:freemail`, …
    ///   - call: the call that asks.
    ///   - completion: called once, on the writer's thread, when the result is on stable storage, or with the error.
    /// - Throws: `Overloaded`; `completion` is then not called.
    package func ask(
        _ applicant: Applicant,
        claims: Claims,
        in queue: Queue,
        askedBy: Decider,
        call: CallID,
        at now: Timestamp,
        completion: @escaping @Sendable (Result<Asked, any Error>) -> Void
    ) throws(Overloaded) {
        let text = Self.text(of: claims)
        let id = newID(at: now)
        try submit(
            weight: 4096 + text.utf8.count,
            { [self] transaction, rows in
                if let asked = try present(applicant, text, queue, now, transaction, &rows) { return asked }
                let approval = Approval(
                    id: id,
                    queue: queue.name,
                    created: now,
                    updated: now,
                    expires: now + queue.expiresAfter,
                    askedBy: askedBy
                )
                let row = ApprovalRow(approval, of: applicant, claims: text, call: call)
                try row.insert(into: transaction)
                try transaction.record(row.change(.approvalAsked, by: .daemon, at: now))
                rows.append(row)
                return Asked(kind: .opened, approval: row.approval)
            },
            completion: completion
        )
    }

    /// Records that an applicant needed no approval, so that they count as approved from now on. This approves a pending
    /// request; nothing changes if the applicant is approved already.
    ///
    /// - Parameter decider: what exempted them, for example `list:partners`.
    package func recordAllowed(
        _ applicant: Applicant,
        claims: Claims,
        in queue: Queue,
        by decider: Decider,
        call: CallID,
        at now: Timestamp,
        completion: @escaping @Sendable (Result<Approval, any Error>) -> Void
    ) throws(Overloaded) {
        let text = Self.text(of: claims)
        let id = newID(at: now)
        try submit(
            weight: 4096 + text.utf8.count,
            { [self] transaction, rows in
                let newest = try newestRow(of: applicant.key, in: queue.name, at: now, transaction)
                if let newest, newest.approval.state == .approved { return newest.approval }
                var row: ApprovalRow
                var former: Approval?
                if let newest, newest.machine.isOpen(at: now) {
                    row = newest
                    former = newest.approval
                    row.machine.allow(by: decider, at: now)
                    try row.update(in: transaction)
                } else {
                    try expire(newest, at: now, transaction, &rows)
                    let approval = Approval(
                        id: id,
                        queue: queue.name,
                        created: now,
                        updated: now,
                        askedBy: decider,
                        revision: 0
                    )
                    row = ApprovalRow(approval, of: applicant, claims: text, call: call)
                    row.machine.allow(by: decider, at: now)
                    try row.insert(into: transaction)
                }
                try transaction.record(row.change(.approvalAllowed, from: former, by: .daemon, at: now))
                rows.append(row)
                return row.approval
            },
            completion: completion
        )
    }

    /// Expires the requests that are due, a few at a time, until none is left.
    ///
    /// - Returns: how many expired.
    @discardableResult
    package func expireDue(at now: Timestamp) async throws -> Int {
        clock.observe()
        var total = 0
        while !Task.isCancelled {
            let count = try await change { [self] transaction, rows in
                let due = try transaction.rows(
                    ApprovalRow.select + " WHERE state = 'pending' AND expires <= ? ORDER BY expires LIMIT 50",
                    [clock.due(now).milliseconds]
                ) { try ApprovalRow(row: $0) }
                for row in due { try expire(row, at: now, transaction, &rows) }
                return rows.count
            }
            total += count
            if count == 0 { break }
        }
        return total
    }

    /// The result if the applicant's newest request still counts; nil if a new one must be opened.
    private func present(
        _ applicant: Applicant,
        _ claims: String,
        _ queue: Queue,
        _ now: Timestamp,
        _ transaction: Transaction,
        _ rows: inout [ApprovalRow]
    ) throws -> Asked? {
        guard var row = try newestRow(of: applicant.key, in: queue.name, at: now, transaction) else { return nil }
        switch row.approval.state {
        case .approved: return Asked(kind: .approved, approval: row.approval)
        case .denied:
            guard let decided = row.approval.decidedAt, !queue.mayAskAgain(denied: decided, at: clock.due(now)) else {
                return nil
            }
            return Asked(kind: .denied, approval: row.approval)
        case .expired, .withdrawn: return nil
        case .pending:
            guard row.machine.isOpen(at: now) else {
                try expire(row, at: now, transaction, &rows)
                return nil
            }
            row.machine.askAgain(at: now)
            row.describe(applicant)
            row.claims = claims
            try row.update(in: transaction)
            rows.append(row)
            return Asked(kind: .counted, approval: row.approval)
        }
    }

    /// The applicant's newest request in the queue, with its deadlines by the present clock.
    private func newestRow(
        of applicant: Applicant.Key,
        in queue: String,
        at now: Timestamp,
        _ transaction: Transaction
    ) throws -> ApprovalRow? {
        guard var row = try ApprovalRow.newest(of: applicant, in: queue, transaction) else { return nil }
        timers.restate(&row.machine, at: now)
        return row
    }

    private func expire(
        _ row: ApprovalRow?,
        at now: Timestamp,
        _ transaction: Transaction,
        _ rows: inout [ApprovalRow]
    ) throws {
        guard var row else { return }
        timers.restate(&row.machine, at: now)
        let former = row.approval
        guard row.machine.expire(at: now) else { return }
        try row.update(in: transaction)
        try transaction.record(row.change(.approvalExpired, from: former, by: .daemon, at: now))
        rows.append(row)
    }

    private static func text(of claims: Claims) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Claims hold strings, whole numbers and finite doubles, all of which JSON can write.
        return (try? encoder.encode(claims)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }
}
