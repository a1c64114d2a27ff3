import GatehouseModel

/// What an event stream needs beside the services.
struct EventStreams: Sendable {
    /// Counts the open streams.
    let book: ConnectionBook
    let limits: ControlLimits
    let clock: @Sendable () -> Timestamp
    /// Lines of the streams, encoded once for all subscribers.
    let lines = EventLines()
}
