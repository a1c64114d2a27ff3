import Foundation
import GatehouseModel
import NIOCore
import NIOHTTP1
import NIOPosix
import PolicyEngine
import Synchronization
import Testing

@testable import GatehouseDaemon

/// A journey with a real policy, real approvals, and a journal that tests can hold back or break.
final class JourneyFixture: Sendable {
    let journey: CallJourney
    let journal = HeldJournal()
    let desk: ApprovalDesk
    let policy: PolicyHolder
    let loop: any EventLoop
    private let store: StateStore
    private let directory: String
    private let group: MultiThreadedEventLoopGroup

    static let policyText = """
        [[credential]]
        name = "entra"
        kind = "basic"
        username = "entra"
        password = { literal = "open sesame" }

        [[queue]]
        name = "guests"
        pending-message = { default = "Waiting, {code}.", fr = "En attente, {code}." }

        [[endpoint]]
        name = "check-approval"
        dialect = "entra-b2b"
        step = "post-federation"
        credentials = ["entra"]
        approval = { check = "guests" }

        [[endpoint]]
        name = "request-approval"
        dialect = "entra-b2b"
        step = "post-attribute-collection"
        credentials = ["entra"]
        approval = { request = "guests" }

        [[endpoint]]
        name = "gate"
        dialect = "entra-b2b"
        step = "post-attribute-collection"
        credentials = ["entra"]
        deadline = "50ms"

        [[endpoint]]
        name = "open"
        dialect = "entra-b2b"
        step = "post-attribute-collection"
        credentials = ["entra"]
        deadline = "50ms"
        failure-policy = "continue"

        [[list]]
        name = "friends"
        effect = "allow"

        [[list]]
        name = "blocked"
        effect = "deny"
        message = { default = "Not from {domain}. Reference {code}." }
        """

    /// - Parameter rules: further TOML for the policy.
    init(rules: String = "") throws {
        directory = NSTemporaryDirectory() + "gatehouse-journey-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        store = try StateStore(path: directory + "/state.db")
        desk = try ApprovalDesk(store: store)
        var friends = EntryIndex()
        friends.insert(try EntryPattern("friend.example"), id: 1)
        var blocked = EntryIndex()
        blocked.insert(try EntryPattern(".evil.example"), id: 2)
        let document = try PolicyDocument.parse(Self.policyText + "\n" + rules, file: "policy.toml")
        let snapshot = PolicySnapshot(
            document: document,
            revision: 1,
            indexes: ["friends": friends, "blocked": blocked]
        )
        policy = PolicyHolder(try ActivePolicy(snapshot, secretsIn: directory))
        group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        loop = group.next()
        journey = CallJourney(
            group: group,
            parts: CallJourney.Parts(
                policy: policy,
                approvals: ApprovalSettlement(desk: desk),
                journal: journal,
                hits: NoHits(),
                meter: CallMeter()
            )
        )
    }

    /// Puts policies in force for this journey's calls, starting with its own one as revision 1.
    func office() async throws -> PolicyOffice {
        let document = policy.current.snapshot.document
        let history = PolicyHistory(store: store)
        _ = try await history.apply(document.source, base: nil, by: .daemon, at: .now)
        return PolicyOffice(
            history: history,
            lists: try ListBook(store: store, lists: document.lists, onIndex: { _, _ in }),
            tables: try TableBook(store: store, directory: directory + "/tables", definitions: []),
            holder: policy,
            secrets: directory
        )
    }

    func close() async {
        try? await group.shutdownGracefully()
        await store.close()
        try? FileManager.default.removeItem(atPath: directory)
    }

    static func with(
        rules: String = "",
        _ body: (JourneyFixture) async throws -> Void
    ) async throws {
        let fixture = try JourneyFixture(rules: rules)
        do {
            try await body(fixture)
        } catch {
            await fixture.close()
            throw error
        }
        await fixture.close()
    }

    /// Sends a call and waits for its answer.
    func call(
        _ endpoint: String,
        _ body: String,
        method: String = "POST",
        authorization: String? = JourneyFixture.authorization,
        contentType: String? = "application/json"
    ) async -> HTTPAnswer {
        var headers = HTTPHeaders()
        if let authorization { headers.add(name: "Authorization", value: authorization) }
        if let contentType { headers.add(name: "Content-Type", value: contentType) }
        let request = InboundRequest(
            method: method,
            path: "/endpoints/" + endpoint,
            headers: headers,
            body: ByteBuffer(string: body),
            client: "192.0.2.7",
            received: .now,
            start: .now()
        )
        return await withCheckedContinuation { continuation in
            loop.execute { [self] in
                journey.answer(request, on: loop) { continuation.resume(returning: $0) }
            }
        }
    }

    /// `entra:open sesame`.
    static let authorization = "Basic " + Data("entra:open sesame".utf8).base64EncodedString()
}

/// A journal in memory. While it is held, calls wait; while it is broken, no call can be written.
final class HeldJournal: CallJournal {
    private struct State {
        var entries: [JournalEntry] = []
        var amended: [JournalEntry] = []
        var waiting: [@Sendable (Result<Void, any Error>) -> Void] = []
        var isHeld = false
        var failure: StorageFailure?
    }

    private let state = Mutex(State())

    var entries: [JournalEntry] { state.withLock(\.entries) }
    var amended: [JournalEntry] { state.withLock(\.amended) }

    func hold() { state.withLock { $0.isHeld = true } }

    func fail(with failure: StorageFailure) { state.withLock { $0.failure = failure } }

    /// Writes the waiting calls, and all further ones at once.
    func release() {
        let waiting = state.withLock { state in
            state.isHeld = false
            defer { state.waiting = [] }
            return state.waiting
        }
        for completion in waiting { completion(.success(())) }
    }

    func append(_ entry: JournalEntry, completion: @escaping @Sendable (Result<Void, any Error>) -> Void) {
        let result: Result<Void, any Error>? = state.withLock { state in
            if let failure = state.failure { return .failure(failure) }
            state.entries.append(entry)
            guard state.isHeld else { return .success(()) }
            state.waiting.append(completion)
            return nil
        }
        if let result { completion(result) }
    }

    func amend(_ entry: JournalEntry) { state.withLock { $0.amended.append(entry) } }
}

private struct NoHits: HitCounting {
    func count(_ hits: [Judgement.Hit], at now: Timestamp) {}
}

extension HTTPAnswer {
    var text: String { String(decoding: body, as: UTF8.self) }
}
