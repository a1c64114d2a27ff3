import GatehouseModel
import StrictTOML

/// A table of reference data as defined in the policy; its rows are imported.
package struct PolicyTable: Sendable, Hashable, Named {
    package var name: String
    /// The column that rows are looked up by.
    package var key: String
    package var keyKind: TableKeyKind
    /// The columns to keep; nil for all columns of the file.
    package var columns: [String]?

    package init(name: String, key: String, keyKind: TableKeyKind = .text, columns: [String]? = nil) {
        self.name = name
        self.key = key
        self.keyKind = keyKind
        self.columns = columns
    }
}

/// How keys are compared.
package enum TableKeyKind: String, Sendable, Hashable, Codable, CaseIterable {
    /// As written, without white space at the ends.
    case text
    /// As e-mail addresses, in the way list entries do.
    case email
    /// As domains, in the way list entries do.
    case domain

    /// The key in its comparable form; nil if it is invalid.
    package func canonical(_ key: String) -> String? {
        switch self {
        case .email: return EmailAddress(key.trimmedWhiteSpace)?.canonical
        case .domain: return DomainName(key.trimmedWhiteSpace)?.ascii
        case .text:
            let key = key.trimmedWhiteSpace
            return key.isEmpty ? nil : key
        }
    }

    /// What a key should be, for messages about an invalid one.
    package var noun: String {
        switch self {
        case .text: "text"
        case .email: "an e-mail address"
        case .domain: "a domain"
        }
    }
}

extension PolicyTable {
    /// The maximum number of columns per table.
    package static let columnLimit = 64
    /// The maximum length of a column's name, in UTF-8 bytes.
    package static let columnNameLimit = 64

    init(_ table: StrictTable, _ names: PolicyNames) throws(TOMLProblem) {
        let name = try table.requirePathName()
        let key = try table.requireString("key")
        let kind: TableKeyKind? = try table.choice("key-kind")
        let columns = try table.strings("columns")
        self.init(name: name, key: key, keyKind: kind ?? (key == "email" ? .email : .text), columns: columns)
        for column in [key] + (columns ?? []) where !Self.isColumnName(column) {
            throw table.problem(
                columns?.contains(column) == true ? "columns" : "key",
                "\(column.quoted()) cannot be a column",
                remedy: "write the name as the file's header has it, at most \(Self.columnNameLimit) bytes"
            )
        }
        guard let columns else { return }
        if columns.count > Self.columnLimit {
            let message = "there are \(columns.count) columns"
            throw table.problem("columns", message, remedy: "keep to \(Self.columnLimit)")
        }
        if Set(columns).count < columns.count {
            throw table.problem("columns", "a column is there twice", remedy: "name each column once")
        }
        if !columns.contains(key) {
            let message = "the key \(key.quoted()) is not among the columns"
            throw table.problem("columns", message, remedy: "add \(key.quoted()) to them")
        }
    }

    /// Whether the name is valid for a column.
    package static func isColumnName(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.count <= columnNameLimit && name == name.trimmedWhiteSpace
            && name.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
    }
}
