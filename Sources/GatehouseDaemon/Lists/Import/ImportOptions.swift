/// How entries are to be imported.
package struct ImportOptions: Sendable, Hashable {
    package enum Format: Sendable, Hashable {
        /// One entry a line; lines that begin with `#` are comments.
        case lines
        /// CSV (RFC 4180) with a header that names `entry` and any of `comment`, `owner`, `ticket`, `expires`.
        case csv
    }

    package var format: Format
    /// Entries that the file does not have go.
    package var replace: Bool
    /// Only say what would happen.
    package var dryRun: Bool
    /// Where the entries come from, usually the file's name.
    package var source: String

    /// - Parameter source: cut to 200 characters.
    package init(format: Format, replace: Bool = false, dryRun: Bool = false, source: String) {
        self.format = format
        self.replace = replace
        self.dryRun = dryRun
        self.source = source.isEmpty ? "import" : String(source.prefix(200))
    }

    /// The most bytes read.
    package static let byteLimit = 128 << 20
    /// The most entries of one import.
    package static let entryLimit = 5_000_000
    /// The most bad lines named; all are counted.
    package static let badLineLimit = 100
}
