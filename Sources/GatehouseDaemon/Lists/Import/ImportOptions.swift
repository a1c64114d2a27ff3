package import GatehouseModel

/// How entries are to be imported.
package struct ImportOptions: Sendable, Hashable {
    package enum Format: Sendable, Hashable {
        /// One entry a line; lines that begin with `#` are comments.
        case lines
        /// CSV (RFC 4180) with a header that names `entry` and any of `comment`, `owner`, `ticket`, `expires`.
        case csv
    }

    /// What becomes of entries that the file does not have.
    package enum Mode: String, Sendable, Hashable {
        /// They stay.
        case add
        /// They go.
        case replace
        /// Those that earlier imports brought go. What people added by hand stays as they wrote it, and what they
        /// removed by hand of earlier imports does not come back.
        case refresh
    }

    package var format: Format
    package var mode: Mode
    /// Only say what would happen.
    package var dryRun: Bool
    /// Where the entries come from, usually the file's name.
    package var source: String
    /// When the source says its data is from.
    package var asOf: Timestamp?

    /// - Parameter source: cut to 200 characters.
    package init(
        format: Format,
        mode: Mode = .add,
        dryRun: Bool = false,
        source: String,
        asOf: Timestamp? = nil
    ) {
        self.format = format
        self.mode = mode
        self.dryRun = dryRun
        self.asOf = asOf
        self.source = source.isEmpty ? "import" : String(source.prefix(200))
    }

    /// The most bytes read.
    package static let byteLimit = 128 << 20
    /// The most entries of one import.
    package static let entryLimit = 5_000_000
    /// The most bad lines named; all are counted.
    package static let badLineLimit = 100
}
