import ControlProtocol
import GatehouseModel

/// The OpenAPI 3.1 description of the control protocol, generated from the route table.
enum OpenAPIDocument {
    static func make(from lines: [RouteLine], version: String) -> JSONValue {
        var paths: [String: [String: JSONValue]] = [:]
        var schemas = (try? SchemaProbe.schema(of: Problem.self))?.named ?? [:]
        for line in lines {
            paths[line.route.path, default: [:]][line.route.method.rawValue.lowercased()] = operation(line)
            for schema in [line.requestSchema, line.replySchema, line.progressSchema].compactMap(\.self) {
                schemas.merge(schema.named) { first, _ in first }
            }
        }
        return [
            "openapi": "3.1.0",
            "info": ["title": "Gatehouse control protocol", "version": .string(version)],
            "servers": [["url": "http://local", "description": "over the Unix socket"]].asArray,
            "paths": .object(paths.mapValues(JSONValue.object)),
            "components": ["schemas": .object(schemas.mapValues(\.inlineJSON))],
        ]
    }

    private static func operation(_ line: RouteLine) -> JSONValue {
        var operation: [String: JSONValue] = [
            "summary": .string(line.route.summary),
            "operationId": .string(line.name),
            "x-role": .string(line.route.role.rawValue),
            "parameters": .array(parameters(line)),
            "responses": [
                "200": [
                    "description": "Done.",
                    "content": .object(content(of: line)),
                ],
                "default": [
                    "description": "Not done.",
                    "content": [
                        "application/problem+json": ["schema": ["$ref": "#/components/schemas/Problem"]]
                    ],
                ],
            ],
        ]
        if let schema = line.requestSchema {
            operation["requestBody"] = [
                "required": true,
                "content": .object(
                    Dictionary(uniqueKeysWithValues: line.mediaTypes.map { ($0, ["schema": schema.json]) })
                ),
            ]
        }
        return .object(operation)
    }

    private static func content(of line: RouteLine) -> [String: JSONValue] {
        var content: [String: JSONValue] = [line.replyType: ["schema": line.replySchema.json]]
        if let progress = line.progressSchema { content[ProgressMedia.type] = ["schema": progress.json] }
        return content
    }

    private static func parameters(_ line: RouteLine) -> [JSONValue] {
        let path = line.route.path.split(separator: "/").filter { $0.hasPrefix("{") }.map { part -> JSONValue in
            [
                "name": .string(String(part.dropFirst().dropLast())), "in": "path", "required": true,
                "schema": ["type": "string"],
            ]
        }
        let query = line.items.map { item -> JSONValue in
            [
                "name": .string(item.name), "in": "query", "required": .bool(item.isRequired),
                "description": .string(item.summary),
                "schema": schema(of: item),
            ]
        }
        return path + query + headers(line)
    }

    private static func schema(of item: QueryItem) -> JSONValue {
        if let words = item.words { return Schema.words(words).inlineJSON }
        var schema: [String: JSONValue] = ["type": .string(item.kind.rawValue)]
        if let range = item.range {
            schema["minimum"] = .int(Int64(range.lowerBound))
            schema["maximum"] = .int(Int64(range.upperBound))
        }
        return .object(schema)
    }

    private static func headers(_ line: RouteLine) -> [JSONValue] {
        var headers: [JSONValue] = []
        if line.route.changes {
            headers.append(header("Idempotency-Key", isRequired: true, "A UUID; the same again repeats the answer."))
        }
        if line.takesIfMatch {
            headers.append(header("If-Match", isRequired: line.needsIfMatch, "The revision you have seen, quoted."))
        }
        return headers
    }

    private static func header(_ name: String, isRequired: Bool, _ summary: String) -> JSONValue {
        [
            "name": .string(name), "in": "header", "required": .bool(isRequired), "description": .string(summary),
            "schema": ["type": "string"],
        ]
    }
}

extension [JSONValue] {
    fileprivate var asArray: JSONValue { .array(self) }
}
