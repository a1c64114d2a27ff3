/// A message to the applicant in several languages, with placeholders.
///
/// Placeholders: `{code}` `{email}` `{domain}` `{queue}` `{claims.NAME}`. The result is plain text, never markup.
package struct LocalizedMessage: Sendable, Hashable {
    /// For languages that are not in `texts`.
    package let fallback: MessageTemplate
    /// By BCP 47 tag in lower case.
    package let texts: [String: MessageTemplate]

    package init(fallback: MessageTemplate, texts: [String: MessageTemplate] = [:]) {
        self.fallback = fallback
        self.texts = texts
    }

    /// A message in one language, from text that is known to be valid.
    package init(verbatim text: String) { self.init(fallback: MessageTemplate(verbatim: text)) }

    /// A message from texts by language, including `default`, that are known to be valid. Nil if there is no `default`.
    package init?(checked texts: [String: String]) {
        guard let fallback = texts["default"] else { return nil }
        func template(_ text: String) -> MessageTemplate {
            (try? MessageTemplate(text)) ?? MessageTemplate(verbatim: text)
        }
        self.init(
            fallback: template(fallback),
            texts: texts.reduce(into: [:]) { result, text in
                if text.key != "default" { result[text.key.lowercased()] = template(text.value) }
            }
        )
    }

    /// The text for a person: for the first of their locales that has one, shortening each tag from its end (`fr-CA` →
    /// `fr`, RFC 4647 §3.4); otherwise the fallback.
    package func text(for locales: [String], values: MessageValues) -> String {
        template(for: locales).filled(with: values)
    }

    private func template(for locales: [String]) -> MessageTemplate {
        guard !texts.isEmpty else { return fallback }
        for locale in locales {
            var tag = Self.normal(locale)[...]
            while !tag.isEmpty {
                if let text = texts[String(tag)] { return text }
                guard let hyphen = tag.lastIndex(of: "-") else { break }
                tag = tag[..<hyphen]
                // A single-letter subtag introduces the next one, so both are removed.
                if tag.dropLast().last == "-" { tag = tag.dropLast(2) }
            }
        }
        return fallback
    }

    /// In lower case, with hyphens instead of POSIX underscores.
    private static func normal(_ locale: String) -> String {
        let lower = locale.lowercased()
        return lower.utf8.contains(UInt8(ascii: "_")) ? String(lower.map { $0 == "_" ? "-" : $0 }) : lower
    }

    /// The placeholders used in any of the texts.
    package var placeholders: Set<Placeholder> {
        texts.values.reduce(into: Set(fallback.placeholders)) { $0.formUnion($1.placeholders) }
    }
}
