package import GatehouseModel

/// The format of an import file.
package enum ImportFormat: String, Sendable, Hashable, CaseIterable {
    /// One entry per line, with `#` comments.
    case plain = "text/plain"
    /// With the header `entry,comment,owner,ticket,expires`; only `entry` is required.
    case csv = "text/csv"
}

extension ControlClient {
    /// Imports entries into `list`, all or none.
    ///
    /// - Parameters:
    ///   - body: the file, read at the daemon's pace; at most 128 MiB.
    ///   - source: recorded as the entries' source, usually the file's name.
    ///   - asOf: the date of the data according to its source.
    ///   - replace: removes the entries that are not in the file.
    ///   - refresh: replaces only entries of earlier imports; excludes `replace`.
    ///   - subdomains: reads each domain with everything below it.
    ///   - dryRun: only reports what would happen.
    ///   - progress: called with each line of the answer, in order.
    /// - Returns: the report. Check `badLines`: one bad line means that nothing was imported.
    package func importEntries(
        into list: String,
        _ body: ByteStream,
        format: ImportFormat,
        source: String? = nil,
        asOf: Timestamp? = nil,
        replace: Bool = false,
        refresh: Bool = false,
        subdomains: Bool = false,
        dryRun: Bool = false,
        key: String? = nil,
        progress: (ImportProgress) -> Void = { _ in }
    ) async throws(ControlError) -> ImportReport {
        let request = WireRequest(
            route: ImportEntries.route,
            pathValues: [list],
            query: pairs(
                ("source", source),
                ("as_of", asOf?.description),
                ("refresh", refresh ? "true" : nil),
                ("replace", replace ? "true" : nil),
                ("subdomains", subdomains ? "true" : nil),
                ("dry_run", dryRun ? "true" : nil)
            ),
            headers: importHeaders(format, key),
            body: .stream(body)
        )
        return try await report(of: request, progress)
    }

    func importHeaders(_ format: ImportFormat, _ key: String?) -> [String: String] {
        ["content-type": format.rawValue, "accept": "application/x-ndjson", "idempotency-key": key ?? newKey()]
    }

    /// All entries of `list` as CSV, streamed.
    package func exportEntries(of list: String) async throws(ControlError) -> ByteStream {
        let request = WireRequest(route: ExportEntries.route, pathValues: [list], headers: ["accept": "text/csv"])
        return try await refusingProblems(transport.exchange(request)).body
    }
}
