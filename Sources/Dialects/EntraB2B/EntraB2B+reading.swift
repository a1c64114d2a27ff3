package import GatehouseModel
import JSON

extension EntraB2B {
    package static func reading(of reply: WireReply, at step: Step, leniency: Leniency) -> Reading {
        do throws(Breach) {
            return try read(try members(of: reply), status: reply.status, step: step, leniency: leniency)
        } catch {
            return .failure(error)
        }
    }

    /// The reply's members, if status, media type and body are valid.
    private static func members(of reply: WireReply) throws(Breach) -> [String: JSONValue] {
        if reply.status == 401 || reply.status == 403 {
            throw Breach(
                .credentialsAccepted,
                "HTTP \(reply.status): the API, or a gateway before it, refuses the credentials; correct them on one side"
            )
        }
        guard reply.status == 200 || reply.status == 400 else {
            let hint = statusHint(reply.status)
            throw Breach(.statusIs200Or400, "HTTP \(reply.status) came; only 200 and 400 mean anything\(hint)")
        }
        let mediaType = reply.contentType?.prefix { $0 != ";" }.trimmedWhiteSpace.lowercased()
        guard mediaType == jsonMediaType else {
            let came = reply.contentType == nil ? "no Content-Type" : "another Content-Type"
            throw Breach(.contentTypeIsJSON, "\(came) came with HTTP \(reply.status); send \(jsonMediaType)")
        }
        let value: JSONValue
        do throws(JSONProblem) {
            value = try JSONScanner.scan(reply.body)
        } catch {
            throw Breach(.bodyIsJSON, "the body is not JSON: \(error)\(commaHint(error, reply.body))")
        }
        guard case .object(let members) = value else {
            throw Breach(.bodyIsObject, "the body is JSON but no object; send one object")
        }
        return members
    }

    private static func statusHint(_ status: Int) -> String {
        switch status {
        case 404: "; is the URL right?"
        case 405: "; the API must take POST"
        case 409: "; 409 belongs to the REST profiles of custom policies, a validation error here is 400"
        case 415: "; the API must take \(jsonMediaType)"
        case 429: "; the API refuses the rate"
        case 500...599: "; the API failed, see its log"
        default: ""
        }
    }

    /// The published examples end with a comma, and so do the replies of many APIs.
    private static func commaHint(_ problem: JSONProblem, _ body: [UInt8]) -> String {
        guard case .unexpectedByte(UInt8(ascii: "}"), _) = problem.reason, problem.offset <= body.count else {
            return ""
        }
        let before = body[..<problem.offset].last { !" \t\r\n".utf8.contains($0) }
        return before == UInt8(ascii: ",") ? "; remove the comma after the last member" : ""
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
            guard status == 200 else {
                throw Breach(.continueUnder200, "HTTP \(status) with a Continue body: send 200")
            }
            return .continue(claims: changes(in: members))
        case .block:
            guard status == 200 else {
                throw Breach(.blockUnder200, "HTTP \(status) with a ShowBlockPage body: send 200")
            }
            return .block(message: try message(in: members, orBreak: .blockHasUserMessage))
        case .validation:
            return try validation(members, status, step)
        }
    }

    private static func action(in members: [String: JSONValue], _ leniency: Leniency) throws(Breach) -> Action {
        guard let word = members[Member.action]?.string, !word.isEmpty else {
            throw Breach(
                .actionPresent,
                "\"action\" is missing or no text; write Continue, ShowBlockPage or ValidationError"
            )
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
                "ValidationError came at \(step.rawValue), which has no form to go back to; send ShowBlockPage"
            )
        }
        guard status == 400 else {
            throw Breach(
                .validationUnder400,
                "HTTP \(status) with a ValidationError body: the provider ignores it; send 400"
            )
        }
        guard members[Member.status] == 400 || members[Member.status] == "400" else {
            throw Breach(
                .validationStatusIs400,
                "HTTP 400 with a ValidationError body whose \"status\" is not 400: write \"status\": 400 too"
            )
        }
        return .invalid(message: try message(in: members, orBreak: .validationHasUserMessage))
    }

    private static func message(
        in members: [String: JSONValue],
        orBreak rule: Breach.Rule
    ) throws(Breach) -> String {
        guard let message = members[Member.userMessage]?.string, !message.isEmpty else {
            throw Breach(rule, "\"userMessage\" is missing or empty; write what the person is to read")
        }
        return String(message.prefix(messageLimit))
    }

    /// The claims of a Continue: all members that have a value, except version and action. The caller ignores and names
    /// what the flow does not collect; members that belong to other answers, such as `userMessage`, are among that.
    private static func changes(in members: [String: JSONValue]) -> [String: JSONValue] {
        members.filter { $0.key != Member.version && $0.key != Member.action && !$0.value.isNull }
    }
}
