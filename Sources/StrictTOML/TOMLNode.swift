/// A value while its document is being parsed: tables may still grow.
///
/// Belongs to one parser; not shared between threads.
final class TOMLNode {
    /// How a table came to be, which decides what may still be added to it.
    enum Origin {
        /// As the parent of a header's table: a header of its own may follow.
        case implied
        /// By a header.
        case header
        /// By a dotted key: only dotted keys of the same table add to it.
        case dotted
        /// Complete as written: `{ … }`, or an array that is no array of tables.
        case closed
    }

    enum Content {
        case scalar(TOMLValue)
        case table([String: TOMLNode])
        /// `[[…]]`, or `[ … ]` where the origin is closed.
        case array([TOMLNode])
    }

    var content: Content
    var origin: Origin

    init(_ content: Content, _ origin: Origin) {
        self.content = content
        self.origin = origin
    }

    static func table(_ origin: Origin) -> TOMLNode { TOMLNode(.table([:]), origin) }

    var members: [String: TOMLNode] {
        if case .table(let members) = content { members } else { [:] }
    }

    var isTable: Bool {
        if case .table = content { true } else { false }
    }

    /// The elements of an array of tables.
    var elements: [TOMLNode]? {
        guard case .array(let elements) = content, origin != .closed else { return nil }
        return elements
    }

    func add(_ name: String, _ node: TOMLNode) {
        guard case .table(var members) = content else { return }
        content = .table([:])
        members[name] = node
        content = .table(members)
    }

    func append(_ node: TOMLNode) {
        guard case .array(var elements) = content else { return }
        content = .array([])
        elements.append(node)
        content = .array(elements)
    }

    var value: TOMLValue {
        switch content {
        case .scalar(let value): value
        case .table(let members): .table(members.mapValues(\.value))
        case .array(let elements): .array(elements.map(\.value))
        }
    }
}
