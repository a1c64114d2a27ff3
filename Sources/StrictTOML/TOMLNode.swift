/// A value of a document that is still being parsed; tables may still grow.
///
/// Belongs to one parser; not shared between threads.
final class TOMLNode {
    /// How a table was created, which decides what may still be added to it.
    enum Origin {
        /// Created as the parent of a header's table. It may still get a header of its own.
        case implied
        /// Created by a header.
        case header
        /// Created by a dotted key. Only dotted keys of the same table may add to it.
        case dotted
        /// Complete as written: `{ … }`, or an array that is not an array of tables.
        case closed
    }

    enum Content {
        case scalar(TOMLValue)
        case table([String: TOMLNode])
        /// `[[…]]`, or `[ … ]` if the origin is `closed`.
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
