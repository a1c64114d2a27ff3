import Dispatch
import Glibc

/// Tells when a file in one of the theme folders was written, renamed or removed.
package enum ThemeWatch {
    /// One element per burst of changes, until the task that reads is cancelled; ends at once without inotify.
    ///
    /// Folders that do not exist are not watched.
    package static func changes(in folders: [String]) -> AsyncStream<Void> {
        AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
            let descriptor = inotify_init1(Int32(O_NONBLOCK | O_CLOEXEC))
            guard descriptor >= 0 else { return continuation.finish() }
            let events = UInt32(IN_CLOSE_WRITE | IN_MOVED_TO | IN_DELETE)
            for folder in folders { inotify_add_watch(descriptor, folder, events) }
            // Safe: a source may be cancelled from any thread (dispatch_source_cancel), and nothing else is done elsewhere.
            nonisolated(unsafe) let source = DispatchSource.makeReadSource(fileDescriptor: descriptor)
            source.setEventHandler {
                if drain(descriptor) { continuation.yield() }
            }
            source.setCancelHandler { close(descriptor) }
            continuation.onTermination = { _ in source.cancel() }
            source.resume()
        }
    }

    /// Takes out everything that is waiting; what changed does not matter.
    private static func drain(_ descriptor: Int32) -> Bool {
        var bytes = [UInt8](repeating: 0, count: 4_096)
        var found = false
        while read(descriptor, &bytes, bytes.count) > 0 { found = true }
        return found
    }
}
