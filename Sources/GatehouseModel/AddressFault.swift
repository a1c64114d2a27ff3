/// Why a text is not an e-mail address.
package enum AddressFault: Error, Sendable, Hashable {
    case noAt
    case noLocalPart
    /// More than 64 bytes before the `@`.
    case longLocalPart
    /// White space, a control character or an invisible character before the `@`.
    case forbidden(Unicode.Scalar)
    case domain(DomainFault)
}

extension AddressFault: CustomStringConvertible {
    /// The reason, worded as the end of a sentence that begins with the address.
    package var description: String {
        switch self {
        case .noAt: "it has no @"
        case .noLocalPart: "nothing stands before the @"
        case .longLocalPart: "more than 64 bytes stand before the @"
        case .forbidden(let scalar): "\(scalar.codePoint) may not stand before the @"
        case .domain(let fault): "its domain cannot be: \(fault)"
        }
    }
}
