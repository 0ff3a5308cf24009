package import Dataset

extension DriftOptions {
    /// Takes from a schema which columns are not compared and which hold categories.
    ///
    /// Identifiers, groups, times and splits differ from one table to the next by their nature.
    package init(schema: TableSchema) {
        self.init()
        for field in schema.fields {
            switch field.role {
            case .id, .group, .time, .split, .ignore: ignored.insert(field.name)
            case .feature, .target, .weight, .prediction: break
            }
            if field.categories != nil { categorical.insert(field.name) }
        }
    }
}
