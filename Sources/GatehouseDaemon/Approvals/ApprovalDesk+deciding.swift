package import ControlProtocol
import Foundation
package import GatehouseModel
package import PolicyEngine

extension ApprovalDesk {
    /// The maximum number of requests decided or undone at once.
    package static let bulkLimit = 500

    /// Approves or denies requests independently of each other. The result of one that was refused has the reason and the
    /// request as it is now.
    ///
    /// - Parameters:
    ///   - terms: the queue's terms by its name; a queue that the policy no longer has needs one approval.
    ///   - reply: kept for the sender together with the last of the changes.
    /// - Throws: `StateError.invalid` for more than `bulkLimit` items or texts over the limit; errors of the store.
    package func decide(
        _ body: DecideApprovals.Body,
        by actor: Actor,
        terms: @escaping @Sendable (String) -> Queue?,
        keeping reply: RecordedReply<DecideReply>? = nil,
        at now: Timestamp
    ) async throws -> DecideReply {
        try Self.check(count: body.items.count, texts: [body.reason, body.message])
        let verdict: ApprovalMachine.Verdict = body.verdict == .approve ? .approve : .deny
        let isDryRun = body.dryRun ?? false
        let undoUntil = isDryRun ? nil : now + ApprovalMachine.undoTime
        return try await eachOf(body.items, undoUntil: undoUntil, keeping: reply) { [self] item, transaction, rows in
            try attempt(item.id, transaction, &rows, isDryRun: isDryRun, at: now) { row in
                let former = row.approval
                let step = try row.machine.decide(
                    verdict,
                    seen: item.revision,
                    reason: body.reason,
                    message: body.message,
                    by: actor,
                    quorum: terms(row.approval.queue)?.quorum ?? 1,
                    isOwn: row.addresses.contains { isOwn(actor, $0) },
                    at: now
                )
                if isDryRun { return }
                switch step {
                case .decided:
                    timers.noteDecision(on: row.approval.id, until: now + ApprovalMachine.undoTime)
                    let kind: Change.Kind = verdict == .approve ? .approvalApproved : .approvalDenied
                    try transaction.record(row.change(kind, from: former, by: actor, at: now))
                case .voted:
                    try Self.remark(
                        "approves; one more person must",
                        on: row.approval.id,
                        by: actor,
                        at: now,
                        transaction
                    )
                    try transaction.record(row.change(.approvalVoted, from: former, by: actor, at: now))
                }
            }
        }
    }

    /// Undoes the caller's own decisions within `ApprovalMachine.undoTime`.
    package func undo(
        _ ids: [String],
        by actor: Actor,
        keeping reply: RecordedReply<DecideReply>? = nil,
        at now: Timestamp
    ) async throws -> DecideReply {
        try Self.check(count: ids.count, texts: [])
        return try await eachOf(ids, undoUntil: nil, keeping: reply) { [self] id, transaction, rows in
            try attempt(id, transaction, &rows, isDryRun: false, at: now) { row in
                let former = row.approval
                try row.machine.undo(by: actor, at: now)
                let newest = try ApprovalRow.newest(of: row.applicant, in: row.approval.queue, transaction)
                guard newest?.approval.id == row.approval.id else { throw ApprovalRefusal.newerRequest }
                try transaction.record(row.change(.approvalDecisionUndone, from: former, by: actor, at: now))
            }
        }
    }

    /// Takes a request for `ApprovalMachine.leaseTime`; taking it again renews that.
    ///
    /// - Throws: `Refused` with the request as it is; errors of the store.
    package func take(
        _ id: String,
        by actor: Actor,
        keeping reply: RecordedReply<Approval>? = nil,
        at now: Timestamp
    ) async throws -> Approval {
        try await step(.approvalTaken, id, by: actor, keeping: reply, at: now) { machine throws(ApprovalRefusal) in
            try machine.take(by: actor, at: now)
        }
    }

    /// Releases a request that somebody took.
    ///
    /// - Throws: `Refused` with the request as it is; errors of the store.
    package func release(
        _ id: String,
        by actor: Actor,
        keeping reply: RecordedReply<Approval>? = nil,
        at now: Timestamp
    ) async throws -> Approval {
        try await step(.approvalReleased, id, by: actor, keeping: reply, at: now) { machine throws(ApprovalRefusal) in
            try machine.release(by: actor, at: now)
        }
    }

    /// Adds a comment and publishes the request, so that every client that shows it reloads it.
    package func comment(
        _ id: String,
        _ text: String,
        by actor: Actor,
        keeping reply: RecordedReply<ApprovalDetail>? = nil,
        at now: Timestamp
    ) async throws -> ApprovalDetail {
        guard !text.trimmedWhiteSpace.isEmpty else { throw StateError.invalid("the remark is empty") }
        try Self.check(count: 1, texts: [text])
        return try await change(keeping: reply) { transaction, rows in
            let row = try ApprovalRow.find(id, transaction)
            try Self.remark(text, on: row.approval.id, by: actor, at: now, transaction)
            try transaction.record(
                Change(
                    .approvalCommented,
                    of: "approval:\(row.approval.code)",
                    by: actor,
                    after: .object(["text": .string(text)]),
                    at: now
                )
            )
            rows.append(row)
            return try Self.detail(of: row, transaction)
        }
    }

