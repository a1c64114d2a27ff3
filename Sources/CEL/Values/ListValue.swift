/// An immutable list that knows its weight, so that a value that is small in memory but huge when expanded (`[x, x]` of
/// `[y, y]` of …) is never walked.
package struct ListValue: Sendable {
    package let elements: [Value]
    let weight: Int

    package init(_ elements: [Value]) {
        self.elements = elements
        weight = elements.reduce(16) { $0 + $1.weight }
    }

    private init(elements: [Value], weight: Int) {
        self.elements = elements
        self.weight = weight
    }

    static func + (left: ListValue, right: ListValue) -> ListValue {
        ListValue(elements: left.elements + right.elements, weight: left.weight + right.weight)
    }
}
