import GatehouseModel

extension GraphReader {
    mutating func note(_ text: String) {
        guard setup.notes.count < 200 else { return }
        setup.notes.append("\(place): \(text)")
    }

    /// Adds a note about unknown members, except OData annotations.
    mutating func remark(_ members: [String: JSONValue], of who: String, knowing known: Set<String>) {
        let unknown = members.keys.filter { !known.contains($0) && !$0.contains("@odata.") }
        if !unknown.isEmpty { note("\(who): not taken over: \(Self.list(unknown))") }
    }

    static func list(_ names: some Collection<String>) -> String {
        names.sorted().prefix(12).map { $0.quotedShort }.joined(separator: ", ")
    }
}

extension String {
    /// The text in quotes, shortened for a note.
    var quotedShort: String { "\"" + prefix(64) + "\"" }
}
