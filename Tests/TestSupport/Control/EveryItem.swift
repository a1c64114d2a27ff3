package import ControlProtocol

/// The items of all pages, in order. A page may end early (a search has a time limit) and say where to continue.
///
/// - Parameters:
///   - limit: the maximum number of items on a page; a page with more throws.
///   - page: requests the page at a cursor.
/// - Throws: `PageTooLong`; errors of `page`.
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

/// A page had more items than requested.
package struct PageTooLong: Error {
    let count: Int
    let limit: Int
}
