/// The fields of one kind of record: the one table of names that filters, column titles of the console and the CLI, and
/// JSON members share.
package struct QueryFields: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        /// Any text.
        case text
        /// A domain, found in every spelling: `bücher.example` and its A-label.
        case domain
        /// An address, whose domain is found in every spelling.
        case address
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
        /// Its other names: of columns and of the JSON member. A filter may use them too.
        package let aliases: [String]

        package init(_ name: String, _ kind: Kind, _ summary: String, also aliases: [String] = []) {
            self.name = name
            self.kind = kind
            self.summary = summary
            self.aliases = aliases
        }
    }

    /// A column or JSON member that a filter cannot name.
    package struct Unfiltered: Sendable, Hashable {
        package let name: String
        /// What to write instead.
        package let remedy: String

        package init(_ name: String, _ remedy: String) {
            self.name = name
            self.remedy = remedy
        }
    }

    package let fields: [Field]
    /// The text fields that are searched for a word without a field.
    package let searched: [String]
    /// The fields that identify a person. Users who see people masked may not filter by them.
    package let personal: Set<String>
    /// The columns and JSON members that a filter cannot name.
    package let unfiltered: [Unfiltered]

    package init(
        _ fields: [Field],
        searched: [String],
        personal: Set<String> = [],
        unfiltered: [Unfiltered] = []
    ) {
        self.fields = fields
        self.searched = searched
        self.personal = personal
        self.unfiltered = unfiltered
    }

    /// The field called `name`, in any case, or by one of its other names.
    package subscript(name: String) -> Field? {
        let name = name.lowercased()
        return fields.first { $0.name == name } ?? fields.first { $0.aliases.contains(name) }
    }

    /// What to write instead of `name`; nil if a filter may use it, or the record has nothing of that name.
    package func remedy(for name: String) -> String? {
        unfiltered.first { $0.name == name.lowercased() }?.remedy
    }
}

extension [QueryFields.Unfiltered] {
    /// The names of a time that `since` and `until` filter by.
    package static func times(_ names: String...) -> Self {
        names.map { .init($0, "write since:1h, until:1h or since:2026-11-23") }
    }

    /// Names of what is shown but not filtered by.
    package static func shown(_ names: String...) -> Self {
        names.map { .init($0, "it is shown but not filtered by; search for it with / or in the output") }
    }
}
