/// What the manual says of a kind of check.
package struct CheckDescription: Sendable {
    package enum Group: String, CaseIterable, Sendable {
        case structure, schema, rules, quality, splits, drift, history, images
    }

    /// Its id, or what stands in its ids before the slash and the column.
    package let kind: String
    package let group: Group
    package let severity: Severity
    package let meaning: String

    init(_ kind: String, _ group: Group, _ severity: Severity, _ meaning: String) {
        self.kind = kind
        self.group = group
        self.severity = severity
        self.meaning = meaning
    }

    /// Every kind of check.
    package static let all =
        structure + schema + rules + quality + splits + drift + history + images
}

extension CheckDescription.Group {
    package var meaning: String {
        switch self {
        case .structure: "how the file is cut into cells; always checked"
        case .schema: "what the schema says of columns and keys"
        case .rules: "what the schema says of rows and their order"
        case .quality: "what no schema needs to say; always checked"
        case .splits: "test data against training data; checked where both are named"
        case .drift: "the training data against a reference; checked where one is named"
        case .images: "folders of images, instead of all others"
        case .history: "against earlier runs; checked where a file of them is named"
        }
    }
}

extension CheckDescription {
    private static let structure: [CheckDescription] = [
        .init("blank-header", .structure, .fail, "a column has no name"),
        .init("duplicate-label", .structure, .fail, "two columns have one name"),
        .init("missing-label", .structure, .fail, "a field of the schema is not among the columns"),
        .init("extra-label", .structure, .fail, "a column is not in the schema"),
        .init("incorrect-label", .structure, .fail, "the columns are not in the schema's order"),
        .init("blank-row", .structure, .fail, "a row is empty"),
        .init("missing-cell", .structure, .fail, "a row has fewer cells than the header"),
        .init("extra-cell", .structure, .fail, "a row has more cells than the header"),
    ]

    private static let schema: [CheckDescription] = [
        .init("type-error", .schema, .fail, "a value is not of the field's type and format"),
        .init("required", .schema, .fail, "a value is missing in a required field"),
        .init("unique", .schema, .fail, "a value of a unique field comes twice"),
        .init(
            "primary-key", .schema, .fail,
            "two rows have one primary key, or a row lacks a part of it"),
        .init("unique-key", .schema, .fail, "two rows have one unique key"),
        .init("foreign-key", .schema, .fail, "a key is not in the table that it refers to"),
        .init("minimum", .schema, .fail, "a value is less than the bound"),
        .init("maximum", .schema, .fail, "a value is greater than the bound"),
        .init("exclusiveMinimum", .schema, .fail, "a value is not greater than the bound"),
        .init("exclusiveMaximum", .schema, .fail, "a value is not less than the bound"),
        .init("minLength", .schema, .fail, "a value is shorter, in characters or items"),
        .init("maxLength", .schema, .fail, "a value is longer, in characters or items"),
        .init("pattern", .schema, .fail, "a value does not match the pattern as a whole"),
        .init("enum", .schema, .fail, "a value is not in the list"),
        .init("categories", .schema, .fail, "a value is none of the categories"),
        .init(
            "jsonSchema", .schema, .fail, "an object or array does not conform to the JSON Schema"),
        .init("minDomainMass", .schema, .fail, "too few values are in the enum or the categories"),
        .init("presence", .schema, .fail, "too few rows have a value"),
        .init("uniqueCount", .schema, .fail, "there are too few or too many distinct values"),
        .init("disallowNaN", .schema, .fail, "a value is NaN"),
        .init("disallowInf", .schema, .fail, "a value is infinite"),
        .init("mean", .schema, .fail, "the mean is out of range"),
        .init("median", .schema, .fail, "the median is out of range"),
        .init("sum", .schema, .fail, "the sum is out of range"),
        .init("stdev", .schema, .fail, "the standard deviation (n - 1) is out of range"),
        .init("quantile", .schema, .fail, "a quantile (type 7) is out of range"),
        .init("freshness", .schema, .fail, "the latest moment is too long ago"),
        .init("row-count", .schema, .fail, "the table has too few or too many rows"),
    ]

    private static let rules: [CheckDescription] = [
        .init("row-rule", .rules, .fail, "a row breaks a rule of 'rules' or 'invariants'"),
        .init(
            "functional-dependency", .rules, .fail,
            "a value of one column comes with several of another"),
        .init("increasing", .rules, .fail, "a value is not greater than the one before"),
        .init("decreasing", .rules, .fail, "a value is not less than the one before"),
    ]

