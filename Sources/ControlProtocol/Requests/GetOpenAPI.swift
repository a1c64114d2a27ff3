package import GatehouseModel

/// The OpenAPI description of this protocol.
package struct GetOpenAPI: ControlRequest {
    package typealias Reply = JSONValue
    package static let route = Route(.get, "/v1/openapi.json", .viewer, "This description, in OpenAPI 3.1.")
    package init() {}
}
