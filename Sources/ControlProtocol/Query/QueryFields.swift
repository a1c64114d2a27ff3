/// The fields that filters of one kind of record may name.
package struct QueryFields: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        /// Any text.
        case text
        /// One of a closed set of words.
        case word([String])
        /// A whole number.
        case number
        /// A duration, in microseconds; a number without a unit is milliseconds.
        case duration
        /// A time, or how long ago it was; matches records at or after it.
        case since
        /// A time, or how long ago it was; matches records before it.
        case until
        /// An id.
        case id
        /// A reference code, as its forty bits.
        case code
        /// `yes` or `no`; 1 or 0.
        case flag
    }

    package struct Field: Sendable, Hashable {
        package let name: String
        package let kind: Kind
        /// One line for help.
        package let summary: String

        package init(_ name: String, _ kind: Kind, _ summary: String) {
            self.name = name
            self.kind = kind
            self.summary = summary
        }
    }

    package let fields: [Field]
    /// The text fields that are searched for a word without a field.
    package let searched: [String]
    /// The fields that identify a person. Users who see people masked may not filter by them.
    package let personal: Set<String>

    package init(_ fields: [Field], searched: [String], personal: Set<String> = []) {
        self.fields = fields
        self.searched = searched
        self.personal = personal
    }

    /// The field called `name`.
    package subscript(name: String) -> Field? { fields.first { $0.name == name } }
}
