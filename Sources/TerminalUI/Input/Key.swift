/// A key press. Pasted text is not a key (`TerminalEvent.paste`), so it can never run a command.
package enum Key: Hashable, Sendable {
    /// A key that types this scalar, including the space bar.
    case character(Unicode.Scalar)
    /// Control with a lower-case letter or one of `\ ] ^ _ space`.
    case control(Unicode.Scalar)
    /// Alt with a key, or Escape directly followed by a key.
    case alt(Unicode.Scalar)
    case named(Name)

    /// Keys that type no character.
    package enum Name: String, CaseIterable, Hashable, Sendable {
        case enter
        case escape = "esc"
        case tab
        case backTab = "S-tab"
        case backspace
        case delete = "del"
        case insert = "ins"
        case up
        case down
        case left
        case right
        case home = "Home"
        case end = "End"
        case pageUp = "PgUp"
        case pageDown = "PgDn"
        case f1 = "F1"
        case f2 = "F2"
        case f3 = "F3"
        case f4 = "F4"
        case f5 = "F5"
        case f6 = "F6"
        case f7 = "F7"
        case f8 = "F8"
        case f9 = "F9"
        case f10 = "F10"
        case f11 = "F11"
        case f12 = "F12"
    }

    package static let enter = Key.named(.enter)
    package static let escape = Key.named(.escape)
    package static let tab = Key.named(.tab)
    package static let space = Key.character(" ")
}
