package import ControlProtocol
package import GatehouseModel
package import PolicyEngine
import StrictTOML

/// Examines policies that are in force, were, or may be.
extension PolicyOffice {
    /// Revisions without their documents, newest first; `next` is the number below which the next page begins.
    package func revisions(limit: Int, before number: Int?) async throws -> Page<PolicyRevisionSummary> {
        let found = try await history.revisions(before: number, limit: limit + 1)
        let shown = found.prefix(limit).map(PolicyRevisionSummary.init)
        return Page(items: shown, next: found.count > limit ? shown.last.map { String($0.revision) } : nil)
    }

    /// - Throws: `Problem` of kind `notFound`.
    package func revision(_ number: Int) async throws -> PolicyRevision {
        if let revision = try await history.revision(number) { return revision }
        let newest = try await history.current()?.number ?? 0
        throw Problem(
            .notFound,
            "there is no revision \(number) of the policy",
            hint: newest == 0 ? "no policy was applied yet" : "there are 1 to \(newest): gatehouse policy history"
        )
    }

    /// All errors that prevent a document from being applied, and warnings.
    ///
    /// - Parameter readsSecrets: whether the secrets are read as well. Errors in them reveal which files and environment
    ///   variables exist, so this is for admins only.
    /// - Throws: errors of the store.
    package func check(_ text: String, readsSecrets: Bool) async throws -> PolicyCheck {
        let reading = PolicyDocument.read(text, file: "policy", columns: tables.columns)
        let places = PartPlaces(text)
        var problems = (reading.problems + [SecretMask.problem(in: text, file: "policy")].compactMap(\.self)).map {
            places.remark($0)
        }
        // A missing secret or row prevents a document from being applied, just as a mistake in it does.
        if readsSecrets {
            problems += PolicySecrets(of: reading.document, in: secrets).problems.map {
                places.remark($0.problem.description, on: $0.subject)
            }
        }
        problems += try await tables.problems(of: reading.document.tables).map {
            places.remark($0.problem.detail + ($0.problem.hint.map { "; \($0)" } ?? ""), on: $0.subject)
        }
        var warnings = warnings(about: reading.document, places)
        if !readsSecrets, !reading.document.credentials.isEmpty || !reading.document.connectors.isEmpty {
            warnings.append(
                PolicyRemark(text: "secrets and certificates were not looked at; that needs the role admin")
            )
        }
        return PolicyCheck(problems: problems.sorted { ($0.line ?? 0) < ($1.line ?? 0) }, warnings: warnings)
    }

    /// Warnings: a rule that never matches, or that an earlier rule always precedes.
    private func warnings(about document: PolicyDocument, _ places: PartPlaces) -> [PolicyRemark] {
        let policy = PolicySnapshot(document: document, revision: 0, indexes: lists.indexes, tables: tables.tables)
        return zip(document.rules, policy.ruleWarnings).flatMap { rule, sentences in
            sentences.map { places.remark($0, on: "rule:\(rule.name)") }
        }
            + document.connectors.filter(\.url.mayHoldKey).map {
                places.remark(
                    "its URL may have a key in it; write query = { NAME = { file = \"…\" } }, and the key into the file",
                    on: "connector:\($0.name)"
                )
            }
            + policy.unusedLists.map {
                places.remark(
                    "nothing looks at it: no rule names it, and it has no effect of its own",
                    on: "list:\($0)"
                )
            }
    }

    /// The differences between two documents; between three, if the base is no longer in force.
    ///
    /// - Throws: `Problem` of kind `notFound` if a revision does not exist, or `tooLarge`.
    package func diff(_ sides: DiffPolicy.Body) async throws -> PolicyDiff {
        let current = try await history.current()
        let newer: String
        var to: Int?
        if let document = sides.document {
            guard document.utf8.count <= DraftStore.sizeLimit else {
                throw Problem(.tooLarge, "the document has more than \(DraftStore.sizeLimit) bytes")
            }
            newer = document
        } else {
            let revision = try await text(sides.to, current)
            (newer, to) = (revision.text, revision.number)
        }
        let older = try await text(sides.from ?? sides.base, current)
        var diff = Self.compare(older.text, newer)
        (diff.from, diff.to) = (older.number, to)
        if let base = sides.base, let current, base != current.number {
            let base = try await text(base, current)
            try merge(newer, base: base.text, theirs: current.toml ?? "", into: &diff)
        }
        return diff
    }

    private func text(_ number: Int?, _ current: PolicyRevision?) async throws -> (text: String, number: Int) {
        guard let number, number != current?.number else { return (current?.toml ?? "", current?.number ?? 0) }
        if number == 0 { return ("", 0) }
        return (try await revision(number).toml ?? "", number)
    }

    private func merge(_ mine: String, base: String, theirs: String, into diff: inout PolicyDiff) throws {
        diff.theirs = Self.compare(base, theirs).parts
        do throws(TOMLProblem) {
            let merge = try PolicyMerge(base: base, mine: mine, theirs: theirs)
            (diff.conflicts, diff.merged) = (merge.conflicts, merge.text)
        } catch {
            diff.conflicts = [error.description]
        }
        // Two changes that are valid alone may be invalid together: one may use what the other removed.
        if let merged = diff.merged, let problem = PolicyDocument.read(merged, file: "merged policy").problems.first {
            diff.conflicts.append(problem.description)
            diff.merged = nil
        }
    }

    private static func compare(_ old: String, _ new: String) -> PolicyDiff {
        let split = { (text: String) in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }
        let lines = LineDiff(
            split(old),
            split(new),
            shownOld: split(SecretMask.covered(old)),
            shownNew: split(SecretMask.covered(new))
        )
        let (before, after) = (try? TOMLDocument(old, file: "policy"), try? TOMLDocument(new, file: "policy"))
        var parts: [PolicyDiff.Part] = []
        if let before, let after {
            parts = PolicyComparison(from: before.values, to: after.values).parts.map(PolicyDiff.Part.init)
        }
        return PolicyDiff(parts: parts, lines: lines.unified().map(PolicyDiff.Line.init))
    }

    /// The policy of a document with the current entries of its lists, for trying it on calls.
    ///
    /// - Throws: `Problem` of kind `invalid` with place and remedy.
    package func trial(_ text: String) async throws -> PolicySnapshot {
        let document = try parsed(text)
        let prepared = try await lists.prepare(document.lists)
        let rows = try await tables.prepare(document.tables)
        return PolicySnapshot(
            document: document,
            revision: snapshot.revision,
            indexes: lists.indexes(of: prepared),
            tables: TableSet(rows.tables)
        )
    }
}

extension PolicyDiff.Part {
    fileprivate init(_ part: PolicyComparison.Part) {
        let change: Change =
            switch part.change {
            case .added: .added
            case .removed: .removed
            case .changed: .changed
            case .moved: .moved
            }
        self.init(subject: part.subject, change: change, details: part.details)
    }
}

extension PolicyDiff.Line {
    fileprivate init(_ line: LineDiff.Line) {
        let side: Side =
            switch line.side {
            case .same: .same
            case .removed: .removed
            case .added: .added
            }
        self.init(side: side, text: line.text)
    }
}
