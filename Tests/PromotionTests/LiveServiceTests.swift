import FileStorage
import RunDocument
import SystemPackage
import TestSupport
import Testing

@Suite(.serialized) struct LiveServiceTests {
    @Test func `the first promotion starts the service, the next ones move it`() async throws {
        try await LiveProject.run { project in
            let first = try await project.shell("mlx-promote --in run1.json")
            try #require(first.status == 0, "\(first.errors)")
            let stage = try #require(try first.document().stage(named: "promote"))
            #expect(stage.checks.map(\.status) == [.passed, .passed, .passed])
            #expect(
                stage.details["service"]?["url"]?.stringValue
                    == "http://127.0.0.1:\(project.port)"
            )
            #expect(project.servedVersions() == ["1"])
            #expect(try await project.shell("mlx-promote penguins@2").status == 0)
            #expect(project.servedVersions() == ["2"])
            #expect(try await project.shell("mlx-promote penguins --rollback").status == 0)
            #expect(project.servedVersions() == ["1"])
            let services = try project.services()
            #expect(services.count == 1)
            #expect(services.first?.contains("--model-directory") == false)
        }
    }

    @Test func `a service that was stopped is started by the same promotion`() async throws {
        try await LiveProject.run { project in
            #expect(try await project.shell("mlx-promote penguins@1").status == 0)
            project.stopService()
            while !project.servedVersions().isEmpty { try await Task.sleep(for: .milliseconds(5)) }
            let again = try await project.shell("mlx-promote penguins@1")
            #expect(again.status == 0, "\(again.errors)")
            #expect(project.servedVersions() == ["1"])
        }
    }

    @Test func `a port in other hands stops the promotion before it changes anything`()
        async throws
    {
        try await LiveProject.run { project in
            let result = try await project.shell(
                """
                mlx-serve --model-directory m1 --name other --port 0 --port-file port 2>/dev/null &
                while [ ! -s port ]; do sleep 0.01; done
                mlx-promote penguins@1 --port "$(cat port)" && status=0 || status=$?
                kill $!
                exit $status
                """
            )
            #expect(result.status == 69)
            #expect(result.errors.contains("is used by another program"))
            #expect(!Files.exists(project.directory.appending("registry/production")))
        }
    }

    @Test func `a model that cannot answer its own example does not go live`() async throws {
        try await LiveProject.run { project in
            #expect(try await project.shell("mlx-promote penguins@1").status == 0)
            let result = try await project.shell(
                """
                cp -r m2 bad
                echo '{"inputs":[{"name":"sex","shape":[1],"datatype":"BYTES","data":["x"]}]}' \
                    >bad/input_example.json
                mlx-register --no-input --model-directory bad --out out.json
                mlx-promote penguins@4 --override --reason trying
                """
            )
            #expect(result.status == 69 || result.status == 1)
            #expect(project.servedVersions() == ["1"])
            #expect(try project.services().count == 1)
        }
    }

    @Test func `a promotion that is killed leaves no service behind but the live one`()
        async throws
    {
        try await LiveProject.run { project in
            #expect(try await project.shell("mlx-promote penguins@1").status == 0)
            var killed = 0
            for round in 0..<25 {
                let version = round % 2 + 2
                let pause = Double.random(in: 0...0.2)
                let result = try await project.shell(
                    """
                    mlx-promote penguins@\(version) --out out.json 2>/dev/null &
                    sleep \(pause)
                    kill -9 $! 2>/dev/null || true
                    wait $!
                    """
                )
                if result.status == 137 { killed += 1 }
                let again = try await project.shell("mlx-promote penguins@\(version)")
                #expect(again.status == 0, "\(again.errors)")
                #expect(project.servedVersions() == ["\(version)"])
            }
            #expect(killed > 0)
            for _ in 0..<500 where try project.services().count > 1 {
                try await Task.sleep(for: .milliseconds(10))
            }
            #expect(try project.services().count == 1)
        }
    }
}
