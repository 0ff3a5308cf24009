import RunDocument

/// Runs as the stages before mlx-notify leave them.
enum SampleRuns {
    static func make(_ stages: [Stage], id: String = "01JD", model: String = "penguins") -> Run {
        var run = Run(
            metadata: RunMetadata(id: id, model: model, createdAt: "2026-11-20T12:00:00Z")
        )
        for stage in stages { run.append(stage) }
        return run
    }

    static func stage(_ name: String, _ status: StageStatus = .passed, code: Int = 0) -> Stage {
        var stage = Stage(
            name: name,
            tool: "mlx-\(name)",
            version: "0.1.0",
            status: status,
            exitCode: code
        )
        stage.durationMs = 12.5
        return stage
    }

    static var evaluation: Stage {
        var stage = stage("eval")
        stage.metrics = ["accuracy": 0.9812, "log_loss": 0.11, "f1_macro": nil]
        stage.checks = [Check(id: "accuracy", status: .passed, observed: 0.9812)]
        stage.details["lowerIsBetter"] = ["log_loss"]
        stage.details["baseline"] = [
            "uri": "registry:penguins@1", "version": 1,
            "metrics": ["accuracy": 0.97, "log_loss": 0.1, "f1_macro": 0.9],
        ]
        return stage
    }

    /// Registered, and not in production yet.
    static var registered: Run {
        var run = make([stage("validate"), stage("train"), evaluation, stage("register")])
        run.model = ModelReference(
            uri: "registry:penguins@2",
            digest: "sha256:\(String(repeating: "1", count: 64))",
            format: "xgboost",
            version: 2
        )
        return run
    }

    static func promoted(action: String = "promote", before: Int? = 1) -> Run {
        var run = registered
        var promotion = stage("promote")
        promotion.details = ["action": .string(action), "version": 2]
        promotion.details["before"] = before.map { .integer(Int64($0)) }
        run.append(promotion)
        return run
    }

    /// Broken data: two bad cells in a row's column.
    static var brokenData: Run {
        var validation = stage("validate", .failed, code: 1)
        var check = Check(
            id: "species.enum",
            status: .failed,
            observed: 2,
            expected: "Adelie, Chinstrap or Gentoo",
            message: "2 values of 'species' are not in the list",
            file: "data/train.csv",
            line: 12
        )
        check["rows"] = [
            ["file": "data/train.csv", "line": 12, "column": "species", "value": "Adelia"],
            ["file": "data/train.csv", "line": 40, "column": "species", "value": "<b>&\"'"],
        ]
        validation.checks = [Check(id: "island.required", status: .passed), check]
        return make([validation, stage("train", .skipped, code: 1)])
    }

    static var killed: Run {
        var train = stage("train", .error, code: 65)
        train.problem = Problem(
            type: "stage-died",
            title: "'mlx-train' ended without writing its document",
            detail: "the input holds no document",
            hint: "it was killed, or the machine was out of memory"
        )
        return make([train])
    }
}
