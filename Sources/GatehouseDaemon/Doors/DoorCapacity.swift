/// How many connections the two doors may have open at once.
package struct DoorCapacity: Sendable, Hashable {
    /// The most descriptors the process may have open.
    package let descriptors: Int
    package let connectorConnections: Int
    package let controlConnections: Int
    /// Whether too few descriptors keep the doors smaller than they would otherwise be.
    package let isTight: Bool
}
