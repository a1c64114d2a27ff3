import ControlProtocol
import GatehouseModel
import PolicyEngine

/// Decides which parts of a reply each role may see. Every type of reply must say how it hides people from viewers,
/// even if it names none. Replies with the text of a policy also say how they hide its secrets.
protocol Maskable: Codable, Sendable {
    /// For viewers: the reply without anything that identifies a person. Texts from people and outside systems are
    /// removed completely.
    func masked() -> Self
    /// For everybody but admins: the reply without the secrets of the policy. Admins could change the secrets anyway.
    func withSecretsCovered() -> Self
}

extension Maskable {
    func withSecretsCovered() -> Self { self }

    /// The reply as `caller` may see it.
    func shown(to caller: Caller) -> Self {
        let reply = caller.role == .admin ? self : withSecretsCovered()
        return caller.seesMasked ? reply.masked() : reply
    }
}

/// Contains nothing about people.
protocol Impersonal: Maskable {}

extension Impersonal {
    func masked() -> Self { self }
}

extension DaemonStatus: Impersonal {}
extension WhoAmI: Impersonal {}
extension ClockState: Impersonal {}
extension EndpointSummary: Impersonal {}
extension Simulation: Impersonal {}
extension ListSummary: Impersonal {}
extension TableSummary: Impersonal {}
extension AuditVerification: Impersonal {}
extension FlowSummary: Impersonal {}
extension ConnectorProbe: Impersonal {}
// The texts of a rule are written by admins.
extension RuleSummary: Impersonal {}
extension Done: Impersonal {}
extension GraphImport: Impersonal {}
extension GraphExport: Impersonal {}
extension JSONValue: Impersonal {}
// Answered only to approvers.
extension CallBodies: Impersonal {}
extension SignUpView: Impersonal {}
extension DecideReply: Impersonal {}
extension RuleTest: Impersonal {}
extension RuleMatches: Impersonal {}
extension TableRow: Impersonal {}
extension EntriesChanged: Impersonal {}
extension ReplayedCall: Impersonal {}

extension Page: Maskable where Item: Maskable {
    func masked() -> Page { Page(items: items.map { $0.masked() }, next: next) }

    func withSecretsCovered() -> Page { Page(items: items.map { $0.withSecretsCovered() }, next: next) }
}

extension CallSummary: Maskable {
    func masked() -> CallSummary {
        var call = self
        call.email = email.map(Masking.email)
        return call
    }
}

extension Flip: Maskable {
    func masked() -> Flip { Flip(call: call.masked(), from: from, to: to, decidedBy: decidedBy) }
}

extension PolicyDocumentReply: Maskable {
    func masked() -> PolicyDocumentReply {
        var reply = self
        reply.comment = ViewerText.covered(comment)
        return reply
    }

    func withSecretsCovered() -> PolicyDocumentReply {
        var reply = self
        reply.document = SecretMask.covered(document)
        return reply
    }
}

extension PolicyRevisionSummary: Maskable {
    func masked() -> PolicyRevisionSummary {
        var revision = self
        revision.comment = ViewerText.covered(comment)
        return revision
    }
}

extension PolicyDraft: Impersonal {
    func withSecretsCovered() -> PolicyDraft {
        var draft = self
        draft.document = SecretMask.covered(document)
        draft.check = check.withSecretsCovered()
        return draft
    }
}

extension PolicyCheck: Impersonal {
    func withSecretsCovered() -> PolicyCheck {
        var check = self
        for index in problems.indices { check.problems[index].text = URLMask.covered(problems[index].text) }
        for index in warnings.indices { check.warnings[index].text = URLMask.covered(warnings[index].text) }
        return check
    }
}

extension PolicyDiff: Impersonal {
    /// Parts and lines are covered for everybody; the merged text is whole, secrets of others included.
    func withSecretsCovered() -> PolicyDiff {
        var diff = self
        diff.merged = merged.map(SecretMask.covered)
        return diff
    }
}

extension ConnectorSummary: Maskable {
    /// Why it fails may quote a reply, and a reply may quote a person.
    func masked() -> ConnectorSummary {
        var connector = self
        if state == .failing { connector.problem = ViewerText.covered(problem) }
        return connector
    }
}

