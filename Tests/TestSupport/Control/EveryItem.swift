package import ControlProtocol

/// What all pages of an answer hold, in order. A page may end early (a search has a time box) and say where to go on.
///
/// - Parameters:
///   - limit: how many items a page may hold at most; one with more ends the walk with an error.
///   - page: asks for the page at a cursor.
/// - Throws: `PageTooLong`; what `page` throws.
package func everyItem<Item>(
    atMost limit: Int = .max,
    of page: (String?) async throws -> Page<Item>
) async throws -> [Item] {
    var found: [Item] = []
    var cursor: String?
    repeat {
        let page = try await page(cursor)
        guard page.items.count <= limit else { throw PageTooLong(count: page.items.count, limit: limit) }
        found += page.items
        cursor = page.next
    } while cursor != nil
    return found
}

/// A page had more items than it was asked for.
package struct PageTooLong: Error {
    let count: Int
    let limit: Int
}
