/// The content of one or two columns: a visible scalar and at most three combining marks, as Hebrew has them.
///
/// Only this module creates glyphs, so a glyph never contains a control character, a format character or an unassigned
/// scalar.
package struct Glyph: Hashable, Sendable {
    let base: Unicode.Scalar
    private(set) var firstMark: Unicode.Scalar?
    private(set) var secondMark: Unicode.Scalar?
    private(set) var thirdMark: Unicode.Scalar?
    /// The number of columns: 1, 2, or 0 for the right half of a wide glyph.
    package let width: Int8
    /// Whether it replaces something that would be invisible or dangerous; drawn in `Role.hiddenChar`.
    package let isWarning: Bool

    init(base: Unicode.Scalar, width: Int, isWarning: Bool = false) {
        self.base = base
        self.width = Int8(truncatingIfNeeded: width)
        self.isWarning = isWarning
    }

    package static let space = Glyph(base: " ", width: 1)
    static let continuation = Glyph(base: " ", width: 0)

    /// Adds a combining mark. Returns false if there are three already.
    mutating func combine(_ mark: Unicode.Scalar) -> Bool {
        if firstMark == nil {
            firstMark = mark
        } else if secondMark == nil {
            secondMark = mark
        } else if thirdMark == nil {
            thirdMark = mark
        } else {
            return false
        }
        return true
    }

    /// The scalars to send to a terminal, base first; empty for a continuation.
    package var scalars: [Unicode.Scalar] {
        guard width > 0 else { return [] }
        return [base, firstMark, secondMark, thirdMark].compactMap(\.self)
    }

    /// The glyph in ASCII, in one column: its ASCII equivalent, otherwise `?`. A letter with a
    /// mark has no equivalent, because without the mark it would look like another name.
    var ascii: Glyph {
        guard width > 0, !base.isASCII || firstMark != nil else { return self }
        let twin = firstMark == nil ? AsciiTwins.twin(of: base) : "?"
        return Glyph(base: twin, width: 1, isWarning: isWarning)
    }
}
