import ArgumentParser
import ControlProtocol

/// Options to select a part of a long list.
struct QueryOptions: ParsableArguments {
    @Option(help: "In the query language, as in: outcome:block email:*@*.example took:>50ms since:1h -list:partners")
    var filter: String?

    @OptionGroup var limit: LimitOption
}

/// The option that limits the length of a list.
struct LimitOption: ParsableArguments {
    @Option(help: ArgumentHelp("Maximum number of rows; 0 for all.", valueName: "n"))
    var limit = 100

    func validate() throws {
        guard limit >= 0 else { throw ValidationError("--limit \(limit) is negative; use 0 for all.") }
    }
}

extension LimitOption {
    /// The maximum page size of the daemon.
    private static let pageSize = 1_000

    /// Reads pages until there are enough items. `next` of the result is not nil if there are more.
    func gather<Item>(
        _ page: (_ limit: Int, _ cursor: String?) async throws -> Page<Item>
    ) async throws -> Page<Item> {
        var items: [Item] = []
        var cursor: String?
        repeat {
            let wanted = limit == 0 ? Self.pageSize : min(Self.pageSize, limit - items.count)
            let part = try await page(wanted, cursor)
            items += part.items
            cursor = part.next
        } while cursor != nil && (limit == 0 || items.count < limit)
        return Page(items: items, next: cursor)
    }

    func remarkOnMore<Item>(_ page: Page<Item>, _ printer: Printer) {
        guard page.next != nil else { return }
        printer.remark("(the first \(page.items.count); --limit 0 shows all)")
    }
}

extension QueryOptions {
    func gather<Item>(
        _ page: (_ limit: Int, _ cursor: String?) async throws -> Page<Item>
    ) async throws -> Page<Item> {
        try await limit.gather(page)
    }

    func remarkOnMore<Item>(_ page: Page<Item>, _ printer: Printer) { limit.remarkOnMore(page, printer) }
}
