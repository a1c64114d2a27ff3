import GatehouseModel
import Testing

@testable import GatehouseConsole

@Suite struct `Folded bodies` {
    private let body =
        #"{"email":"a@b.example","identities":[{"issuer":"google.com","id":"1,{]"},{"issuer":"x"}],"e":{}}"#

    @Test func `a folded part is one line with the number of its items`() {
        let folded = PrettyJSON.indented(body, folding: 1)
        #expect(folded.hasPrefix("{\n  \"email\": \"a@b.example\",\n  \"identities\": [ … 2 items ],\n  \"e\": {"))
        #expect(PrettyJSON.indented(body, folding: 2).contains(#"{ … 2 members },"#))
        #expect(PrettyJSON.indented(body, folding: 2).contains(#"{ … 1 member }"#))
    }

    @Test func `a body without a folding depth is shown completely`() {
        let whole = PrettyJSON.indented(body)
        #expect(whole.contains(#""id": "1,{]""#))
        #expect(!whole.contains("…"))
    }

    @Test(arguments: ["{", "[[[[[", "{\"a\":[1,2", "{\"a\\", "not json", "", "}]}", "{\"a\":\"", "[]"])
    func `a body that is cut or broken is shown unchanged`(text: String) {
        for depth in [nil, 0, 1, 2] as [Int?] {
            let shown = PrettyJSON.indented(text, folding: depth)
            #expect(!shown.contains("…"))
        }
    }

    @Test func `z cycles through the folding depths`() {
        let console = ConsoleDriver(Situation.daemon())
        console.type("jjry")
        #expect(console.shows("below depth 2 now"))
        console.type("z")
        #expect(console.shows("below depth 1 now"))
        console.type("z")
        #expect(console.shows("nothing is folded now"))
    }
}
