import Foundation

/// An e-mail address in the form that lists and approvals compare.
///
/// The domain is a `DomainName`; the local part is composed (NFC) and lower-cased, which is stricter than RFC 5321
/// §2.4 but is what every large mailbox provider does. Sub-addresses (`+tag`) are kept: folding them is the list
/// entry's choice, never silent.
package struct EmailAddress: Sendable, Hashable {
    /// Before the last `@`, lower-cased; 1 to 64 bytes.
    package let local: String
    package let domain: DomainName

    /// Nil when the text is no address.
    package init?(_ text: String) {
        do throws(AddressFault) {
            self = try EmailAddress(reading: text)
        } catch {
            return nil
        }
    }

    /// - Throws: `AddressFault` when there is no `@`, the local part is empty, too long or has white space or control
    ///   characters, or the domain is no domain name.
    package init(reading text: String) throws(AddressFault) {
        guard let at = text.utf8.lastIndex(of: UInt8(ascii: "@")) else { throw .noAt }
        do throws(DomainFault) {
            domain = try DomainName(reading: String(text[text.index(after: at)...]))
        } catch {
            throw .domain(error)
        }
        let local = String(text[..<at])
        self.local =
            local.utf8.allSatisfy { $0 < 0x80 }
            ? local.lowercased()
            : local.precomposedStringWithCanonicalMapping.lowercased().precomposedStringWithCanonicalMapping
        guard !self.local.isEmpty else { throw .noLocalPart }
        guard self.local.utf8.count <= 64 else { throw .longLocalPart }
        if let scalar = self.local.unicodeScalars.first(where: Self.isForbidden) { throw .forbidden(scalar) }
    }

    /// The comparable form, `local@domain`.
    package var canonical: String { local + "@" + domain.ascii }

    /// The address with its sub-address (`+tag`) dropped, and for Gmail's domains its dots too: what a person's other
    /// addresses have in common. Shown to admins beside the real one, never used to decide by itself.
    package var folded: String {
        var name = local
        if let plus = name.firstIndex(of: "+"), plus > name.startIndex { name = String(name[..<plus]) }
        if domain.ascii == "gmail.com" || domain.ascii == "googlemail.com" { name.removeAll { $0 == "." } }
        return name + "@" + domain.ascii
    }

    private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return scalar.value <= 0x20 || scalar.value == 0x7F }
        return switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator, .surrogate, .privateUse: true
        default: false
        }
    }
}

extension EmailAddress: CustomStringConvertible {
    package var description: String { canonical }
}
