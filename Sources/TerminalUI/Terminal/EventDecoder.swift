/// Decodes input that arrived in one read into events.
///
/// Escape with a key right after it is Alt. An unknown escape sequence, such as a late reply of the terminal, is
/// dropped completely, so that its letters never run commands. Pasted text is collected as data. A paste without an end
/// mark ends after a pause, or when keys keep arriving one by one. Time is passed in.
struct EventDecoder {
    private var pasted: String.UnicodeScalarView?
    private var pastedBytes = 0
    private var isCut = false
    private var begun: ContinuousClock.Instant?
    /// When the last part of the paste came.
    private var touched: ContinuousClock.Instant?

    /// The longest pause within a paste.
    static let pause = Duration.milliseconds(500)
    /// After this time a read of a single key is a key that was pressed, and ends the paste.
    static let typing = Duration.seconds(1)

    /// Whether a paste has begun but not ended.
    var isPasting: Bool { pasted != nil }

    /// Decodes everything that was waiting; what comes in the next call was not right behind it.
    mutating func decode(_ raw: [RawEvent], at now: ContinuousClock.Instant = .now) -> [TerminalEvent] {
        var events: [TerminalEvent] = []
        if let paste = endStalePaste(at: now) { events.append(paste) }
        if isTyped(raw, at: now), let paste = endPaste() { events.append(paste) }
        defer { touch(now) }
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

    /// How long to wait for more of the paste that is being read; nil when none is.
    func patience(at now: ContinuousClock.Instant) -> Duration? {
        touched.map { max(.zero, Self.pause - (now - $0)) }
    }

    /// Ends a paste that has paused for too long.
    mutating func endStalePaste(at now: ContinuousClock.Instant) -> TerminalEvent? {
        guard let touched, now - touched >= Self.pause else { return nil }
        return endPaste()
    }

    private func isTyped(_ raw: [RawEvent], at now: ContinuousClock.Instant) -> Bool {
        guard let begun, now - begun >= Self.typing, raw.count == 1 else { return false }
        switch raw[0] {
        case .scalar, .named: return true
        case .mouse, .pasteBegin, .pasteEnd, .focus, .noise: return false
        }
    }

    private mutating func touch(_ now: ContinuousClock.Instant) {
        begun = isPasting ? begun ?? now : nil
        touched = isPasting ? now : nil
    }

    /// Gives up waiting for the end of a paste.
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
        case 0x01...0x1A: .control(Unicode.Scalar(UInt8(truncatingIfNeeded: scalar.value + 0x60)))
        case 0x1C...0x1F: .control(Unicode.Scalar(UInt8(truncatingIfNeeded: scalar.value + 0x40)))
        default: .character(scalar)
        }
    }
}
