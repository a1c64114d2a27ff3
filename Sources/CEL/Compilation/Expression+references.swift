extension Expression {
    /// Paths from variables of the host, such as `claims.country`, each once, in the order of the text.
    var references: [String] {
        var found: [String] = []
        collect(into: &found, bound: [])
        return found
    }

    private func collect(into found: inout [String], bound: Set<String>) {
        if let path = qualifiedName {
            let path = path.hasPrefix(".") ? String(path.dropFirst()) : path
            let first = String(path.prefix { $0 != "." })
            if !bound.contains(first), TypeName.standard[path] == nil, !found.contains(path) { found.append(path) }
            return
        }
        if case .presence(let operand, let field) = kind, operand.qualifiedName != nil {
            Expression(.select(operand, field: field, optional: false), at: offset).collect(into: &found, bound: bound)
            return
        }
        let inner = bound.union(kind.boundNames)
        for part in kind.evaluatedParts { part.collect(into: &found, bound: inner) }
    }
}

extension Expression.Kind {
    fileprivate var boundNames: [String] {
        switch self {
        case .comprehension(let walk): [walk.first] + (walk.second.map { [$0] } ?? [])
        case .bind(let name, _, _): [name]
        case .optionalMap(_, let name, _, _): [name]
        default: []
        }
    }

    /// The parts, less a receiver that is only the name space of a function.
    fileprivate var evaluatedParts: [Expression] {
        if case .call(let name, let receiver?, let arguments) = self, let space = receiver.qualifiedName,
            FunctionTable.standard.global("\(space).\(name)") != nil
        {
            return arguments
        }
        return parts
    }
}
