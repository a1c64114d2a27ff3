package import GatehouseModel

/// One approval request and its state transitions, without a clock, a store or waiting.
///
/// `pending → approved | denied | expired | withdrawn`, and back to pending while a decision can be undone. Each
/// transition that changes something increases the revision by one.
package struct ApprovalMachine: Sendable, Hashable {
    /// How long a taken request stays reserved.
    package static let leaseTime: Duration = .seconds(300)
    /// How long a decision can be undone.
    package static let undoTime: Duration = .seconds(10)
    /// The maximum length of a reason, message or comment, in characters.
    package static let textLimit = 2000

    /// The person who acts, as recorded.
    package struct Person: Sendable, Hashable {
        var uid: UInt32?
        var user: String

        init(uid: UInt32?, user: String) {
            self.uid = uid
            self.user = user
        }

        init(_ actor: Actor) { self.init(uid: actor.uid, user: actor.user) }
    }

    package enum Verdict: String, Sendable, Hashable { case approve, deny }

    package internal(set) var approval: Approval
    /// Who has taken it; valid only until `approval.takenUntil`.
    var holder: Person?
    var decider: Person?
    /// Who gave the first of two approvals.
    var firstVote: Person?
    /// How far the clock is ahead of the time that expiry counts by; see `ClockWatch`. Not stored.
    var held: Duration = .zero
    /// Until when the decision can be undone, if the clock was set since; nil for `undoTime` after it. Not stored.
    var undoUntil: Timestamp?

    package init(_ approval: Approval) { self.approval = approval }

    /// Whether it is still pending at `now`.
    package func isOpen(at now: Timestamp) -> Bool {
        approval.state == .pending && approval.expires.map { now - held < $0 } ?? true
    }

    /// The person other than `person` who has it at `now`, if any.
    private func otherHolder(than person: Person, at now: Timestamp) -> (Person, Timestamp)? {
        guard let holder, let until = approval.takenUntil, now < until, holder.uid != person.uid else { return nil }
        return (holder, until)
    }

    // MARK: - The applicant

    /// Counts another ask by the applicant while the request is pending.
    package mutating func askAgain(at now: Timestamp) {
        approval.asks += 1
        touch(now)
    }

    // MARK: - Holding

    /// Reserves it for the actor for `leaseTime`; a repetition renews that.
    package mutating func take(by actor: Actor, at now: Timestamp) throws(ApprovalRefusal) {
        try requireOpen(at: now)
        let person = Person(actor)
        if let (other, until) = otherHolder(than: person, at: now) {
            throw .takenByAnother(user: other.user, until: until)
        }
        holder = person
        approval.takenBy = person.user
        approval.takenUntil = now + Self.leaseTime
        touch(now)
    }

    /// Releases it, even if the reservation has ended. An admin may release what another person took.
    package mutating func release(by actor: Actor, at now: Timestamp) throws(ApprovalRefusal) {
        try requireOpen(at: now)
        let person = Person(actor)
        if let (other, until) = otherHolder(than: person, at: now) {
            guard actor.role == .admin else { throw .takenByAnother(user: other.user, until: until) }
        } else {
            guard let holder, holder.uid == person.uid else { throw .notTaken }
        }
        letGo()
        touch(now)
    }

    // MARK: - Deciding

    /// The effect of a verdict.
    package enum Step: Sendable, Hashable {
        case decided
        /// The first of two approvals; it waits for the second.
        case voted
    }

    /// Approves or denies.
    ///
    /// - Parameters:
    ///   - seen: the revision the person decided on; nil decides whatever is there.
    ///   - quorum: how many different people must approve; denying takes one.
    ///   - isOwn: whether the applicant's address is the person's own.
    package mutating func decide(
        _ verdict: Verdict,
        seen: Int? = nil,
        reason: String?,
        message: String?,
        by actor: Actor,
        quorum: Int = 1,
        isOwn: Bool = false,
        at now: Timestamp
    ) throws(ApprovalRefusal) -> Step {
        try requireOpen(at: now)
        let person = Person(actor)
        if let (other, until) = otherHolder(than: person, at: now) {
            throw .takenByAnother(user: other.user, until: until)
        }
        if let seen, seen != approval.revision { throw .revisionMismatch(seen: seen, current: approval.revision) }
        if verdict == .deny, (reason ?? "").trimmedWhiteSpace.isEmpty { throw .reasonRequired }
        if verdict == .approve {
            if isOwn { throw .ownAddress }
            if quorum > 1, let firstVote, firstVote.uid == person.uid { throw .secondPersonRequired }
            if quorum > 1, firstVote == nil {
                firstVote = person
                letGo()
                touch(now)
                return .voted
            }
        }
        touch(now)
        close(as: verdict == .approve ? .approved : .denied, by: person, at: now)
        approval.reason = reason
        approval.message = message
        return .decided
    }

    /// Undoes the actor's own decision, or their first vote of two.
    package mutating func undo(by actor: Actor, at now: Timestamp) throws(ApprovalRefusal) {
        let person = Person(actor)
        if approval.state == .pending, let firstVote, firstVote.uid == person.uid {
            self.firstVote = nil
            touch(now)
            return
        }
        guard approval.state == .approved || approval.state == .denied, let decider, let decided = approval.decidedAt,
            decider.uid == person.uid, person.uid != nil
        else { throw .notYourDecision }
        guard now < undoUntil ?? decided + Self.undoTime else { throw .undoTooLate }
        self.decider = nil
        approval.state = .pending
        approval.decidedBy = nil
        approval.decidedAt = nil
        approval.reason = nil
        approval.message = nil
        approval.provisioning = .none
        touch(now)
    }

    // MARK: - The daemon

    /// Ends the request if it has expired. False if nothing changed.
    package mutating func expire(at now: Timestamp) -> Bool {
        guard approval.state == .pending, let expires = approval.expires, now - held >= expires else { return false }
        approval.state = .expired
        letGo()
        touch(now)
        return true
    }

    /// Approves it without a person, because a list says so.
    package mutating func allow(by decider: Decider, at now: Timestamp) {
        close(as: .approved, by: Person(uid: nil, user: decider.rawValue), at: now)
        touch(now)
    }

    /// Withdraws the request, for the applicant or for an admin on their behalf.
    package mutating func withdraw(by actor: Actor, at now: Timestamp) throws(ApprovalRefusal) {
        try requireOpen(at: now)
        close(as: .withdrawn, by: Person(actor), at: now)
        touch(now)
    }

    // MARK: - Parts

    private func requireOpen(at now: Timestamp) throws(ApprovalRefusal) {
        guard !isOpen(at: now) else { return }
        let state = approval.state == .pending ? .expired : approval.state
        throw .alreadyDecided(state: state, by: approval.decidedBy)
    }

    private mutating func close(as state: ApprovalState, by person: Person, at now: Timestamp) {
        approval.state = state
        approval.decidedBy = person.user
        approval.decidedAt = now
        decider = person
        letGo()
    }

    private mutating func letGo() {
        holder = nil
        approval.takenBy = nil
        approval.takenUntil = nil
    }

    private mutating func touch(_ now: Timestamp) {
        approval.updated = max(now, approval.updated)
        approval.revision += 1
    }
}
