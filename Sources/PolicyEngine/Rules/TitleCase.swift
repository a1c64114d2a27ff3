/// Capitalizes names: `ANNA-LENA o'neill` → `Anna-Lena O'Neill`.
enum TitleCase {
    /// Capitalizes the first letter of every word. The rest of a word that is all in one case becomes lower case; a
    /// word in mixed case, such as `McDonald`, keeps it.
    static func of(_ text: String) -> String {
        var result = ""
        var word = ""
        let characters = Array(text)
        for (place, character) in characters.enumerated() {
            if isPartOfWord(character, at: place, in: characters) {
                word.append(character)
            } else {
                result += capitalised(word)
                word = ""
                result.append(character)
            }
        }
        return result + capitalised(word)
    }

    /// Whether a character is part of a word: a letter, digit or mark, or an apostrophe before exactly one letter, as
    /// in `it's`.
    private static func isPartOfWord(_ character: Character, at place: Int, in text: [Character]) -> Bool {
        if character.isLetter || character.isNumber { return true }
        guard character == "'" || character == "’", place > 0, place + 1 < text.count else { return false }
        guard text[place - 1].isLetter, text[place + 1].isLetter else { return false }
        return place + 2 == text.count || !text[place + 2].isLetter
    }

    private static func capitalised(_ word: String) -> String {
        guard let first = word.unicodeScalars.first else { return "" }
        let rest = String(word.unicodeScalars.dropFirst())
        let isMixed = word.contains(where: \.isUppercase) && rest.contains(where: \.isLowercase)
        return first.properties.titlecaseMapping + (isMixed ? rest : rest.lowercased())
    }
}
