import Glibc

/// An error that carries what `errno` said.
package protocol ErrnoError: Error {
    /// A value of errno(3).
    var errnoCode: Int32 { get }
}

/// A system call that failed; its description is the reason in plain words, without path or remedy.
package struct SystemError: ErrnoError, Sendable, Hashable, CustomStringConvertible {
    package let errnoCode: Int32

    package init(_ code: Int32) { errnoCode = code }

    /// What the last system call of this thread said.
    package static var last: SystemError { SystemError(errno) }

    package var description: String { PlainReason.of(errno: errnoCode) }
}
