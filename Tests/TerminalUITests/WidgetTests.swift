import TerminalUI
import Testing

/// The text of a frame of that size after drawing into it.
private func drawn(_ width: Int, _ height: Int, _ draw: (inout Frame) -> Void) -> String {
    var frame = Frame(size: Size(width: width, height: height))
    draw(&frame)
    return frame.text
}

/// Rows with numeric ids.
struct NumberedRows: TableRows {
    var ids: [Int]

    var count: Int { ids.count }
    func id(at index: Int) -> Int { ids[index] }
    func index(of id: Int) -> Int? { ids.firstIndex(of: id) }
    func cell(at index: Int, column: String) -> Span {
        column == "id" ? Span("\(ids[index])") : Span(SafeText("name \(ids[index])"), .denied)
    }
}

@Suite struct `A box` {
    @Test func `a box has titles on its border and a divider across it`() {
        let text = drawn(30, 5) { frame in
            let box = Box(
                title: Line("Traffic", .title),
                trailingTitle: Line("LIVE"),
                trailingFooter: Line("1/9")
            )
            box.draw(in: frame.area, of: &frame)
            box.drawDivider(atRow: 2, title: Line("detail"), in: frame.area, of: &frame)
        }
        #expect(
            text == """
                ┌─ Traffic ─────────── LIVE ─┐
                │                            │
                ├─ detail ───────────────────┤
                │                            │
                └────────────────────── 1/9 ─┘
                """
        )
    }

    @Test func `a title that is too long is shortened in favour of the other one`() {
        let text = drawn(20, 2) { frame in
            Box(title: Line("a very long title"), trailingTitle: Line("LIVE")).draw(in: frame.area, of: &frame)
        }
        #expect(text.hasPrefix("┌─ a very … "))
        #expect(text.contains(" LIVE ─┐"))
    }
}

@Suite struct `Columns` {
    private let columns = [
        Column("time", title: "TIME", minimum: 8, ideal: 8),
        Column("name", title: "NAME", minimum: 6, ideal: 10, weight: 1),
        Column("note", title: "NOTE", minimum: 4, ideal: 8, dropPriority: 2),
        Column("size", title: "SIZE", minimum: 4, ideal: 4, dropPriority: 1),
    ]

    private func shape(_ width: Int) -> String {
        ColumnLayout(columns, width: width).placed.map { "\($0.column.id)@\($0.x):\($0.width)" }.joined(separator: " ")
    }

    @Test(
        arguments: [
            (50, "time@0:8 name@9:27 note@37:8 size@46:4"),
            (25, "time@0:8 name@9:6 note@16:4 size@21:4"),
            (24, "time@0:8 name@9:10 size@20:4"),
            (19, "time@0:8 name@9:10"),
            (10, "time@0:8 name@9:1"),
            (0, ""),
        ]
    )
    func `columns get their ideal width, share the rest by weight and are dropped by priority`(
        width: Int,
        expected: String
    ) {
        #expect(shape(width) == expected)
    }
}

@Suite struct `A table` {
    private let columns = [
        Column("id", title: "ID", minimum: 3, ideal: 3, alignment: .right),
        Column("name", title: "NAME", minimum: 5, ideal: 8, weight: 1),
    ]

    @Test func `a table draws header, cursor, marks and rows`() {
        let rows = NumberedRows(ids: [7, 8, 9])
        var selection = TableSelection<Int>()
        selection.move(by: 1, in: rows, height: 3)
        selection.toggleMark(in: rows)
        let text = drawn(18, 4) { frame in
            Table(columns: columns).draw(rows, selection: selection, in: frame.area, of: &frame)
        }
        #expect(
            text == """
                    ID NAME
                     7 name 7
                ▸+   8 name 8
                     9 name 9
                """
        )
    }

    @Test func `the selected row has the style of the cursor`() {
        let rows = NumberedRows(ids: [1])
        var frame = Frame(size: Size(width: 6, height: 2))
        Table(columns: columns).draw(rows, selection: TableSelection<Int>(), in: frame.area, of: &frame)
        #expect(frame.styles.hasSuffix("\nCCCCCC"))
    }
}

@Suite struct `Table selection` {
    @Test func `the selection stays on its row and in place when rows are added above`() {
        var rows = NumberedRows(ids: Array(10..<30))
        var selection = TableSelection<Int>()
        selection.select(15, in: rows, height: 5)
        let before = selection.index(in: rows).map { $0 - selection.topIndex(in: rows, height: 5) }
        rows.ids.insert(contentsOf: [1, 2, 3], at: 0)
        selection.reconcile(with: rows, height: 5)
        #expect(selection.selected == 15)
        #expect(selection.index(in: rows).map { $0 - selection.topIndex(in: rows, height: 5) } == before)
    }

    @Test func `the selection moves to the row in its place when its row is removed`() {
        var rows = NumberedRows(ids: [1, 2, 3])
        var selection = TableSelection<Int>()
        selection.select(2, in: rows, height: 3)
        rows.ids = [1, 3]
        selection.reconcile(with: rows, height: 3)
        #expect(selection.selected == 3)
    }

