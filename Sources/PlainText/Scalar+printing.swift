extension Unicode.Scalar {
    /// Whether it must not be printed as it is, because a terminal could act on it or nobody could see what it is:
    /// controls, format characters (bidirectional overrides among them), line and paragraph separators, private use
    /// and unassigned.
    package var isUnsafeToPrint: Bool {
        guard value >= 0x7F else { return value < 0x20 }
        return switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: true
        default: false
        }
    }
}

extension String {
    /// The text with each scalar that must not be printed replaced by `escape`.
    package func escapingUnsafeScalars(_ escape: (Unicode.Scalar) -> String) -> String {
        guard unicodeScalars.contains(where: \.isUnsafeToPrint) else { return self }
        var text = ""
        for scalar in unicodeScalars {
            if scalar.isUnsafeToPrint { text += escape(scalar) } else { text.unicodeScalars.append(scalar) }
        }
        return text
    }
}
