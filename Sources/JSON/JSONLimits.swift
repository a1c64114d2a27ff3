/// Limits on the JSON that is accepted, all inclusive.
package struct JSONLimits: Sendable, Hashable {
    /// The size of the whole text, in bytes.
    package var bytes: Int
    /// The depth of nested arrays and objects, which is the depth of the scanner's recursion.
    package var depth: Int
    /// The total number of object members and array elements.
    package var members: Int
    /// The length of one string or member name, in UTF-8 bytes.
    package var stringBytes: Int

    package init(bytes: Int = 256 << 10, depth: Int = 32, members: Int = 512, stringBytes: Int = 32 << 10) {
        self.bytes = bytes
        self.depth = depth
        self.members = members
        self.stringBytes = stringBytes
    }
}
