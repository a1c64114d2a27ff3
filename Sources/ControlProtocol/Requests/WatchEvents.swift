import GatehouseModel

/// The stream of events as JSON lines; see `ControlClient.events`.
package enum WatchEvents {
    package static let route = Route(
        .get,
        "/v1/events",
        .viewer,
        "What happens, as JSON lines, or server-sent events when the Accept header asks for text/event-stream."
    )

    /// The events that a subscriber wants.
    package struct Interest: Sendable, Hashable {
        /// Resumes after this position; nil starts now.
        package var after: Int64?
        /// For calls; in the query language.
        package var filter: String?
        /// `call approval list policy sign_up status`; all if empty.
        package var types: Set<String>
        /// The minimum time between two writes, up to a second; events in between are written together. Nil writes at
        /// once.
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
