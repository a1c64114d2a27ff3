import Glibc
import NIOCore

/// What a listening channel does when `accept` fails: it waits a moment, where NIO alone would try again at once and
/// use up a processor core.
enum AcceptBackoff {
    /// Short, so that the door answers again soon after descriptors are free.
    static let pause = TimeAmount.milliseconds(100)

    /// Adds the pause to a listening channel's pipeline. Call it before NIO adds its own handlers.
    static func add(to listener: any Channel, troubles: DoorTroubles?) throws {
        let handler = AcceptBackoffHandler(shouldForwardIOErrorCaught: false) { error in
            // The client left before we took its connection: no reason to wait.
            guard error.errnoCode != ECONNABORTED else { return nil }
            troubles?.note(.noDescriptors, at: .now())
            return pause
        }
        try listener.pipeline.syncOperations.addHandler(handler)
    }
}
