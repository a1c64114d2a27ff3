/// A test for a part of a text, named after its function. Works on UTF-8, where a match always falls on code point
/// boundaries.
enum TextTest: String, CaseIterable {
    case contains, startsWith, endsWith

    func holds(of text: UnsafeBufferPointer<UInt8>, _ part: UnsafeBufferPointer<UInt8>) -> Bool {
        switch self {
        case .contains: TextSearch.first(part, in: text) != nil
        case .startsWith:
            text.count >= part.count && Text.order(UnsafeBufferPointer(rebasing: text.prefix(part.count)), part) == 0
        case .endsWith:
            text.count >= part.count && Text.order(UnsafeBufferPointer(rebasing: text.suffix(part.count)), part) == 0
        }
    }
}
