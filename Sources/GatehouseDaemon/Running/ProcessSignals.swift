import Glibc

/// Signals that would end the process instead of causing an error.
enum ProcessSignals {
    /// Writing to a closed pipe or past a file size limit then fails instead of killing the daemon.
    static func ignoreThoseThatKill() {
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
    }
}
