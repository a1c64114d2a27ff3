import GatehouseModel

/// The schema of a JSON value: the part of JSON Schema (2020-12) that our documents need.
indirect enum Schema: Sendable, Hashable {
    case any
    case string(format: String?)
    case words([String])
    case integer
    case number
    case boolean
    case array(Schema)
    /// An object with arbitrary member names.
    case map(Schema)
    case object(Object)
    case oneOf([Schema])

    struct Object: Sendable, Hashable {
        /// The name in `components/schemas`; nil for an inline schema.
        var name: String?
        var members: [Member]
    }

    struct Member: Sendable, Hashable {
        var name: String
        var schema: Schema
        var isRequired: Bool
    }

    /// The schema in the document; named objects as references.
    var json: JSONValue {
        if case .object(let object) = self, let name = object.name {
            return ["$ref": .string("#/components/schemas/" + name)]
        }
        return inlineJSON
    }

    /// The complete schema, without references for this object itself.
    var inlineJSON: JSONValue {
        switch self {
        case .any: [:]
        case .string(nil): ["type": "string"]
        case .string(let format?): ["type": "string", "format": .string(format)]
        case .words(let words): ["type": "string", "enum": .array(words.map(JSONValue.string))]
        case .integer: ["type": "integer"]
        case .number: ["type": "number"]
        case .boolean: ["type": "boolean"]
        case .array(let element): ["type": "array", "items": element.json]
        case .map(let value): ["type": "object", "additionalProperties": value.json]
        case .oneOf(let schemas): ["oneOf": .array(schemas.map(\.json))]
        case .object(let object):
            [
                "type": "object",
                "properties": .object(
                    Dictionary(uniqueKeysWithValues: object.members.map { ($0.name, $0.schema.json) })
                ),
                "required": .array(object.members.filter(\.isRequired).map { .string($0.name) }),
                "additionalProperties": false,
            ]
        }
    }

    /// All named objects in the schema, including itself.
    var named: [String: Schema] {
        switch self {
        case .any, .string, .words, .integer, .number, .boolean: return [:]
        case .array(let element), .map(let element): return element.named
        case .oneOf(let schemas): return schemas.reduce(into: [:]) { $0.merge($1.named) { first, _ in first } }
        case .object(let object):
            var all = object.members.reduce(into: [:]) { $0.merge($1.schema.named) { first, _ in first } }
            if let name = object.name { all[name] = self }
            return all
        }
    }

    /// JSON Pointers (RFC 6901) to members in `value` that the schema does not contain; at most ten.
    func unknownMembers(in value: JSONValue, at pointer: String = "") -> [String] {
        var found: [String] = []
        collect(value, pointer, into: &found)
        return found
    }

    private func collect(_ value: JSONValue, _ pointer: String, into found: inout [String]) {
        guard found.count < 10 else { return }
        switch (self, value) {
        case (.array(let element), .array(let values)):
            for (index, value) in values.enumerated() { element.collect(value, "\(pointer)/\(index)", into: &found) }
        case (.map(let element), .object(let members)):
            for (name, value) in members { element.collect(value, pointer + "/" + name, into: &found) }
        case (.object(let object), .object(let members)):
            for (name, value) in members.sorted(by: { $0.key < $1.key }) {
                if let known = object.members.first(where: { $0.name == name }) {
                    known.schema.collect(value, pointer + "/" + name, into: &found)
                } else if found.count < 10 {
                    found.append(pointer + "/" + name)
                }
            }
        default: break
        }
    }
}
