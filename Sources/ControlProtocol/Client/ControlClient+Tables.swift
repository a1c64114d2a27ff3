package import GatehouseModel

extension ControlClient {
    /// Puts the rows of a CSV file in the place of `table`'s, all or none.
    ///
    /// - Parameters:
    ///   - body: the file, read as the daemon takes it; at most 256 MiB.
    ///   - source: what to remember as the rows' source, usually the file's name.
    ///   - asOf: when the source says its data is from.
    ///   - dryRun: only say what would happen.
    ///   - force: also where a column goes that a rule names.
    ///   - progress: called with each line of the answer, in order.
    /// - Returns: the report; look at `badLines`, because one bad line means that nothing was imported.
    package func importRows(
        into table: String,
        _ body: ByteStream,
        source: String? = nil,
        asOf: Timestamp? = nil,
        dryRun: Bool = false,
        force: Bool = false,
        progress: (TableImportProgress) -> Void = { _ in }
    ) async throws(ControlError) -> TableImportReport {
        let request = WireRequest(
            route: ImportRows.route,
            pathValues: [table],
            query: pairs(
                ("source", source),
                ("as_of", asOf?.description),
                ("dry_run", dryRun ? "true" : nil),
                ("force", force ? "true" : nil)
            ),
            headers: importHeaders(.csv, nil),
            body: .stream(body)
        )
        return try await report(of: request, progress)
    }

    /// All rows of `table` as CSV, as the daemon reads them.
    package func exportRows(of table: String) async throws(ControlError) -> ByteStream {
        let request = WireRequest(route: ExportRows.route, pathValues: [table], headers: ["accept": "text/csv"])
        return try await refusingProblems(transport.exchange(request)).body
    }
}
