/// Makes the flat arrays of a model's trees, and checks on the way that every walk ends.
struct TreeEnsembleBuilder {
    private let file: BoosterFile
    private var ensemble = TreeEnsemble()

    /// The trees of a file; nil if it has something that only XGBoost itself knows.
    ///
    /// - Parameter rounds: those that count, from the first on; nil for all.
    /// - Throws: `ModelError.notAModel`.
    static func build(
        _ file: BoosterFile, rounds: Int? = nil
    ) throws(ModelError) -> TreeEnsemble? {
        guard file.booster == "gbtree",
            let transformation = ScoreTransformation(objective: file.objective),
            let major = Int(file.version.prefix { $0 != "." }), (1...3).contains(major)
        else { return nil }
        guard let model = file.model, let trees = model["trees"]?.list,
            let groups = model["tree_info"]?.integers, groups.count == trees.count
        else { throw file.damaged("it has no trees") }
        let groupCount = transformation == .softmax ? file.classCount ?? 0 : 1
        guard groupCount > 0, groups.allSatisfy({ (0..<groupCount).contains($0) }),
            [1, groupCount].contains(file.baseScores.count)
        else { return nil }
        var builder = TreeEnsembleBuilder(file: file)
        builder.ensemble.groupCount = groupCount
        builder.ensemble.featureCount = file.featureCount
        builder.ensemble.transformation = transformation
        builder.ensemble.baseMargins = (0..<groupCount).map { group in
            transformation.margin(
                ofBaseScore: file.baseScores[file.baseScores.count == 1 ? 0 : group])
        }
        let count = rounds.flatMap { file.roundStarts?[$0] } ?? trees.count
        for (tree, group) in zip(trees, groups).prefix(count) {
            guard try builder.add(tree, group: group) else { return nil }
        }
        return builder.ensemble
    }

    /// Checks the trees of any model, so that a library that trusts its files can have it.
    ///
    /// - Throws: `ModelError.notAModel`.
    static func check(_ file: BoosterFile) throws(ModelError) {
        guard file.booster != "gblinear" else { return }
        guard let trees = file.model?["trees"]?.list,
            let groups = file.model?["tree_info"]?.integers, groups.count == trees.count,
            groups.allSatisfy({ (0..<file.groupCount).contains($0) })
        else { throw file.damaged("it has no trees") }
        guard file.roundStarts != nil else { throw file.damaged("its rounds make no sense") }
        var builder = TreeEnsembleBuilder(file: file)
        let counts = file.model?["gbtree_model_param"]
        guard counts?["num_trees"]?.integer == trees.count else {
            throw file.damaged("its number of trees is wrong")
        }
        for (index, tree) in trees.enumerated() {
            guard TreeSource.isWhole(tree, index: index) else {
                throw file.damaged("one of its trees has gaps")
            }
            _ = try builder.add(tree, group: 0)
        }
    }

    private init(file: BoosterFile) { self.file = file }

    /// - Returns: false if only XGBoost knows such a tree.
    private mutating func add(_ tree: DocumentValue, group: Int) throws(ModelError) -> Bool {
        if let size = tree["tree_param"]?["size_leaf_vector"]?.integer, size > 1 { return false }
        guard let source = TreeSource(tree) else { throw file.damaged("one of its trees has gaps") }
        let root = ensemble.nodes.count
        // Breadth first, so that two children stand side by side.
        var queue = [(node: 0, depth: 0)]
        var (next, depth, leafDepths, leaves) = (0, 0, 0, 0)
        while next < queue.count {
            let (node, level) = queue[next]
            let place = root + next
            next += 1
            depth = max(depth, level)
            if source.left[node] < 0 {
                append(leaf: source.condition[node], at: place)
                (leafDepths, leaves) = (leafDepths + level, leaves + 1)
                continue
            }
            let children = [source.left[node], source.right[node]]
            // A walk that comes by a node twice would never end.
            guard children.allSatisfy(source.left.indices.contains),
                queue.count + 2 <= source.left.count,
                (0..<file.featureCount).contains(source.feature[node])
            else { throw file.damaged("one of its trees is no tree") }
            try append(node, of: source, at: place, left: root + queue.count)
            queue += children.map { ($0, level + 1) }
        }
        ensemble.trees.append(
            TreeEnsemble.Tree(
                root: Int32(root), depth: depth, isBalanced: depth * leaves <= 2 * leafDepths + 4,
                hasCategories: source.type.contains(1), group: group))
        return true
    }

    private mutating func append(leaf value: Float, at place: Int) {
        ensemble.nodes.append(
            TreeEnsemble.Node(
                threshold: .infinity, feature: TreeEnsemble.Node.missingGoesLeft,
                left: Int32(place)))
        ensemble.leafValues.append(value)
    }

    private mutating func append(
        _ node: Int, of source: TreeSource, at place: Int, left: Int
    ) throws(ModelError) {
        guard left < Int(Int32.max) - 2 else { throw file.damaged("it has too many nodes") }
        var feature = UInt32(source.feature[node])
        if source.defaultLeft[node] != 0 { feature |= TreeEnsemble.Node.missingGoesLeft }
        if source.type.indices.contains(node), source.type[node] == 1 {
            feature |= TreeEnsemble.Node.isCategorical
            try append(categories: source.categories[node] ?? [], of: place)
        }
        ensemble.nodes.append(
            TreeEnsemble.Node(
                threshold: source.condition[node], feature: feature, left: Int32(left)))
        ensemble.leafValues.append(0)
    }

    private mutating func append(categories: [Int], of place: Int) throws(ModelError) {
        guard categories.allSatisfy({ (0..<(1 << 24)).contains($0) }) else {
            throw file.damaged("one of its categories makes no sense")
        }
        let start = ensemble.categoryBits.count
        var words = [UInt32](repeating: 0, count: ((categories.max() ?? -1) + 32) / 32)
        for category in categories { words[category / 32] |= 1 << (31 - UInt32(category % 32)) }
        ensemble.categoryBits += words
        ensemble.categories[Int32(place)] = start..<start + words.count
    }
}
