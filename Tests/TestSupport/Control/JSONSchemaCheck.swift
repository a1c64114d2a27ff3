package import GatehouseModel

/// Checks JSON values against the schemas of an OpenAPI document, for the part of JSON Schema (2020-12) that ours use.
package struct JSONSchemaCheck: Sendable {
    private let document: JSONValue

    /// - Parameter document: the OpenAPI document to which `$ref` refers.
    package init(document: JSONValue) { self.document = document }

    /// The faults of `value`, each with its place; empty if it fits.
    package func violations(of value: JSONValue, against schema: JSONValue, at place: String = "") -> [String] {
        guard let schema = schema.object else { return ["\(place): the schema is no object"] }
        if let reference = schema["$ref"]?.string {
            guard let target = resolve(reference) else { return ["\(place): \(reference) leads nowhere"] }
            return violations(of: value, against: target, at: place)
        }
        if let choices = schema["oneOf"]?.array {
            let fitting = choices.filter { violations(of: value, against: $0, at: place).isEmpty }
            return fitting.count == 1 ? [] : ["\(place): fits \(fitting.count) of \(choices.count) choices"]
        }
        var found = typeViolations(of: value, schema["type"]?.string, at: place)
        guard found.isEmpty else { return found }
        if let words = schema["enum"]?.array, !words.contains(value) {
            found.append("\(place): \(value) is no word of it")
        }
        if let format = schema["format"]?.string, let text = value.string {
            found += formatViolations(of: text, format, at: place)
        }
        if let items = schema["items"], let elements = value.array {
            for (index, element) in elements.enumerated() {
                found += violations(of: element, against: items, at: "\(place)/\(index)")
            }
        }
        if let members = value.object { found += memberViolations(of: members, schema, at: place) }
        return found
    }

    /// Follows a JSON Pointer into the document.
    package func resolve(_ reference: String) -> JSONValue? {
        guard reference.hasPrefix("#/") else { return nil }
        return reference.dropFirst(2).split(separator: "/").reduce(document) { $0?.object?[String($1)] }
    }

    private func typeViolations(of value: JSONValue, _ type: String?, at place: String) -> [String] {
        let fits =
            switch (type, value) {
            case (nil, _), ("string", .string), ("boolean", .bool), ("integer", .int), ("number", .int),
                ("number", .double), ("array", .array), ("object", .object):
                true
            default: false
            }
        return fits ? [] : ["\(place): \(value) is no \(type ?? "anything")"]
    }

    private func formatViolations(of text: String, _ format: String, at place: String) -> [String] {
        let fits =
            switch format {
            case "date-time": Timestamp(text) != nil
            case "uuid": CallID(text) != nil
            default: false
            }
        return fits ? [] : ["\(place): \"\(text)\" is no \(format)"]
    }

    private func memberViolations(
        of members: [String: JSONValue],
        _ schema: [String: JSONValue],
        at place: String
    ) -> [String] {
        let properties = schema["properties"]?.object ?? [:]
        var found: [String] = []
        for name in (schema["required"]?.array ?? []).compactMap(\.string) where members[name] == nil {
            found.append("\(place)/\(name): is missing")
        }
        for (name, value) in members {
            if let property = properties[name] {
                found += violations(of: value, against: property, at: place + "/" + name)
            } else if schema["additionalProperties"] == .bool(false) {
                found.append("\(place)/\(name): is not described")
            } else if let rest = schema["additionalProperties"] {
                found += violations(of: value, against: rest, at: place + "/" + name)
            }
        }
        return found
    }
}