    @Test func `marks of removed rows are removed`() {
        var rows = NumberedRows(ids: [1, 2, 3])
        var selection = TableSelection<Int>()
        selection.marks = [1, 2]
        rows.ids = [2, 3]
        selection.reconcile(with: rows, height: 3)
        #expect(selection.marks == [2])
    }

    @Test func `a range marks every row between its ends`() {
        let rows = NumberedRows(ids: [1, 2, 3, 4])
        var selection = TableSelection<Int>()
        selection.move(by: 1, in: rows, height: 4)
        selection.toggleRange(in: rows)
        selection.move(by: 2, in: rows, height: 4)
        selection.toggleRange(in: rows)
        #expect(selection.targets(in: rows) == [2, 3, 4])
    }

    @Test func `without marks a command applies to the selected row`() {
        let rows = NumberedRows(ids: [1, 2])
        #expect(TableSelection<Int>().targets(in: rows) == [1])
    }

    @Test func `any sequence of moves keeps the selection visible and in range`() {
        var rows = NumberedRows(ids: Array(0..<40))
        var selection = TableSelection<Int>()
        for step in 0..<500 {
            let height = 1 + step % 7
            switch step % 5 {
            case 0: selection.move(by: (step % 13) - 6, in: rows, height: height)
            case 1: rows.ids.removeFirst(min(rows.count, step % 3))
            case 2: rows.ids.insert(1_000 + step, at: step % (rows.count + 1))
            case 3: selection.scroll(by: (step % 9) - 4, in: rows, height: height)
            default: selection.reconcile(with: rows, height: height)
            }
            guard let index = selection.index(in: rows) else { continue }
            let top = selection.topIndex(in: rows, height: height)
            #expect((top..<(top + height)).contains(index))
            #expect(index < rows.count)
        }
    }

    @Test func `an empty table has no selection`() {
        var selection = TableSelection<Int>()
        let rows = NumberedRows(ids: [])
        selection.move(by: 3, in: rows, height: 5)
        selection.toggleMark(in: rows)
        #expect(selection.index(in: rows) == nil)
        #expect(selection.targets(in: rows).isEmpty)
    }
}

@Suite struct `A prompt` {
    private func pressed(_ start: String, _ keys: String) -> Prompt {
        var prompt = Prompt(start)
        for key in KeySequence(keys)?.keys ?? [] { _ = prompt.press(key) }
        return prompt
    }

    @Test(
        arguments: [
            ("abc", "left backspace", "ac"), ("abc", "home del", "bc"), ("one two", "^W", "one "),
            ("one two", "^U", ""),
            ("one two", "M-b x", "one xtwo"), ("one two", "home M-f x", "onex two"), ("one two", "home M-d", " two"),
            ("one", "home x", "xone"), ("one", "left left ^K", "o"), ("", "a space b", "a b"),
        ]
    )
    func `a prompt is edited as in a shell`(start: String, keys: String, result: String) {
        #expect(pressed(start, keys).text == result)
    }

    @Test func `a prompt remembers earlier lines and the current one`() {
        var prompt = Prompt(history: ["first", "second"])
        prompt.insert("third")
        _ = prompt.press(.named(.up))
        _ = prompt.press(.named(.up))
        #expect(prompt.text == "first")
        _ = prompt.press(.named(.down))
        _ = prompt.press(.named(.down))
        #expect(prompt.text == "third")
    }

    @Test func `a prompt asks for completions, then steps through them`() {
        var prompt = Prompt("out")
        #expect(prompt.press(.tab) == .wantsCompletion)
        prompt.completions = ["outcome:", "outbound:"]
        _ = prompt.press(.tab)
        #expect(prompt.text == "outcome:")
    }

    @Test func `pasted line ends become spaces and control characters are removed`() {
        var prompt = Prompt()
        prompt.insert("a\nb\u{1B}c")
        #expect(prompt.text == "a bc")
    }

    @Test func `the length of a prompt is limited`() {
        var prompt = Prompt()
        prompt.insert(String(repeating: "x", count: Prompt.limit * 2))
        #expect(prompt.text.count == Prompt.limit)
    }

    @Test func `a long line scrolls and the cursor stays visible`() {
        var frame = Frame(size: Size(width: 10, height: 1))
        Prompt("abcdefghijklmnop").draw(label: [Span("/")], in: frame.area, of: &frame)
        #expect(frame.text == "/ijklmnop")
        #expect(frame.cursor == Point(x: 9, y: 0))
    }
}

@Suite struct `A dialog` {
    private let dialog = Dialog(
        title: "Deny 1 request",
        body: [Line("t.okafor@brisewater.example")],
        choices: [
            Dialog.Choice(id: "deny", key: .character("y"), label: "deny", isDangerous: true),
            Dialog.Choice(id: "back", key: .character("n"), label: "back"),
        ],
        safeChoice: "back",
        openedBy: .character("d")
    )

