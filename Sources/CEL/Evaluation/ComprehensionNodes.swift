/// What all comprehensions over a list or map share.
struct Walk {
    let range: any Node
    /// The slot for the element, or for the index or key if there is a second variable.
    let first: Int
    let second: Int?
    /// Steps charged for each round, in addition to those of its parts.
    let cost: Int
    let offset: Int

    /// Calls `round` for each element with the variables bound, until it returns false.
    func rounds(
        _ frame: inout Frame,
        _ round: (inout Frame, Value) throws(Fault) -> Bool
    ) throws(Fault) {
        let whole = try range.evaluate(&frame)
        switch whole {
        case .list(let list): try walk(list.elements, &frame, round)
        default:
            guard let map = whole.asMap else {
                throw Fault(failure: .noOverload("going through all elements", [whole.typeName]), offset: offset)
            }
            try walk(map.entries, &frame, round)
        }
        frame.setLocal(first, nil)
        if let second { frame.setLocal(second, nil) }
    }

    private func walk(
        _ elements: [Value],
        _ frame: inout Frame,
        _ round: (inout Frame, Value) throws(Fault) -> Bool
    ) throws(Fault) {
        for index in elements.indices {
            try frame.spend(cost, at: offset)
            let key = Value.int(Int64(index))
            if let second {
                frame.setLocal(first, key)
                frame.setLocal(second, elements[index])
            } else {
                frame.setLocal(first, elements[index])
            }
            guard try round(&frame, key) else { break }
        }
    }

    private func walk(
        _ entries: [MapValue.Entry],
        _ frame: inout Frame,
        _ round: (inout Frame, Value) throws(Fault) -> Bool
    ) throws(Fault) {
        for entry in entries {
            try frame.spend(cost, at: offset)
            frame.setLocal(first, entry.key)
            if let second { frame.setLocal(second, entry.value) }
            guard try round(&frame, entry.key) else { break }
        }
    }
}

/// `all` (`decisive` is false) and `exists` (`decisive` is true): `&&` and `||` over the elements.
final class QuantifierNode: ConditionNode {
    private let walk: Walk
    private let body: any Node
    private let decisive: Bool

    init(_ walk: Walk, body: any Node, decisive: Bool) {
        self.walk = walk
        self.body = body
        self.decisive = decisive
    }

    func holds(_ frame: inout Frame) throws(Fault) -> Bool {
        var decided = false
        var fault: Fault?
        try walk.rounds(&frame) { frame, _ throws(Fault) in
            do throws(Fault) {
                decided = try body.condition(&frame, at: walk.offset) == decisive
            } catch {
                guard !error.failure.isFinal else { throw error }
                fault = fault ?? error
            }
            return !decided
        }
        if decided { return decisive }
        if let fault { throw fault }
        return !decisive
    }
}

/// `exists_one`: exactly one element satisfies the condition, and none fails.
final class ExistsOneNode: ConditionNode {
    private let walk: Walk
    private let body: any Node

    init(_ walk: Walk, body: any Node) {
        self.walk = walk
        self.body = body
    }

    func holds(_ frame: inout Frame) throws(Fault) -> Bool {
        var count = 0
        try walk.rounds(&frame) { frame, _ throws(Fault) in
            if try body.condition(&frame, at: walk.offset) { count += 1 }
            return true
        }
        return count == 1
    }
}

/// `map`, `filter`, `transformList`.
final class ListTransformNode: Node {
    private let walk: Walk
    private let condition: (any Node)?
    private let body: any Node

    init(_ walk: Walk, where condition: (any Node)?, body: any Node) {
        self.walk = walk
        self.condition = condition
        self.body = body
    }

    func evaluate(_ frame: inout Frame) throws(Fault) -> Value {
        var elements: [Value] = []
        try walk.rounds(&frame) { frame, _ throws(Fault) in
            if let condition, try !condition.condition(&frame, at: walk.offset) { return true }
            let value = try body.evaluate(&frame)
            try frame.allocate(MemoryLayout<Value>.stride, weight: 0, at: walk.offset)
            elements.append(value)
            return true
        }
        let list = ListValue(elements)
        try frame.allocate(32, weight: list.weight, at: walk.offset)
        return .list(list)
    }
}

/// `transformMap` (keeps the keys) and `transformMapEntry` (each round yields a map of entries).
final class MapTransformNode: Node {
    private let walk: Walk
    private let condition: (any Node)?
    private let body: any Node
    private let keepsKeys: Bool

    init(_ walk: Walk, where condition: (any Node)?, body: any Node, keepsKeys: Bool) {
        self.walk = walk
        self.condition = condition
        self.body = body
        self.keepsKeys = keepsKeys
    }

    func evaluate(_ frame: inout Frame) throws(Fault) -> Value {
        var entries: [MapValue.Entry] = []
        try walk.rounds(&frame) { frame, key throws(Fault) in
            if let condition, try !condition.condition(&frame, at: walk.offset) { return true }
            let fresh = try newEntries(key: key, value: try body.evaluate(&frame))
            try frame.allocate(fresh.count * 96, weight: 0, at: walk.offset)
            entries.append(contentsOf: fresh)
            return true
        }
        return .map(try frame.map(of: entries, at: walk.offset))
    }

    private func newEntries(key: Value, value: Value) throws(Fault) -> [MapValue.Entry] {
        if keepsKeys { return [MapValue.Entry(key: key, value: value)] }
        guard let map = value.asMap else {
            let failure = Failure.invalid("transformMapEntry needs a map, not \(value.typeName.text)")
            throw Fault(failure: failure, offset: walk.offset)
        }
        return map.entries
    }
}

extension Node {
    /// The value as a condition; throws if it is not a bool.
    fileprivate func condition(_ frame: inout Frame, at offset: Int) throws(Fault) -> Bool {
        guard let answer = try truth(&frame) else { throw try noCondition("a condition", &frame, at: offset) }
        return answer
    }
}
