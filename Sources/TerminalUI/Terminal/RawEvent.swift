/// Raw input as read by the C code, before it is decoded.
enum RawEvent: Hashable, Sendable {
    case scalar(Unicode.Scalar)
    case named(Key.Name)
    case mouse(Mouse)
    case pasteBegin
    case pasteEnd
    case focus(Bool)
    /// Bytes without a meaning, which also end an unfinished sequence.
    case noise
}
