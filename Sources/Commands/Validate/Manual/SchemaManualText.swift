/// The prose of mlx-schema(7); paragraphs stand between empty lines.
enum SchemaManualText {
    static let introduction = """
        A schema is a JSON file that says what a table holds. It is a Frictionless Table Schema, version 2, \
        which other programs read too; what that standard does not have stands under keys that \
        begin with mlx: and that others pass over. A key that nobody knows is kept if it stands beside the \
        standard's keys, and is an error inside constraints and under the mlx: keys. mlx-validate infer \
        writes a schema of data, or of an Open Data Contract.
        """

    static let example = #"""
        {
          "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
          "fields": [
            {"name": "age", "type": "integer",
             "constraints": {"required": true, "minimum": 0},
             "mlx:field": {"mean": {"min": 20, "max": 60}}},
            {"name": "label", "type": "string", "categories": ["yes", "no"]}
          ],
          "mlx:dataset": {
            "target": "label",
            "rules": ["age >= 18 or label == \"no\""],
            "severity": {"outliers": "fail"}
          }
        }
        """#

    static let schema =
        "Keys of the schema as a whole, and mlx:dataset, mlx:dialect and mlx:images:"

    static let fields = "Keys of each of the fields, and mlx:field:"

    static let constraints = """
        Keys of a field's constraints. A missing value breaks none of them but required.
        """

    static let patterns = """
        Regular expressions are those of Python's re module and of ECMA-262, and XML Schema's \
        name classes and subtraction of classes besides: [a-z-[aeiou]]. Letters, digits and the like are Unicode's. \
        A value must match as a whole, with or without anchors; in a jsonSchema, a part of it is enough.

        Matching goes back and tries again where a pattern leaves several ways. A value that takes \
        more than 100,000 steps, and 100 for each of its bytes, ends the matching: the check fails, \
        names the pattern, and counts nothing. Patterns that repeat a repetition, as (a+)+, do that.
        """

    static let mlxField = "Keys of mlx:field."

    static let mlxDataset = "Keys of mlx:dataset."

    static let mlxDialect = """
        How the files are written, where that must be said: keys of a Frictionless Table Dialect.
        """

    static let images = """
        What folders of images hold, one directory for each class: width and height in \
        pixels, modes, and the classes.
        """

    static let imagesExample = """
        "mlx:images": {"width": {"min": 64}, "height": {"max": 4096}, "modes": ["grayscale"], \
        "classes": ["covid", "normal"]}
        """

    static let checks = """
        A check's id is its kind, a slash and the column, the columns or the rule it is about: \
        outliers/age. Each is passed, failed, a warning or skipped; what cannot be judged is skipped, with \
        its reason. A check that does not pass is a failure (fail: the exit status is 1), a warning (warn) \
        or a note (info) by its severity, which severity under mlx:dataset sets by the check's \
        id or, for all of a kind, by the kind; off leaves a check out. A rule may have a severity of its own.

        Each kind is listed with its own severity and with what it finds.
        """

    static let rules = """
        A rule is an expression over the cells of a row. It has no side effects and no loops, and always ends.
        """

    static let drift = """
        By our own policy, columns of numbers are cut into bins at the reference's deciles, other \
        columns by their values; the Jensen-Shannon distance is taken, and a column of less than 1000 values on a side is \
        skipped. The share of missing values may move by 0.05. With --compat evidently or tfdv, methods, \
        bins and thresholds are those of that program. A field's drift names a method:
        """

    static let personal = """
        Values of persons are in no output: not in offending rows, messages, reports, pages and profiles. \
        They are those of columns in which e-mail or IP addresses, telephone numbers, IBANs, payment cards or \
        US social security numbers are found, of the roles id and group, and where personal is true. A single such \
        value is enough: the others may be misspelt ones. Where personal is false, values are shown.

        In a profile each such value is replaced by redacted: and a digest. Equal values have equal \
        digests, so that profiles can be merged and compared. This is a pseudonym and no secret: who can \
        guess a value can test the guess, and a list of all telephone numbers can be tried in seconds. The hashes \
        of sampled rows are of the whole rows. Keep a profile of persons as you keep their data; do not publish it.
        """

    static let differences = """
        Where numbers or verdicts are not those of other programs; all others agree, and tests hold them together.
        """

    static let standards = """
        Table Schema and Table Dialect: https://datapackage.org/standard/table-schema/.
        """
}
