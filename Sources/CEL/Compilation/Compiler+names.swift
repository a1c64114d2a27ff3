import PlainText

/// Resolves names (langdef.md, "Name Resolution").
extension Compiler {
    /// A name, or selections that begin with one. The longest prefix that names a variable is the variable.
    mutating func name(_ expression: Expression) throws(SyntaxFailure) -> any Node {
        guard let parts = expression.nameParts else { return try selection(expression) }
        if !parts[0].name.hasPrefix("."), let slot = scope.lastIndex(of: parts[0].name) {
            return selecting(parts.dropFirst(), from: LocalNode(slot: slot, at: parts[0].offset))
        }
        return try environment.variables.map { variables throws(SyntaxFailure) in
            try declaredName(parts, variables)
        } ?? openName(parts)
    }

    private mutating func selection(_ expression: Expression) throws(SyntaxFailure) -> any Node {
        guard case .select(let operand, let field, _) = expression.kind else {
            throw SyntaxFailure("this is no selection", at: expression.offset)
        }
        return SelectNode.make(try node(operand), Field(field, at: expression.offset), .value)
    }

    private mutating func declaredName(
        _ parts: [Expression.NamePart],
        _ variables: Set<String>
    ) throws(SyntaxFailure) -> any Node {
        let offset = parts[0].offset
        switch environment.meaning(of: parts) {
        case .variable(let name, let used):
            let node = VariableNode(slot: slot(of: name), name: name, at: offset)
            return selecting(parts.dropFirst(used), from: node)
        case .type(let type, let used): return selecting(parts.dropFirst(used), from: ConstantNode(.type(type)))
        case nil:
            let known = scope + variables.sorted()
            return try failing(
                .unknownName(parts[0].name),
                hint: Spelling.hint(for: parts[0].name, among: known),
                at: offset
            )
        }
    }

    private mutating func openName(_ parts: [Expression.NamePart]) -> any Node {
        var candidates: [QualifiedNode.Candidate] = []
        for count in stride(from: parts.count, to: 0, by: -1) {
            for name in environment.candidates(parts.prefix(count).joinedName) {
                candidates.append(
                    QualifiedNode.Candidate(
                        slot: slot(of: name),
                        type: TypeName.standard[name],
                        fields: parts.dropFirst(count).map { Field($0.name, at: $0.offset) }
                    )
                )
            }
        }
        return QualifiedNode(candidates, name: parts[0].name, at: parts[0].offset)
    }

    private func selecting(_ parts: ArraySlice<Expression.NamePart>, from node: any Node) -> any Node {
        parts.reduce(node) { SelectNode.make($0, Field($1.name, at: $1.offset), .value) }
    }
}
