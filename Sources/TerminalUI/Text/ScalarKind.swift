/// How a scalar is drawn.
enum ScalarKind: Equatable {
    /// Drawn as is, in this number of columns.
    case visible(columns: Int)
    /// Drawn on the glyph before it.
    case mark
    case lineEnd
    case tab
    /// Drawn as this number of spaces.
    case space(columns: Int)
    /// A C0 control, drawn as its picture.
    case control(picture: Unicode.Scalar)
    /// Never sent to a terminal: drawn as these ASCII characters.
    case spelled(String)

    init(_ scalar: Unicode.Scalar) {
        switch scalar.value {
        case 0x20...0x7E: self = .visible(columns: 1)
        case 0x09: self = .tab
        case 0x0A, 0x0D: self = .lineEnd
        case 0x00...0x1F: self = .control(picture: ScalarKind.picture(of: scalar))
        case 0x7F...0x9F: self = .spelled("<\(ScalarKind.hexadecimal(scalar))>")
        default: self = ScalarKind.classify(scalar)
        }
    }

    private static func classify(_ scalar: Unicode.Scalar) -> ScalarKind {
        let properties = scalar.properties
        if properties.isDefaultIgnorableCodePoint || looksBlank(scalar) || changesItsNeighbours(scalar) {
            return .spelled("<U+\(hexadecimal(scalar))>")
        }
        switch properties.generalCategory {
        case .format, .lineSeparator, .paragraphSeparator, .control:
            return .spelled("<U+\(hexadecimal(scalar))>")
        case .privateUse, .unassigned, .surrogate:
            return .spelled("<FFFD>")
        case .spaceSeparator:
            return .space(columns: DisplayWidth.of(scalar))
        case .nonspacingMark, .enclosingMark:
            return .mark
        default:
            let columns = DisplayWidth.of(scalar)
            return columns == 0 ? .mark : .visible(columns: columns)
        }
    }

    /// Letters and symbols that look blank but, unlike Hangul fillers, are not default-ignorable.
    private static func looksBlank(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "\u{2800}" || scalar == "\u{1D159}"
    }

    /// Regional indicators and skin tones, whose width depends on the terminal and on adjacent characters.
    private static func changesItsNeighbours(_ scalar: Unicode.Scalar) -> Bool {
        (0x1F1E6...0x1F1FF).contains(scalar.value) || (0x1F3FB...0x1F3FF).contains(scalar.value)
    }

    /// The picture of a C0 control character, in the block from U+2400.
    private static func picture(of control: Unicode.Scalar) -> Unicode.Scalar {
        Unicode.Scalar(0x2400 + control.value) ?? "\u{FFFD}"
    }

    private static func hexadecimal(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        let least = scalar.value <= 0xFF ? 2 : 4
        return String(repeating: "0", count: max(0, least - digits.count)) + digits
    }
}
