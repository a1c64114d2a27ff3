import ControlProtocol
import GatehouseModel
import PolicyEngine

/// A reply that can mask people for viewers. Every reply must conform, even if there is nothing to mask.
protocol Maskable: Codable, Sendable {
    func masked() -> Self
}

/// Contains nothing about people.
protocol Impersonal: Maskable {}

extension Impersonal {
    func masked() -> Self { self }
}

extension DaemonStatus: Impersonal {}
extension WhoAmI: Impersonal {}
extension EndpointSummary: Impersonal {}
extension PolicyRevisionSummary: Impersonal {}
extension PolicyCheck: Impersonal {}
extension PolicyDiff: Impersonal {}
extension Simulation: Impersonal {}
extension ListSummary: Impersonal {}
extension TableSummary: Impersonal {}
extension AuditVerification: Impersonal {}
extension FlowSummary: Impersonal {}
extension ConnectorSummary: Impersonal {}
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
// The value comes from the caller, and the matches reveal nothing more.
extension CheckReply: Impersonal {}

extension Page: Maskable where Item: Maskable {
    func masked() -> Page { Page(items: items.map { $0.masked() }, next: next) }
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
        reply.document = SecretMask.covered(document)
        return reply
    }
}

extension PolicyDraft: Maskable {
    func masked() -> PolicyDraft {
        var draft = self
        draft.document = SecretMask.covered(document)
        return draft
    }
}

extension CallDetail: Maskable {
    func masked() -> CallDetail {
        var detail = self
        detail.call = call.masked()
        detail.claims = nil
        detail.message = message.map(Masking.addresses)
        detail.problem = problem.map(Masking.addresses)
        detail.trace.notes = trace.notes.map(Masking.addresses)
        detail.trace.nearest?.change = trace.nearest.map { Masking.addresses(in: $0.change) } ?? ""
        detail.trace.considered = trace.considered.map { considered in
            var considered = considered
            considered.entry = considered.entry.map(Masking.addresses)
            considered.reads = considered.reads.map { .init(path: $0.path, value: $0.value.map { _ in "…" }) }
            considered.changes = considered.changes.map { .init(path: $0.path, value: $0.value.map { _ in "…" }) }
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
        signUp.message = message.map(Masking.addresses)
        signUp.problem = problem.map(Masking.addresses)
        return signUp
    }
}

extension SignUpDetail: Maskable {
    func masked() -> SignUpDetail {
        var detail = self
        detail.signUp = signUp.masked()
        detail.claims = nil
        detail.timeline = timeline.map { moment in
            Moment(time: moment.time, what: Masking.addresses(in: moment.what), call: moment.call?.masked())
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
            Identity(signInType: $0.signInType, issuer: $0.issuer, issuerAssignedID: "…")
        }
        account.attributes = attributes.mapValues { _ in "…" }
        return account
    }
}

extension Approval: Maskable {
    func masked() -> Approval {
        var approval = self
        approval.email = email.map(Masking.email)
        approval.displayName = displayName.map(Masking.name)
        approval.reason = reason.map(Masking.addresses)
        approval.message = message.map(Masking.addresses)
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
        detail.comments = comments.map { .init(time: $0.time, user: $0.user, text: Masking.addresses(in: $0.text)) }
        return detail
    }
}

extension ListEntry: Maskable {
    func masked() -> ListEntry {
        var entry = self
        entry.entry = Masking.addresses(in: self.entry)
        entry.value = Masking.addresses(in: value)
        entry.comment = comment.map(Masking.addresses)
        return entry
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
    /// The hash is kept: it covers the whole record, and a viewer can still compare it.
    func masked() -> AuditRecord {
        var record = self
        record.subject = Masking.addresses(in: subject)
        record.before = before.map { $0.withAddressesMasked }
        record.after = after.map { $0.withAddressesMasked }
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
        case .hello, .list, .policy, .status, .heartbeat, .gap, .goodbye: break
        }
        return event
    }
}

extension Masking {
    /// The text with every word that looks like an address masked.
    static func addresses(in text: String) -> String {
        guard text.contains("@") else { return text }
        let isEdge: (Character) -> Bool = { $0.isWhitespace || "<>()[]{},;:\"'".contains($0) }
        var masked = ""
        var word = ""
        for character in text + " " {
            guard isEdge(character) else {
                word.append(character)
                continue
            }
            masked += word.contains("@") ? email(word) : word
            masked.append(character)
            word = ""
        }
        masked.removeLast()
        return masked
    }
}

extension JSONValue {
    /// Masks members that name a person, and everything else that looks like an address.
    fileprivate var withAddressesMasked: JSONValue {
        switch self {
        case .string(let text): .string(Masking.addresses(in: text))
        case .array(let values): .array(values.map(\.withAddressesMasked))
        case .object(let members):
            .object(
                Dictionary(
                    uniqueKeysWithValues: members.map { name, value in
                        (
                            name,
                            name == "display_name"
                                ? value.string.map { .string(Masking.name($0)) } ?? value : value.withAddressesMasked
                        )
                    }
                )
            )
        case .null, .bool, .int, .double: self
        }
    }
}
