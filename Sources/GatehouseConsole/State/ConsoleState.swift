package import GatehouseModel
package import TerminalUI

/// The whole state of the console. Views draw it and `update` changes it; there is no other state.
package struct ConsoleState: Sendable {
    /// The time of the last message, by this machine's clock.
    package internal(set) var now: Timestamp
    package internal(set) var size: Size
    package internal(set) var connection: Connection
    /// The user's identity and role from the daemon; nil until it has answered.
    package internal(set) var whoAmI: WhoAmI?
    package internal(set) var status: DaemonStatus?

    package internal(set) var screen: ScreenID = .traffic
    package internal(set) var panes: [ScreenID: Pane]
    /// The states of the screens, which are named in the screens' folders.
    var screens = ScreenStates()
    /// Details by key, loaded when they are first shown.
    package internal(set) var resources = Resources()

    /// The dialog or pane above the screen, which gets the keys.
    package internal(set) var dialog: Overlay?
    /// The overlays below it, which return when it is closed; the topmost is last.
    var covered: [Overlay] = []
    /// The theme to restore if the choice is cancelled.
    var themeBeforePreview: String?
    /// When the runner will send `tick`.
    var wakesAt: Timestamp?
    package internal(set) var notice: Notice?
    package internal(set) var log = SessionLog()

    package internal(set) var settings: Settings
    package internal(set) var keymap: Keymap
    package internal(set) var theme: Theme
    package internal(set) var themeNames: [String]
    package internal(set) var isMasked = true
    package internal(set) var sideBySide = false
    package internal(set) var mouse = false
    /// Earlier input by prompt: `filter traffic`, `search`, `command`.
    package internal(set) var history: [String: [String]] = [:]
    /// When `esc` was pressed for something that it closes only when pressed twice.
    package internal(set) var escapedAt: Timestamp?
    package internal(set) var interruptedAt: Timestamp?
    package internal(set) var isQuitting = false
    /// The directory for exports: where the console was started.
    package internal(set) var directory: String
    /// The keys of an incomplete sequence.
    var pendingKeys: [Key] = []
    /// The user's acts that can be undone.
    package internal(set) var acts = Acts()
    /// Tracks changes under the cursor of Approvals.
    var aim = Aim()
    /// Tracks whether keys arrive alone or together.
    var bundles = Bundles()
    /// The number of keys pressed.
    var presses = 0
    /// Whether a key or the mouse is being handled.
    var isHandlingKey = false
    var dice: Dice

    package init(_ start: ConsoleStart) {
        now = start.now
        size = start.size
        connection = Connection(now: start.now)
        settings = start.settings
        keymap = start.keymap
        theme = start.theme
        themeNames = start.themeNames
        directory = start.directory
        dice = Dice(seed: start.seed)
        panes = Dictionary(uniqueKeysWithValues: ScreenID.allCases.map { ($0, Pane(share: $0.type.defaultShare)) })
        mouse = start.settings.mouse ?? start.mouse
        restore(start.saved)
        screen = start.screen ?? screen
        if let filter = start.filter { pane.filter = FilterState(text: filter) }
    }

    /// The state of list and detail on the current screen.
    package var pane: Pane {
        get { panes[screen] ?? Pane(share: 50) }
        set { panes[screen] = newValue }
    }

    /// The current screen.
    var current: any Screen.Type { screen.type }

    package var role: GatehouseModel.Role? { whoAmI?.role }

    /// The time by the daemon's clock, which ages and deadlines use.
    package var daemonTime: Timestamp { connection.daemonTime(now) }

    /// How long the shown data has been stale; nil if it is current.
    package var staleness: Duration? { connection.staleness(now: now) }

    /// The areas of the screen at the current size.
    package var layout: Layout {
        Layout(size: size, share: pane.share, sideBySide: sideBySide, showsDetail: pane.isDetailFocused)
    }
}

/// The values that the console starts with: from files, the environment and the clock.
package struct ConsoleStart: Sendable {
    package var now: Timestamp
    package var size: Size
    package var settings = Settings()
    package var keymap: Keymap = .standard
    package var theme: Theme
    package var themeNames: [String] = []
    package var saved = SavedState()
    package var screen: ScreenID?
    /// The filter of the first screen, in the query language.
    package var filter: String?
    package var mouse = false
    package var directory = "."
    package var seed: UInt64 = 1

    package init(now: Timestamp, size: Size, theme: Theme) {
        self.now = now
        self.size = size
        self.theme = theme
    }
}

/// A small random generator for jitter, which tests can seed (xorshift64*, S. Vigna 2014).
struct Dice: Sendable, RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed | 1 }

    mutating func next() -> UInt64 {
        state ^= state >> 12
        state ^= state << 25
        state ^= state >> 27
        return state &* 0x2545_F491_4F6C_DD1D
    }

    /// In 0..<1.
    mutating func fraction() -> Double { Double(next() >> 11) / Double(1 << 53) }
}
