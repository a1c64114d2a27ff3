import Dialects
import GatehouseModel

/// The numbers that stand for words in the journal's files. They are stored, so they must never change their meaning.
enum CallCodes {
    static let outcomes: [(Outcome, Int64)] = [
        (.continue, 0), (.block, 1), (.invalid, 2), (.pending, 3), (.refused, 4), (.failed, 5),
    ]
    static let steps: [(Step, Int64)] = [
        (.postFederation, 0), (.postAttributeCollection, 1), (.preTokenIssuance, 2),
    ]
    static let dialects: [(DialectName, Int64)] = DialectName.allCases.map { ($0, $0.facts.journalNumber) }
    static let directions: [(CallSummary.Direction, Int64)] = [(.inbound, 0), (.outbound, 1)]

    static func code(_ outcome: Outcome) -> Int64 {
        switch outcome {
        case .continue: 0
        case .block: 1
        case .invalid: 2
        case .pending: 3
        case .refused: 4
        case .failed: 5
        }
    }

    /// The number of `word` in one of the tables above.
    static func code<Word: Equatable>(_ word: Word, in table: [(Word, Int64)]) -> Int64? {
        table.first { $0.0 == word }?.1
    }

    /// The word for a number; nil for one that a later version wrote.
    static func word<Word>(_ code: Int64, in table: [(Word, Int64)]) -> Word? { table.first { $0.1 == code }?.0 }

    /// A table by raw words.
    static func words<Word: RawRepresentable<String>>(_ table: [(Word, Int64)]) -> [(String, Int64)] {
        table.map { ($0.0.rawValue, $0.1) }
    }
}
