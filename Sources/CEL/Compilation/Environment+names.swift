/// What names mean in an environment, for compiling and checking alike (langdef.md, "Name Resolution").
extension Environment {
    enum Meaning {
        /// A variable of the host, named by so many of the parts.
        case variable(String, used: Int)
        case type(TypeName, used: Int)
    }

    /// What `parts` begin with: the longest name that is declared. Nil when none is, or when nothing is declared.
    func meaning(of parts: [Expression.NamePart]) -> Meaning? {
        for count in stride(from: min(parts.count, longestName), to: 0, by: -1) {
            for candidate in candidates(parts.prefix(count).joinedName) {
                if variables?.contains(candidate) ?? false { return .variable(candidate, used: count) }
                if let type = TypeName.standard[candidate] { return .type(type, used: count) }
            }
        }
        return nil
    }

    /// The full names that `name` may stand for, innermost name space first; a leading dot means the outermost only.
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

    /// The function `receiver.name`, when the receiver is only a name space; `hidden` says which names are not,
    /// because a macro bound them.
    func qualified(_ name: String, _ receiver: Expression, hidden: (String) -> Bool) -> Function? {
        guard let space = receiver.qualifiedName, !hidden(String(space.prefix { $0 != "." })) else { return nil }
        return global("\(space).\(name)")
    }
}

extension Expression {
    /// One of the names that dots join, and where it stands.
    typealias NamePart = (name: String, offset: Int)

    /// The names and dots that this is made of; nil when there is more to it.
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
