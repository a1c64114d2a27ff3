import TerminalUI

/// A menu of a few choices, each with its key.
package struct ChoiceMenu: Sendable {
    package var title: String
    package var items: [MenuItem]
    package var selected = 0

    init(_ title: String, _ items: [MenuItem]) {
        self.title = title
        self.items = items
    }

    func press(_ key: Key, _ state: inout ConsoleState) -> [Effect] {
        var menu = self
        switch key.description {
        case "esc", "q", "^C":
            state.closeDialog()
            return []
        case "down", "j": menu.selected = min(selected + 1, items.count - 1)
        case "up", "k": menu.selected = max(selected - 1, 0)
        case "enter":
            guard items.indices.contains(selected) else { return [] }
            state.closeDialog()
            return items[selected].perform(&state)
        default:
            guard let item = items.first(where: { $0.key == key.description }) else { return [] }
            state.closeDialog()
            return item.perform(&state)
        }
        state.dialog = .menu(menu)
        return []
    }
}

/// One choice of a menu.
package struct MenuItem: Sendable {
    package var key: String
    package var title: String
    /// The text that the choice would copy or use, shown after the title.
    package var preview: String
    let perform: @Sendable (inout ConsoleState) -> [Effect]

    init(
        _ key: String,
        _ title: String,
        preview: String = "",
        perform: @escaping @Sendable (inout ConsoleState) -> [Effect]
    ) {
        self.key = key
        self.title = title
        self.preview = preview
        self.perform = perform
    }

    /// An item that copies a text; nil if there is no text.
    static func copy(_ key: String, _ title: String, _ text: String?) -> MenuItem? {
        guard let text, !text.isEmpty else { return nil }
        return MenuItem(key, title, preview: text) { state in
            state.say("copied the \(title)", .good, for: .seconds(3))
            return [.copy(text)]
        }
    }
}
