/// Fields to fill in, one below the other: a line of text, or one of several choices.
package struct Form: Hashable, Sendable {
    package enum Value: Hashable, Sendable {
        case text(Prompt)
        case choice(options: [String], selected: Int)
    }

    package struct Field: Hashable, Sendable, Identifiable {
        package let id: String
        package let label: String
        package var value: Value
        /// The problem with the value; shown below it.
        package var problem: String?

        package init(id: String, label: String, value: Value, problem: String? = nil) {
            self.id = id
            self.label = label
            self.value = value
            self.problem = problem
        }
    }

    package enum Outcome: Hashable, Sendable {
        case edited
        /// Enter was pressed in the last field.
        case submitted
        case cancelled
        case ignored
    }

    package var fields: [Field]
    package private(set) var focus: Int

    package init(_ fields: [Field], focus: Int = 0) {
        self.fields = fields
        self.focus = fields.isEmpty ? 0 : min(max(0, focus), fields.count - 1)
    }

    /// The text of a field, or the chosen option; empty if there is no such field.
    package func text(of id: String) -> String {
        switch fields.first(where: { $0.id == id })?.value {
        case .text(let prompt): prompt.text
        case .choice(let options, let selected): options.indices.contains(selected) ? options[selected] : ""
        case nil: ""
        }
    }

    /// The index of the chosen option; nil for a text field.
    package func choice(of id: String) -> Int? {
        guard case .choice(_, let selected)? = fields.first(where: { $0.id == id })?.value else { return nil }
        return selected
    }

    /// Applies a key. Tab and arrows move between fields; enter moves to the next field, and submits from the last one.
    package mutating func press(_ key: Key) -> Outcome {
        guard fields.indices.contains(focus) else { return key == .escape ? .cancelled : .ignored }
        switch key {
        case .escape, .control("c"), .control("g"): return .cancelled
        case .tab, .named(.down): return move(1)
        case .named(.backTab), .named(.up): return move(-1)
        case .enter: return focus == fields.count - 1 ? .submitted : move(1)
        default: return pressInField(key)
        }
    }

    /// Inserts pasted text into the focused text field.
    package mutating func insert(_ paste: Paste) {
        guard fields.indices.contains(focus), case .text(var prompt) = fields[focus].value else { return }
        prompt.insert(paste.text)
        fields[focus].value = .text(prompt)
    }

    private mutating func move(_ step: Int) -> Outcome {
        focus = (focus + step + fields.count) % fields.count
        return .edited
    }

    private mutating func pressInField(_ key: Key) -> Outcome {
        switch fields[focus].value {
        case .text(var prompt):
            let outcome = prompt.press(key)
            fields[focus].value = .text(prompt)
            return outcome == .edited ? .edited : .ignored
        case .choice(let options, let selected):
            guard let chosen = Form.choice(for: key, among: options.count, from: selected) else { return .ignored }
            fields[focus].value = .choice(options: options, selected: chosen)
            return .edited
        }
    }

    /// Left, right and space step through the options; a digit selects one.
    private static func choice(for key: Key, among count: Int, from selected: Int) -> Int? {
        guard count > 0 else { return nil }
        switch key {
        case .named(.right), .space: return (selected + 1) % count
        case .named(.left): return (selected + count - 1) % count
        case .character(let scalar):
            guard let digit = Int(String(scalar)), (1...count).contains(digit) else { return nil }
            return digit - 1
        default: return nil
        }
    }
}

// MARK: - Drawing

extension Form {
    /// The number of rows of the form: one per field, option and problem.
    package var height: Int {
        fields.reduce(0) { sum, field in
            let rows = if case .choice(let options, _) = field.value { max(1, options.count) } else { 1 }
            return sum + rows + (field.problem == nil ? 0 : 1)
        }
    }

    /// Draws the fields; the focused text field has the cursor.
    package func draw(in area: Rect, of frame: inout Frame) {
        let labels = min((fields.map { SafeText($0.label).width }.max() ?? 0) + 2, area.width / 2)
        var rest = area
        for (index, field) in fields.enumerated() {
            let (label, value) = rest.split(columns: labels)
            let isFocused = index == focus
            frame.write(SafeText(field.label), in: label.row(0), style: Style(isFocused ? .focus : .dim))
            var used = draw(field.value, isFocused: isFocused, in: value, of: &frame)
            if let problem = field.problem {
                frame.write(SafeText(problem), in: value.row(used), style: Style(.error))
                used += 1
            }
            rest = rest.split(rows: used).bottom
        }
    }

    /// Draws one value and returns the number of rows used.
    private func draw(_ value: Value, isFocused: Bool, in area: Rect, of frame: inout Frame) -> Int {
        switch value {
        case .text(let prompt):
            if isFocused {
                prompt.draw(label: [], in: area.row(0), of: &frame)
            } else {
                frame.write(SafeText(prompt.text), in: area.row(0))
            }
            return 1
        case .choice(let options, let selected):
            for (index, option) in options.enumerated() {
                let mark: SafeText = index == selected ? "(•) " : "( ) "
                frame.write(mark + SafeText(option), in: area.row(index))
                if isFocused, index == selected { frame.lay(area.row(index), over: .cursor) }
            }
            return max(1, options.count)
        }
    }
}
