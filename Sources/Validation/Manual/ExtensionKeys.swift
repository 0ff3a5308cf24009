extension KeyDescription {
    /// Of `mlx:field`.
    package static let mlxField: [KeyDescription] = [
        .init(
            "role",
            "what the column is to a model: feature, target, weight, id, group, time, split, "
                + "prediction or ignore; drift and correlation look at features, ids and groups are not shown",
            "feature", #""target""#),
        .init(
            "semantic", "numerical, categorical, ordinal or text", "what the type says",
            #""ordinal""#),
        .init(
            "personal",
            "whether values tell of persons: true hides them in every output, false shows "
                + "them whatever they look like", "what they look like", "true"),
        .init(
            "presence", "how many rows have a value: minFraction, minCount", nil,
            #"{"minFraction": 0.95}"#),
        .init(
            "minDomainMass", "the share of values that are in the enum or the categories", "1",
            "0.99"),
        .init(
            "uniqueCount", "how many distinct values there are: min, max", nil,
            #"{"min": 2, "max": 400}"#),
        .init("disallowNaN", "no value is NaN", "false", "true"),
        .init("disallowInf", "no value is infinite", "false", "true"),
        .init(
            "drift", "the method and threshold against the reference; see DRIFT",
            "the policy's", #"{"method": "psi", "threshold": 0.2}"#),
        .init(
            "skew", "the same against the data that a model is served with, --serving",
            "the policy's",
            #"{"method": "l_infinity", "threshold": 0.01}"#),
        .init("mean", "a range: min, max", nil, #"{"min": 20, "max": 60}"#),
        .init("median", "a range: min, max", nil, #"{"min": 20}"#),
        .init("sum", "a range: min, max", nil, #"{"max": 1000000}"#),
        .init("stdev", "a range: min, max", nil, #"{"min": 0.1}"#),
        .init("quantiles", "by the probability a range: min, max", nil, #"{"0.99": {"max": 100}}"#),
        .init(
            "increasing", #"true, or "strictly": values grow from row to row"#, "false",
            #""strictly""#),
        .init("decreasing", #"true, or "strictly": values fall from row to row"#, "false", "true"),
        .init(
            "freshness",
            "maxAge: how long before now the latest moment may be, as an ISO 8601 duration", nil,
            #"{"maxAge": "P1D"}"#),
    ]

    /// Of `mlx:dataset`.
    package static let mlxDataset: [KeyDescription] = [
        .init("version", "of these keys", "1", "1"),
        .init(
            "target", "the field that a model predicts, as the role target says too", nil, #""n""#),
        .init(
            "task", "binary, multiclass or regression", "what the target's values say",
            #""regression""#),
        .init(
            "splitKey",
            "the field that says which split a row is in, and its values for the two: a table of "
                + "both is checked as two would be", #"{"train": "train", "test": "test"}"#,
            #"{"field": "n", "train": "train", "test": "test"}"#),
        .init(
            "foldKey",
            "the field that says which fold of a cross-validation a row is in: each is in one, and "
                + "no row, id or group is in two", nil, #""n""#),
        .init(
            "groupKeys",
            "fields that together name a group, none of which is in two splits or folds", nil,
            #"["n"]"#),
        .init(
            "timeKey",
            "the field that orders rows: field, and embargo, how long after the training data "
                + "the test data must begin", nil, #"{"field": "n", "embargo": "P1D"}"#),
        .init("rowCount", "how many rows there are: min, max", nil, #"{"min": 1000}"#),
        .init(
            "rowCountRatio", "the rows over the reference's: min, max", nil,
            #"{"min": 0.9, "max": 1.1}"#),
        .init("driftShare", "the share of columns from which the table has drifted", "0.5", "0.3"),
        .init(
            "rules",
            "what holds of each row: a rule, or an object with rule, name, severity; see ROW RULES",
            nil,
            #"["n > 0", {"name": "even", "rule": "n % 2 == 0", "severity": "warn"}]"#),
        .init("invariants", "the same, for what ties features together", nil, #"["n == n"]"#),
        .init(
            "functional", "pairs of fields, of which the first decides the second", nil,
            #"[["n", "n2"]]"#),
        .init(
            "quality", "limits of the quality checks by their names; see CHECKS", "as listed there",
            #"{"outliers": 0.01}"#),
        .init(
            "history", "runs: how many earlier ones count; sigma; change: relative to the last one",
            #"{"runs": 10, "sigma": 3}"#, #"{"runs": 20, "sigma": 3, "change": 0.5}"#),
        .init(
            "severity", "by a check's id or kind fail, warn, info or off", "as listed in CHECKS",
            #"{"outliers": "fail", "personal-data": "off", "drift/n": "warn"}"#),
    ]

    /// Of `mlx:dialect`, which is a Frictionless Table Dialect.
    package static let mlxDialect: [KeyDescription] = [
        .init("$schema", "kept", nil, #""https://datapackage.org/profiles/2.0/tabledialect.json""#),
        .init(
            "header", "whether there is one; if not, columns are fields in their order", "true",
            "true"),
        .init("headerRows", "the rows that it is made of, from 1", "[1]", "[1, 2]"),
        .init("headerJoin", "between the parts of a name", #"" ""#, #""_""#),
        .init("commentRows", "rows that are left out", nil, "[3]"),
        .init("commentChar", "rows that start so are left out", nil, ##""#""##),
        .init("delimiter", "one character", "a comma; in .tsv and .tab files a tab", #"";""#),
        .init("lineTerminator", "any line end is read", nil, #""\r\n""#),
        .init(
            "quoteChar", "one character, or an empty text: there are no quotes", #"""""#, #""'""#),
        .init("doubleQuote", "two quotes in quotes stand for one", "true", "false"),
        .init("escapeChar", "the next character is text", nil, #""\\""#),
        .init("nullSequence", "a cell that stands for no value", nil, #""\\N""#),
        .init("skipInitialSpace", "spaces after a delimiter are left out", "false", "true"),
        .init("encoding", "a name that iconv(1) knows", "utf-8", #""windows-1252""#),
    ]
}
