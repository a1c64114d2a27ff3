package import GatehouseModel

/// One approval request and the steps it can take: no clock, no store, no waiting.
///
/// `pending → approved | denied | expired | withdrawn`, and back to pending while a decision may be taken back. Each
/// step that changes something makes the revision grow by one.
package struct ApprovalMachine: Sendable, Hashable {
    /// How long somebody holds what they took.
    package static let leaseTime: Duration = .seconds(300)
    /// How long a decision can be taken back.
    package static let undoTime: Duration = .seconds(10)
    /// The longest reason, message or comment kept, in characters.
    package static let textLimit = 2000

    /// A person who acts, as the record remembers them.
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
    /// Who holds it; meaningful while `approval.takenUntil` is to come.
    var holder: Person?
    var decider: Person?
    /// Who gave the first of two approvals.
    var firstVote: Person?

    package init(_ approval: Approval) { self.approval = approval }

    /// Whether it still waits for somebody at `now`.
    package func isOpen(at now: Timestamp) -> Bool {
        approval.state == .pending && approval.expires.map { now < $0 } ?? true
    }

    /// Somebody other than `person` who holds it at `now`.
    private func otherHolder(than person: Person, at now: Timestamp) -> (Person, Timestamp)? {
        guard let holder, let until = approval.takenUntil, now < until, holder.uid != person.uid else { return nil }
        return (holder, until)
    }

    // MARK: - The applicant

    /// The applicant asked again while it was pending.
    package mutating func askAgain(at now: Timestamp) {
        approval.asks += 1
        touch(now)
    }

    // MARK: - Holding

    /// `person` holds it for `leaseTime`; again to renew.
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

    /// Gives it back, also once the hold has run out. An admin may give back what another holds.
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

    /// Takes back one's own decision, or one's own first vote of two.
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
        guard now < decided + Self.undoTime else { throw .undoTooLate }
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

    /// Ends it if its time is over. False when nothing changed.
    package mutating func expire(at now: Timestamp) -> Bool {
        guard approval.state == .pending, let expires = approval.expires, now >= expires else { return false }
        approval.state = .expired
        letGo()
        touch(now)
        return true
    }

    /// Approved without asking: a list says so.
    package mutating func allow(by decider: Decider, at now: Timestamp) {
        close(as: .approved, by: Person(uid: nil, user: decider.rawValue), at: now)
        touch(now)
    }

    /// The applicant, or an admin for them, takes it back.
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
