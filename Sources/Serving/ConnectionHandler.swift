import NIOCore
import NIOHTTP1

/// One connection: requests in, answers out in the same order, never more than one at work.
///
/// What arrives while an answer is made waits here, and nothing more is read from the socket until
/// it was taken up: a client that sends without reading cannot fill the memory.
final class ConnectionHandler: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundIn = Never
    typealias OutboundOut = ByteBuffer

    private enum Item {
        case part(HTTPServerRequestPart)
        case failure(RequestError)
    }

    private enum Phase {
        /// Between two requests.
        case idle
        case reading(HTTPRequestHead, ByteBuffer?)
        case answering(HTTPRequestHead)
        /// The last answer is written; what still comes is discarded.
        case closing
    }

    private let service: Service
    private let limits: ServiceLimits
    private var phase = Phase.idle
    private var waiting = CircularBuffer<Item>()
    private var wantsRead = false
    private var inputEnded = false
    private var outputEnded = false
    private var isDraining = false
    private var watchdog: Watchdog?

    init(_ service: Service) {
        self.service = service
        limits = service.limits
    }

    // MARK: What the channel says

    func handlerAdded(context: ChannelHandlerContext) {
        let watchdog = Watchdog(context.eventLoop) { [weak self] in
            self?.timeIsUp(context)
        }
        self.watchdog = watchdog
        watchdog.set(limits.idleTime)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        watchdog?.cancel()
        watchdog = nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if case .closing = phase { return }
        waiting.append(.part(Self.unwrapInboundIn(data)))
        proceed(context)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        context.flush()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable {
            if case .idle = phase {
                watchdog?.set(isDraining ? limits.drainGrace : limits.idleTime)
            }
            resume(context)
        } else {
            watchdog?.set(limits.writeTime)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard case let error as HTTPParserError = error else {
            if error is ByteToMessageDecoderError { return }
            return context.close(promise: nil)
        }
        if case .closing = phase { return }
        waiting.append(.failure(error == .headerOverflow ? .headerTooLarge : .malformedHTTP))
        proceed(context)
        context.flush()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case is DrainEvent:
            isDraining = true
            if case .idle = phase, context.channel.isWritable { watchdog?.set(limits.drainGrace) }
        case ChannelEvent.inputClosed:
            inputEnded = true
            closeIfDone(context)
        default: context.fireUserInboundEventTriggered(event)
        }
    }

    func read(context: ChannelHandlerContext) {
        if isReady(context) { context.read() } else { wantsRead = true }
    }

    // MARK: From parts to requests

    private func isReady(_ context: ChannelHandlerContext) -> Bool {
        switch phase {
        case .closing: true
        case .answering: false
        case .idle, .reading: context.channel.isWritable
        }
    }

    private func proceed(_ context: ChannelHandlerContext) {
        while isReady(context), let item = waiting.popFirst() {
            switch item {
            case .part(.head(let head)): begin(head, context)
            case .part(.body(let bytes)): append(bytes, context)
            case .part(.end): answer(context)
            case .failure(let error): refuse(error, context)
            }
        }
    }

    /// Takes up what waited, and reads on.
    private func resume(_ context: ChannelHandlerContext) {
        proceed(context)
        context.flush()
        closeIfDone(context)
        if wantsRead, isReady(context) {
            wantsRead = false
            context.read()
        }
    }

    private func begin(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        watchdog?.set(limits.requestTime)
        phase = .reading(head, nil)
        if let length = head.headers.first(name: "content-length").flatMap(Int.init),
            length > limits.bodySize
        {
            return refuse(.bodyTooLarge(limit: limits.bodySize), context)
        }
        if head.headers.first(name: "expect")?.lowercased() == "100-continue" {
            write(ByteBuffer(staticString: "HTTP/1.1 100 Continue\r\n\r\n"), context)
            context.flush()
        }
    }

    private func append(_ bytes: ByteBuffer, _ context: ChannelHandlerContext) {
        guard case .reading(let head, var body) = phase else { return }
        phase = .idle  // so that the buffer is not copied
        if body == nil { body = bytes } else { body?.writeImmutableBuffer(bytes) }
        phase = .reading(head, body)
        if let body, body.readableBytes > limits.bodySize {
            refuse(.bodyTooLarge(limit: limits.bodySize), context)
        }
    }

    private func answer(_ context: ChannelHandlerContext) {
        guard case .reading(let head, let body) = phase else { return }
        phase = .answering(head)
        watchdog?.pause()
        switch service.reply(to: head, body ?? ByteBuffer(), on: context.eventLoop) {
        case .now(let answer): finish(answer, context)
        case .later(let future):
            let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
            future.whenComplete { result in
                let (handler, context) = bound.value
                let answer: Answer =
                    switch result {
                    case .success(let answer): answer
                    case .failure(let error): Answer(RequestError.failed("\(error)"))
                    }
                handler.finish(answer, context)
                handler.resume(context)
            }
        }
    }

    // MARK: From answers to bytes

    private func finish(_ answer: Answer, _ context: ChannelHandlerContext) {
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

    private func refuse(_ error: RequestError, _ context: ChannelHandlerContext) {
        service.countRefusal(error)
        write(Answer(error).encoded(.close, omitsBody: false), context)
        shut(context)
    }

    /// Ends the connection once the last answer is written.
    ///
    /// Closing at once, with bytes of the client unread, would reset the connection, and the
    /// client might never see the answer.
    private func shut(_ context: ChannelHandlerContext) {
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
    private func linger(_ context: ChannelHandlerContext) {
        outputEnded = true
        if inputEnded { return context.close(promise: nil) }
        context.close(mode: .output, promise: nil)
        watchdog?.set(limits.lingerTime)
        resume(context)
    }

    private func closeIfDone(_ context: ChannelHandlerContext) {
        guard inputEnded, waiting.isEmpty else { return }
        switch phase {
        case .idle, .reading: shut(context)
        case .closing: if outputEnded { context.close(promise: nil) }
        case .answering: break
        }
    }

    private func write(_ bytes: ByteBuffer, _ context: ChannelHandlerContext) {
        context.write(Self.wrapOutboundOut(bytes), promise: nil)
    }

    private func timeIsUp(_ context: ChannelHandlerContext) {
        switch phase {
        case .reading where context.channel.isWritable: refuse(.tooSlow, context)
        case .idle, .reading, .closing: context.close(promise: nil)
        case .answering: break
        }
    }
}

/// Tells a connection that the service ends: the request at work is the last one.
struct DrainEvent: Sendable {}
