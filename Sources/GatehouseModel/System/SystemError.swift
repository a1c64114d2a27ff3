import Glibc

/// An error that carries an `errno` code.
package protocol ErrnoError: Error {
    /// A value of errno(3).
    var errnoCode: Int32 { get }
}

/// A failed system call. Its description is the reason in plain words, without path or remedy.
package struct SystemError: ErrnoError, Sendable, Hashable, CustomStringConvertible {
    package let errnoCode: Int32

    package init(_ code: Int32) { errnoCode = code }

    /// The error of the last system call on this thread.
    package static var last: SystemError { SystemError(errno) }

    package var description: String { PlainReason.of(errno: errnoCode) }
}
