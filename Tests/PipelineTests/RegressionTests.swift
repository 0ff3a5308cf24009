import FileStorage
import RunDocument
import SystemPackage
import TestSupport
import Testing

/// What once broke, by what it was.
@Suite(.timeLimit(.minutes(5))) struct RegressionTests {
    private func withPenguins(_ body: (FilePath) async throws -> Void) async throws {
        try await withScratchDirectory { directory in
            let example = Tool.root.appending("share/mlx/examples/penguins")
            let result = try await Tool.shell(
                """
                cp '\(example)/schema.json' .
                awk 'NR == 1 || NR % 4' '\(example)/penguins.csv' > train.csv
                awk 'NR == 1 || NR % 4 == 0' '\(example)/penguins.csv' > test.csv
                cat > mlx.yaml <<'END'
                apiVersion: mlx/v1
                kind: Pipeline
                model: penguins
                data: {train: train.csv, test: test.csv, schema: schema.json}
                train: {parameters: {max_depth: 3, num_round: 5}}
                eval: {gates: [{metric: accuracy, lower_bound: 0.8}]}
                notify: {from: ci@example.com, to: ["file:mail"]}
                END
                """, directory: directory)
            #expect(result.status == 0, "\(result.errors)")
            try await body(directory)
        }
    }

    @Test func aMetricThatIsNotANumberPassesNoGate() async throws {
        try await withScratchDirectory { directory in
            let result = try await Tool.shell(
                """
                printf 'x,y\\n1,1\\n2,2\\n3,3\\n4,4\\n' > train.csv
                printf 'x,y\\n1,1e200\\n2,2\\n' > test.csv
                cat > schema.json <<'END'
                {"fields": [{"name": "x", "type": "number"},
                            {"name": "y", "type": "number", "mlx:field": {"role": "target"}}],
                 "mlx:dataset": {"version": 1, "target": "y", "task": "regression"}}
                END
                mlx-train --data train.csv --schema schema.json |
                    mlx-eval --data test.csv --schema schema.json \\
                        --gate '{metric: rmse, upper_bound: 0.1}'
                """, directory: directory)
            #expect(result.status == 1, "\(result.errors)")
            #expect(result.errors.contains("'rmse' is not defined on this data"))
        }
    }

    @Test func aRunIDFromOutsideCannotLeaveItsPlace() async throws {
        try await withPenguins { directory in
            let document = """
                {"apiVersion":"mlx/v1","kind":"Run","metadata":{"createdAt":"2026-11-20T12:00:00Z",\
                "id":"../../victim"},"stages":[],"status":{"exitCode":0,"phase":"Succeeded"}}
                """
            let result = try await Tool.run("mlx-train", input: document, directory: directory)
            #expect(result.status == 65)
            #expect(!Files.exists(directory.appending(".mlx")))
        }
    }

    @Test func aFailedTrainingIsNoGateToBeWaived() async throws {
        try await withPenguins { directory in
            let result = try await Tool.shell(
                "mlx-train --fail-on error -- false | mlx-eval | mlx-register",
                directory: directory)
            #expect(result.status == 1)
            #expect(try result.document().status.failedStage == "train")
        }
    }

    @Test func aNewModelIsNotHeldUpByWhatProductionCannotRead() async throws {
        try await withPenguins { directory in
            let first = try await Tool.shell(
                "mlx-train --run-id one | mlx-eval | mlx-register | mlx-promote",
                directory: directory)
            #expect(first.status == 0, "\(first.errors)")
            let second = try await Tool.shell(
                """
                cut -d, -f1,3- train.csv > a && mv a train.csv
                cut -d, -f1,3- test.csv > a && mv a test.csv
                python3 - <<'END'
                import json
                schema = json.load(open("schema.json"))
                schema["fields"] = [f for f in schema["fields"] if f["name"] != "island"]
                json.dump(schema, open("schema.json", "w"))
                END
                mlx-validate --run-id two | mlx-train | mlx-eval
                """, directory: directory)
            #expect(second.status == 0, "\(second.errors)")
            #expect(second.errors.contains("there is no comparison with registry:penguins@1"))
        }
    }

    @Test func numbersThatNoIntegerHoldsAreNoCrash() async throws {
        try await withPenguins { directory in
            let gate = try await Tool.run(
                "mlx-eval",
                ["--gate", "{metric: accuracy, lower_bound: 0, min_slice_size: 1e300}"],
                directory: directory)
            #expect(gate.status == 78)
            let epoch = try await Tool.run(
                "mlx-validate", ["--no-input"], directory: directory,
                environment: ["SOURCE_DATE_EPOCH": "99999999999999999"])
            #expect(epoch.status == 0, "\(epoch.errors)")
        }
    }

    @Test func aliasesThatUnfoldWithoutEndAreRefused() async throws {
        try await withPenguins { directory in
            var bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n"
            for level in 1...9 {
                let below = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ",")
                bomb += "a\(level): &a\(level) [\(below)]\n"
            }
            try Files.makeDirectory(directory.appending("bomb"))
            try Files.write(directory.appending("bomb/MLmodel"), bomb.utf8)
            let result = try await Tool.run(
                "mlx-eval", ["--no-input", "--model", "bomb"], directory: directory)
            #expect(result.status == 65)
            #expect(result.errors.contains("unfolds to more than"))
        }
    }

    @Test func aSignalEndsAStageThatWaitsForItsInput() async throws {
        try await withPenguins { directory in
            let result = try await Tool.shell(
                """
                mkfifo never
                exec 3<>never
                mlx-eval <&3 > out.json & pid=$!
                sleep 0.5
                kill -TERM $pid
                wait $pid
                """, using: ["dash"], directory: directory)
            #expect(result.status == 143)
            let document = try Run(parsing: Files.read(directory.appending("out.json")))
            #expect(document.status.exitCode == 143)
        }
    }

    /// As from `timeout`, which sends it to the process and to its group.
    @Test func aSignalThatComesTwiceIsOne() async throws {
        try await withPenguins { directory in
            let result = try await Tool.shell(
                """
                mkfifo never
                exec 3<>never
                mlx-eval <&3 > out.json & pid=$!
                until grep -q '^SigCgt:.*[4-7c-f]...$' /proc/$pid/status; do sleep 0.05; done
                kill -TERM $pid && sleep 0.005 && kill -TERM $pid
                wait $pid
                """, using: ["dash"], directory: directory)
            #expect(result.status == 143)
            #expect(result.errors.contains("interrupted"), "\(result.errors)")
            let document = try Run(parsing: Files.read(directory.appending("out.json")))
            #expect(document.status.exitCode == 143)
        }
    }

    @Test func aMistypedFileDoesNotAccuseTheStageBefore() async throws {
        try await withPenguins { directory in
            let result = try await Tool.shell(
                """
                mlx-validate --out v.json > /dev/null
                mlx-train --in typo.json < /dev/null
                """, using: ["dash"], directory: directory,
                environment: ["MLX_RUN_DIR": directory.string])
            #expect(result.status == 66)
            #expect(result.errors.contains("'typo.json' does not exist"))
            #expect(!result.errors.contains("ended without writing"))
        }
    }

    @Test func aStageThatIsKilledBetweenFilesIsReported() async throws {
        try await withPenguins { directory in
            let result = try await Tool.shell(
                """
                mlx-validate --out run.json
                mlx-train --in run.json --out run.json -- sh -c 'kill -9 $PPID'
                mlx-notify --in run.json
                """, using: ["dash"], directory: directory,
                environment: ["MLX_RUN_DIR": directory.string])
            #expect(result.status == 65, "\(result.errors)")
            let document = try result.document()
            #expect(document.status.phase == .error)
            #expect(document.status.failedStage == "train")
        }
    }

    @Test func aStageThatWasKilledAndTriedAgainIsNoFailure() async throws {
        try await withPenguins { directory in
            let result = try await Tool.shell(
                """
                mlx-validate --out run.json
                mlx-train --in run.json --out run.json -- sh -c 'kill -9 $PPID'
                mlx-train --in run.json --out run.json
                mlx-notify --in run.json
                """, using: ["dash"], directory: directory,
                environment: ["MLX_RUN_DIR": directory.string])
            #expect(result.status == 0, "\(result.errors)")
        }
    }

    @Test func aUsageErrorReplacesTheOldDocument() async throws {
        try await withPenguins { directory in
            let result = try await Tool.shell(
                """
                mlx-validate --out run.json
                mlx-validate --bogus --no-input --out run.json
                """, using: ["dash"], directory: directory)
            #expect(result.status == 64)
            let document = try Run(parsing: Files.read(directory.appending("run.json")))
            #expect(document.status.exitCode == 64)
        }
    }

    @Test func closedStreamsAreNoOnesFiles() async throws {
        try await withPenguins { directory in
            let result = try await Tool.shell(
                """
                timeout 10 mlx-train --run-id a <&- > first.json; echo $?
                timeout 10 mlx-train --run-id b --no-input <&- >&-; echo $?
                timeout 10 mlx-register --help <&- >&-; echo $?
                """, using: ["dash"], directory: directory)
            #expect(result.output == "0\n74\n74\n", "\(result.errors)")
        }
    }

    @Test func aDirectoryThatIsNoModelIsNotRegistered() async throws {
        try await withPenguins { directory in
            let result = try await Tool.run(
                "mlx-register", ["--no-input", "--model-directory", "."], directory: directory)
            #expect(result.status == 65)
            #expect(!Files.exists(directory.appending("registry")))
        }
    }

    @Test func aStatusThatIsNotOursIsPassedOn() async throws {
        let document = """
            {"apiVersion":"mlx/v1","kind":"Run","metadata":{"createdAt":"2026-11-20T12:00:00Z",\
            "id":"a"},"stages":[],"status":{"exitCode":3,"phase":"Failed"}}
            """
        #expect(try await Tool.run("mlx-eval", input: document).status == 3)
        let silent = document.replacing("\"exitCode\":3,", with: "")
        #expect(try await Tool.run("mlx-eval", input: silent).status == 1)
    }

    @Test func aDaemonOfATrainingCommandIsNotWaitedFor() async throws {
        try await withPenguins { directory in
            let result = try await Tool.shell(
                "timeout 20 mlx-train -- sh -c 'setsid sleep 60 & echo said; exit 3'",
                using: ["dash"], directory: directory)
            #expect(result.status == 1)
            #expect(result.errors.contains("said"))
        }
    }

    @Test func dataCannotBeginALineOfTheLog() async throws {
        try await withPenguins { directory in
            let result = try await Tool.shell(
                """
                mlx-train --model-directory model --out run.json
                printf 'species,island,bill_length_mm,bill_depth_mm,flipper_length_mm,body_mass_g,sex,year\\n' > test.csv
                printf '"Evil\\n::error file=x::pwned",Biscoe,1,1,1,1,male,2007\\n' >> test.csv
                mlx-eval --in run.json
                """, using: ["dash"], directory: directory)
            #expect(result.status == 65)
            #expect(!result.errors.contains("\n::error"))
            #expect(result.errors.contains("pwned"))
        }
    }
}
