import NIOCore
import NIOHTTP1

/// From answers to bytes, and to the end of the connection.
extension ConnectionHandler {
    func finish(_ answer: Answer, _ context: ChannelHandlerContext) {
        guard case .answering(let head) = phase else { return }
        let isUpgrade = head.headers.contains(name: "upgrade") || head.method == .CONNECT
        let stays = head.isKeepAlive && !isDraining && !isUpgrade
        let persistence: Answer.Persistence =
            !stays ? .close : head.version.minor == 0 ? .explicitKeepAlive : .keepAlive
        write(answer.encoded(persistence, omitsBody: head.method == .HEAD), context)
        if stays {
            phase = .idle
            if context.channel.isWritable { watchdog?.set(limits.idleTime) }
        } else {
            shut(context)
        }
    }

    func refuse(_ error: RequestError, _ context: ChannelHandlerContext) {
        service.countRefusal(error)
        write(Answer(error).encoded(.close, omitsBody: false), context)
        shut(context)
    }

    /// Ends the connection once the last answer is written.
    ///
    /// Closing at once, with bytes of the client unread, would reset the connection, and the
    /// client might never see the answer.
    func shut(_ context: ChannelHandlerContext) {
        phase = .closing
        waiting.removeAll()
        watchdog?.set(limits.writeTime)
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        context.writeAndFlush(Self.wrapOutboundOut(ByteBuffer())).whenComplete { _ in
            let (handler, context) = bound.value
            handler.linger(context)
        }
    }

    /// Tells the client that nothing more comes, and waits for it to say the same.
    func linger(_ context: ChannelHandlerContext) {
        outputEnded = true
        if inputEnded { return context.close(promise: nil) }
        context.close(mode: .output, promise: nil)
        watchdog?.set(limits.lingerTime)
        resume(context)
    }

    func closeIfDone(_ context: ChannelHandlerContext) {
        guard inputEnded, waiting.isEmpty else { return }
        switch phase {
        case .idle, .reading: shut(context)
        case .closing: if outputEnded { context.close(promise: nil) }
        case .answering: break
        }
    }

    func write(_ bytes: ByteBuffer, _ context: ChannelHandlerContext) {
        context.write(Self.wrapOutboundOut(bytes), promise: nil)
    }

    func timeIsUp(_ context: ChannelHandlerContext) {
        switch phase {
        case .reading where context.channel.isWritable: refuse(.tooSlow, context)
        case .idle, .reading, .closing: context.close(promise: nil)
        case .answering: break
        }
    }
}
