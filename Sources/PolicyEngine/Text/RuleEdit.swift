package import GatehouseModel
package import StrictTOML

/// A change to the rules in a policy's text.
package enum RuleEdit: Sendable, Hashable {
    /// Replaces the rule named `replacing`, or inserts a new one before `before`, or at the end.
    case put(RuleDefinition, replacing: String?, before: String?)
    case remove(String)
    /// Moves a rule before `before`, or to the end.
    case move(String, before: String?)
}

/// Why rules could not be edited; the text is unchanged.
package enum RuleEditProblem: Error, Sendable, Hashable {
    /// There is no rule with this name.
    case unknownRule(String)
    /// There already is a rule with this name.
    case nameTaken(String)
    /// The text cannot be edited part by part; says why and what to do.
    case unsuitable(String)
    case notTOML(TOMLProblem)
}

extension RuleEdit {
    /// Applies edits in order. All other text keeps every byte. The result is parsed again and compared with the
    /// intended rules, so that no unusual spelling of a document can make an edit do something else.
    ///
    /// - Throws: `RuleEditProblem`.
    package static func apply(_ edits: [RuleEdit], to text: String) throws(RuleEditProblem) -> String {
        var text = text
        for edit in edits { text = try edit.applied(to: text) }
        return text
    }

    private func applied(to text: String) throws(RuleEditProblem) -> String {
        let before = try Self.parse(text)
        let cut = PolicyText(text, before)
        let tables = try Self.rules(of: before, cut)
        let wanted = try expected(tables)
        for rewriting in [false, true] {
            guard let edited = try attempt(cut, rewriting: rewriting) else { continue }
            if let after = try? TOMLDocument(edited, file: "policy"), Self.agrees(after, wanted, before) {
                return edited
            }
        }
        throw .unsuitable("the rules of this document cannot be changed one by one; edit its text instead")
    }

    private static func parse(_ text: String) throws(RuleEditProblem) -> TOMLDocument {
        do { return try TOMLDocument(text, file: "policy") } catch { throw .notTOML(error) }
    }

    /// The rules' tables, if each is a separate part.
    private static func rules(
        of document: TOMLDocument,
        _ cut: PolicyText
    ) throws(RuleEditProblem) -> [[String: TOMLValue]] {
        let tables = (document.values["rule"]?.array ?? []).compactMap(\.table)
        let parts = cut.blocks.filter { $0.kind == "rule" }
        guard document.values["rule"] == nil || parts.count == tables.count,
            parts.map(\.name) == tables.map({ $0["name"]?.string })
        else {
            throw .unsuitable("the rules are not written as [[rule]] tables, each in one piece; edit the text instead")
        }
        return tables
    }

    // MARK: - What is meant

    /// The intended content of a rule's table.
    private enum Wanted {
        case same([String: TOMLValue])
        case rule(RuleDefinition)
    }

    private func expected(_ tables: [[String: TOMLValue]]) throws(RuleEditProblem) -> [Wanted] {
        var wanted = tables.map(Wanted.same)
        let names = tables.map { $0["name"]?.string }
        switch self {
        case .put(let rule, let replacing, let before):
            let taken = names.contains(rule.name) && rule.name != replacing
            guard !taken else { throw .nameTaken(rule.name) }
            if let replacing {
                wanted[try Self.place(of: replacing, in: names)] = .rule(rule)
            } else if let before {
                wanted.insert(.rule(rule), at: try Self.place(of: before, in: names))
            } else {
                wanted.append(.rule(rule))
            }
        case .remove(let name): wanted.remove(at: try Self.place(of: name, in: names))
        case .move(let name, let before):
            let moved = wanted.remove(at: try Self.place(of: name, in: names))
            guard let before else { return wanted + [moved] }
            guard before != name else { return tables.map(Wanted.same) }
            let rest = names.filter { $0 != name }
            wanted.insert(moved, at: try Self.place(of: before, in: rest))
        }
        return wanted
    }

    private static func place(of name: String, in names: [String?]) throws(RuleEditProblem) -> Int {
        guard let place = names.firstIndex(of: name) else { throw .unknownRule(name) }
        return place
    }

