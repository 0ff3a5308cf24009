/// What kind of question a model answers.
package enum EvaluationTask: String, CaseIterable, Sendable {
    /// One of two classes; the second label is the positive one.
    case binary
    /// One of several classes.
    case multiclass
    /// Any of several labels at once.
    case multilabel
    /// A number.
    case regression
    /// An order of the rows of each group, as of the documents found for a query.
    case ranking
}
