/// Where numbers or verdicts are not those of a program that people come from, and why.
package struct PeerDifference: Sendable {
    package let peer: String
    package let differences: [String]

    package static let all = [
        PeerDifference(
            peer: "frictionless-py",
            differences: [
                "A schema of version 1, or without a $schema, may use what version 2 added.",
                "enum applies to all fields and bounds apply to durations, as the standard has it.",
                "A format that does not exist is an error of the schema, not of each cell; a schema "
                    + "without fields is an error.",
                "A date whose pattern has a time keeps the time.",
                "Cells of the type any are texts; a pattern is matched within a bound of steps.",
            ]),
        PeerDifference(
            peer: "Evidently (--compat evidently)",
            differences: [
                "A text column with many distinct values is skipped, where Evidently trains a "
                    + "classifier; so is an empty side, where it raises an error.",
                "tvd is the distance, where Evidently reports a p-value of permutations.",
                "Small p-values of z are exact, where Evidently's have steps of 2.2e-16.",
                "A p-value is never read off a sketch of more than 65,536 distinct numbers: the "
                    + "check tells an interval, and fails only if all of it is past the threshold.",
            ]),
        PeerDifference(
            peer: "TFDV (--compat tfdv)",
            differences: [
                "Every column is compared, with 0.01 where the schema has no threshold; TFDV "
                    + "compares only those that have one.",
                "Bins are counted, where TFDV interpolates between quantiles of a sketch; its "
                    + "numbers differ by about 1 %.",
            ]),
        PeerDifference(
            peer: "Deepchecks",
            differences: [
                "class-imbalance warns of a ratio below its limit, and does not round; Deepchecks "
                    + "warns of one above it.",
                "conflicting-labels looks at 65,536 combinations of features, if there are more.",
                "single-value also warns of a column without any value.",
                "feature-feature-correlation leaves out texts that are mostly unique.",
                "feature-feature-correlation takes the magnitude: a rho of -1 is as telling as 1.",
                "outliers looks at each column by itself (Tukey), not at nearest neighbours.",
                "label-leakage is Cramer's V, where Deepchecks fits a tree per feature; the limits "
                    + "are the same.",
                "index-leakage counts an id twice that the test has twice; time-leakage compares "
                    + "the first and last moments, not rows.",
            ]),
        PeerDifference(
            peer: "Great Expectations, pandera",
            differences: [
                "A missing value breaks no bound, pattern or enum, as there; required and presence "
                    + "are checks of their own.",
                "A share of values that may break a check is minDomainMass or a severity, not a "
                    + "'mostly' of each check.",
                "Patterns match whole values, as pandera's str_matches does not.",
            ]),
        PeerDifference(
            peer: "pandas",
            differences: [
                "Without a schema None is a word; the other words for no value are pandas'.",
                "A column of integers with missing values stays one of integers.",
                "A line that is one blank cell is a row of a table with one column.",
                "Digits with a leading zero, and more of them than a double holds, are texts.",
            ]),
    ]
}
