package import GatehouseModel

extension EntraB2B {
    package static func reading(of reply: WireReply, at step: Step, leniency: Leniency) -> Reading {
        do throws(Breach) {
            return try read(try members(of: reply), status: reply.status, step: step, leniency: leniency)
        } catch {
            return .failure(error)
        }
    }

    /// The reply's object, if status, media type and body are as they must be.
    private static func members(of reply: WireReply) throws(Breach) -> [String: JSONValue] {
        if reply.status == 401 || reply.status == 403 {
            throw Breach(.credentialsAccepted, "HTTP \(reply.status): the connector refuses the credentials")
        }
        guard reply.status == 200 || reply.status == 400 else {
            throw Breach(.statusIs200Or400, "HTTP \(reply.status) came; only 200 and 400 mean anything")
        }
        let mediaType = reply.contentType?.prefix { $0 != ";" }.trimmedWhiteSpace.lowercased()
        guard mediaType == jsonMediaType else {
            let came = reply.contentType == nil ? "no Content-Type" : "another Content-Type"
            throw Breach(.contentTypeIsJSON, "\(came) came; send \(jsonMediaType)")
        }
        let value: JSONValue
        do throws(JSONProblem) {
            value = try JSONScanner.scan(reply.body)
        } catch {
            throw Breach(.bodyIsJSON, "the body is not JSON: \(error)")
        }
        guard case .object(let members) = value else {
            throw Breach(.bodyIsObject, "the body is JSON but no object")
        }
        return members
    }

    private static func read(
        _ members: [String: JSONValue],
        status: Int,
        step: Step,
        leniency: Leniency
    ) throws(Breach) -> Reading {
        if members[Member.version]?.string?.isEmpty != false, !leniency.contains(.missingVersion) {
            throw Breach(.versionPresent, "\"version\" is missing or no text; send \"1.0.0\"")
        }
        switch try action(in: members, leniency) {
        case .proceed:
            guard status == 200 else { throw Breach(.continueUnder200, "Continue came with HTTP \(status); send 200") }
            return .continue(claims: changes(in: members))
        case .block:
            guard status == 200 else {
                throw Breach(.blockUnder200, "ShowBlockPage came with HTTP \(status); send 200")
            }
            return .block(message: try message(in: members, orBreak: .blockHasUserMessage))
        case .validation:
            return try validation(members, status, step)
        }
    }

    private static func action(in members: [String: JSONValue], _ leniency: Leniency) throws(Breach) -> Action {
        guard let word = members[Member.action]?.string, !word.isEmpty else {
            throw Breach(.actionPresent, "\"action\" is missing or no text")
        }
        if let action = Action(rawValue: word) { return action }
        if word == "Allow", leniency.contains(.allowMeansContinue) { return .proceed }
        if let meant = Action.allCases.first(where: { $0.rawValue.lowercased() == word.lowercased() }) {
            throw Breach(.actionKnown, "\"action\" has the wrong case; write \(meant.rawValue) exactly")
        }
        if word == "Allow" { throw Breach(.actionKnown, "Allow is a name of 2020; write Continue") }
        throw Breach(.actionKnown, "\"action\" is none of Continue, ShowBlockPage, ValidationError")
    }

    private static func validation(
        _ members: [String: JSONValue],
        _ status: Int,
        _ step: Step
    ) throws(Breach) -> Reading {
        guard step == .postAttributeCollection else {
            throw Breach(
                .validationAtItsStep,
                "ValidationError came at \(step.rawValue), which has no form to go back to"
            )
        }
        guard status == 400 else {
            throw Breach(.validationUnder400, "ValidationError came with HTTP \(status); send 400")
        }
        guard members[Member.status] == 400 || members[Member.status] == "400" else {
            throw Breach(.validationStatusIs400, "\"status\" in the body must be 400 too")
        }
        return .invalid(message: try message(in: members, orBreak: .validationHasUserMessage))
    }

    private static func message(
        in members: [String: JSONValue],
        orBreak rule: Breach.Rule
    ) throws(Breach) -> String {
        guard let message = members[Member.userMessage]?.string, !message.isEmpty else {
            throw Breach(rule, "\"userMessage\" is missing or empty")
        }
        return String(message.prefix(messageLimit))
    }

    /// The claims of a Continue: everything with a value but the wire's own members. What the flow does not collect is
    /// for the caller to ignore.
    private static func changes(in members: [String: JSONValue]) -> [String: JSONValue] {
        members.filter { !ownMembers.contains($0.key) && !$0.value.isNull }
    }
}
