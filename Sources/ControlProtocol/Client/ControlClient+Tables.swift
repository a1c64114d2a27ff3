package import GatehouseModel

extension ControlClient {
    /// Replaces the rows of `table` with those of a CSV file, all or none.
    ///
    /// - Parameters:
    ///   - body: the file, read at the daemon's pace; at most 256 MiB.
    ///   - source: recorded as the rows' source, usually the file's name.
    ///   - asOf: the date of the data according to its source.
    ///   - dryRun: only reports what would happen.
    ///   - force: allows the import to remove a column that a rule names.
    ///   - progress: called with each line of the answer, in order.
    /// - Returns: the report. Check `badLines`: one bad line means that nothing was imported.
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

    /// All rows of `table` as CSV, streamed.
    package func exportRows(of table: String) async throws(ControlError) -> ByteStream {
        let request = WireRequest(route: ExportRows.route, pathValues: [table], headers: ["accept": "text/csv"])
        return try await refusingProblems(transport.exchange(request)).body
    }
}
