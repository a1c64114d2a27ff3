/// The messages to applicants for which the policy has no text.
package enum StockMessages {
    package static let denied = LocalizedMessage(
        english: "Sign-up is not possible. Reference {code}.",
        french: "L’inscription n’est pas possible. Référence {code}.",
        german: "Die Registrierung ist nicht möglich. Referenz {code}."
    )
    package static let invalid = LocalizedMessage(
        english: "Please check what you entered. Reference {code}.",
        french: "Veuillez vérifier votre saisie. Référence {code}.",
        german: "Bitte prüfen Sie Ihre Angaben. Referenz {code}."
    )
    package static let pending = LocalizedMessage(
        english: "Your request is waiting for a decision. Reference {code}.",
        french: "Votre demande est en attente d’une décision. Référence {code}.",
        german: "Ihre Anfrage wartet auf eine Entscheidung. Referenz {code}."
    )
    package static let approvalDenied = LocalizedMessage(
        english: "Your request was declined. Reference {code}.",
        french: "Votre demande a été refusée. Référence {code}.",
        german: "Ihre Anfrage wurde abgelehnt. Referenz {code}."
    )
    package static let failure = LocalizedMessage(
        english: "Sign-up is not possible at the moment. Please try again later. Reference {code}.",
        french: "L’inscription est momentanément impossible. Réessayez plus tard. Référence {code}.",
        german: "Die Registrierung ist zurzeit nicht möglich. Bitte später erneut versuchen. Referenz {code}."
    )
}

extension LocalizedMessage {
    fileprivate init(english: String, french: String, german: String) {
        func template(_ text: String) -> MessageTemplate {
            // A test checks these texts. If one were malformed, it would show its braces instead of failing.
            (try? MessageTemplate(text)) ?? MessageTemplate(verbatim: text)
        }
        self.init(fallback: template(english), texts: ["fr": template(french), "de": template(german)])
    }
}
