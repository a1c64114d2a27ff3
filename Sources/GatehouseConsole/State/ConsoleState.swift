package import GatehouseModel
package import TerminalUI

/// All that the console knows. Views draw it, `update` changes it; nothing else holds state.
package struct ConsoleState: Sendable {
    /// This machine's clock at the last message.
    package internal(set) var now: Timestamp
    package internal(set) var size: Size
    package internal(set) var connection: Connection
    /// Who the daemon says we are; nil before it said.
    package internal(set) var whoAmI: WhoAmI?
    package internal(set) var status: DaemonStatus?

    package internal(set) var screen: ScreenID = .traffic
    package internal(set) var panes: [ScreenID: Pane]
    package internal(set) var traffic = TrafficState()
    package internal(set) var approvals = ApprovalsState()
    package internal(set) var lists = ListsState()
    package internal(set) var rules = RulesState()
    package internal(set) var flows = FlowsState()
    package internal(set) var audit = AuditState()
    /// Details by key, read when they are first looked at.
    package internal(set) var resources = Resources()

    /// What is open above the screen and takes the keys.
    package internal(set) var dialog: Overlay?
    /// What lies below it and comes back when it is closed, the topmost last.
    var covered: [Overlay] = []
    /// The theme to return to when the choice is given up.
    var themeBeforePreview: String?
    /// When the runner has been told to send `tick`.
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
    /// What `esc` was last asked to close and would rather be asked twice.
    package internal(set) var escapedAt: Timestamp?
    package internal(set) var interruptedAt: Timestamp?
    package internal(set) var isQuitting = false
    /// Where exports go: the directory the console was started in.
    package internal(set) var directory: String
    /// Keys of an unfinished sequence.
    var pendingKeys: [Key] = []
    /// What the user did and can take back.
    package internal(set) var acts = Acts()
    /// What came under the cursor of Approvals by itself.
    var aim = Aim()
    /// Whether keys come by themselves or together.
    var bundles = Bundles()
    /// How many keys were pressed.
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

    /// The state of the pane pair of the screen that is shown.
    package var pane: Pane {
        get { panes[screen] ?? Pane(share: 50) }
        set { panes[screen] = newValue }
    }

    /// The screen that is shown.
    var current: any Screen.Type { screen.type }

    package var role: GatehouseModel.Role? { whoAmI?.role }

    /// The daemon's clock, which ages and deadlines are measured by.
    package var daemonTime: Timestamp { connection.daemonTime(now) }

    /// How long what is shown has been old; nil while it is fresh.
    package var staleness: Duration? { connection.staleness(now: now) }

    /// Where everything goes at the present size.
    package var layout: Layout {
        Layout(size: size, share: pane.share, sideBySide: sideBySide, showsDetail: pane.isDetailFocused)
    }
}

/// What the console starts with: everything that comes from files, the environment and the clock.
package struct ConsoleStart: Sendable {
    package var now: Timestamp
    package var size: Size
    package var settings = Settings()
    package var keymap: Keymap = .standard
    package var theme: Theme
    package var themeNames: [String] = []
    package var saved = SavedState()
    package var screen: ScreenID?
    /// In the query language, for the first screen.
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

/// A small generator for jitter, so that tests can throw the dice (xorshift64*, S. Vigna 2014).
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
