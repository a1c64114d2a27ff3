package import GatehouseModel

/// A recorded change: what was done to what, by whom and when, with the facts before and after.
package struct Change: Sendable, Hashable {
    package var kind: Kind
    /// The changed thing, for example `list:partners`.
    package var subject: String
    package var actor: Actor
    /// The changed facts before the change; nil if there were none.
    package var before: JSONValue?
    package var after: JSONValue?
    package var time: Timestamp

    package init(
        _ kind: Kind,
        of subject: String,
        by actor: Actor,
        before: JSONValue? = nil,
        after: JSONValue? = nil,
        at time: Timestamp
    ) {
        self.kind = kind
        self.subject = subject
        self.actor = actor
        self.before = before
        self.after = after
        self.time = time
    }
}

extension Change {
    /// The kinds of changes. Their texts are the actions in the audit log, which people use in filters, so they must
    /// never change.
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case approvalAsked = "approval.ask"
        case approvalAllowed = "approval.allow"
        case approvalTaken = "approval.take"
        case approvalReleased = "approval.release"
        case approvalVoted = "approval.vote"
        case approvalApproved = "approval.approve"
        case approvalDenied = "approval.deny"
        case approvalDecisionUndone = "approval.undo"
        case approvalCommented = "approval.comment"
        case approvalExpired = "approval.expire"

        case entriesAdded = "list.add"
        case entriesRemoved = "list.remove"
        case entryEdited = "list.edit"
        case entriesExpired = "list.expire"
        case listImported = "list.import"
        case listChangeUndone = "list.undo"

        case tableImported = "table.import"
        case tableImportUndone = "table.undo"

        case policyApplied = "policy.apply"
        case policyRolledBack = "policy.rollback"
        case draftSaved = "draft.save"
        case draftDiscarded = "draft.discard"

        case accountCreated = "account.create"
        case accountEnabled = "account.enable"
        case accountDisabled = "account.disable"
        case accountErased = "account.erase"

        case connectorProbed = "connector.probe"
        case connectorForced = "connector.force"

        case clockAccepted = "clock.accept"
        case bodiesRevealed = "call.reveal"
        case lossAccepted = "accept-loss"
    }
}
