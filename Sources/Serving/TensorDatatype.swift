/// The element types of the Open Inference Protocol that this service takes and gives.
enum TensorDatatype: String, CaseIterable, Sendable {
    case bool = "BOOL"
    case int32 = "INT32"
    case int64 = "INT64"
    case fp32 = "FP32"
    case fp64 = "FP64"
    /// A text.
    case bytes = "BYTES"
}
