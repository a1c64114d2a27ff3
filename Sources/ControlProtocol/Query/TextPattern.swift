/// Text to compare with: `*` stands for any text, `?` for one character, ASCII case is disregarded.
package struct TextPattern: Sendable, Hashable {
    package enum Element: Sendable, Hashable {
        /// One scalar, lower-cased if it is ASCII.
        case scalar(Unicode.Scalar)
        case one
        case many
    }

    package let elements: [Element]

    /// The most `*` in one pattern, so that comparing stays cheap.
    package static let starLimit = 8

    /// Reads `*`, `?` and `\` as the query language does.
    package init(_ text: String) {
        var elements: [Element] = []
        var isEscaped = false
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\" where !isEscaped:
                isEscaped = true
                continue
            case "*" where !isEscaped:
                if elements.last != .many { elements.append(.many) }
            case "?" where !isEscaped:
                elements.append(.one)
            default:
                elements.append(.scalar(Self.folded(scalar)))
            }
            isEscaped = false
        }
        if isEscaped { elements.append(.scalar("\\")) }
        self.elements = elements
    }

    /// The text as it stands, without wildcards.
    package init(literally text: String) { elements = text.unicodeScalars.map { .scalar(Self.folded($0)) } }

    private init(elements: [Element]) { self.elements = elements }

    /// The same text anywhere inside a longer one.
    package var anywhere: TextPattern {
        var elements = elements
        if elements.first != .many { elements.insert(.many, at: 0) }
        if elements.last != .many { elements.append(.many) }
        return TextPattern(elements: elements)
    }

    /// The text itself when nothing in it is a wildcard; lower-cased as far as it is ASCII.
    package var literal: String? {
        var text = String.UnicodeScalarView()
        for element in elements {
            guard case .scalar(let scalar) = element else { return nil }
            text.append(scalar)
        }
        return String(text)
    }

    package var starCount: Int { elements.count { $0 == .many } }

    /// The pattern for SQLite's `LIKE … ESCAPE '\'`, whose comparison is the same (sqlite.org/lang_expr.html#like).
    package var like: String {
        var text = String.UnicodeScalarView()
        for element in elements {
            switch element {
            case .many: text.append("%")
            case .one: text.append("_")
            case .scalar(let scalar):
                if scalar == "%" || scalar == "_" || scalar == "\\" { text.append("\\") }
                text.append(scalar)
            }
        }
        return String(text)
    }

    /// Whether the whole of `text` fits. Takes at most the product of both lengths in steps.
    package func matches(_ text: String) -> Bool {
        let scalars = Array(text.unicodeScalars)
        var at = 0
        var element = 0
        var star: (element: Int, at: Int)?
        while at < scalars.count {
            if element < elements.count, elements[element] == .many {
                star = (element + 1, at)
                element += 1
            } else if element < elements.count, Self.fits(elements[element], scalars[at]) {
                element += 1
                at += 1
            } else if let last = star {
                // Let the last star take one character more.
                star = (last.element, last.at + 1)
                element = last.element
                at = last.at + 1
            } else {
                return false
            }
        }
        return elements[element...].allSatisfy { $0 == .many }
    }

    private static func fits(_ element: Element, _ scalar: Unicode.Scalar) -> Bool {
        switch element {
        case .one: true
        case .many: false
        case .scalar(let expected): expected == folded(scalar)
        }
    }

    private static func folded(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        guard ("A"..."Z").contains(scalar) else { return scalar }
        return Unicode.Scalar(UInt8(truncatingIfNeeded: scalar.value) | 0x20)
    }
}
