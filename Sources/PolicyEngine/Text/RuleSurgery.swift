import GatehouseModel
import StrictTOML

/// Edits the text of one rule member by member; everything else, including comments, stays the same.
struct RuleSurgery {
    private let bytes: [UInt8]
    private let document: TOMLDocument
    private let lineEnd: String
    private var cuts: [(range: Range<Int>, text: String)] = []

    /// The rule's part with the changed members replaced; nil if its text is too unusual for that.
    static func changed(_ body: String, to rule: RuleDefinition, lineEnd: String) -> String? {
        guard let document = try? TOMLDocument(body, file: "rule"),
            let table = document.values["rule"]?.array?.first?.table,
            let former = RuleDefinition(members: table)
        else { return nil }
        var surgery = RuleSurgery(bytes: Array(body.utf8), document: document, lineEnd: lineEnd)
        let (before, after) = (former.members, rule.members)
        for member in RuleDefinition.memberOrder where before[member] != after[member] {
            surgery.change(member, to: rule.written(member), from: before[member], after[member])
        }
        return surgery.result
    }

    /// The rule rewritten as a whole, below its comments.
    static func rewritten(_ body: String, as rule: RuleDefinition, lineEnd: String) -> String? {
        guard let header = try? TOMLDocument(body, file: "rule").headers.first else { return nil }
        return String(decoding: Array(body.utf8)[..<header.offset], as: UTF8.self) + rule.toml(lineEnd: lineEnd)
    }

    private mutating func change(_ member: String, to text: String?, from before: TOMLValue?, _ after: TOMLValue?) {
        let path = ["rule", "0", member]
        if let whole = document.entries.last(where: { $0.path == path }) {
            if let text { cuts.append((whole.value, text)) } else { cuts.append((lines(of: whole), "")) }
            return
        }
        let parts = document.entries.filter { $0.path.count == 4 && $0.path.starts(with: path) }
        guard !parts.isEmpty else {
            if let text { insert("\(member) = \(text)", for: member) }
            return
        }
        let (old, new) = (before?.table ?? [:], after?.table ?? [:])
        if old.keys == new.keys {
            for part in parts where old[part.path[3]] != new[part.path[3]] {
                let value = new[part.path[3]]?.string ?? ""
                cuts.append((part.value, member == "set" ? TOMLWriting.expression(value) : TOMLWriting.text(value)))
            }
            return
        }
        for part in parts { cuts.append((lines(of: part), "")) }
        for header in document.headers where header.names == ["rule", member] {
            cuts.append((lineStart(header.offset)..<behindLine(header.offset), ""))
        }
        if let text { insert("\(member) = \(text)", for: member) }
    }

    /// Inserts a new line after the closest member that is usually written before it.
    private mutating func insert(_ line: String, for member: String) {
        let earlier = RuleDefinition.memberOrder.prefix { $0 != member }
        let anchors = earlier.compactMap { name in document.entries.last { $0.path == ["rule", "0", name] } }
        let anchor = anchors.last
        let place = behindLine(anchor?.value.upperBound ?? document.headers.first?.offset ?? 0)
        let startsLine = place == 0 || bytes[place - 1] == UInt8(ascii: "\n")
        cuts.append((place..<place, (startsLine ? "" : lineEnd) + line + lineEnd))
    }

    private var result: String {
        var bytes = bytes
        // Applies edits from the end, so that earlier offsets stay valid; insertions at the same offset keep their
        // order.
        let ordered = cuts.enumerated().sorted {
            ($0.element.range.lowerBound, $0.offset) > ($1.element.range.lowerBound, $1.offset)
        }
        for (_, cut) in ordered { bytes.replaceSubrange(cut.range, with: Array(cut.text.utf8)) }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func lines(of entry: TOMLDocument.Entry) -> Range<Int> {
        lineStart(entry.key)..<behindLine(entry.value.upperBound)
    }

    private func lineStart(_ offset: Int) -> Int {
        bytes[..<offset].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    }

    private func behindLine(_ offset: Int) -> Int {
        bytes[offset...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? bytes.count
    }

    private init(bytes: [UInt8], document: TOMLDocument, lineEnd: String) {
        self.bytes = bytes
        self.document = document
        self.lineEnd = lineEnd
    }
}
