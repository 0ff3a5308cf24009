package import Dataset

/// What a caller knows of a model that the model may not say itself.
package struct RuntimeOptions: Sendable {
    /// How many a prediction may use.
    package var threads: Int
    /// Which columns are features and target, and which labels the target has.
    package var schema: TableSchema?
    /// The labels that occur in the data, where neither model nor schema lists them.
    package var labels: [String]
    /// The program that scores, with its arguments, instead of a runtime of our own.
    package var command: [String]?
    /// The form in which a command gets its rows.
    package var rowFormat: CommandRowFormat
    /// A command that neither reads nor writes for so long is ended; nil waits for ever.
    package var timeout: Duration?

    package init(
        threads: Int = 1,
        schema: TableSchema? = nil,
        labels: [String] = [],
        command: [String]? = nil,
        rowFormat: CommandRowFormat = .csv,
        timeout: Duration? = .seconds(600)
    ) {
        self.threads = max(1, threads)
        self.schema = schema
        self.labels = labels
        self.command = command
        self.rowFormat = rowFormat
        self.timeout = timeout
    }
}

/// The forms in which a command can get its rows.
package enum CommandRowFormat: String, CaseIterable, Sendable {
    /// RFC 4180 with a header; what is missing is empty.
    case csv
    /// One flat object a line; what is missing is null.
    case jsonLines = "jsonl"
}
