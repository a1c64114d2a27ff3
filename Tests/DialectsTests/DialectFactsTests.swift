import Dialects
import GatehouseModel
import Testing

@Suite struct `Facts about dialects` {
    @Test func `no two dialects share a number in the journal`() {
        let numbers = DialectName.allCases.map(\.facts.journalNumber)
        #expect(Set(numbers).count == numbers.count)
    }

    @Test func `the numbers of released dialects never change`() {
        #expect(DialectName.entraB2B.facts.journalNumber == 0)
        #expect(DialectName.entraB2C.facts.journalNumber == 1)
    }

    @Test(arguments: DialectName.allCases)
    func `a dialect answers before its provider gives up`(name: DialectName) {
        #expect(name.facts.defaultDeadline < name.facts.providerPatience)
    }

    @Test(arguments: DialectName.allCases)
    func `the headers that a dialect reads are named in lower case`(name: DialectName) {
        #expect(name.facts.headers.allSatisfy { $0 == $0.lowercased() })
    }

    /// A step that folds an outcome answers what stands in its place, and says so.
    @Test(arguments: DialectName.allCases)
    func `a decision that a step cannot express becomes the one that the facts name`(name: DialectName) throws {
        let invalid = Decision.invalid(message: "Enter a city.", fields: [:])
        for step in name.facts.steps {
            let answer = name.dialect.answer(invalid, at: step.step)
            let reply = WireReply(status: answer.status, contentType: "application/json", body: answer.body)
            let reading = name.dialect.reading(of: reply, at: step.step)
            switch step.folds[.invalid] {
            case nil: #expect(reading == .invalid(message: "Enter a city."))
            case .block: #expect(reading == .block(message: "Enter a city."))
            case .continue: #expect(reading == .continue(claims: [:]))
            }
            #expect(answer.notes.isEmpty == (step.folds[.invalid] == nil))
        }
    }
}
