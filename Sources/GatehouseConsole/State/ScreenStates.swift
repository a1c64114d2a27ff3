/// What a screen remembers: its rows, its cursor, and what is open on it.
package protocol ScreenState: Sendable {
    init()
}

/// The states of the screens. Each screen declares its own as a property of `ConsoleState` and is the only one to know
/// what is in it.
struct ScreenStates: Sendable {
    private var states: [ObjectIdentifier: any ScreenState] = [:]

    subscript<State: ScreenState>(_ type: State.Type) -> State {
        get { states[ObjectIdentifier(type)] as? State ?? State() }
        _modify {
            // Taken out while it changes: a second reference would make every change copy the screen's rows.
            var state = states.removeValue(forKey: ObjectIdentifier(type)) as? State ?? State()
            defer { states[ObjectIdentifier(type)] = state }
            yield &state
        }
    }
}
