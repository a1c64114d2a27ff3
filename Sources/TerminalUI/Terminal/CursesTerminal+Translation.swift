import CNcurses

extension RawEvent {
    init(_ event: tty_event) {
        switch event.kind {
        case TTY_SCALAR: self = Unicode.Scalar(event.code).map(RawEvent.scalar) ?? .noise
        case TTY_NAMED: self = Key.Name(code: event.code).map(RawEvent.named) ?? .noise
        case TTY_MOUSE: self = Mouse.Action(code: event.code).map { .mouse(Mouse($0, at: event.point)) } ?? .noise
        case TTY_PASTE_BEGIN: self = .pasteBegin
        case TTY_PASTE_END: self = .pasteEnd
        case TTY_FOCUS_IN: self = .focus(true)
        case TTY_FOCUS_OUT: self = .focus(false)
        default: self = .noise
        }
    }
}

extension tty_event {
    fileprivate var point: Point { Point(x: Int(x), y: Int(y)) }
}

extension Key.Name {
    fileprivate init?(code: UInt32) {
        let plain: [(tty_name, Key.Name)] = [
            (TTY_ENTER, .enter), (TTY_BACKSPACE, .backspace), (TTY_BACKTAB, .backTab), (TTY_DELETE, .delete),
            (TTY_INSERT, .insert), (TTY_UP, .up), (TTY_DOWN, .down), (TTY_LEFT, .left), (TTY_RIGHT, .right),
            (TTY_HOME, .home), (TTY_END, .end), (TTY_PAGE_UP, .pageUp), (TTY_PAGE_DOWN, .pageDown),
        ]
        let functions: [Key.Name] = [.f1, .f2, .f3, .f4, .f5, .f6, .f7, .f8, .f9, .f10, .f11, .f12]
        if let found = plain.first(where: { $0.0.rawValue == code }) {
            self = found.1
        } else if code >= TTY_F1.rawValue, code < TTY_F1.rawValue + 12 {
            self = functions[Int(code - TTY_F1.rawValue)]
        } else {
            return nil
        }
    }
}

extension Mouse.Action {
    fileprivate init?(code: UInt32) {
        switch tty_mouse(code) {
        case TTY_PRESS: self = .press
        case TTY_MENU: self = .menu
        case TTY_WHEEL_UP: self = .wheelUp
        case TTY_WHEEL_DOWN: self = .wheelDown
        default: return nil
        }
    }
}

extension tty_cell {
    /// A cell for the terminal. If ncurses disagrees about the width of a scalar, it becomes `?`, because the whole row
    /// would shift.
    init(_ cell: Cell, ink: Ink) {
        self.init()
        let glyph = cell.glyph
        width = UInt8(truncatingIfNeeded: glyph.width)
        attributes = ink.attributes.rawValue
        foreground = ink.foreground
        background = ink.background
        let base = glyph.base.value
        let marks = [glyph.firstMark, glyph.secondMark, glyph.thirdMark].compactMap { $0?.value }
        guard glyph.base.isASCII || tty_agrees_on_width(base, Int32(truncatingIfNeeded: glyph.width)),
            marks.allSatisfy({ tty_agrees_on_width($0, 0) })
        else {
            // One column; the other half of a wide one becomes blank. So is a letter whose mark would
            // be lost: without it, it is another one.
            scalars.0 = UInt32(truncatingIfNeeded: UInt8(ascii: "?"))
            return
        }
        scalars.0 = base
        scalars.1 = marks.first ?? 0
        scalars.2 = marks.count > 1 ? marks[1] : 0
        scalars.3 = marks.count > 2 ? marks[2] : 0
    }
}

extension Attributes {
    /// Whether the bits of the attributes are the same as in the C code.
    static let matchTheTerminal =
        bold.rawValue == UInt8(TTY_BOLD) && dim.rawValue == UInt8(TTY_DIM)
        && underline.rawValue == UInt8(TTY_UNDERLINE) && reverse.rawValue == UInt8(TTY_REVERSE)
        && italic.rawValue == UInt8(TTY_ITALIC)
}
