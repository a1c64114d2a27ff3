import PlainText

/// The rules for one label in Unicode, after mapping: RFC 5892 with its contextual rules, and the validity criteria of
/// UTS #46 (normalised, CheckHyphens, CheckJoiners, no leading mark).
enum DomainLabel {
    /// Checks a label.
    ///
    /// - Throws: the first rule that the label breaks.
    static func check(_ label: [Unicode.Scalar]) throws(DomainFault) {
        try checkHyphens(label)
        for scalar in label where !isAllowed(scalar) { throw .forbidden(scalar) }
        if let first = label.first, first.isMark { throw .leadingMark(first) }
        for (place, scalar) in label.enumerated() where !contextAllows(scalar, at: place, in: label) {
            throw .misplaced(scalar)
        }
    }

    static func checkHyphens(_ label: [Unicode.Scalar]) throws(DomainFault) {
        guard label.first != "-", label.last != "-" else { throw .hyphenAtEdge }
        guard label.count < 4 || label[2] != "-" || label[3] != "-" else { throw .hyphensInside }
    }

    /// Whether a scalar is allowed in any label.
    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return DomainName.isASCIILabelCharacter(scalar) }
        return switch scalar.properties.generalCategory {
        case .lowercaseLetter, .otherLetter, .modifierLetter, .nonspacingMark, .spacingMark, .decimalNumber:
            !LabelTables.disallowed.contains(scalar)
        default: LabelTables.others.contains(scalar)
        }
    }

    /// The contextual rules of RFC 5892, appendix A, for one occurrence.
    private static func contextAllows(_ scalar: Unicode.Scalar, at place: Int, in label: [Unicode.Scalar]) -> Bool {
        let before = place > 0 ? label[place - 1] : nil
        let after = place + 1 < label.count ? label[place + 1] : nil
        switch scalar {
        case Joiner.nonJoiner, Joiner.joiner: return Joiner.isNeeded(at: place, in: label)
        case "\u{B7}": return before == "l" && after == "l"
        case "\u{375}": return after.map(LabelTables.greek.contains) == true
        case "\u{5F3}", "\u{5F4}": return before.map(LabelTables.hebrew.contains) == true
        case "\u{30FB}": return label.contains(where: LabelTables.japanese.contains)
        case "\u{660}"..."\u{669}": return !label.contains { "\u{6F0}"..."\u{6F9}" ~= $0 }
        case "\u{6F0}"..."\u{6F9}": return !label.contains { "\u{660}"..."\u{669}" ~= $0 }
        default: return true
        }
    }
}

extension Unicode.Scalar {
    fileprivate var isMark: Bool {
        switch properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: true
        default: false
        }
    }
}
