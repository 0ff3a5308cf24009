/// The arrays of one tree in a model file, all of one length.
struct TreeSource {
    let left: [Int]
    let right: [Int]
    let feature: [Int]
    let condition: [Float]
    let defaultLeft: [Int]
    /// 1 for a node that splits by categories; empty if there is none.
    let type: [Int]
    /// The categories that go right, by node.
    private(set) var categories: [Int: [Int]] = [:]

    init?(_ tree: DocumentValue) {
        guard let left = tree["left_children"]?.integers,
            let right = tree["right_children"]?.integers,
            let feature = tree["split_indices"]?.integers,
            let condition = tree["split_conditions"]?.floats,
            let defaultLeft = tree["default_left"]?.integers
        else { return nil }
        let type = tree["split_type"]?.integers ?? []
        let counts = [right.count, feature.count, condition.count, defaultLeft.count]
        guard !left.isEmpty, counts.allSatisfy({ $0 == left.count }),
            type.isEmpty || type.count == left.count
        else { return nil }
        (self.left, self.right, self.feature) = (left, right, feature)
        (self.condition, self.defaultLeft, self.type) = (condition, defaultLeft, type)
        guard type.contains(1) else { return }
        guard let nodes = tree["categories_nodes"]?.integers,
            let starts = tree["categories_segments"]?.integers,
            let sizes = tree["categories_sizes"]?.integers,
            let values = tree["categories"]?.integers,
            starts.count == nodes.count, sizes.count == nodes.count
        else { return nil }
        for (index, node) in nodes.enumerated() {
            let (start, size) = (starts[index], sizes[index])
            guard start >= 0, size >= 0, start <= values.count, size <= values.count - start
            else { return nil }
            categories[node] = Array(values[start..<start + size])
        }
    }

    /// Whether a tree also has what is not read here, all of it fitting together.
    ///
    /// XGBoost checks some of that too, but where it finds a fault it may end the process.
    static func isWhole(_ tree: DocumentValue, index: Int) -> Bool {
        guard let source = TreeSource(tree), let parents = tree["parents"]?.integers,
            let parameters = tree["tree_param"],
            parameters["num_nodes"]?.integer == source.left.count,
            parameters["num_deleted"]?.integer ?? 0 == 0, tree["id"]?.integer == index,
            parents.count == source.left.count,
            ["base_weights", "loss_changes", "sum_hessian"].allSatisfy({
                tree[$0]?.floats?.count == source.left.count
            })
        else { return false }
        let byCategories = source.type.indices.filter { source.type[$0] == 1 }
        guard source.type.allSatisfy({ $0 == 0 || $0 == 1 }),
            source.defaultLeft.allSatisfy({ $0 == 0 || $0 == 1 }),
            (tree["categories_nodes"]?.integers ?? []) == byCategories
        else { return false }
        return source.left.indices.allSatisfy { node in
            let children = [source.left[node], source.right[node]]
            if children == [-1, -1] { return true }
            return children.allSatisfy { source.left.indices.contains($0) && parents[$0] == node }
        }
    }
}
