import PlainText
import Testing

@Suite struct ScalarPrintingTests {
    @Test(
        arguments: [
            0x00, 0x09, 0x0A, 0x1B, 0x1F, 0x7F, 0x80, 0x9B, 0x9F, 0xAD, 0x061C, 0x200B, 0x200E, 0x2028, 0x2029, 0x202E,
            0x2066, 0xFEFF, 0xE000, 0xFFFF, 0xE0041, 0x10FFFF,
        ] as [UInt32]
    )
    func `a scalar that a terminal could act on, or that nobody could see, is unsafe to print`(_ value: UInt32) throws {
        #expect(try #require(Unicode.Scalar(value)).isUnsafeToPrint)
    }

    @Test(arguments: [0x20, 0x21, 0x7E, 0xA0, 0xE9, 0x0301, 0x3042, 0x1F600] as [UInt32])
    func `letters, marks, spaces and symbols are safe to print`(_ value: UInt32) throws {
        #expect(try !#require(Unicode.Scalar(value)).isUnsafeToPrint)
    }

    @Test func `only unsafe scalars are escaped`() {
        #expect("a\u{1B}é\u{202E}".escapingUnsafeScalars { "<\($0.value)>" } == "a<27>é<8238>")
        #expect("plain é".escapingUnsafeScalars { _ in "?" } == "plain é")
    }
}
