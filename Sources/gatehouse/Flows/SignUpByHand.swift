import ControlProtocol
import Foundation
import GatehouseModel

/// A sign-up by hand at a terminal: asks for the person, shows the form, sends it, and shows the result.
struct SignUpByHand {
    let client: ControlClient
    let flow: String

    func run(resuming code: String?) async throws -> SignUpView {
        var view: SignUpView
        if let code {
            view = try await client.settled(try await client.send(GetSignUpView(id: code)))
        } else {
            let definition = try await client.send(GetFlow(name: flow)).flow
            let request = StartSignUp(flow: flow, person: try person(for: definition))
            view = try await client.settled(try await client.send(request))
        }
        while let form = view.form {
            let values = try fill(form, of: view.signUp)
            let request = SubmitSignUp(id: view.signUp.id.description, attributes: values)
            view = try await client.settled(try await client.send(request))
        }
        return view
    }

    private func person(for flow: UserFlow) throws -> SignUpPerson {
        let provider = try provider(among: flow.identityProviders)
        var email = ""
        while email.isEmpty { email = try ask("E-mail address", standing: nil) }
        guard provider != UserFlow.local else { return SignUpPerson(email: email) }
        let subject = try ask("Id at \(provider)", standing: email)
        let name = try ask("Name at \(provider)", standing: "")
        let identity = Identity(signInType: "federated", issuer: provider, issuerAssignedID: subject)
        return SignUpPerson(
            email: email,
            identities: [identity],
            locales: [Locale.current.identifier.replacing("_", with: "-")].filter { $0.utf8.count <= 64 },
            claims: name.isEmpty ? [:] : ["displayName": .string(name)]
        )
    }

    /// Asks until the answer is one of the flow's identity providers.
    private func provider(among offered: [String]) throws -> String {
        while true {
            let given = try ask("Identity provider (\(offered.joined(separator: ", ")))", standing: offered.first)
            if offered.isEmpty || offered.contains(given) { return given }
            say("! The flow has no identity provider \"\(given)\".")
        }
    }

    private func fill(_ form: SignUpView.Form, of signUp: SignUp) throws -> [String: JSONValue] {
        say("")
        if let message = form.message {
            say("! " + message)
        } else {
            say("Enter keeps what is in brackets; - empties it.")
        }
        var values: [String: JSONValue] = [:]
        for attribute in form.attributes {
            if let message = form.fieldMessages[attribute.name] { say("! " + message) }
            let label = (attribute.label ?? attribute.name) + (attribute.isRequired ? " *" : "")
            do {
                let text = try ask(label, standing: form.values[attribute.name]?.shown ?? "")
                values[attribute.name] = text.isEmpty || text == "-" ? .null : .string(text)
            } catch {
                throw Failure(
                    .failure,
                    "the form of \(signUp.code) still waits",
                    hint: "Go on with: gatehouse flows run \(signUp.flow) --resume \(signUp.code)"
                )
            }
        }
        return values
    }

    /// The typed text, or the default if nothing was typed.
    private func ask(_ label: String, standing: String?) throws -> String {
        let bracket = standing.flatMap { $0.isEmpty ? nil : " [\($0)]" } ?? ""
        StandardError.prompt("\(label)\(bracket): ")
        guard let line = readLine() else { throw Failure(.failure, "the input ended") }
        let text = line.trimmingCharacters(in: .whitespaces)
        return text.isEmpty ? standing ?? "" : text
    }

    private func say(_ text: String) { StandardError.note(PrintedText(line: text)) }
}

extension ControlClient {
    /// Waits until the sign-up needs input or is over, by polling while a connector is being called.
    func settled(_ view: SignUpView) async throws -> SignUpView {
        var view = view
        while view.form == nil, !view.signUp.stage.isOver {
            try await Task.sleep(for: .milliseconds(250))
            view = try await send(GetSignUpView(id: view.signUp.id.description))
        }
        return view
    }
}
