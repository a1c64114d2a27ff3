import Glibc

/// The colour palettes of terminals.
enum Palette {
    typealias RGB = (red: Int, green: Int, blue: Int)

    /// The number of the closest colour; -1 for the terminal's default.
    static func number(of color: Color, depth: ColorDepth) -> Int16 {
        switch color {
        case .standard: -1
        case .indexed(let index): Int16(truncatingIfNeeded: index)
        case .rgb(let red, let green, let blue):
            nearest(to: (Int(red), Int(green), Int(blue)), depth: depth)
        }
    }

    /// The 16 colours of xterm. Users change them, so nothing may depend on exact values.
    static let sixteen: [RGB] = [
        (0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0), (0, 0, 238), (205, 0, 205), (0, 205, 205), (229, 229, 229),
        (127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0), (92, 92, 255), (255, 0, 255), (0, 255, 255),
        (255, 255, 255),
    ]

    private static func nearest(to color: RGB, depth: ColorDepth) -> Int16 {
        switch depth {
        case .mono: return -1
        case .eight, .sixteen: return index(of: color, among: sixteen)
        case .full:
            let cube = cubeNumber(color)
            let grey = greyNumber(color)
            return distance(color, rgb(of: cube)) <= distance(color, rgb(of: grey))
                ? Int16(truncatingIfNeeded: cube) : Int16(truncatingIfNeeded: grey)
        }
    }

    private static func index(of color: RGB, among colors: [RGB]) -> Int16 {
        let best = colors.indices.min { distance(color, colors[$0]) < distance(color, colors[$1]) }
        return Int16(truncatingIfNeeded: best ?? 7)
    }

    // The levels of the 6x6x6 cube at 16…231, and the greys at 232…255, as in xterm.
    private static let levels = [0, 95, 135, 175, 215, 255]

    private static func cubeNumber(_ color: RGB) -> Int {
        func level(_ value: Int) -> Int {
            levels.indices.min { abs(levels[$0] - value) < abs(levels[$1] - value) } ?? 0
        }
        return 16 + 36 * level(color.red) + 6 * level(color.green) + level(color.blue)
    }

    private static func greyNumber(_ color: RGB) -> Int {
        let mean = (color.red + color.green + color.blue) / 3
        return 232 + min(23, max(0, (mean - 3) / 10))
    }

    private static func rgb(of number: Int) -> RGB {
        if number >= 232 {
            let level = 8 + 10 * (number - 232)
            return (level, level, level)
        }
        let cube = number - 16
        return (levels[cube / 36], levels[cube / 6 % 6], levels[cube % 6])
    }

    /// The perceived difference of two colours: the weights of red and blue depend on the mean red ("redmean").
    private static func distance(_ left: RGB, _ right: RGB) -> Int {
        let mean = (left.red + right.red) / 2
        let red = left.red - right.red
        let green = left.green - right.green
        let blue = left.blue - right.blue
        return (512 + mean) * red * red / 256 + 4 * green * green + (767 - mean) * blue * blue / 256
    }
}

extension Color {
    /// The contrast ratio of WCAG 2.2, 1 to 21; nil if either colour is defined by the user's settings.
    func contrast(with other: Color) -> Double? {
        guard let first = luminance, let second = other.luminance else { return nil }
        return (max(first, second) + 0.05) / (min(first, second) + 0.05)
    }

    /// The relative luminance of WCAG 2.2.
    private var luminance: Double? {
        guard case .rgb(let red, let green, let blue) = self else { return nil }
        func linear(_ value: UInt8) -> Double {
            let part = Double(value) / 255
            return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    }
}
