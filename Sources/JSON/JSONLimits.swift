/// How much JSON is accepted.
package struct JSONLimits: Sendable, Hashable {
    /// Bytes of the whole text.
    package var bytes: Int
    /// Arrays and objects inside each other; the scanner recurses this deep.
    package var depth: Int
    /// Object members and array elements in all.
    package var members: Int
    /// UTF-8 bytes of one string or member name.
    package var stringBytes: Int

    package init(bytes: Int = 256 << 10, depth: Int = 32, members: Int = 512, stringBytes: Int = 32 << 10) {
        self.bytes = bytes
        self.depth = depth
        self.members = members
        self.stringBytes = stringBytes
    }
}
