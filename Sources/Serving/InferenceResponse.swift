import Model
import NIOCore
import RunDocument

/// Writes a model's answer as the Open Inference Protocol has it, without a tree of values between.
struct InferenceResponse {
    let model: ServedModel
    let request: InferenceRequest
    let predictions: Predictions

    func body() -> ByteBuffer {
        var writer = JSONBuffer(
            capacity: 256 + predictions.scores.count * 24 + predictions.rowCount * 16
        )
        writer.raw(#"{"model_name":"#)
        writer.string(model.name)
        writer.raw(#","model_version":"#)
        writer.string(model.version)
        if let id = request.id {
            writer.raw(#","id":"#)
            writer.string(id)
        }
        writer.raw(#","outputs":["#)
        for (index, output) in request.outputs.enumerated() {
            if index > 0 { writer.raw(",") }
            if output != model.signature.target {
                probabilities(&writer)
            } else if model.signature.isRegression {
                values(&writer)
            } else {
                labels(&writer)
            }
        }
        writer.raw("]}")
        return writer.buffer
    }

    private func values(_ writer: inout JSONBuffer) {
        head(&writer, model.signature.target, .fp64, "\(predictions.rowCount)")
        writer.numbers(predictions.scores)
        writer.raw("}")
    }

    private func labels(_ writer: inout JSONBuffer) {
        head(&writer, model.signature.target, .bytes, "\(predictions.rowCount)")
        writer.raw("[")
        for row in 0..<predictions.rowCount {
            if row > 0 { writer.raw(",") }
            writer.raw(model.labelTexts[predictions.labelIndex(ofRow: row)])
        }
        writer.raw("]}")
    }

    private func probabilities(_ writer: inout JSONBuffer) {
        let shape = "\(predictions.rowCount),\(predictions.width)"
        head(&writer, Signature.probabilities, .fp64, shape)
        writer.numbers(predictions.scores)
        writer.raw(#","parameters":{"labels":["#)
        writer.raw(model.labelTexts.joined(separator: ","))
        writer.raw("]}}")
    }

    private func head(
        _ writer: inout JSONBuffer,
        _ name: String,
        _ datatype: TensorDatatype,
        _ shape: String
    ) {
        writer.raw(#"{"name":"#)
        writer.string(name)
        writer.raw(#","datatype":""#)
        writer.raw(datatype.rawValue)
        writer.raw(#"","shape":["#)
        writer.raw(shape)
        writer.raw(#"],"data":"#)
    }
}

/// A buffer of JSON text that is written from left to right.
struct JSONBuffer {
    private(set) var buffer: ByteBuffer

    init(capacity: Int) { buffer = ByteBuffer(); buffer.reserveCapacity(capacity) }

    mutating func raw(_ text: String) { buffer.writeString(text) }

    mutating func string(_ text: String) {
        buffer.writeBytes(JSONValue.string(text).canonicalBytes())
    }

    /// A flat array.
    ///
    /// JSON has no word for a number that is not finite: it is written as `null`.
    mutating func numbers(_ numbers: [Double]) {
        raw("[")
        for (index, number) in numbers.enumerated() {
            if index > 0 { raw(",") }
            raw(number.isFinite ? number.description : "null")
        }
        raw("]")
    }
}
