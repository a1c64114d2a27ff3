/// Why a text is no expression, and the byte where that shows.
struct SyntaxFailure: Error {
    let message: String
    let offset: Int

    init(_ message: String, at offset: Int) {
        self.message = message
        self.offset = offset
    }
}
