import PlainText

/// The Bidi rule of RFC 5893 §2, which keeps names with right-to-left letters readable.
enum BidiRule {
    /// The bidirectional classes that occur in labels. `neutral` covers ES, ON and BN, which the rule treats alike.
    private enum Class { case left, right, arabic, arabicNumber, europeanNumber, neutral, mark }

    /// Whether a name made of these labels obeys the rule. The rule applies to all labels if any of them has a
    /// right-to-left letter or an Arabic number.
    static func holds(for labels: [[Unicode.Scalar]]) -> Bool {
        let classes = labels.map { $0.map(classOf) }
        let isBidi = classes.contains { $0.contains { $0 == .right || $0 == .arabic || $0 == .arabicNumber } }
        return !isBidi || classes.allSatisfy(holds)
    }

    private static func holds(for label: [Class]) -> Bool {
        guard let first = label.first, let last = label.last(where: { $0 != .mark }) else { return false }
        switch first {
        case .left:
            let fits = label.allSatisfy { $0 == .left || $0 == .europeanNumber || $0 == .neutral || $0 == .mark }
            return fits && (last == .left || last == .europeanNumber)
        case .right, .arabic:
            guard !label.contains(.left), last != .neutral else { return false }
            return !(label.contains(.europeanNumber) && label.contains(.arabicNumber))
        default: return false
        }
    }

    private static func classOf(_ scalar: Unicode.Scalar) -> Class {
        if scalar.isASCII {
            return switch scalar {
            case "0"..."9": .europeanNumber
            case "-", "_": .neutral
            default: .left
            }
        }
        switch scalar {
        case "\u{6F0}"..."\u{6F9}": return .europeanNumber
        case "\u{660}"..."\u{669}", "\u{10D30}"..."\u{10D49}": return .arabicNumber
        case "\u{200C}", "\u{200D}": return .neutral
        default: break
        }
        if scalar.properties.generalCategory == .nonspacingMark {
            return LabelTables.leftToRightMarks.contains(scalar) ? .left : .mark
        }
        if LabelTables.rightToLeft.contains(scalar) { return .right }
        if LabelTables.arabicLetters.contains(scalar) { return .arabic }
        return LabelTables.neutral.contains(scalar) ? .neutral : .left
    }
}
