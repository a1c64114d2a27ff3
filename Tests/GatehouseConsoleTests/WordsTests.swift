import GatehouseModel
import TerminalUI
import Testing

@testable import GatehouseConsole

@Suite struct `Words on the screen` {
    @Test(arguments: [
        (5, "5s"), (65, "1m"), (7300, "2h"), (187_200, "2d4h"), (172_800, "2d"), (5_443_200, "63d"), (-3, "0s"),
    ])
    func `ages are short`(seconds: Int, text: String) {
        #expect(Words.age(.seconds(seconds)) == text)
    }

    @Test(arguments: [(0, "0"), (999, "999"), (12_408, "12,408"), (1_204_511, "1,204,511"), (-1000, "-1,000")])
    func `numbers have commas`(number: Int, text: String) {
        #expect(Words.count(number) == text)
    }

    @Test(arguments: [(0.1, "0ms"), (84.4, "84ms"), (999.6, "1.0s"), (1234, "1.2s"), (.infinity, "?")])
    func `durations fit their column`(milliseconds: Double, text: String) {
        #expect(Words.took(milliseconds) == text)
    }

    @Test(arguments: [("30d", 2_592_000), ("12h", 43_200), ("2w", 1_209_600), ("now", 0)])
    func `an expiry can be written as a duration`(text: String, seconds: Int) {
        let now = Situation.now
        #expect(Expiry(text, now: now).moment == now + .seconds(seconds))
        #expect(Expiry(text, now: now).problem == nil)
    }

    @Test(arguments: ["soon", "0d", "30", "-3d", "2020-01-01", "99999999d"])
    func `a text that is not an expiry says what to write`(text: String) {
        #expect(Expiry(text, now: Situation.now).problem != nil)
    }

    @Test func `formatting JSON changes only white space`() {
        #expect(
            PrettyJSON.indented(#"{"a":"x,{y}","b":[1,2]}"#)
                == "{\n  \"a\": \"x,{y}\",\n  \"b\": [\n    1,\n    2\n  ]\n}"
        )
        #expect(PrettyJSON.indented("no json") == "no json")
    }

    @Test func `rectangles cover the screen at every size`() {
        for (width, height) in [(80, 24), (120, 36), (200, 50), (60, 20), (79, 24), (40, 8), (59, 11), (80, 20)] {
            for showsDetail in [false, true] {
                let layout = Layout(
                    size: .init(width: width, height: height),
                    share: 50,
                    sideBySide: true,
                    showsDetail: showsDetail
                )
                let panes = [layout.list, layout.detail].compactMap(\.self)
                #expect(!panes.isEmpty)
                #expect(panes.allSatisfy { $0.right <= width && $0.bottom < height && !$0.isEmpty })
            }
        }
    }
}

@Suite struct `Searching for a text` {
    @Test(arguments: [
        ("lumen", "ada@Atelier-LUMEN.example"), ("LUMEN", "lumen"), ("é", "José"), ("É", "josé"), ("a", "a"),
        ("é b", "José Bové"),
    ])
    func `a search ignores case`(term: String, text: String) {
        #expect(Needle(term)?.isIn(text) == true)
    }

    @Test(arguments: [("lumen", "lume"), ("lumen", ""), ("[", "{"), ("@", "`"), ("é", "e")])
    func `a search does not find another text`(term: String, text: String) {
        #expect(Needle(term)?.isIn(text) == false)
    }

    @Test func `an empty search finds nothing`() {
        #expect(Needle("") == nil)
        #expect(Needle("a")?.isIn(nil) == false)
    }

    @Test func `a filter is counted over the newest five thousand rows`() {
        #expect(FilterCount(newestFirst: 0..<5_000) { $0 % 2 == 0 }.words == "2,500 of the 5,000 loaded match")
        #expect(FilterCount(newestFirst: 0..<50_000) { $0 < 10 }.words == "10 of the 5,000 loaded match")
    }
}