extension CallDetail: Maskable {
    func masked() -> CallDetail {
        var detail = self
        detail.call = call.masked()
        detail.claims = nil
        detail.message = ViewerText.covered(message)
        detail.problem = ViewerText.covered(problem)
        detail.trace.notes = trace.notes.map { _ in ViewerText.cover }
        detail.trace.nearest?.change = ViewerText.cover
        detail.trace.considered = trace.considered.map { considered in
            var considered = considered
            considered.entry = considered.entry.map(ViewerText.entry)
            considered.reads = considered.reads.map { .init(path: $0.path, value: ViewerText.covered($0.value)) }
            considered.changes = considered.changes.map { .init(path: $0.path, value: ViewerText.covered($0.value)) }
            return considered
        }
        return detail
    }
}

extension SignUp: Maskable {
    func masked() -> SignUp {
        var signUp = self
        signUp.email = email.map(Masking.email)
        signUp.displayName = displayName.map(Masking.name)
        signUp.message = ViewerText.covered(message)
        signUp.problem = ViewerText.covered(problem)
        return signUp
    }
}

extension SignUpDetail: Maskable {
    func masked() -> SignUpDetail {
        var detail = self
        detail.signUp = signUp.masked()
        detail.claims = nil
        detail.timeline = timeline.map { moment in
            Moment(time: moment.time, what: ViewerText.moment(moment.what), call: moment.call?.masked())
        }
        return detail
    }
}

extension Account: Maskable {
    func masked() -> Account {
        var account = self
        account.email = Masking.email(email)
        account.displayName = displayName.map(Masking.name)
        account.identities = identities.map {
            Identity(signInType: $0.signInType, issuer: $0.issuer, issuerAssignedID: ViewerText.cover)
        }
        account.attributes = attributes.mapValues { _ in .string(ViewerText.cover) }
        return account
    }
}

extension Approval: Maskable {
    func masked() -> Approval {
        var approval = self
        approval.email = email.map(Masking.email)
        approval.displayName = displayName.map(Masking.name)
        approval.reason = ViewerText.covered(reason)
        approval.message = ViewerText.covered(message)
        return approval
    }
}

extension ApprovalDetail: Maskable {
    func masked() -> ApprovalDetail {
        var detail = self
        detail.approval = approval.masked()
        detail.claims = nil
        detail.earlier = earlier.map { $0.masked() }
        detail.sameDomain = sameDomain.map { $0.masked() }
        detail.comments = comments.map { .init(time: $0.time, user: $0.user, text: ViewerText.cover) }
        return detail
    }
}

extension ListEntry: Maskable {
    func masked() -> ListEntry {
        var entry = self
        entry.entry = ViewerText.entry(self.entry)
        entry.value = ViewerText.value(value, of: kind)
        entry.comment = ViewerText.covered(comment)
        entry.owner = ViewerText.covered(owner)
        entry.ticket = ViewerText.covered(ticket)
        return entry
    }
}

extension CheckReply: Maskable {
    /// The caller already knows the value, but not the details of the matching entries.
    func masked() -> CheckReply {
        CheckReply(
            value: value,
            matches: matches.map {
                Match(list: $0.list, effect: $0.effect, entry: $0.entry.masked(), decides: $0.decides)
            }
        )
    }
}

extension Impact: Maskable {
    func masked() -> Impact {
        var impact = self
        impact.waiting = waiting.map { $0.masked() }
        return impact
    }
}

extension AuditRecord: Maskable {
    /// The hash is masked too, because with the rest of the record it could be used to test guessed names.
    func masked() -> AuditRecord {
        var record = self
        record.subject = ViewerText.subject(subject)
        record.before = before.map(ViewerText.facts)
        record.after = after.map(ViewerText.facts)
        record.hash = ViewerText.cover
        return record
    }
}

extension Event {
    func masked() -> Event {
        var event = self
        switch body {
        case .call(let call): event.body = .call(call.masked())
        case .approval(let approval): event.body = .approval(approval.masked())
        case .signUp(let signUp): event.body = .signUp(signUp.masked())
        case .policy(let revision): event.body = .policy(revision.masked())
        case .hello, .list, .status, .heartbeat, .gap, .goodbye: break
        }
        return event
    }
}
