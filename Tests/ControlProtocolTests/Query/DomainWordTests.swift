import ControlProtocol
import GatehouseModel
import Testing

/// Words without a field are searched for in addresses, among others.
@Suite struct `A word without a field` {
    @Test(arguments: ["bücher.example", "xn--bcher-kva.example", "ada@bücher.example", "BÜCHER.example"])
    func `a domain is found however it and the word are written`(word: String) throws {
        let now = Timestamp(milliseconds: 0)
        let query = try Query(word, for: Account.self, now: now)
        var account = Account(id: "a", email: "", flow: "guests", created: now, updated: now)
        for domain in ["bücher.example", "xn--bcher-kva.example", "BÜCHER.EXAMPLE", "Xn--Bcher-KVA.example"] {
            account.email = "ada@" + domain
            #expect(query.matches(account), "\(domain)")
        }
        account.email = "ada@bucher.example"
        #expect(!query.matches(account))
    }
}
