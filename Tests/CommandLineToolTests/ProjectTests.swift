import CommandLineTool
import RunDocument
import Testing

@Suite struct ProjectTests {
    private static let header = "apiVersion: mlx/v1\nkind: Pipeline\n"

    private func project(
        _ yaml: String,
        file: String = "mlx.yaml",
        environment: [String: String] = [:]
    ) throws -> Project {
        try Project(yaml: Self.header + yaml, file: file, environment: environment)
    }

    @Test func namesAreGivenToTablesAndReaders() throws {
        let project = try project(
            """
            data: {serving: live.json, resources: {a: a.csv, b: [b/*.csv, /c.csv]}}
            readers: {parquet: [duckdb, -nullvalue, "", "{path}"]}
            """,
            file: "sub/mlx.yaml"
        )
        #expect(project.data.serving == "sub/live.json")
        #expect(project.data.resources == ["a": ["sub/a.csv"], "b": ["sub/b/*.csv", "/c.csv"]])
        #expect(project.readers == ["parquet": ["duckdb", "-nullvalue", "", "{path}"]])
        #expect(throws: ProjectError.self) { try self.project("readers: [a]") }
        #expect(throws: ProjectError.self) { try self.project("data: {resources: {a: {b: c}}}") }
    }

    @Test func theFileIsRead() throws {
        let project = try project(
            """
            model: penguins
            data: {train: [a.csv, b.csv], test: t.csv, schema: s.json}
            train:
              trainer: xgboost
              parameters: {max_depth: 4, eta: 0.3}
              seed: 7
            eval:
              gates:
                - {metric: accuracy, lower_bound: 0.95}
            serve: {port: 8080}
            notify: {from: a@b.example, to: ["mailto:o@b.example", "file:mail"]}
            """
        )
        #expect(project.model == "penguins")
        #expect(project.data.train == ["a.csv", "b.csv"])
        #expect(project.train.trainer == .xgboost)
        #expect(project.train.parameters == ["max_depth": 4, "eta": 0.3])
        #expect(project.train.seed == 7)
        #expect(project.eval.gates.first?.value["lower_bound"] == 0.95)
        #expect(project.eval.gates.first?.line == 11)
        #expect(project.serve?.port == 8080)
        #expect(project.notify.to.map(\.name) == ["mailto:o@b.example", "file:mail"])
    }

    @Test func pathsAreRelativeToTheFile() throws {
        let project = try project(
            """
            data: {train: a.csv, schema: /abs.json}
            notify: {to: [file:mail, slack+file:url, slack+env:URL], password: file:secret}
            """,
            file: "conf/mlx.yaml"
        )
        #expect(project.data.train == ["conf/a.csv"])
        #expect(project.data.schema == "/abs.json")
        #expect(project.registry.testing == "conf/registry/testing")
        #expect(
            project.notify.to.map(\.name)
                == ["file:conf/mail", "slack+file:conf/url", "slack+env:URL"])
        #expect(project.notify.password == "file:conf/secret")
    }

    @Test func anAddressOfARegistryIsNoPath() throws {
        let project = try project(
            "registry: {testing: 's3://models/testing', production: 'oci://a.example:5000/p'}",
            file: "conf/mlx.yaml")
        #expect(project.registry.testing == "s3://models/testing")
        #expect(project.registry.production == "oci://a.example:5000/p")
        for address in ["http://a.example", "mlflow://a.example", "s3://key:hunter2@models"] {
            let error = try #require(throws: ProjectError.self) {
                try self.project("registry: {testing: '\(address)'}", file: "mlx.yaml")
            }
            #expect(error.line != nil && !error.description.contains("hunter2"))
        }
    }

    @Test func theEnvironmentIsOverTheFile() throws {
        let project = try project(
            "model: a\ntrain: {seed: 1}\nserve: {port: 1}",
            environment: [
                "MLX_MODEL": "b", "MLX_TRAIN_SEED": "2", "MLX_SERVE_PORT": "3",
                "MLX_DATA_TRAIN": "x.csv, y.csv",
            ]
        )
        #expect(project.model == "b")
        #expect(project.train.seed == 2)
        #expect(project.serve?.port == 3)
        #expect(project.data.train == ["x.csv", "y.csv"])
    }

    @Test(
        arguments: [
            ("modle: x", "mlx.yaml:3: unknown key 'modle'", "did you mean 'model'?"),
            (
                "train:\n  parametres: {}", "mlx.yaml:4: unknown key 'parametres' in 'train'",
                "did you mean 'parameters'?"
            ),
            (
                "registry: {zzzzzz: 1}", "mlx.yaml:3: unknown key 'zzzzzz' in 'registry'",
                "known here: policy, production, sign, testing"
            ),
            ("train: {seed: x}", "mlx.yaml:3: 'train.seed' is not an integer", nil),
            (
                "train: {trainer: lightgbm}",
                "mlx.yaml:3: 'train.trainer' is not one of xgboost, command", nil
            ),
            ("data: []", "mlx.yaml:3: 'data' is not a mapping", nil),
            ("model: [a]", "mlx.yaml:3: 'model' is not a string", nil),
            ("model: a\nmodel: b", "mlx.yaml:3: the key 'model' stands twice", nil),
            ("model: {", "mlx.yaml:4: not YAML: did not find expected node content", nil),
        ] as [(String, String, String?)]
    )
    func aWrongFileIsRefused(_ yaml: String, _ message: String, _ hint: String?) {
        #expect {
            _ = try project(yaml)
        } throws: { error in
            let failure = error as? any Failure
            return failure?.description == message && failure?.hint == hint
                && failure?.exitStatus == .configuration
        }
    }

    @Test func aWrongVariableIsNamed() {
        #expect {
            _ = try project("", environment: ["MLX_TRAIN_SEED": "x"])
        } throws: { error in
            "\(error)" == "MLX_TRAIN_SEED: 'x' is not an integer"
        }
    }

    @Test func anotherVersionIsRefused() {
        #expect {
            _ = try Project(yaml: "apiVersion: mlx/v9\nkind: Pipeline", file: "mlx.yaml")
        } throws: { error in
            "\(error)" == "mlx.yaml:1: apiVersion is 'mlx/v9'; this tool reads 'mlx/v1'"
        }
    }
}
