import ControlProtocol
import Foundation
import GatehouseModel

/// RFC 4180 with `\n` line ends: a header, then one record a line; nested values as JSON.
enum CSV {
    static func header(_ fields: [String]) -> String { record(fields) }

    static func line(_ item: some Encodable, fields: [String]) throws -> String {
        let members = try members(of: item)
        return record(try fields.map { try text(of: members[$0] ?? .null) })
    }

    /// Header and record of one object, its members by name.
    static func object(_ item: some Encodable) throws -> [String] {
        let members = try members(of: item)
        let fields = members.keys.sorted()
        return [header(fields), record(try fields.map { try text(of: members[$0] ?? .null) })]
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
        case .array, .object: try JSONText.line(value)
        }
    }

    private static func record(_ values: [String]) -> String {
        values.map(quoted).joined(separator: ",")
    }

    private static func quoted(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 == 0x22 || $0 == 0x2C || $0 < 0x20 }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}
