/// Decodes the raw input that was read at one time into events.
///
/// Escape directly followed by a key is Alt. An unknown escape sequence, such as a late reply of the terminal, is
/// dropped completely, so that its letters never run commands. Pasted text is collected as data.
struct EventDecoder {
    private var pasted: String.UnicodeScalarView?
    private var pastedBytes = 0
    private var isCut = false

    /// Whether a paste has begun but not ended.
    var isPasting: Bool { pasted != nil }

    /// Decodes all pending input. Input in the next call does not count as directly following.
    mutating func decode(_ raw: [RawEvent]) -> [TerminalEvent] {
        var events: [TerminalEvent] = []
        var rest = raw[...]
        while let first = rest.popFirst() {
            if isPasting {
                if let event = collect(first) { events.append(event) }
            } else if first == .scalar("\u{1B}") {
                if let event = EventDecoder.escaped(&rest) { events.append(event) }
            } else if let event = begin(first) {
                events.append(event)
            }
        }
        return events
    }

    /// Stops waiting for the end of a paste.
    mutating func endPaste() -> TerminalEvent? {
        guard let pasted else { return nil }
        defer { self = EventDecoder() }
        return .paste(Paste(String(pasted), isCut: isCut))
    }

    private mutating func begin(_ raw: RawEvent) -> TerminalEvent? {
        switch raw {
        case .scalar(let scalar): return .key(EventDecoder.key(of: scalar))
        case .named(let name): return .key(.named(name))
        case .mouse(let mouse): return .mouse(mouse)
        case .focus(let isFocused): return .focus(isFocused)
        case .pasteBegin:
            pasted = String.UnicodeScalarView()
            return nil
        case .pasteEnd, .noise: return nil
        }
    }

    private mutating func collect(_ raw: RawEvent) -> TerminalEvent? {
        switch raw {
        case .pasteEnd: return endPaste()
        case .scalar("\r"), .named(.enter): add("\n")
        case .scalar(let scalar): add(scalar)
        default: break
        }
        return nil
    }

    private mutating func add(_ scalar: Unicode.Scalar) {
        let bytes = UTF8.width(scalar)
        guard pastedBytes + bytes <= Paste.limit else { return isCut = true }
        pastedBytes += bytes
        pasted?.append(scalar)
    }

    // MARK: Escape

    /// Decodes what follows an escape: nothing (the escape key), a key (Alt), or a sequence to drop.
    private static func escaped(_ rest: inout ArraySlice<RawEvent>) -> TerminalEvent? {
        guard case .scalar(let next)? = rest.first else { return .key(.escape) }
        switch next {
        case "\u{1B}":
            return .key(.escape)
        case "[":
            rest.removeFirst()
            dropControlSequence(&rest)
            return nil
        case "O" where rest.count > 1:
            rest.removeFirst(2)
            return nil
        case "P", "]", "_", "^", "X":
            guard rest.count > 1 else { fallthrough }
            dropString(&rest)
            return nil
        default:
            rest.removeFirst()
            return next.value < 0x20 || next.value == 0x7F ? .key(.escape) : .key(.alt(next))
        }
    }

    /// Drops parameters and intermediate bytes, then one final byte (ECMA-48 §5.4).
    private static func dropControlSequence(_ rest: inout ArraySlice<RawEvent>) {
        while case .scalar(let scalar)? = rest.first, ("\u{20}"..."\u{7E}").contains(scalar) {
            rest.removeFirst()
            if ("\u{40}"..."\u{7E}").contains(scalar) { return }
        }
    }

    /// Drops everything up to BEL or ST (ECMA-48 §5.6), or to the end of the pending input.
    private static func dropString(_ rest: inout ArraySlice<RawEvent>) {
        while let next = rest.popFirst() {
            if next == .scalar("\u{07}") || next == .scalar("\u{9C}") { return }
            if next == .scalar("\u{1B}"), rest.first == .scalar("\\") {
                rest.removeFirst()
                return
            }
        }
    }

    private static func key(of scalar: Unicode.Scalar) -> Key {
        switch scalar.value {
        case 0x0D: .enter
        case 0x09: .tab
        case 0x08, 0x7F: .named(.backspace)
        case 0x00: .control(" ")
        case 0x01...0x1A: .control(Unicode.Scalar(UInt8(scalar.value + 0x60)))
        case 0x1C...0x1F: .control(Unicode.Scalar(UInt8(scalar.value + 0x40)))
        default: .character(scalar)
        }
    }
}
