import Dispatch
import Glibc

/// Stops the daemon when standard input ends, so that it never outlives the program at the other end.
///
/// The kernel closes that end however the program ends, even after SIGKILL.
enum InputWatch {
    /// Starts to watch; all input is discarded.
    static func start() {
        // The queue's thread blocks in read(2) for as long as the process lives.
        DispatchQueue(label: "standard-input").async {
            var buffer = [UInt8](repeating: 0, count: 4_096)
            while true {
                let count = read(STDIN_FILENO, &buffer, buffer.count)
                guard count > 0 || (count < 0 && errno == EINTR) else { return StorageWatch.terminate() }
            }
        }
    }
}
