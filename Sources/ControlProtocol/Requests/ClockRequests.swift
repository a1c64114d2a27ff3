package import GatehouseModel

/// What the daemon makes of the system clock.
package struct GetClock: ControlRequest {
    package typealias Reply = ClockState
    package static let route = Route(
        .get,
        "/v1/clock",
        .viewer,
        "Whether the system clock jumped, and whether removals wait because of it."
    )
    package init() {}
}

/// Accepts the system clock after a jump, so that expiry and retention continue by it.
package struct AcceptClock: ControlRequest {
    package typealias Reply = ClockState
    package static let route = Route(
        .post,
        "/v1/clock/accept",
        .admin,
        "Accept the system clock after a jump: expiry and retention continue by it at once."
    )
    package init() {}
}
