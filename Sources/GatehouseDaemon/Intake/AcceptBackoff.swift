import Glibc
import NIOCore

/// Makes a listening channel wait when `accept` fails. NIO alone would retry at once and use a whole processor core.
enum AcceptBackoff {
    /// Short, so that the door answers soon after descriptors are free again.
    static let pause = TimeAmount.milliseconds(100)

    /// Adds the pause to a listening channel's pipeline. Call it before NIO adds its own handlers.
    static func add(to listener: any Channel, troubles: DoorTroubles?) throws {
        let handler = AcceptBackoffHandler(shouldForwardIOErrorCaught: false) { error in
            // The client left before its connection was accepted, so there is no reason to wait.
            guard error.errnoCode != ECONNABORTED else { return nil }
            troubles?.note(.noDescriptors, at: .now())
            return pause
        }
        try listener.pipeline.syncOperations.addHandler(handler)
    }
}
