import Foundation
import PlainText
import Testing

@Suite struct Base64Tests {
    @Test(arguments: 0...67)
    func `bytes of every length are encoded as Foundation does, and decoded again`(_ length: Int) {
        let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 151 &+ length) }
        let text = Base64.encode(bytes)
        #expect(text == Data(bytes).base64EncodedString())
        #expect(Base64.decode(text) == bytes)
        #expect(Base64.decode(text.filter { $0 != "=" }) == bytes)
    }

    @Test(arguments: ["A", "AAAAA", "A===", "AA=A", "AA AA", "AAA\n", "A-_A", "éAAA", "===="])
    func `a text that is not base64 is refused`(_ text: String) {
        #expect(Base64.decode(text) == nil)
    }
}
