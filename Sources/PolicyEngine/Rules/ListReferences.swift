/// Finds the lists that expressions use.
enum ListReferences {
    /// The distinct names in `list("name")`, in order of appearance. A match inside a string literal counts too.
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
