import Foundation

/// An e-mail address in canonical form. Lists and approvals compare this form.
///
/// The domain is a `DomainName`. The local part is composed (NFC) and in lower case, which deviates from RFC 5321 §2.4
/// but is what every large mailbox provider does. Sub-addresses (`+tag`) are kept: only a list entry may choose to
/// ignore them.
package struct EmailAddress: Sendable, Hashable {
    /// The part before the last `@`, in lower case; 1 to 64 bytes.
    package let local: String
    package let domain: DomainName

    /// Reads an address; nil if the text is not one.
    package init?(_ text: String) {
        do throws(AddressFault) {
            self = try EmailAddress(reading: text)
        } catch {
            return nil
        }
    }

    /// Reads an address.
    ///
    /// - Throws: `AddressFault` if there is no `@`, the local part is empty, too long or has white space or control
    ///   characters, or the domain is not a domain name.
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

    /// The canonical form, `local@domain`.
    package var canonical: String { local + "@" + domain.ascii }

    /// The address without its sub-address (`+tag`) and, for Gmail's domains, without dots: the form that a person's
    /// other addresses share. Admins see it next to the real one; it never decides by itself.
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
