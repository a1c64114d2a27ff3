import GatehouseModel

/// The stream of what happens, as JSON lines; see `ControlClient.events`.
package enum WatchEvents {
    package static let route = Route(
        .get,
        "/v1/events",
        .viewer,
        "What happens, as JSON lines, or server-sent events when the Accept header asks for text/event-stream."
    )

    /// Which events a subscriber wants.
    package struct Interest: Sendable, Hashable {
        /// Go on after this position; nil starts now.
        package var after: Int64?
        /// For calls, in the query language.
        package var filter: String?
        /// `call approval list policy sign_up status`; all when empty.
        package var types: Set<String>
        /// The least time between two writes, up to a second: events in between come together. Nil writes at once.
        package var pace: Duration?

        package init(
            after: Int64? = nil,
            filter: String? = nil,
            types: Set<String> = [],
            pace: Duration? = nil
        ) {
            self.after = after
            self.pace = pace
            self.filter = filter
            self.types = types
        }
    }
}
