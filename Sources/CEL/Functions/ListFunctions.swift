/// The lists and sets extensions. Everything but sorting takes time linear in the size of the lists.
enum ListFunctions {
    static let all: [Function] = [
        end("first") { $0.first },
        end("last") { $0.last },
        Function("distinct", style: .receiver, .unary(distinct)),
        Function("sort", style: .receiver, .unary(sorted)),
        Function("flatten", style: .receiver, .variadic(flattened)),
        Function("slice", style: .receiver, .variadic(slice)),
        Function("lists.range", .unary(range)),
        Function("sets.contains", .binary { a, b throws(Failure) in .bool(try includes("sets.contains", a, b)) }),
        Function("sets.intersects", .binary(intersects)),
        Function(
            "sets.equivalent",
            .binary { a, b throws(Failure) in
                let (there, back) = (try includes("sets.equivalent", a, b), try includes("sets.equivalent", b, a))
                return .bool(there && back)
            }
        ),
    ]

    private static func end(_ name: String, _ element: @escaping @Sendable ([Value]) -> Value?) -> Function {
        Function(
            name,
            style: .receiver,
            .unary { value throws(Failure) in .optional(element(try list(name, value).elements)) }
        )
    }

    private static func list(_ name: String, _ value: Value) throws(Failure) -> ListValue {
        guard case .list(let list) = value else { throw .noOverload(name, of: [value]) }
        return list
    }

    @Sendable private static func distinct(_ value: Value) throws(Failure) -> Value {
        var seen = ElementSet()
        var kept: [Value] = []
        for element in try list("distinct", value).elements where try seen.insert(element) { kept.append(element) }
        return .list(kept)
    }

    /// The maximum weight of a list to sort.
    private static let sortLimit = 1 << 20

    @Sendable private static func sorted(_ value: Value) throws(Failure) -> Value {
        let list = try list("sort", value)
        let elements = list.elements
        guard let first = elements.first else { return value }
        guard list.weight <= sortLimit else { throw .tooLong }
        // If each element can be compared with the first, all can be compared with each other.
        for element in elements where first.order(element) == nil || element.order(element) == nil {
            throw .noOverload("sort", of: [first, element])
        }
        return .list(elements.sorted { $0.order($1) == .before })
    }

    /// Replaces nested lists by their elements, one level deep or as many as given.
    @Sendable private static func flattened(_ arguments: [Value]) throws(Failure) -> Value {
        guard case .list(let list)? = arguments.first, arguments.count <= 2 else {
            throw .noOverload("flatten", of: arguments)
        }
        var depth: Int64 = 1
        if arguments.count == 2 {
            guard case .int(let levels) = arguments[1] else { throw .noOverload("flatten", of: arguments) }
            guard levels >= 0 else { throw .invalid("flatten by a negative number of levels: \(levels)") }
            depth = levels
        }
        guard list.weight <= Limits.valueWeight / 2 else { throw .tooLarge }
        var elements = list.elements
        while depth > 0, elements.contains(where: isList) {
            elements = elements.flatMap { element in
                if case .list(let inner) = element { inner.elements } else { [element] }
            }
            depth -= 1
        }
        return .list(elements)
    }

    private static func isList(_ value: Value) -> Bool {
        if case .list = value { true } else { false }
    }

    @Sendable private static func slice(_ arguments: [Value]) throws(Failure) -> Value {
        guard arguments.count == 3,
            case (.list(let list), .int(let start), .int(let end)) = (arguments[0], arguments[1], arguments[2])
        else { throw .noOverload("slice", of: arguments) }
        let count = Int64(list.elements.count)
        guard (0...count).contains(start) else { throw .indexOutOfRange(start) }
        guard (0...count).contains(end) else { throw .indexOutOfRange(end) }
        guard start <= end else { throw .invalid("a slice from \(start) cannot end at \(end)") }
        return .list(Array(list.elements[Int(start)..<Int(end)]))
    }

    @Sendable private static func range(_ value: Value) throws(Failure) -> Value {
        guard case .int(let count) = value else { throw .noOverload("lists.range", of: [value]) }
        guard count <= Limits.valueWeight / 32 else { throw .tooLarge }
        return .list((0..<max(count, 0)).map(Value.int))
    }

    /// Whether every element of `part` is in `whole`.
    private static func includes(_ name: String, _ whole: Value, _ part: Value) throws(Failure) -> Bool {
        let elements = try ElementSet(list(name, whole).elements)
        for element in try list(name, part).elements where !elements.contains(element) { return false }
        return true
    }

    @Sendable private static func intersects(_ one: Value, _ other: Value) throws(Failure) -> Value {
        let elements = try ElementSet(list("sets.intersects", one).elements)
        for element in try list("sets.intersects", other).elements where elements.contains(element) {
            return .bool(true)
        }
        return .bool(false)
    }
}

/// A set of values under the language's equality. Values that can be map keys are hashed; the few others are compared
/// one by one.
private struct ElementSet {
    private var keys: Set<MapKey> = []
    private var others: [Value] = []

    /// The maximum number of values compared one by one; more would take too long.
    private static let othersLimit = 500

    init() {}

    init(_ elements: [Value]) throws(Failure) {
        for element in elements { _ = try insert(element) }
    }

    /// Adds a value; returns whether it is new.
    mutating func insert(_ value: Value) throws(Failure) -> Bool {
        if let key = MapKey(value) { return keys.insert(key).inserted }
        guard !contains(value) else { return false }
        guard others.count < Self.othersLimit, value.weight <= 100_000 else { throw .tooLong }
        others.append(value)
        return true
    }

    func contains(_ value: Value) -> Bool {
        MapKey(value).map(keys.contains) ?? others.contains { $0.equals(value) }
    }
}
