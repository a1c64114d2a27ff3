import ControlProtocol
import GatehouseModel

/// The handler for the event stream.
enum EventHandlers {
    private static let types: Set<String> = ["call", "approval", "list", "policy", "sign_up", "status"]

    static let watching = RouteLine.stream(
        WatchEvents.route,
        name: "WatchEvents",
        items: [
            QueryItem(
                name: "after",
                kind: .integer,
                summary: "Go on after this sequence; Last-Event-ID does the same."
            ),
            QueryItem(name: "filter", summary: "For calls, in the query language."),
            QueryItem(
                name: "pace",
                kind: .integer,
                summary: "The least milliseconds between two writes; events in between come together.",
                range: 0...1000
            ),
            QueryItem(
                name: "types",
                summary: "Comma-separated: call, approval, list, policy, sign_up, status; all unless said."
            ),
        ],
        replyType: "application/x-ndjson",
        replySchema: EventSchema.schema
    ) { incoming, exchange in
        let interest = try interest(in: incoming)
        let filter = try exchange.filter(interest.filter, for: CallSummary.self)
        let (services, streams) = (exchange.services, exchange.streams)
        let uid = exchange.caller.peer.uid
        let format = EventFormat(accept: incoming.headers["accept"])
        let watch = EventWatch(
            hub: services.events,
            interest: interest,
            filter: filter,
            format: format,
            isMasked: exchange.caller.seesMasked,
            lines: streams.lines,
            hello: Event.Hello(
                instance: services.status.instance,
                version: services.status.version,
                heartbeatSeconds: max(1, Int(streams.limits.heartbeat.components.seconds))
            ),
            heartbeat: streams.limits.heartbeat,
            clock: streams.clock
        )
        guard streams.book.beginStream(of: uid) else {
            throw Problem(
                .tooManyStreams,
                "you have \(streams.limits.streamsPerUser) event streams open, or all together "
                    + "\(streams.limits.streams)",
                hint: "close one"
            )
        }
        return ControlAnswer(
            status: 200,
            headers: ["content-type": format.mediaType],
            body: .stream { writer in
                defer { streams.book.endStream(of: uid) }
                try await watch.run(to: &writer)
            }
        )
    }

    private static func interest(in incoming: RouteLine.Incoming) throws(Problem) -> WatchEvents.Interest {
        let after = incoming.query["after"] ?? incoming.headers["last-event-id"]
        var interest = WatchEvents.Interest(filter: incoming.query["filter"].flatMap { $0.isEmpty ? nil : $0 })
        if let after, !after.isEmpty {
            guard let position = Int64(after), position >= 0 else {
                throw Problem(.malformed, "\"after\" must be the sequence of an event")
            }
            interest.after = position
        }
        if let pace = incoming.query["pace"], !pace.isEmpty {
            guard let milliseconds = Int(pace), (0...1000).contains(milliseconds) else {
                throw Problem(.malformed, "\"pace\" must be milliseconds, 0 to 1000")
            }
            interest.pace = milliseconds > 0 ? .milliseconds(milliseconds) : nil
        }
        if let words = incoming.query["types"], !words.isEmpty {
            interest.types = Set(words.split(separator: ",").map(String.init))
            if let unknown = interest.types.subtracting(types).min() {
                throw Problem(
                    .malformed,
                    "the event type \"\(unknown)\" is not known",
                    hint: "there are: " + types.sorted().joined(separator: ", ")
                )
            }
        }
        return interest
    }
}
