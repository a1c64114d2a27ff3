/// The lists that expressions look at.
enum ListReferences {
    /// The names in `list("name")`, each once, in the order of the texts. A name inside a string of the expression
    /// counts too.
    static func names(in expressions: [String]) -> [String] {
        let call = /\blist\s*\(\s*(?:"([^"\\]*)"|'([^'\\]*)')\s*\)/
        var names: [String] = []
        for match in expressions.flatMap({ $0.matches(of: call) }) {
            guard let name = (match.output.1 ?? match.output.2).map(String.init), !names.contains(name) else {
                continue
            }
            names.append(name)
        }
        return names
    }
}
