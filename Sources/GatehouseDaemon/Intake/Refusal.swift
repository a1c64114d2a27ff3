import GatehouseModel
import JSON

/// Why a call was not accepted. Nothing was decided about it.
package enum Refusal: Error, Sendable, Hashable {
    case unknownEndpoint
    case wrongMethod(String)
    case noCredentials
    case wrongCredentials
    case credentialsNotText
    case wrongMediaType(String?)
    case tooLarge(limit: Int)
    case malformed(String)
    case tooSlow
    case overloaded

    /// The HTTP status of the answer.
    package var status: Int {
        switch self {
        case .unknownEndpoint: 404
        case .wrongMethod: 405
        case .noCredentials, .wrongCredentials, .credentialsNotText: 401
        case .wrongMediaType: 415
        case .tooLarge: 413
        case .malformed: 400
        case .tooSlow: 408
        case .overloaded: 503
        }
    }

    /// Whether the refusal already means that no valid credential was presented.
    var isAboutCredentials: Bool {
        switch self {
        case .unknownEndpoint, .noCredentials, .wrongCredentials, .credentialsNotText: true
        case .wrongMethod, .wrongMediaType, .tooLarge, .malformed, .tooSlow, .overloaded: false
        }
    }

    private var title: String {
        switch self {
        case .unknownEndpoint: "There is no such endpoint"
        case .wrongMethod: "The endpoint only knows POST"
        case .noCredentials, .wrongCredentials, .credentialsNotText: "The credentials are not accepted"
        case .wrongMediaType: "The body must be application/json"
        case .tooLarge: "The body is too large"
        case .malformed: "The body cannot be read"
        case .tooSlow: "The request took too long"
        case .overloaded: "Too many calls at once"
        }
    }

    /// What was wrong and what to do, for the journal and the caller. Does not tell which part of a credential was
    /// wrong.
    package var detail: String {
        switch self {
        case .unknownEndpoint: "no endpoint has this path; endpoints are at /endpoints/<name>"
        case .wrongMethod(let method): "the method was \(method.prefix(16)); send POST"
        case .noCredentials: "the call has no Authorization header; send Basic credentials"
        case .wrongCredentials: "no credential of this endpoint matches the Authorization header"
        case .credentialsNotText:
            "the user name or the password in the Authorization header is not UTF-8; send both as UTF-8 (RFC 7617)"
        case .wrongMediaType(let type):
            "the Content-Type was \(type.map { $0.prefix(64) } ?? "missing"); send application/json"
        case .tooLarge(let limit): "at most \(limit) bytes are accepted"
        case .malformed(let problem): problem
        case .tooSlow: "the whole request must arrive within the time allowed"
        case .overloaded: "try again after the time in Retry-After"
        }
    }

    /// The answer: `application/problem+json` (RFC 9457) with the headers that the status requires.
    package var answer: HTTPAnswer {
        var body: [UInt8] = []
        body.append(contentsOf: #"{"type":"tag:gatehouse,2026:"#.utf8)
        body.append(contentsOf: kind.utf8)
        body.append(contentsOf: #"","title":"#.utf8)
        CanonicalJSON.append(title, to: &body)
        body.append(contentsOf: #","status":\#(status),"detail":"#.utf8)
        CanonicalJSON.append(detail, to: &body)
        body.append(contentsOf: "}\n".utf8)
        return HTTPAnswer(status: status, contentType: "application/problem+json", headers: headers, body: body)
    }

    private var kind: String {
        switch self {
        case .unknownEndpoint: "unknown-endpoint"
        case .wrongMethod: "method-not-allowed"
        case .noCredentials, .wrongCredentials, .credentialsNotText: "credentials"
        case .wrongMediaType: "unsupported-media-type"
        case .tooLarge: "too-large"
        case .malformed: "malformed"
        case .tooSlow: "time-out"
        case .overloaded: "overloaded"
        }
    }

    private var headers: String {
        switch self {
        case .noCredentials, .wrongCredentials, .credentialsNotText:
            "WWW-Authenticate: Basic realm=\"gatehouse\", charset=\"UTF-8\"\r\n"
        case .wrongMethod: "Allow: POST\r\n"
        case .overloaded: "Retry-After: 1\r\n"
        case .unknownEndpoint, .wrongMediaType, .tooLarge, .malformed, .tooSlow: ""
        }
    }
}