    private static let quality: [CheckDescription] = [
        .init("data-duplicates", .quality, .warn, "the share of rows that repeat another one"),
        .init(
            "conflicting-labels", .quality, .warn, "rows with the same features and other labels"),
        .init("single-value", .quality, .warn, "a column has one value, or none"),
        .init("almost-constant", .quality, .warn, "the share of the most frequent value"),
        .init("mixed-nulls", .quality, .warn, "several ways of writing that there is no value"),
        .init("mixed-types", .quality, .warn, "a few numbers among texts, or the other way round"),
        .init("string-mismatch", .quality, .warn, "texts that differ by case and punctuation only"),
        .init(
            "special-characters", .quality, .warn, "the share of texts of nothing but punctuation"),
        .init(
            "string-length-out-of-bounds", .quality, .warn,
            "the share of texts of a length far from that of others"),
        .init(
            "class-imbalance", .quality, .warn, "the rarest label's count over the most frequent's"),
        .init(
            "feature-feature-correlation", .quality, .warn,
            "two features say the same: Spearman's rho, Theil's U or the correlation ratio"),
        .init("duplicate-columns", .quality, .warn, "two columns have the same values"),
        .init(
            "sentinel-values", .quality, .warn, "-999, 0 or 1970-01-01, far from all other values"),
        .init(
            "outliers", .quality, .warn, "the share of numbers beyond three interquartile ranges"),
        .init(
            "personal-data", .quality, .warn,
            "e-mail and IP addresses, telephone numbers, IBANs, payment cards, US social security "
                + "numbers, by number; they are not shown"),
    ]

    private static let splits: [CheckDescription] = [
        .init(
            "test-rows-in-train", .splits, .fail,
            "the share of test rows that are in the training data"),
        .init(
            "index-leakage", .splits, .fail, "the share of test rows whose id the training data has"
        ),
        .init("group-leakage", .splits, .fail, "test rows of a group that the training data has"),
        .init(
            "time-leakage", .splits,
            .fail, "the test data begins before the training data and the embargo end"),
        .init("new-label", .splits, .fail, "labels that only the test data has"),
        .init(
            "new-category", .splits, .fail,
            "the share of test rows with a category new in a feature"),
        .init("split-key", .splits, .warn, "a row is in none of the splits that it may be in"),
        .init("size-ratio", .splits, .fail, "the test's rows over the training data's"),
        .init(
            "label-leakage", .splits, .fail, "a feature tells the label: bias-corrected Cramer's V"),
        .init("label-leakage-change", .splits, .fail, "how much that differs between the splits"),
        .init("stratification", .splits, .fail, "the distance of the shares of labels"),
        .init("fold-overlap", .splits, .fail, "a row, an id or a group is in two folds"),
        .init("fold-missing", .splits, .fail, "a row is in no fold, or there are not two"),
    ]

    private static let drift: [CheckDescription] = [
        .init("drift", .drift, .fail, "the values of a column are distributed otherwise"),
        .init("drift-missing", .drift, .fail, "the share of missing values moved"),
        .init("skew", .drift, .fail, "a column is distributed otherwise in the serving data"),
        .init("drift-share", .drift, .fail, "too many columns drifted"),
        .init("row-count-ratio", .drift, .fail, "the rows over the reference's"),
    ]

    private static let history: [CheckDescription] = [
        .init(
            "history-deviation", .history,
            .fail, "a number is too many standard deviations from the mean of earlier runs"),
        .init("history-change", .history, .fail, "a number changed too much since the last run"),
    ]

    private static let images: [CheckDescription] = [
        .init("image-unreadable", .images, .fail, "a file cannot be read"),
        .init("image-link", .images, .fail, "a file is a symbolic link"),
        .init("image-corrupt", .images, .fail, "an image is cut short or damaged"),
        .init("image-format", .images, .fail, "an image is not of the format that its name says"),
        .init("image-class", .images, .warn, "an image is in no class's directory"),
        .init("image-other", .images, .warn, "a file is no image"),
        .init("image-size", .images, .fail, "an image's width or height is out of range"),
        .init(
            "image-mode", .images, .fail,
            "images are of several modes (a warning), or of unwanted ones"),
        .init("image-duplicates", .images, .warn, "two files are the same, byte by byte"),
        .init("image-label-conflict", .images, .fail, "the same file is in two classes"),
        .init("image-split-leakage", .images, .fail, "the same file is in two splits"),
        .init("class-empty", .images, .fail, "a class has no image"),
        .init("class-names", .images, .fail, "a class is missing, or unknown"),
        .init("class-balance", .images, .warn, "the rarest class's count over the most frequent's"),
    ]
}
