import CNcurses
import Glibc

/// The real terminal, through ncurses. At most one may exist at a time, used by one thread.
package final class CursesTerminal: Terminal {
    package let capabilities: TerminalCapabilities
    package let waker: any TerminalWaker
    private let pipe: WakePipe
    private let type: String
    private var decoder = EventDecoder()
    private var shown: (frame: Frame, theme: ResolvedTheme)?
    private var isOpen = true
    /// Whether the signal to continue after our own stop is still in the pipe.
    private var expectsContinue = false
    /// Whether the terminal was left to the shell because this process is in the background.
    private var isInBackground = false
    /// How often to look whether the shell has brought the program to the foreground; it sends no signal for that.
    private static let foregroundCheck = Duration.milliseconds(200)

    /// Sets up the terminal: raw keys, alternate screen, signals.
    ///
    /// - Throws: `TerminalProblem`; then the terminal is unchanged.
    package init(_ environment: TerminalEnvironment) throws(TerminalProblem) {
        let locale = tty_utf8_locale()
        guard let pipe = WakePipe() else { throw .noTerminal }
        self.pipe = pipe
        waker = pipe
        tty_forward_signals(pipe.writeEnd)
        do {
            type = try CursesTerminal.open(environment)
        } catch {
            tty_release_signals()
            throw error
        }
        tty_guard_fatal_signals()
        capabilities = CursesTerminal.capabilities(environment, type: type, locale: locale)
    }

    package var size: Size {
        var columns: Int32 = 0
        var rows: Int32 = 0
        tty_size(&columns, &rows)
        return Size(width: Int(columns), height: Int(rows))
    }

    package func close() {
        guard isOpen else { return }
        isOpen = false
        tty_close()
        tty_release_signals()
    }

    // MARK: Opening

    /// Opens the first terminal description that works and returns its name.
    private static func open(_ environment: TerminalEnvironment) throws(TerminalProblem) -> String {
        for candidate in environment.candidates {
            switch tty_open(candidate, Int32(clamping: environment.escapeDelay)) {
            case TTY_OPENED: return candidate
            case TTY_NOT_A_TERMINAL: throw .noTerminal
            case TTY_DUMB: throw .dumb(type: environment.type)
            default: continue
            }
        }
        throw .undescribed(type: environment.type)
    }

    private static func capabilities(
        _ environment: TerminalEnvironment,
        type: String,
        locale: Int32
    ) -> TerminalCapabilities {
        var notices: [String] = []
        if type != environment.type {
            let wanted = environment.type.isEmpty ? "TERM is not set" : "TERM=\(environment.type) is unknown here"
            notices.append("\(wanted); drawing for \(type)")
        }
        if locale == 1 { notices.append("the locale is not UTF-8; using C.UTF-8") }
        if locale < 0 { notices.append("there is no UTF-8 locale; drawing ASCII") }
        let ascii = locale < 0 || environment.ascii == true
        return TerminalCapabilities(
            colors: environment.noColor ? .mono : environment.colors ?? depth(colors: tty_colors()),
            glyphs: ascii ? .ascii : .unicode,
            notices: notices,
            isRemote: environment.isRemote
        )
    }

    private static func depth(colors: Int32) -> ColorDepth {
        switch colors {
        case 256...: .full
        case 16...: .sixteen
        case 8...: .eight
        default: .mono
        }
    }
}

// MARK: - Input

extension CursesTerminal {
    /// The maximum number of events read at a time, so that a flood of input cannot prevent drawing.
    private static let drainLimit = 4_096

    package func waitForEvents(for timeout: Duration?) throws(TerminalClosed) -> [TerminalEvent] {
        isInBackground = isInBackground || !tty_in_foreground()
        let check = isInBackground ? CursesTerminal.foregroundCheck : nil
        let patience = [timeout, decoder.patience(at: .now), check].compactMap(\.self).min()
        let tty = tty_descriptor()
        var descriptors = [
            // Reading from the background would stop the process.
            pollfd(fd: isInBackground ? -1 : tty, events: Int16(POLLIN), revents: 0),
            pollfd(fd: pipe.readEnd, events: Int16(POLLIN), revents: 0),
        ]
        let ready = poll(&descriptors, 2, CursesTerminal.milliseconds(patience))
        guard ready >= 0 || errno == EINTR else { throw .hangUp }
        var events = try handleSignals(pipe.drain())
        if isInBackground, tty_in_foreground() {
            takeBack()
            events = [.resize(size)]
        }
        // Whatever woke the loop: news of the daemon must not keep a paste open.
        if let paste = decoder.endStalePaste(at: .now) { events.append(paste) }
        let state = Int32(truncatingIfNeeded: descriptors[0].revents)
        if ready > 0, state & POLLIN != 0 { events += decoder.decode(readBundle()) }
        if ready > 0, state & (POLLHUP | POLLERR | POLLNVAL) != 0, events.isEmpty { throw .hangUp }
        return events
    }

