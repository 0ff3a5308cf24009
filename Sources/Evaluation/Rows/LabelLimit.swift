/// How many classes there can be.
///
/// Who was taken for whom is k × k numbers: with an identifier as the target they fill the memory.
enum LabelLimit {
    static let labels = 4096

    /// - Parameter column: where the labels are from.
    static func check(_ count: Int, column: String) throws(EvaluationError) {
        guard count <= labels else { throw .noClasses(column: column, labelCount: count) }
    }
}
