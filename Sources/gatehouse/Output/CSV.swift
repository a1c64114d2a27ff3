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

    /// The header and the record of one object: all members that its type has, sorted by name, so that the columns are
    /// the same whichever of them have a value.
    static func object(_ item: some Encodable) throws -> [CSVRecord] {
        let members = try members(of: item)
        let fields = try MemberNames.of(item).union(members.keys).sorted()
        return [header(fields), CSVRecord(try fields.map { try text(of: members[$0] ?? .null) })]
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
