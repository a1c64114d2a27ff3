/// Stored entries that predate the stricter rules for domain names.
extension EntryPattern {
    /// Reads an entry that is to be removed. An entry that would be refused today is read as it is stored, so that it
    /// can be removed.
    ///
    /// - Throws: `EntryError` as for a new entry.
    package init(toRemove text: String) throws(EntryError) {
        do throws(EntryError) {
            self = try EntryPattern(text)
        } catch {
            guard let stored = Self.outdated(text, error) else { throw error }
            self = stored
        }
    }

    /// Why the domain of a stored entry is invalid by today's rules; nil if it is valid.
    package var fault: DomainFault? {
        let domain: Substring
        switch kind {
        case .domain, .subtree, .children: domain = value[...]
        case .email:
            guard let at = value.lastIndex(of: "@") else { return nil }
            domain = value[value.index(after: at)...]
        case .issuer, .cidr, .pattern, .value: return nil
        }
        do throws(DomainFault) {
            _ = try DomainName(reading: String(domain))
            return nil
        } catch {
            return error
        }
    }

    private static func outdated(_ text: String, _ error: EntryError) -> EntryPattern? {
        switch error {
        case .badEmail(_, .domain(.notEncoded)), .badEmail(_, .domain(.hyphensInside)),
            .badEmail(_, .domain(.misplaced)), .badEmail(_, .domain(.leadingMark)),
            .badEmail(_, .domain(.mixedDirections)), .badEmail(_, .domain(.forbidden)),
            .badDomain(_, .notEncoded), .badDomain(_, .hyphensInside), .badDomain(_, .misplaced),
            .badDomain(_, .leadingMark), .badDomain(_, .mixedDirections), .badDomain(_, .forbidden):
            break
        default: return nil
        }
        let text = text.trimmedWhiteSpace.lowercased()
        let domain = text.lastIndex(of: "@").map { text[text.index(after: $0)...] } ?? text[...]
        let kind: Kind =
            domain.startIndex > text.startIndex
            ? .email
            : domain.hasPrefix("*.")
                ? .children
                : domain.hasPrefix(".") ? .subtree : .domain
        let value = kind == .email ? text[...] : domain.drop { $0 == "*" || $0 == "." }
        let name = kind == .email ? domain : value
        // Only names with encoded labels, or labels that look encoded, can be both stored and refused today.
        guard name.contains("--"),
            name.unicodeScalars.allSatisfy({ $0 == "." || DomainName.isASCIILabelCharacter($0) })
        else { return nil }
        return EntryPattern(kind: kind, canonical: String(value))
    }
}
