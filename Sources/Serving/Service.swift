import Model
import NIOCore
import NIOHTTP1
import NIOPosix
import RunDocument
import Synchronization

/// Answers requests, on whatever connection they come.
final class Service: Sendable {
    enum Reply {
        case now(Answer)
        case later(EventLoopFuture<Answer>)
    }

    let identity: ServiceIdentity
    let live: LiveModel
    let limits: ServiceLimits
    private let metrics = ServiceMetrics()
    private let pool: NIOThreadPool
    private let waiting = Atomic<Int>(0)

    /// - Parameter pool: answers the requests that would hold up an event loop.
    init(
        _ identity: ServiceIdentity,
        live: LiveModel,
        pool: NIOThreadPool,
        limits: ServiceLimits
    ) {
        self.identity = identity
        self.live = live
        self.pool = pool
        self.limits = limits
    }

    func reply(to head: HTTPRequestHead, _ body: ByteBuffer, on loop: any EventLoop) -> Reply {
        let model = live.current
        var series = ServiceMetrics.Series(route: .none)
        do throws(RequestError) {
            let route = try Route(head.method, head.uri)
            series.route = route.label
            if route.concernsModel {
                try check(route, against: model)
                series.model = model.name
                series.version = model.version
            }
            let timer = metrics.begin(series)
            if case .infer = route {
                return infer(model, head, body, timer, on: loop)
            }
            let answer = answer(route, model)
            timer.end(answer.status)
            return .now(answer)
        } catch {
            metrics.begin(series).end(error.status)
            return .now(Answer(error))
        }
    }

    /// Counts a request that ended before it was one.
    func countRefusal(_ error: RequestError) {
        metrics.begin(ServiceMetrics.Series(route: .none)).end(error.status)
    }

    private func check(_ route: Route, against model: ServedModel) throws(RequestError) {
        switch route {
        case .model(let name, let version), .modelReady(let name, let version),
            .infer(let name, let version):
            guard name == model.name else {
                throw .unknownModel(String(name.prefix(100)), served: model.name)
            }
            guard version == nil || version == model.version else {
                throw .unknownVersion(
                    model: name,
                    version: String((version ?? "").prefix(100)),
                    live: model.version
                )
            }
        case .server, .live, .ready, .metrics: break
        }
    }

    private func answer(_ route: Route, _ model: ServedModel) -> Answer {
        switch route {
        case .server: Answer(.ok, ServiceDescription.server(identity))
        case .live: Answer(.ok, ["live": true])
        case .ready: Answer(.ok, ServiceDescription.readiness(model, live.refusal))
        case .model: Answer(.ok, ServiceDescription.model(model))
        case .modelReady:
            Answer(
                .ok,
                ["name": .string(model.name), "ready": true, "version": .string(model.version)]
            )
        case .metrics: metricsAnswer(model)
        case .infer(let name, _): Answer(RequestError.unknownPath(name))
        }
    }

    private func metricsAnswer(_ model: ServedModel) -> Answer {
        let text = metrics.text(model: model, reloads: live.reloads, refusal: live.refusal)
        var answer = Answer(.ok, body: ByteBuffer(string: text))
        answer.contentType = "text/plain; version=0.0.4; charset=utf-8"
        return answer
    }

    // MARK: Predicting

    private func infer(
        _ model: ServedModel,
        _ head: HTTPRequestHead,
        _ body: ByteBuffer,
        _ timer: ServiceMetrics.Timer,
        on loop: any EventLoop
    ) -> Reply {
        if head.headers.contains(name: "inference-header-content-length") {
            return .now(timer.end(with: Answer(RequestError.binaryTensors)))
        }
        if model.isQuick, body.readableBytes <= limits.inlineBodySize {
            return .now(timer.end(with: Self.predict(model, body)))
        }
        guard waiting.add(1, ordering: .relaxed).newValue <= limits.queueLength else {
            waiting.subtract(1, ordering: .relaxed)
            return .now(timer.end(with: Answer(RequestError.busy)))
        }
        let future = pool.runIfActive(eventLoop: loop) {
            defer { self.waiting.subtract(1, ordering: .relaxed) }
            return timer.end(with: Self.predict(model, body))
        }
        return .later(future)
    }

    private static func predict(_ model: ServedModel, _ body: ByteBuffer) -> Answer {
        do {
            let request = try InferenceRequest(body.readableBytesView, for: model.signature)
            let predictions = try model.predictor.predict(request.table)
            let response = InferenceResponse(
                model: model,
                request: request,
                predictions: predictions
            )
            return Answer(.ok, body: response.body())
        } catch let error as RequestError {
            return Answer(error)
        } catch {
            return Answer(RequestError.failed("\(error)"))
        }
    }
}
