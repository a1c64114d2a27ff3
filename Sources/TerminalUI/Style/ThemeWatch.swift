import Dispatch
import Glibc

/// Watches the theme folders for files that are written, renamed or removed.
package enum ThemeWatch {
    /// Yields one element per burst of changes until the reading task is cancelled. Ends at once if inotify is not
    /// available.
    ///
    /// Folders that do not exist are not watched.
    package static func changes(in folders: [String]) -> AsyncStream<Void> {
        AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
            let descriptor = inotify_init1(Int32(O_NONBLOCK | O_CLOEXEC))
            guard descriptor >= 0 else { return continuation.finish() }
            let events = UInt32(IN_CLOSE_WRITE | IN_MOVED_TO | IN_DELETE)
            for folder in folders { inotify_add_watch(descriptor, folder, events) }
            // Safe: a source may be cancelled from any thread (dispatch_source_cancel), and nothing else is done with
            // it elsewhere.
            nonisolated(unsafe) let source = DispatchSource.makeReadSource(fileDescriptor: descriptor)
            source.setEventHandler {
                if drain(descriptor) { continuation.yield() }
            }
            source.setCancelHandler { close(descriptor) }
            continuation.onTermination = { _ in source.cancel() }
            source.resume()
        }
    }

    /// Reads all pending notifications; their content does not matter.
    private static func drain(_ descriptor: Int32) -> Bool {
        var bytes = [UInt8](repeating: 0, count: 4_096)
        var found = false
        while read(descriptor, &bytes, bytes.count) > 0 { found = true }
        return found
    }
}
