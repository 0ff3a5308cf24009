import Model
import NIOCore
import NIOHTTP1
import NIOPosix
import Registry
import Synchronization

/// A request for predictions, and the model that answers it.
struct InferenceJob: Sendable {
    var model: ServedModel
    let head: HTTPRequestHead
    let body: ByteBuffer

    /// An answer, and the predictions in it, if there are any.
    typealias Result = (answer: Answer, predictions: Predictions?)

    func run() -> Result {
        do {
            let request = try InferenceRequest(body.readableBytesView, for: model.signature)
            let predictions = try model.predictor.predict(request.table)
            let response = InferenceResponse(
                model: model,
                request: request,
                predictions: predictions
            )
            return (Answer(.ok, body: response.body()), predictions)
        } catch let error as RequestError {
            return (Answer(error), nil)
        } catch {
            return (Answer(RequestError.failed("\(error)")), nil)
        }
    }
}

extension Service {
    /// Predicts here if that is quick, else on a thread of the pool.
    ///
    /// - Parameter finish: makes the answer of the result, where it was found.
    func infer(
        _ job: InferenceJob,
        _ timer: ServiceMetrics.Timer,
        on loop: any EventLoop,
        finish: @escaping @Sendable (InferenceJob.Result) -> Answer = { $0.answer }
    ) -> Reply {
        if job.head.headers.contains(name: "inference-header-content-length") {
            return .now(timer.end(with: Answer(RequestError.binaryTensors)))
        }
        if job.model.isQuick, job.body.readableBytes <= limits.inlineBodySize {
            return .now(timer.end(with: finish(job.run())))
        }
        guard waiting.add(1, ordering: .relaxed).newValue <= limits.queueLength else {
            waiting.subtract(1, ordering: .relaxed)
            return .now(timer.end(with: Answer(RequestError.busy)))
        }
        let future = pool.runIfActive(eventLoop: loop) {
            defer { self.waiting.subtract(1, ordering: .relaxed) }
            return timer.end(with: finish(job.run()))
        }
        return .later(future)
    }

    /// Answers while another version is tried out.
    func infer(_ job: InferenceJob, beside candidate: Candidate, on loop: any EventLoop) -> Reply {
        let turn = turns.add(1, ordering: .relaxed).oldValue
        var job = job
        switch candidate.offer.mode {
        case .canary:
            let route = candidate.route(job.head, turn: turn)
            if route == .candidate { job.model = candidate.model }
            return infer(job, begin(job.model, .infer), on: loop) { result in
                var answer = result.answer
                answer.headers.append((Candidate.routeHeader, route.rawValue))
                return answer
            }
        case .shadow:
            let timer = begin(job.model, .infer)
            guard candidate.takes(turn) else { return infer(job, timer, on: loop) }
            return infer(job, timer, on: loop) { [job] result in
                if let predictions = result.predictions {
                    self.shadow(job, predictions, candidate)
                }
                return result.answer
            }
        }
    }

    private func begin(_ model: ServedModel, _ route: RouteLabel) -> ServiceMetrics.Timer {
        metrics.begin(
            ServiceMetrics.Series(model: model.name, version: model.version, route: route))
    }

    /// Asks the candidate too, on a thread of the pool, and drops its answer; if too many wait, it
    /// is not asked.
    private func shadow(_ job: InferenceJob, _ live: Predictions, _ candidate: Candidate) {
        let series = ShadowMetrics.Series(
            model: job.model.name, version: candidate.model.version, live: job.model.version)
        guard shadows.add(1, ordering: .relaxed).newValue <= limits.queueLength else {
            shadows.subtract(1, ordering: .relaxed)
            return shadowMetrics.count(series) { $0.dropped += 1 }
        }
        let copy = InferenceJob(model: candidate.model, head: job.head, body: job.body)
        // Not the pool of the requests: they must not wait for copies.
        NIOThreadPool.singleton.submit { state in
            defer { self.shadows.subtract(1, ordering: .relaxed) }
            guard case .active = state else { return }
            let timer = self.begin(copy.model, .shadow)
            let result = copy.run()
            timer.end(result.answer.status)
            let agrees =
                result.predictions.map {
                    $0.agrees(with: live, tolerance: candidate.offer.tolerance)
                } ?? false
            self.shadowMetrics.count(series) { numbers in
                numbers.compared += 1
                if !agrees { numbers.disagreed += 1 }
            }
        }
    }
}