    @Test(
        arguments: [
            (Key.enter, "back"), (.escape, "back"), (.character("y"), "deny"), (.character("d"), nil), (.space, nil),
        ] as [(Key, String?)]
    )
    func `enter takes the safe choice, and the key that opened the dialog none`(key: Key, choice: String?) {
        #expect(dialog.choice(for: key) == choice)
    }

    @Test func `a dialog is drawn over what is behind it`() {
        let text = drawn(46, 3) { frame in dialog.draw(over: frame.area, of: &frame) }
        #expect(
            text
                == """
                 ┌─ Deny 1 request ─────────────────────────┐
                 │ t.okafor@brisewater.example              │
                 └─ y deny ───────────────────── esc back ──┘
                """.replacing("─ esc back ──┘", with: "── esc back ─┘")
        )
    }
}

@Suite struct `A form` {
    private func form() -> Form {
        Form([
            Form.Field(id: "reason", label: "reason", value: .text(Prompt())),
            Form.Field(
                id: "and",
                label: "and",
                value: .choice(options: ["nothing more", "deny the domain"], selected: 0)
            ),
        ])
    }

    @Test func `enter moves to the next field and submits from the last one`() {
        var form = form()
        #expect(form.press(.character("x")) == .edited)
        #expect(form.press(.enter) == .edited)
        #expect(form.press(.character("2")) == .edited)
        #expect(form.press(.enter) == .submitted)
        #expect(form.text(of: "reason") == "x")
        #expect(form.choice(of: "and") == 1)
    }

    @Test func `a form shows values, choices and problems`() {
        var form = form()
        form.fields[0].problem = "a reason is needed"
        let text = drawn(32, form.height) { frame in form.draw(in: frame.area, of: &frame) }
        #expect(
            text == """
                reason
                        a reason is needed
                and     (•) nothing more
                        ( ) deny the domain
                """
        )
    }
}

@Suite struct `Lines around the panes` {
    @Test func `the selected tab is in brackets`() {
        let text = drawn(40, 1) { frame in
            TabBar(["1 Traffic", "2 Lists"], selected: 1).draw(in: frame.area, of: &frame)
        }
        #expect(text == " 1 Traffic [2 Lists]")
    }

    @Test func `the status line never cuts its right side`() {
        let text = drawn(20, 1) { frame in
            StatusLine(leading: Line("a long left side here"), trailing: Line("anna")).draw(in: frame.area, of: &frame)
        }
        #expect(text == "a long left si… anna")
    }

    @Test func `the footer leaves out what does not fit, but never a pinned key`() {
        let hints = [
            Footer.Hint("enter", "open"), Footer.Hint("f", "filter"), Footer.Hint("space", "mark"),
            Footer.Hint("?", "help", isPinned: true),
        ]
        let text = drawn(32, 1) { frame in Footer(hints).draw(in: frame.area, of: &frame) }
        #expect(text == " enter open  f filter  ? help")
    }
}

@Suite struct `A menu` {
    private func menu() -> Menu {
        Menu(
            title: "Keys",
            items: [
                Menu.Item(id: "approve", keys: "a", title: "approve the request"),
                Menu.Item(id: "deny", keys: "d", title: "deny the request", disabled: "needs the role approver"),
                Menu.Item(id: "quit", keys: "q", title: "quit"),
            ]
        )
    }

    @Test func `a menu shows the items that contain every word of the filter`() {
        var menu = menu()
        for key in ["t", "h", "e", " ", "d", "e", "n"] as [Unicode.Scalar] { _ = menu.press(.character(key)) }
        #expect(menu.visible.map(\.id) == ["deny"])
    }

    @Test func `a menu says why an item is not available`() {
        var menu = menu()
        _ = menu.press(.named(.down))
        let text = drawn(44, 8) { frame in menu.draw(over: frame.area, of: &frame) }
        #expect(text.contains("needs the role approver"))
        #expect(text.contains("▸d deny the request"))
    }

    @Test func `enter chooses an item of the menu`() {
        var menu = menu()
        guard case .chosen(let item) = menu.press(.enter) else {
            Issue.record("nothing was chosen")
            return
        }
        #expect(item.id == "approve")
    }
}

@Suite struct `Any size` {
    @Test(arguments: [0, 1, 2, 3, 5, 10, 40, 80], [0, 1, 2, 3, 8, 24])
    func `every widget can be drawn in any size`(width: Int, height: Int) {
        var frame = Frame(size: Size(width: width, height: height))
        let rows = NumberedRows(ids: [1, 2, 3])
        let inner = Box(title: Line("金井明")).draw(in: frame.area, of: &frame)
        Table(columns: [Column("id", title: "ID", minimum: 3, ideal: 3)])
            .draw(rows, selection: TableSelection<Int>(), in: inner, of: &frame)
        TextPane([Line("some text 金井明 that wraps")]).draw(in: inner, of: &frame)
        Menu(title: "m", items: [Menu.Item(id: "a", title: "a")]).draw(over: frame.area, of: &frame)
        Prompt("text").draw(label: [Span("/")], in: inner.row(0), of: &frame)
        #expect(frame.lines.count == height)
    }
}
