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
    let metrics = ServiceMetrics()
    let shadowMetrics = ShadowMetrics()
    let pool: NIOThreadPool
    let waiting = Atomic<Int>(0)
    /// Copies of requests that wait for a thread.
    let shadows = Atomic<Int>(0)
    /// Requests that were dealt out.
    let turns = Atomic<Int>(0)

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
        let (current, candidate) = live.lineup
        var series = ServiceMetrics.Series(route: .none)
        do throws(RequestError) {
            let route = try Route(head.method, head.uri)
            series.route = route.label
            var model = current
            if route.concernsModel {
                let other = candidate.flatMap { $0.model.version == route.version ? $0 : nil }
                model = other?.model ?? current
                try check(route, against: model)
                series.model = model.name
                series.version = model.version
            }
            if case .infer = route {
                let job = InferenceJob(model: model, head: head, body: body)
                guard let candidate, route.version == nil else {
                    return infer(job, metrics.begin(series), on: loop)
                }
                return infer(job, beside: candidate, on: loop)
            }
            let timer = metrics.begin(series)
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
        case .ready: Answer(.ok, ServiceDescription.readiness(model, live))
        case .model: Answer(.ok, ServiceDescription.model(model, otherModel(than: model)))
        case .modelReady:
            Answer(
                .ok,
                ["name": .string(model.name), "ready": true, "version": .string(model.version)]
            )
        case .metrics: metricsAnswer(model)
        case .infer(let name, _): Answer(RequestError.unknownPath(name))
        }
    }

    /// The candidate's, for a description of the live model.
    private func otherModel(than model: ServedModel) -> ServedModel? {
        let (current, candidate) = live.lineup
        return current.version == model.version ? candidate?.model : nil
    }

    private func metricsAnswer(_ model: ServedModel) -> Answer {
        let text = metrics.text(model: model, live: live, shadows: shadowMetrics)
        var answer = Answer(.ok, body: ByteBuffer(string: text))
        answer.contentType = "text/plain; version=0.0.4; charset=utf-8"
        return answer
    }
}
