/// A field of a host variable that an expression may read, such as `claims.country`.
package struct Path: Sendable, CustomStringConvertible {
    package let variable: String
    /// The names of the fields, from the variable inwards.
    package let fields: [String]

    /// `claims.country`; a field that is not an identifier is written in brackets: `claims["content-type"]`.
    package var description: String {
        fields.reduce(variable) { $0 + (Self.isIdentifier($1) ? ".\($1)" : "[\"\($1.clipped)\"]") }
    }

    private static func isIdentifier(_ name: String) -> Bool {
        guard let first = name.utf8.first, !Lexer.isDigit(first) else { return false }
        return name.utf8.allSatisfy { Lexer.isDigit($0) || Lexer.isNameStart($0) }
    }

    /// The value at the path; nil if there is none.
    func value(in variable: Value) -> Value? {
        fields.reduce(variable) { value, field in value.flatMap { Self.field(field, of: $0) } }
    }

    private static func field(_ name: String, of value: Value) -> Value? {
        switch value {
        case .map(let map): map[.string(name)]
        case .opaque(let object): object.field(name)
        case .optional(let inner?): field(name, of: inner)
        default: nil
        }
    }
}

/// Finds the paths in an expression, also through `?.`, `has()`, constant indices and the names bound by `cel.bind` and
/// `optMap`. A variable that a comprehension binds is part of its list or map, which is a path itself.
struct PathFinder {
    private let environment: Environment
    private(set) var found: [Path] = []
    private var seen: Set<[String]> = []
    /// Variables bound by macros, innermost last; the path is set if the name is only an alias for one.
    private var scope: [(name: String, path: [String]?)] = []

    private init(environment: Environment) { self.environment = environment }

    /// Every distinct path, in order of appearance.
    static func paths(in expression: Expression, _ environment: Environment) -> [Path] {
        var finder = PathFinder(environment: environment)
        finder.collect(expression)
        return finder.found
    }

    private enum Meaning {
        case path([String])
        /// Not a host variable: an element of a comprehension's range, or a type.
        case other
    }

    private mutating func collect(_ expression: Expression) {
        switch meaning(of: expression) {
        case .path(let path): record(path)
        case .other: return
        case nil: collectParts(of: Self.chain(expression).root)
        }
    }

    private mutating func record(_ path: [String]) {
        guard let variable = path.first, seen.insert(path).inserted else { return }
        found.append(Path(variable: variable, fields: Array(path.dropFirst())))
    }

    /// A field that is selected, tested for presence, or indexed by a constant.
    private typealias Link = (field: String, offset: Int, isPlain: Bool)

    /// The operand at the root, and the fields selected from it in order.
    private static func chain(_ expression: Expression) -> (root: Expression, links: [Link]) {
        var root = expression
        var links: [Link] = []
        while true {
            switch root.kind {
            case .select(let operand, let field, let optional):
                links.append((field, root.offset, !optional))
                root = operand
            case .presence(let operand, let field):
                links.append((field, root.offset, true))
                root = operand
            case .index(let operand, let index, _):
                guard case .literal(.string(let field)) = index.kind else { return (root, links.reversed()) }
                links.append((field, root.offset, false))
                root = operand
            default: return (root, links.reversed())
            }
        }
    }

    private func meaning(of expression: Expression) -> Meaning? {
        let (root, links) = Self.chain(expression)
        guard case .name(let name, let rooted) = root.kind else { return nil }
        let plain = links.prefix(while: \.isPlain)
        let parts = [(rooted ? "." + name : name, root.offset)] + plain.map { ($0.field, $0.offset) }
        guard case .path(let path) = named(parts) else { return .other }
        return .path(path + links.dropFirst(plain.count).map(\.field))
    }

    private func named(_ parts: [Expression.NamePart]) -> Meaning {
        if !parts[0].name.hasPrefix("."), let bound = scope.last(where: { $0.name == parts[0].name }) {
            return bound.path.map { .path($0 + parts.dropFirst().map(\.name)) } ?? .other
        }
        switch environment.meaning(of: parts) {
        case .variable(let name, let used): return .path([name] + parts.dropFirst(used).map(\.name))
        case .type: return .other
        case nil:
            let first = parts[0].name
            return .path([first.hasPrefix(".") ? String(first.dropFirst()) : first] + parts.dropFirst().map(\.name))
        }
    }

    private mutating func collectParts(of expression: Expression) {
        switch expression.kind {
        case .comprehension(let walk):
            collect(walk.range)
            binding([(walk.first, nil)] + (walk.second.map { [($0, nil)] } ?? [])) { finder in
                if let condition = walk.condition { finder.collect(condition) }
                finder.collect(walk.body)
            }
        case .bind(let name, let value, let body), .optionalMap(let value, let name, let body, _):
            collect(value)
            var path: [String]?
            if case .path(let known) = meaning(of: value) { path = known }
            binding([(name, path)]) { $0.collect(body) }
        case .call(let name, let receiver?, let arguments):
            let isBound = { bound in scope.contains { $0.name == bound } }
            let isSpace = environment.qualified(name, receiver, hidden: isBound) != nil
            for part in isSpace ? arguments : [receiver] + arguments { collect(part) }
        default:
            for part in expression.kind.parts { collect(part) }
        }
    }

    private mutating func binding(
        _ names: [(name: String, path: [String]?)],
        _ body: (inout PathFinder) -> Void
    ) {
        scope += names
        body(&self)
        scope.removeLast(names.count)
    }
}
