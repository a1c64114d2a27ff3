import ArgumentParser

/// The output formats.
enum OutputFormat: String, Sendable, CaseIterable, ExpressibleByArgument {
    /// Columns for people; may change between versions.
    case table
    /// One array, or one object for `show`.
    case json
    /// One object a line.
    case jsonl
    /// RFC 4180 with a header.
    case csv
}
