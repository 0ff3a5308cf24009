import CommandLineTool
import Expressions
import Validation

/// mlx-schema(7): the schema file, its checks and the language of its rules.
///
/// Keys, checks, limits, methods and the grammar come from the code that reads them.
enum SchemaManual {
    static var page: RoffPage {
        var page = RoffPage()
        page.begin("mlx-schema", section: 7, "what a schema can say of data, and what is checked")
        page.macro("Sh", "DESCRIPTION")
        page.text(SchemaManualText.introduction)
        page.literal(SchemaManualText.example)
        keys(&page, "SCHEMA", KeyDescription.schema, SchemaManualText.schema)
        keys(&page, "FIELDS", KeyDescription.field, SchemaManualText.fields)
        keys(&page, "CONSTRAINTS", KeyDescription.constraints, SchemaManualText.constraints)
        page.section("PATTERNS", SchemaManualText.patterns)
        keys(&page, "MLX:FIELD", KeyDescription.mlxField, SchemaManualText.mlxField)
        keys(&page, "MLX:DATASET", KeyDescription.mlxDataset, SchemaManualText.mlxDataset)
        keys(&page, "MLX:DIALECT", KeyDescription.mlxDialect, SchemaManualText.mlxDialect)
        page.section("MLX:IMAGES", SchemaManualText.images)
        page.literalLine(SchemaManualText.imagesExample)
        checks(&page)
        page.section("ROW RULES", SchemaManualText.rules)
        page.literal(Expression.grammar)
        drift(&page)
        page.section("PERSONAL DATA", SchemaManualText.personal)
        differences(&page)
        page.macro("Sh", "SEE ALSO")
        page.references([("mlx-validate", 1), ("iconv", 1), ("strptime", 3)])
        page.text(SchemaManualText.standards)
        return page
    }

    private static func keys(
        _ page: inout RoffPage, _ title: String, _ keys: [KeyDescription], _ text: String
    ) {
        let entries = keys.map {
            RoffPage.KeyEntry(
                $0.key, $0.meaning, fallback: $0.fallback, example: "\"\($0.key)\": \($0.example)")
        }
        page.section(title, text, keys: entries)
    }

    private static func checks(_ page: inout RoffPage) {
        page.section("CHECKS", SchemaManualText.checks)
        for group in CheckDescription.Group.allCases {
            page.macro("Ss", group.rawValue.capitalizedFirst)
            page.text("\(group.meaning.capitalizedFirst).")
            page.macro("Bl", "-tag -width indent")
            for check in CheckDescription.all where check.group == group {
                page.macro("It", "Cm \(check.kind)")
                let limit = check.limit.map { "; the limit is \($0)" } ?? ""
                page.text("\(check.severity.rawValue): \(check.meaning)\(limit).")
            }
            page.macro("El")
            guard group == .quality else { continue }
            page.text("The names that quality knows, with their defaults:")
            page.literal(
                CheckDescription.limits.map { "\($0.name) \($0.value)" }.joined(separator: "\n"))
        }
    }

    private static func drift(_ page: inout RoffPage) {
        page.section("DRIFT", SchemaManualText.drift)
        page.macro("Bl", "-tag -width indent")
        for method in DriftMethod.allCases {
            page.macro("It", "Cm \(method.rawValue)")
            page.text("\(method.meaning); drift if it is \(method.verdict).")
        }
        page.macro("El")
    }

    private static func differences(_ page: inout RoffPage) {
        page.section("DIFFERENCES", SchemaManualText.differences)
        for peer in PeerDifference.all {
            page.macro("Ss", peer.peer)
            page.macro("Bl", "-bullet")
            for difference in peer.differences {
                page.macro("It")
                page.text(difference)
            }
            page.macro("El")
        }
    }
}

extension String {
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
