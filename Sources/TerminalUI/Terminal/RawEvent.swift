/// What the C side reads from the terminal, before it means anything.
enum RawEvent: Hashable, Sendable {
    case scalar(Unicode.Scalar)
    case named(Key.Name)
    case mouse(Mouse)
    case pasteBegin
    case pasteEnd
    case focus(Bool)
    /// Bytes without a meaning; they also end an unfinished sequence.
    case noise
}
