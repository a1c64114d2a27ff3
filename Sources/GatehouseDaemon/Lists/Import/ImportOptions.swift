package import GatehouseModel

/// The options of an import.
package struct ImportOptions: Sendable, Hashable {
    package enum Format: Sendable, Hashable {
        /// One entry a line; lines that begin with `#` are comments.
        case lines
        /// CSV (RFC 4180) with a header that names `entry` and any of `comment`, `owner`, `ticket`, `expires`.
        case csv
    }

    /// What happens to entries that are not in the file.
    package enum Mode: String, Sendable, Hashable {
        /// They stay.
        case add
        /// They go.
        case replace
        /// Entries from earlier imports are removed. Entries that people added by hand stay unchanged, and imported
        /// entries that people removed by hand stay removed.
        case refresh
    }

    package var format: Format
    package var mode: Mode
    /// Whether a domain stands for itself and everything below, as in lists of throw-away domains: `b.example` is read
    /// as `.b.example`.
    package var subdomains: Bool
    /// Only reports what would happen.
    package var dryRun: Bool
    /// The origin of the entries, usually the file's name.
    package var source: String
    /// The date of the data according to its source.
    package var asOf: Timestamp?

    /// - Parameter source: cut to 200 characters.
    package init(
        format: Format,
        mode: Mode = .add,
        subdomains: Bool = false,
        dryRun: Bool = false,
        source: String,
        asOf: Timestamp? = nil
    ) {
        self.format = format
        self.mode = mode
        self.subdomains = subdomains
        self.dryRun = dryRun
        self.asOf = asOf
        self.source = source.isEmpty ? "import" : String(source.prefix(200))
    }

    /// The maximum size of a file, in bytes.
    package static let byteLimit = 128 << 20
    /// The maximum number of entries in one import.
    package static let entryLimit = 5_000_000
    /// The maximum number of bad lines listed; all are counted.
    package static let badLineLimit = 100
}
