extension Unicode.Scalar {
    /// Whether the character must be escaped before it is printed, because a terminal could act on it or it is invisible:
    /// control and format characters (including bidirectional overrides), line and paragraph separators, private use
    /// and unassigned characters.
    package var isUnsafeToPrint: Bool {
        guard value >= 0x7F else { return value < 0x20 }
        return switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: true
        default: false
        }
    }
}

extension String {
    /// The text with each character that is unsafe to print replaced by its escape.
    package func escapingUnsafeScalars(_ escape: (Unicode.Scalar) -> String) -> String {
        guard unicodeScalars.contains(where: \.isUnsafeToPrint) else { return self }
        var text = ""
        for scalar in unicodeScalars {
            if scalar.isUnsafeToPrint { text += escape(scalar) } else { text.unicodeScalars.append(scalar) }
        }
        return text
    }
}
