/// A position on the screen, in columns and rows from the top left corner.
package struct Point: Hashable, Sendable {
    package var x: Int
    package var y: Int

    package init(x: Int, y: Int) {
        self.x = x
        self.y = y
    }
}

/// The size of the screen or a part of it, in columns and rows; never negative.
package struct Size: Hashable, Sendable, CustomStringConvertible {
    package let width: Int
    package let height: Int

    /// Negative lengths become zero.
    package init(width: Int, height: Int) {
        self.width = max(0, width)
        self.height = max(0, height)
    }

    /// `80x24`.
    package var description: String { "\(width)x\(height)" }
}

/// A rectangle of cells. Empty rectangles are allowed everywhere and draw nothing.
package struct Rect: Hashable, Sendable {
    package let x: Int
    package let y: Int
    package let width: Int
    package let height: Int

    /// Negative lengths become zero.
    package init(x: Int, y: Int, width: Int, height: Int) {
        self.x = x
        self.y = y
        self.width = max(0, width)
        self.height = max(0, height)
    }

    /// A rectangle of that size at the top left corner of the screen.
    package init(_ size: Size) {
        self.init(x: 0, y: 0, width: size.width, height: size.height)
    }

    package var origin: Point { Point(x: x, y: y) }
    package var size: Size { Size(width: width, height: height) }
    /// The first column to the right of the rectangle.
    package var right: Int { x + width }
    /// The first row below the rectangle.
    package var bottom: Int { y + height }
    package var isEmpty: Bool { width == 0 || height == 0 }

    package func contains(_ point: Point) -> Bool {
        point.x >= x && point.x < right && point.y >= y && point.y < bottom
    }

    /// The common part of both rectangles.
    package func intersection(_ other: Rect) -> Rect {
        let left = max(x, other.x)
        let top = max(y, other.y)
        return Rect(x: left, y: top, width: min(right, other.right) - left, height: min(bottom, other.bottom) - top)
    }
}

// MARK: - Layout

extension Rect {
    /// The rectangle without a margin of this number of columns and rows.
    package func inset(columns: Int = 1, rows: Int = 1) -> Rect {
        Rect(x: x + columns, y: y + rows, width: width - 2 * columns, height: height - 2 * rows)
    }

    /// The row at `index` from the top, or from the bottom if negative (-1 is the last). Empty if outside.
    package func row(_ index: Int) -> Rect {
        let offset = index < 0 ? height + index : index
        guard offset >= 0, offset < height else { return Rect(x: x, y: y, width: 0, height: 0) }
        return Rect(x: x, y: y + offset, width: width, height: 1)
    }

    /// The upper `rows` rows, and the rest. A negative number is the size of the lower part.
    package func split(rows: Int) -> (top: Rect, bottom: Rect) {
        let upper = Rect.clamp(rows < 0 ? height + rows : rows, to: height)
        return (
            Rect(x: x, y: y, width: width, height: upper),
            Rect(x: x, y: y + upper, width: width, height: height - upper)
        )
    }

    /// The left `columns` columns, and the rest. A negative number is the size of the right part.
    package func split(columns: Int) -> (left: Rect, right: Rect) {
        let leftward = Rect.clamp(columns < 0 ? width + columns : columns, to: width)
        return (
            Rect(x: x, y: y, width: leftward, height: height),
            Rect(x: x + leftward, y: y, width: width - leftward, height: height)
        )
    }

    /// A rectangle of at most that size, centered in this one.
    package func centered(_ wanted: Size) -> Rect {
        let fitted = Size(width: min(wanted.width, width), height: min(wanted.height, height))
        return Rect(
            x: x + (width - fitted.width) / 2,
            y: y + (height - fitted.height) / 2,
            width: fitted.width,
            height: fitted.height
        )
    }

    private static func clamp(_ length: Int, to limit: Int) -> Int {
        min(max(0, length), limit)
    }
}
