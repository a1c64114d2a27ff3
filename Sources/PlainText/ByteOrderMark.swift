/// The marks at the start of a file that tell its encoding (the Unicode standard, section 23.8).
package enum ByteOrderMark {
    /// Whether a file that begins with these bytes is UTF-16 text.
    package static func isUTF16(_ start: some Sequence<UInt8>) -> Bool {
        start.starts(with: [0xFF, 0xFE]) || start.starts(with: [0xFE, 0xFF])
    }
}