    /// Rewrites the ends of leases after the system clock was set, so that everybody sees how long they last. What
    /// people may do follows the timers at once.
    package func restateLeases(at now: Timestamp) async throws {
        let ids = timers.leased
        guard !ids.isEmpty else { return }
        _ = try await change(weight: 512 * ids.count) { [self] transaction, rows in
            for id in ids {
                var row = try ApprovalRow.find(id.description, transaction)
                guard row.approval.takenUntil != nil else { continue }
                timers.restate(&row.machine, at: now)
                try row.update(in: transaction)
                rows.append(row)
            }
        }
    }

    /// A step was refused: why, and the request as it is now.
    package struct Refused: Error, Sendable {
        package let refusal: ApprovalRefusal
        package let current: Approval
    }

    private func step(
        _ kind: Change.Kind,
        _ id: String,
        by actor: Actor,
        keeping reply: RecordedReply<Approval>?,
        at now: Timestamp,
        _ body: @escaping @Sendable (inout ApprovalMachine) throws(ApprovalRefusal) -> Void
    ) async throws -> Approval {
        try await change(keeping: reply) { [self] transaction, rows in
            var row = try ApprovalRow.find(id, transaction)
            timers.restate(&row.machine, at: now)
            let former = row.approval
            do throws(ApprovalRefusal) { try body(&row.machine) } catch {
                throw Refused(refusal: error, current: former)
            }
            if let until = row.approval.takenUntil { timers.noteLease(of: row.approval.id, until: until) }
            try row.update(in: transaction)
            try transaction.record(row.change(kind, from: former, by: actor, at: now))
            rows.append(row)
            return row.approval
        }
    }

    /// The number of requests in one piece of the writer's work, so that other work does not wait long behind a bulk
    /// decision.
    private static let stride = 25

    private func eachOf<Item: Sendable>(
        _ items: [Item],
        undoUntil: Timestamp?,
        keeping reply: RecordedReply<DecideReply>?,
        _ body: @escaping @Sendable (Item, Transaction, inout [ApprovalRow]) throws -> DecideReply.Result
    ) async throws -> DecideReply {
        var answer = DecideReply(results: [])
        var rest = items[...]
        repeat {
            let part = rest.prefix(Self.stride)
            rest.removeFirst(part.count)
            let isLast = rest.isEmpty
            let former = answer
            answer = try await change(weight: 4096 * part.count, keeping: isLast ? reply : nil) { transaction, rows in
                var answer = former
                for item in part { answer.results.append(try body(item, transaction, &rows)) }
                if isLast, answer.results.contains(where: { $0.problem == nil }) { answer.undoUntil = undoUntil }
                return answer
            }
        } while !rest.isEmpty
        return answer
    }

    /// Changes one of many requests. A refusal becomes part of the result; any other error ends them all.
    private func attempt(
        _ id: String,
        _ transaction: Transaction,
        _ rows: inout [ApprovalRow],
        isDryRun: Bool,
        at now: Timestamp,
        _ body: (inout ApprovalRow) throws -> Void
    ) throws -> DecideReply.Result {
        var current: Approval?
        do {
            var row = try ApprovalRow.find(id, transaction)
            timers.restate(&row.machine, at: now)
            current = row.approval
            try body(&row)
            if !isDryRun {
                try row.update(in: transaction)
                rows.append(row)
            }
            return DecideReply.Result(id: id, approval: row.approval)
        } catch let refusal as ApprovalRefusal {
            return DecideReply.Result(id: id, approval: current, problem: refusal.problem())
        }
    }

    private static func remark(
        _ text: String,
        on id: CallID,
        by actor: Actor,
        at now: Timestamp,
        _ transaction: Transaction
    ) throws {
        try transaction.execute(
            "INSERT INTO approval_comment (approval, time, uid, user, text) VALUES (?, ?, ?, ?, ?)",
            [id.storedBytes, now.milliseconds, actor.uid, actor.user, text]
        )
    }

    private static func check(count: Int, texts: [String?]) throws {
        guard (1...bulkLimit).contains(count) else {
            throw StateError.invalid("\(count) requests were named; name 1 to \(bulkLimit)")
        }
        for text in texts.compactMap(\.self) where text.count > ApprovalMachine.textLimit {
            throw StateError.invalid(
                "a text has \(text.count) characters; at most \(ApprovalMachine.textLimit) are kept"
            )
        }
    }
}
