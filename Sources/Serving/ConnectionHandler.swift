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

    enum Item {
        case part(HTTPServerRequestPart)
        case failure(RequestError)
    }

    enum Phase {
        /// Between two requests.
        case idle
        case reading(HTTPRequestHead, ByteBuffer?)
        case answering(HTTPRequestHead)
        /// The last answer is written; what still comes is discarded.
        case closing
    }

    let service: Service
    let limits: ServiceLimits
    var phase = Phase.idle
    var waiting = CircularBuffer<Item>()
    private var wantsRead = false
    var inputEnded = false
    var outputEnded = false
    var isDraining = false
    var watchdog: Watchdog?

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
    func resume(_ context: ChannelHandlerContext) {
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
}

/// Tells a connection that the service ends: the request at work is the last one.
struct DrainEvent: Sendable {}