    private static func agrees(_ after: TOMLDocument, _ wanted: [Wanted], _ before: TOMLDocument) -> Bool {
        let tables = (after.values["rule"]?.array ?? []).compactMap(\.table)
        var (others, same) = (after.values, before.values)
        others["rule"] = nil
        same["rule"] = nil
        guard others == same, tables.count == wanted.count else { return false }
        return zip(tables, wanted).allSatisfy { table, wanted in
            switch wanted {
            case .same(let members): table == members
            case .rule(let rule): RuleDefinition(members: table) == rule
            }
        }
    }

    // MARK: - Doing it

    /// - Parameter rewriting: writes a changed rule as a whole instead of member by member.
    private func attempt(_ cut: PolicyText, rewriting: Bool) throws(RuleEditProblem) -> String? {
        var cut = cut
        switch self {
        case .put(let rule, let replacing?, _):
            guard let index = cut.index(of: "rule", replacing) else { throw .unknownRule(replacing) }
            let body = cut.blocks[index].body
            let written =
                rewriting
                ? RuleSurgery.rewritten(body, as: rule, lineEnd: cut.lineEnd)
                : RuleSurgery.changed(body, to: rule, lineEnd: cut.lineEnd)
            guard let written else { return nil }
            cut.blocks[index].body = written
        case .put(let rule, nil, let before): cut.insert(rule, before: before)
        case .remove(let name): cut.remove(rule: name)
        case .move(let name, let before): cut.move(rule: name, before: before)
        }
        return cut.text
    }
}

extension PolicyText {
    /// Inserts a new rule before another, or after the last rule, or at the end.
    fileprivate mutating func insert(_ rule: RuleDefinition, before: String?) {
        let ending = lineEnd
        var block = Block(kind: "rule", name: rule.name, body: rule.toml(lineEnd: ending), tail: "")
        if let place = before.flatMap({ index(of: "rule", $0) }) {
            block.tail = ending
            return blocks.insert(block, at: place)
        }
        let last = blocks.lastIndex { $0.kind == "rule" } ?? blocks.indices.last
        guard let last else {
            if !lead.isEmpty { lead = Self.ended(lead, ending) + ending }
            return blocks.append(block)
        }
        blocks[last].body = Self.ended(blocks[last].body, ending)
        // Comments after the last rule introduce what follows, so they stay directly before that.
        block.tail = blocks[last].tail
        blocks[last].tail = ending
        blocks.insert(block, at: last + 1)
    }

    fileprivate mutating func remove(rule name: String) {
        guard let place = index(of: "rule", name) else { return }
        let block = blocks.remove(at: place)
        let isLast = place == blocks.count
        if block.tail.contains("#") {
            let tail = block.tail.hasPrefix(lineEnd) ? String(block.tail.dropFirst(1)) : block.tail
            if place > 0 { blocks[place - 1].tail += tail } else { lead += tail }
        } else if isLast, place > 0, !blocks[place - 1].tail.contains("#") {
            blocks[place - 1].tail = block.tail
        }
    }

    /// Moves the rule's body; the text between parts stays in place.
    fileprivate mutating func move(rule name: String, before: String?) {
        guard let from = index(of: "rule", name), before != name else { return }
        let ending = lineEnd
        let tails = blocks.map(\.tail)
        let block = blocks.remove(at: from)
        let last = blocks.lastIndex { $0.kind == "rule" }.map { $0 + 1 } ?? from
        let place = before.flatMap { index(of: "rule", $0) } ?? last
        blocks.insert(block, at: place)
        for index in blocks.indices { blocks[index].tail = tails[index] }
        for index in blocks.indices.dropLast() {
            blocks[index].body = Self.ended(blocks[index].body, ending)
            if blocks[index].tail.isEmpty { blocks[index].tail = ending }
        }
    }

    private static func ended(_ text: String, _ ending: String) -> String {
        text.isEmpty || text.utf8.last == UInt8(ascii: "\n") ? text : text + ending
    }
}
