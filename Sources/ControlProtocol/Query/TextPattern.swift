/// A text pattern: `*` matches any text, `?` one character. ASCII case is ignored.
package struct TextPattern: Sendable, Hashable {
    package enum Element: Sendable, Hashable {
        /// One scalar, in lower case if it is ASCII.
        case scalar(Unicode.Scalar)
        case one
        case many
    }

    package let elements: [Element]

    /// The maximum number of `*` in a pattern, so that matching stays cheap.
    package static let starLimit = 8

    /// Parses `*`, `?` and `\` as in the query language.
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

    /// The literal text, without wildcards.
    package init(literally text: String) { elements = text.unicodeScalars.map { .scalar(Self.folded($0)) } }

    private init(elements: [Element]) { self.elements = elements }

    /// The same pattern anywhere in a longer text.
    package var anywhere: TextPattern {
        var elements = elements
        if elements.first != .many { elements.insert(.many, at: 0) }
        if elements.last != .many { elements.append(.many) }
        return TextPattern(elements: elements)
    }

    /// The text if the pattern has no wildcards, with ASCII letters in lower case.
    package var literal: String? {
        var text = String.UnicodeScalarView()
        for element in elements {
            guard case .scalar(let scalar) = element else { return nil }
            text.append(scalar)
        }
        return String(text)
    }

    package var starCount: Int { elements.count { $0 == .many } }

    /// The pattern for SQLite's `LIKE … ESCAPE '\'`, which compares in the same way (sqlite.org/lang_expr.html#like).
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

    /// Whether the whole of `text` matches. Takes at most the product of both lengths in steps.
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
                // Lets the last star match one more character.
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
