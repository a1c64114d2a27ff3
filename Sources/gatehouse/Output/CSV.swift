import ControlProtocol
import Foundation
import GatehouseModel

/// One CSV record without its line end. Formulas are guarded; control characters are unchanged.
struct CSVRecord: Sendable, Hashable {
    let text: String

    fileprivate init(_ fields: [String]) { text = CSVText.record(fields) }
}

/// CSV as in RFC 4180: a header, then one record a line; nested values as JSON.
enum CSV {
    static func header(_ fields: [String]) -> CSVRecord { CSVRecord(fields) }

    static func line(_ item: some Encodable, fields: [String]) throws -> CSVRecord {
        let members = try members(of: item)
        return CSVRecord(try fields.map { try text(of: members[$0] ?? .null) })
    }

    /// The header and the record of one object, with its members sorted by name. A member that has no value has an
    /// empty field, so that the header is the same for all objects of a type.
    static func object(_ item: some Encodable) throws -> [CSVRecord] {
        let members = try members(of: item)
        let fields = Set(members.keys).union(absentMembers(of: item)).sorted()
        return [header(fields), CSVRecord(try fields.map { try text(of: members[$0] ?? .null) })]
    }

    /// The names of the optional members without a value, which JSON leaves out.
    private static func absentMembers(of item: some Encodable) -> [String] {
        Mirror(reflecting: item).children.compactMap { child in
            let value = Mirror(reflecting: child.value)
            guard let label = child.label, value.displayStyle == .optional, value.children.isEmpty else { return nil }
            return label.reduce(into: "") { name, letter in
                name += letter.isUppercase && !name.isEmpty ? "_" + letter.lowercased() : letter.lowercased()
            }
        }
    }

    private static func members(of item: some Encodable) throws -> [String: JSONValue] {
        let value = try JSONDecoder().decode(JSONValue.self, from: try ControlJSON.encoder().encode(item))
        return value.object ?? [:]
    }

    private static func text(of value: JSONValue) throws -> String {
        switch value {
        case .null: ""
        case .string(let text): text
        case .bool(let flag): String(flag)
        case .int(let number): String(number)
        case .double(let number): String(number)
        case .array, .object: try JSONText.line(value).text
        }
    }
}
