import CEL
import Testing

@Suite struct `Batch lines` {
    @Test(arguments: [
        #"{"null":null}"#, #"{"bool":true}"#, #"{"int":"-9223372036854775808"}"#, #"{"uint":"18446744073709551615"}"#,
        #"{"double":"0.1"}"#, #"{"double":"NaN"}"#, #"{"double":"-Infinity"}"#, #"{"string":"é\n\"\u202e"}"#,
        #"{"bytes":"AP8="}"#,
        #"{"list":[{"int":"1"},{"list":[]}]}"#, #"{"map":[[{"string":"a"},{"null":null}],[{"uint":"1"},{"int":"2"}]]}"#,
        #"{"timestamp":"2009-02-13T23:31:30.5Z"}"#, #"{"duration":"-1.5s"}"#, #"{"type":"int"}"#, #"{"optional":null}"#,
        #"{"optional":{"int":"1"}}"#,
    ])
    func `a bound value is returned unchanged`(value: String) {
        #expect(answer("x", #"{"x":\#(value)}"#) == value)
    }

    @Test(arguments: [
        "", "rubbish", "[1]", "{}", #"{"expr":1}"#, #"{"expr":"1""#, #"{"expr":"1"} x"#, #"{"expr":"1","macros":1}"#,
        #"{"expr":"1","container":2}"#, #"{"expr":"1","bindings":[]}"#, #"{"expr":"1","bindings":{"x":1}}"#,
        #"{"expr":"1","bindings":{"x":{"int":"1","uint":"1"}}}"#, #"{"expr":"1","bindings":{"x":{"int":"1.5"}}}"#,
        #"{"expr":"1","bindings":{"x":{"duration":"99999999999s"}}}"#, #"{"expr":"\ud800"}"#, #"{"expr":"1+"}"#,
        #"{"expr":"1","bindings":{"x":{"map":[[{"double":"1"},{"int":"1"}]]}}}"#,
    ])
    func `a malformed line gets an error answer`(line: String) {
        #expect(Batch.answer(to: Array(line.utf8)).hasPrefix(#"{"error":""#))
    }

    @Test func `a line that is not UTF-8 gets an error answer`() {
        #expect(Batch.answer(to: [0xFF, 0xFE]).hasPrefix(#"{"error":""#))
    }

    @Test func `a value that is nested too deeply is refused`() {
        let deep = String(repeating: #"{"list":["#, count: 5000)
        #expect(Batch.answer(to: Array(#"{"expr":"1","bindings":{"x":\#(deep)}}"#.utf8)).contains("levels"))
    }

    @Test func `plain JSON numbers become ints if they fit and doubles otherwise`() throws {
        let value = try PlainJSON.value(of: Array(#"{"a":[1,1.5,1e2,true,null,"x"]}"#.utf8))
        #expect(PlainJSON.text(of: value) == #"{"a": [1, 1.5, 100, true, null, "x"]}"#)
    }
}
