import NIOCore

/// Lets the listener accept connections only while the door has room; until then they wait in the system's queue.
final class AcceptGate: ChannelDuplexHandler {
    typealias InboundIn = any Channel
    typealias OutboundIn = Never

    private let door: ConnectorDoor

    init(door: ConnectorDoor) { self.door = door }

    func read(context: ChannelHandlerContext) {
        if door.mayAccept(context.channel) { context.read() }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        door.accepted(unwrapInboundIn(data))
        context.fireChannelRead(data)
    }
}