    /// What has come, and what comes right behind a single letter: pasted text may be split between two reads.
    private func readBundle() -> [RawEvent] {
        var raw = readAll()
        guard raw.count == 1, case .scalar = raw[0], !decoder.isPasting else { return raw }
        var descriptor = pollfd(fd: tty_descriptor(), events: Int16(POLLIN), revents: 0)
        if poll(&descriptor, 1, 5) > 0, Int32(truncatingIfNeeded: descriptor.revents) & POLLIN != 0 { raw += readAll() }
        return raw
    }

    private func readAll() -> [RawEvent] {
        var raw: [RawEvent] = []
        while raw.count < CursesTerminal.drainLimit {
            let event = tty_next_event()
            guard event.kind != TTY_NONE else { break }
            raw.append(RawEvent(event))
        }
        return raw
    }

    private func handleSignals(_ signals: [Int32]) throws(TerminalClosed) -> [TerminalEvent] {
        var events: [TerminalEvent] = []
        for signal in signals {
            switch signal {
            case SIGHUP: throw .hangUp
            case SIGTERM, SIGINT: throw .terminated
            case SIGTSTP: suspend()
            case SIGWINCH: tty_adapt_size()
            case SIGCONT where expectsContinue: expectsContinue = false
            case SIGCONT: if tty_in_foreground() { takeBack() }
            default: continue
            }
            shown = nil
            events = [.resize(size)]
        }
        return events
    }

    /// Takes the terminal back from the shell.
    private func takeBack() {
        isInBackground = false
        shown = nil
        tty_restore()
    }

    private static func milliseconds(_ duration: Duration?) -> Int32 {
        guard let duration else { return -1 }
        let (seconds, attoseconds) = duration.components
        // Rounded up, so that the deadline has passed when `poll` returns.
        let milliseconds = seconds * 1_000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
        return Int32(clamping: max(0, milliseconds))
    }
}

// MARK: - Output

extension CursesTerminal {
    package func present(_ frame: Frame, in theme: Theme) -> Duration {
        let resolved = shown?.theme.theme == theme ? shown?.theme : nil
        let theme = resolved ?? ResolvedTheme(theme, for: capabilities.colors)
        // The screen belongs to the shell until the signal to continue in the foreground.
        guard tty_in_foreground() else { return .zero }
        let clock = ContinuousClock()
        let start = clock.now
        for y in 0..<frame.size.height where shown?.theme != theme || shown?.frame.row(y) != frame.row(y) {
            put(frame.row(y), y: y, theme: theme)
        }
        let cursor = frame.cursor.flatMap { frame.area.contains($0) ? $0 : nil }
        tty_cursor(Int32(clamping: cursor?.x ?? -1), Int32(clamping: cursor?.y ?? 0))
        _ = tty_flush()
        shown = (frame, theme)
        return clock.now - start
    }

    private func put(_ row: ArraySlice<Cell>, y: Int, theme: ResolvedTheme) {
        let cells = row.map { tty_cell($0, ink: theme.ink(for: $0.style)) }
        tty_row(Int32(clamping: y), cells, Int32(clamping: cells.count))
    }

    package func perform(_ request: TerminalRequest) {
        switch request {
        case .copy(let text): send(ControlString.clipboard(text, for: type))
        case .title(let text): send(ControlString.title(text, for: type))
        case .bell: if tty_in_foreground() { tty_bell() }
        case .mouse(let isOn): tty_mouse_reports(isOn)
        case .redraw: tty_repaint()
        case .suspend: suspend()
        }
        if request == .redraw || request == .suspend { shown = nil }
    }

    private func send(_ bytes: [UInt8]?) {
        guard let bytes, tty_in_foreground() else { return }
        _ = tty_send(bytes, bytes.count)
    }

    private func suspend() {
        tty_suspend()
        let stopped = tty_stop_process()
        expectsContinue = stopped && tty_in_foreground()
        shown = nil
        guard !stopped || expectsContinue else { return }
        tty_resume()
        if !stopped { tty_bell() }
    }

    package func run(_ program: ForegroundProgram) -> ForegroundProgram.Result {
        tty_suspend()
        let result = program.runOnTerminal()
        tty_resume()
        shown = nil
        return result
    }
}
