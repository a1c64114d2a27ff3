/// Name resolution, shared by the compiler and the checker (langdef.md, "Name Resolution").
extension Environment {
    enum Meaning {
        /// A host variable, whose name takes up the first `used` parts.
        case variable(String, used: Int)
        case type(TypeName, used: Int)
    }

    /// The meaning of the longest prefix of `parts` that is declared. Nil if none is, or if the environment declares no
    /// variables.
    func meaning(of parts: [Expression.NamePart]) -> Meaning? {
        for count in stride(from: min(parts.count, longestName), to: 0, by: -1) {
            for candidate in candidates(parts.prefix(count).joinedName) {
                if variables?.contains(candidate) ?? false { return .variable(candidate, used: count) }
                if let type = TypeName.standard[candidate] { return .type(type, used: count) }
            }
        }
        return nil
    }

    /// The full names that `name` may stand for, innermost name space first. With a leading dot, only the outermost.
    func candidates(_ name: String) -> [String] {
        if name.hasPrefix(".") { return [String(name.dropFirst())] }
        var spaces = container.isEmpty ? [] : container.split(separator: ".", omittingEmptySubsequences: false)
        var candidates: [String] = []
        while !spaces.isEmpty {
            candidates.append(spaces.joined(separator: ".") + "." + name)
            spaces.removeLast()
        }
        return candidates + [name]
    }

    /// The function that `name(…)` calls.
    func global(_ name: String) -> Function? {
        candidates(name).lazy.compactMap(functions.global).first
    }

    /// The function `receiver.name`, if the receiver is a name space rather than a value. `hidden` tells which names
    /// are bound by macros and therefore not name spaces.
    func qualified(_ name: String, _ receiver: Expression, hidden: (String) -> Bool) -> Function? {
        guard let space = receiver.qualifiedName, !hidden(String(space.prefix { $0 != "." })) else { return nil }
        return global("\(space).\(name)")
    }
}

extension Expression {
    /// One name of a dotted sequence, with its byte offset.
    typealias NamePart = (name: String, offset: Int)

    /// The names of this expression if it consists only of names and dots; otherwise nil.
    var nameParts: [NamePart]? {
        switch kind {
        case .name(let name, let rooted): [(rooted ? "." + name : name, offset)]
        case .select(let operand, let field, optional: false): operand.nameParts.map { $0 + [(field, offset)] }
        default: nil
        }
    }
}

extension ArraySlice<Expression.NamePart> {
    var joinedName: String { map(\.name).joined(separator: ".") }
}
