/// The version of both programs.
package enum GatehouseVersion {
    package static let current = "0.1.0"
}
