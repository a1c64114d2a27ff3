package import GatehouseModel

/// Something that happened and that people can look up later: what was done to what, by whom and when, and how it was
/// before and after.
package struct Change: Sendable, Hashable {
    package var kind: Kind
    /// What was changed, for example `list:partners`.
    package var subject: String
    package var actor: Actor
    /// The facts before, as far as they changed; nil if there were none.
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
    /// What can happen. The texts are the actions of the audit log, by which people filter, so they never change.
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

        case bodiesRevealed = "call.reveal"
        case lossAccepted = "accept-loss"
    }
}
