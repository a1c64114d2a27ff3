/// Finding out what a name stands for (langdef.md, "Name Resolution").
extension Compiler {
    /// A name, or selections that begin with one: the longest part that names a variable is one.
    mutating func name(_ expression: Expression) throws(SyntaxFailure) -> any Node {
        guard let parts = Self.parts(of: expression) else { return try selection(expression) }
        if !parts[0].name.hasPrefix("."), let slot = scope.lastIndex(of: parts[0].name) {
            return selecting(parts.dropFirst(), from: LocalNode(slot: slot, at: parts[0].offset))
        }
        return try environment.variables.map { variables throws(SyntaxFailure) in
            try declaredName(parts, variables)
        } ?? openName(parts)
    }

    private typealias Part = (name: String, offset: Int)

    /// The names and dots that `expression` is made of; nil when there is more to it.
    private static func parts(of expression: Expression) -> [Part]? {
        switch expression.kind {
        case .name(let name, let rooted): [(rooted ? "." + name : name, expression.offset)]
        case .select(let operand, let field, optional: false):
            parts(of: operand).map { $0 + [(field, expression.offset)] }
        default: nil
        }
    }

    private mutating func selection(_ expression: Expression) throws(SyntaxFailure) -> any Node {
        guard case .select(let operand, let field, _) = expression.kind else {
            throw SyntaxFailure("this is no selection", at: expression.offset)
        }
        return SelectNode(try node(operand), Field(field, at: expression.offset), .value)
    }

    private mutating func declaredName(_ parts: [Part], _ variables: Set<String>) throws(SyntaxFailure) -> any Node {
        let offset = parts[0].offset
        for count in stride(from: parts.count, to: 0, by: -1) {
            for candidate in environment.candidates(Self.joined(parts.prefix(count))) {
                let rest = parts.dropFirst(count)
                if variables.contains(candidate) {
                    let node = VariableNode(slot: slot(of: candidate), name: candidate, at: offset)
                    return selecting(rest, from: node)
                }
                if let type = TypeName.standard[candidate] {
                    return selecting(rest, from: ConstantNode(.type(type)))
                }
            }
        }
        let known = scope + variables.sorted()
        return try failing(
            .unknownName(parts[0].name),
            hint: Suggestion.text(for: parts[0].name, among: known),
            at: offset
        )
    }

    private mutating func openName(_ parts: [Part]) -> any Node {
        var candidates: [QualifiedNode.Candidate] = []
        for count in stride(from: parts.count, to: 0, by: -1) {
            for name in environment.candidates(Self.joined(parts.prefix(count))) {
                candidates.append(
                    QualifiedNode.Candidate(
                        slot: slot(of: name),
                        type: TypeName.standard[name],
                        fields: parts.dropFirst(count).map { Field($0.name, at: $0.offset) }
                    )
                )
            }
        }
        return QualifiedNode(candidates, name: Self.joined(parts.prefix(1)), at: parts[0].offset)
    }

    private func selecting(_ parts: ArraySlice<Part>, from node: any Node) -> any Node {
        parts.reduce(node) { SelectNode($0, Field($1.name, at: $1.offset), .value) }
    }

    private static func joined(_ parts: ArraySlice<Part>) -> String {
        parts.map(\.name).joined(separator: ".")
    }
}
