import Dialects
import GatehouseModel
import JSON
import PlainText

/// Reads Graph's JSON: single objects, collections with `value`, exports of Gatehouse, or several of these.
///
/// Whatever is unknown is reported in a note, never dropped silently. Secrets are never taken over.
package struct GraphReader {
    package internal(set) var setup = GraphSetup()
    /// The file that notes refer to.
    var place = ""
    /// The number of connectors and flows found in this file.
    var met = 0

    /// Graph's JSON is larger than a connector's.
    private static let limits = JSONLimits(bytes: 4 << 20, depth: 24, members: 50_000, stringBytes: 256 << 10)
    private static let countLimit = 256

    package init() {}

    /// Reads one file.
    ///
    /// - Throws: `GraphProblem` if it is not JSON or contains no connectors or flows.
    package mutating func read(_ bytes: [UInt8], file: String) throws(GraphProblem) {
        var bytes = bytes[...]
        // RFC 8259 §8.1 lets readers skip the mark that PowerShell's Out-File writes.
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        if ByteOrderMark.isUTF16(bytes) {
            throw GraphProblem("\(file) is UTF-16 text; save it with Out-File -Encoding utf8")
        }
        let scanned: JSONValue
        do throws(JSONProblem) {
            scanned = try JSONScanner.scan(Array(bytes), limits: Self.limits)
        } catch {
            throw GraphProblem("\(file): \(error)")
        }
        if let cut = GraphHabits.cut(in: scanned) {
            throw GraphProblem(
                "\(file): the export was cut off at \(cut.place.quotedShort), which is only the text "
                    + "\(cut.text.quotedShort); save it again with ConvertTo-Json -Depth 10"
            )
        }
        (met, place) = (0, file)
        let value = GraphHabits.lowered(scanned)
        if value != scanned {
            note("its members begin with capitals, as PowerShell's objects do; they were read as Graph's")
        }
        read(value)
        guard met > 0 else {
            throw GraphProblem("\(file) has no identityApiConnector and no user flow; save the answer of GET as it is")
        }
        guard setup.connectors.count <= Self.countLimit, setup.flows.count <= Self.countLimit else {
            throw GraphProblem("\(file): more than \(Self.countLimit) connectors or flows; import them in parts")
        }
    }

    private mutating func read(_ value: JSONValue) {
        if let elements = value.array {
            for element in elements { read(element) }
            return
        }
        guard let members = value.object else { return note("a \(value.kindWord) is no object of Graph") }
        if members["@odata.nextLink"] != nil {
            note("this is one page of several; get the pages that @odata.nextLink names, and import all files together")
        }
        if let collection = members["value"].map(Self.elements), members["targetUrl"] == nil {
            remark(members, of: "a collection", knowing: ["value"])
            for element in collection { read(element) }
        } else if let connectors = members["identityApiConnectors"] {
            read(connectors)
            if let flows = members["userFlows"] { read(flows) }
        } else if members["targetUrl"] != nil {
            _ = connector(members)
        } else if members["userFlowType"] != nil || members["id"]?.string.map(Self.isFlowID) == true {
            flow(members)
        } else if let id = Self.flowID(inContext: members["@odata.context"]?.string) {
            met += 1
            setup.flows.append(GraphFlow(id: id, isB2C: Self.isB2C(id), steps: steps(members, of: "user flow \(id)")))
        } else if members["@odata.id"] != nil {
            note("a reference names a connector but neither flow nor step; it is passed over")
        } else {
            note("an object is neither a connector nor a user flow; its members are \(Self.list(members.keys))")
        }
    }

    // MARK: Flows

    private mutating func flow(_ members: [String: JSONValue]) {
        met += 1
        let id = members["id"]?.string ?? "flow"
        let who = "user flow \(id.quotedShort)"
        if let type = members["userFlowType"]?.string, !GraphWords.signUpTypes.contains(type) {
            note("\(who) is of the type \(type.quotedShort), in which nobody signs up; it is passed over")
            return
        }
        remark(
            members,
            of: who,
            knowing: [
                "id", "userFlowType", "userFlowTypeVersion", "apiConnectorConfiguration", "identityProviders",
                "userFlowIdentityProviders", "userAttributeAssignments",
            ]
        )
        let named = (members["userFlowIdentityProviders"] ?? members["identityProviders"]).map(Self.elements)
        let providers = named ?? []
        let flow = GraphFlow(
            id: id,
            isB2C: Self.isB2C(id) || members["@odata.type"]?.string?.hasSuffix("b2cIdentityUserFlow") == true,
            identityProviders: providers.compactMap { provider($0, of: who) },
            namesProviders: named != nil,
            attributes: Self.elements(members["userAttributeAssignments"] ?? .array([]))
                .compactMap { attribute($0, of: who) },
            steps: steps(members["apiConnectorConfiguration"]?.object ?? [:], of: who)
        )
        setup.flows.removeAll { $0.id == id }
        setup.flows.append(flow)
    }

    private mutating func steps(_ members: [String: JSONValue], of who: String) -> [Step: String] {
        var steps: [Step: String] = [:]
        for (step, member) in GraphWords.steps {
            guard let inner = members[member]?.object, !inner.isEmpty else { continue }
            if inner["targetUrl"] != nil {
                steps[step] = connector(inner)
            } else if let id = inner["@odata.id"]?.string.flatMap(Self.identifier) {
                steps[step] = id
            } else if let id = inner["id"]?.string ?? inner["displayName"]?.string {
                steps[step] = id
            } else {
                note("\(who): \(member) names no connector; the step is passed over")
            }
        }
        remark(members, of: who, knowing: Set(GraphWords.steps.map(\.member)))
        return steps
    }

    private mutating func provider(_ value: JSONValue, of who: String) -> String? {
        let members = value.object ?? [:]
        remark(
            members,
            of: "\(who), identity provider",
            knowing: ["identityProviderType", "type", "id", "name", "displayName"]
        )
        let words = ["identityProviderType", "type", "id", "name", "displayName"].compactMap { members[$0]?.string }
        for word in words {
            if let issuer = GraphWords.issuer(of: word) { return issuer }
        }
        note(
            "\(who): the identity provider \((words.first ?? "without a name").quotedShort) is not known; add its issuer by hand"
        )
        return nil
    }

    private mutating func attribute(_ value: JSONValue, of who: String) -> UserFlow.Attribute? {
        let members = value.object ?? [:]
        let definition = members["userAttribute"]?.object ?? [:]
        guard let name = definition["id"]?.string ?? members["id"]?.string, !name.isEmpty else {
            note("\(who): an attribute has no id; it is passed over")
            return nil
        }
        guard name.lowercased() != "email" else { return nil }
        let type = definition["dataType"]?.string ?? "string"
        guard let kind = GraphWords.kind(type) else {
            note("\(who): the attribute \(name.quotedShort) is a \(type); it is passed over")
            return nil
        }
        remark(
            members,
            of: "\(who), attribute \(name.quotedShort)",
            knowing: ["id", "displayName", "isOptional", "userAttribute", "requiresVerification", "userInputType"]
        )
        let label = members["displayName"]?.string ?? definition["displayName"]?.string
        return UserFlow.Attribute(
            name: GraphWords.claim(of: name),
            kind: kind,
            isRequired: members["isOptional"] == false,
            label: label == name ? nil : label
        )
    }

    /// The elements of a list. One object where a list belongs is a list of one, as PowerShell writes it.
    static func elements(_ value: JSONValue) -> [JSONValue] {
        value.array ?? (value.object.map { $0.isEmpty ? [] : [value] } ?? [])
    }

    /// The id in `…/apiConnectors/ID` or `…/apiConnectors('ID')`.
    private static func identifier(_ reference: String) -> String? {
        guard let last = reference.split(separator: "/").last else { return nil }
        let parts = last.split(separator: "'", omittingEmptySubsequences: false)
        return parts.count == 3 && parts[0].hasSuffix("(") && parts[2] == ")" ? String(parts[1]) : String(last)
    }

    private static func isFlowID(_ id: String) -> Bool { id.hasPrefix("B2X_") || isB2C(id) }
    private static func isB2C(_ id: String) -> Bool { id.hasPrefix("B2C_") }

    /// `…b2xUserFlows('B2X_1_x')/apiConnectorConfiguration…`
    private static func flowID(inContext context: String?) -> String? {
        guard let context, context.contains("apiConnectorConfiguration") else { return nil }
        let parts = context.split(separator: "'", omittingEmptySubsequences: false)
        return parts.count >= 3 && isFlowID(String(parts[1])) ? String(parts[1]) : nil
    }
}

/// Why nothing could be read: a sentence with the remedy.
package struct GraphProblem: Error, Sendable, Hashable, CustomStringConvertible {
    package let description: String
    init(_ description: String) { self.description = description }
}

extension JSONValue {
    fileprivate var kindWord: String {
        switch self {
        case .null: "null"
        case .bool, .int, .double: "number"
        case .string: "text"
        case .array: "list"
        case .object: "object"
        }
    }
}
