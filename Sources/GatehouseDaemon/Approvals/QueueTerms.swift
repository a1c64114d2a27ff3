package import PolicyEngine

/// What a queue promises its applicants and asks of its approvers: the policy says it.
package typealias QueueTerms = Queue
