/// `[a, ?b]`.
final class ListNode: Node {
    private let items: [(node: any Node, optional: Bool)]
    private let offset: Int

    init(_ items: [(node: any Node, optional: Bool)], at offset: Int) {
        self.items = items
        self.offset = offset
    }

    func evaluate(_ frame: inout Frame) throws(Fault) -> Value {
        var elements: [Value] = []
        elements.reserveCapacity(items.count)
        for (node, optional) in items {
            let value = try node.evaluate(&frame)
            if !optional {
                elements.append(value)
            } else if let present = try value.optionalContent("a list item after '?'", at: offset) {
                elements.append(present)
            }
        }
        let list = ListValue(elements)
        try frame.allocate(32 + elements.count * MemoryLayout<Value>.stride, weight: list.weight, at: offset)
        return .list(list)
    }
}

/// `{a: b, ?c: d}`.
final class MapNode: Node {
    private let items: [(key: any Node, value: any Node, optional: Bool)]
    private let offset: Int

    init(_ items: [(key: any Node, value: any Node, optional: Bool)], at offset: Int) {
        self.items = items
        self.offset = offset
    }

    func evaluate(_ frame: inout Frame) throws(Fault) -> Value {
        var entries: [MapValue.Entry] = []
        entries.reserveCapacity(items.count)
        for (keyNode, valueNode, optional) in items {
            let key = try keyNode.evaluate(&frame)
            let value = try valueNode.evaluate(&frame)
            if !optional {
                entries.append(MapValue.Entry(key: key, value: value))
            } else if let present = try value.optionalContent("a map value after '?'", at: offset) {
                entries.append(MapValue.Entry(key: key, value: present))
            }
        }
        return .map(try frame.map(of: entries, at: offset))
    }
}

extension Frame {
    /// A new map, charged to the budget.
    mutating func map(of entries: [MapValue.Entry], at offset: Int) throws(Fault) -> MapValue {
        do throws(Failure) {
            let map = try MapValue(entries)
            do throws(Fault) {
                try allocate(64 + entries.count * 96, weight: map.weight, at: offset)
            } catch {
                throw error.failure
            }
            return map
        } catch {
            throw Fault(failure: error, offset: offset)
        }
    }
}

extension Value {
    /// The content of an optional; throws if this is not an optional.
    func optionalContent(_ what: String, at offset: Int) throws(Fault) -> Value? {
        guard case .optional(let content) = self else {
            throw Fault(failure: .invalid("\(what) must be an optional, it is \(typeName.text)"), offset: offset)
        }
        return content
    }
}
