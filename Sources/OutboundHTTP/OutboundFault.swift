import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// Gives network faults a name and a sentence.
enum OutboundFault {
    /// - Parameter hasBegun: whether the head of a reply had been received.
    static func failure(for error: any Error, host: String, hasBegun: Bool = false) -> OutboundFailure {
        switch error {
        case let failure as OutboundFailure:
            return failure
        case is ReplyBound.TooLarge, HTTPParserError.headerOverflow:
            return OutboundFailure(
                .replyTooLarge,
                "the reply of \(host) was cut at \(Line.replyLimit >> 10) KiB; a reply needs a fraction of that"
            )
        case HTTPParserError.invalidEOFState:
            return OutboundFailure(.replyCut, "\(host) closed the connection in the middle of its reply")
        case let error as HTTPParserError:
            return OutboundFailure(.notHTTP, "\(host) does not answer in HTTP/1.1 (\(error)); is the port right?")
        case NIOSSLError.uncleanShutdown:
            return OutboundFailure(.replyCut, "\(host) cut the TLS connection off")
        case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError:
            return OutboundFailure(.tls, tls(error, host))
        case let error as IOError:
            let cause: OutboundFailure.Cause = hasBegun ? .replyCut : .connection
            return OutboundFailure(cause, "\(host): \(String(cString: strerror(error.errnoCode)).lowercased())")
        case ChannelError.connectTimeout:
            return OutboundFailure(.timeout, "\(host) did not accept the connection in time")
        default:
            return OutboundFailure(
                hasBegun ? .replyCut : .connection,
                "\(host): the connection failed (\(type(of: error)))"
            )
        }
    }

    private static func tls(_ error: any Error, _ host: String) -> String {
        if error as? NIOSSLExtraError == NIOSSLExtraError.failedToValidateHostname {
            return "the certificate is for another name than \(host)"
        }
        let text = "\(error)".uppercased()
        let known: [(String, String)] = [
            (
                "CERTIFICATE_VERIFY_FAILED",
                "the certificate of \(host) is not trusted: expired, signed by itself, or by an authority that is not "
                    + "known here; name its authority with ca"
            ),
            ("WRONG_VERSION_NUMBER", "\(host) does not speak TLS at this port"),
            ("HTTP_REQUEST", "\(host) does not speak TLS at this port"),
            ("UNSUPPORTED_PROTOCOL", "\(host) offers no TLS version from 1.2 on"),
            ("PROTOCOL_VERSION", "\(host) offers no TLS version from 1.2 on"),
            ("CERTIFICATE_REQUIRED", "\(host) wants a client certificate, and there is none"),
            ("ALERT_UNKNOWN_CA", "\(host) does not know the authority of the client certificate"),
            ("ALERT_CERTIFICATE_EXPIRED", "\(host) says that the client certificate has expired"),
            ("ALERT_BAD_CERTIFICATE", "\(host) does not accept the client certificate"),
            ("ALERT_ACCESS_DENIED", "\(host) does not accept the client certificate"),
            ("HANDSHAKE_FAILURE", "\(host) and we agree on no cipher, or it wants a client certificate"),
            ("EOF DURING HANDSHAKE", "\(host) closed the connection during the TLS handshake"),
        ]
        if let sentence = known.first(where: { text.contains($0.0) })?.1 { return sentence }
        return "the TLS handshake with \(host) failed"
    }
}
