import FileStorage
import Promotion
import Registry
import RunDocument
import SystemPackage
import TestSupport
import Testing

@Suite struct ContainerTests {
    /// Containers are files, running ones hold a word.
    private static let engine = """
        case "$1" in
            image) test "$5" = good || { echo 'no such image' >&2; exit 1; } ;;
            ps) for name in $(ls "$0.d"); do
                    grep -qF -e "--label ${4#label=} " "$0.labels/$name" || continue
                    grep -qF -e "--label ${6#label=} " "$0.labels/$name" && echo "$name"
                done
                exit 0 ;;
            create) echo >"$0.d/$3"; mkdir -p "$0.labels"; echo "$*" >"$0.labels/$3" ;;
            start) case "$2" in *"$(cat "$0.bad" 2>/dev/null || echo none)"*) exit 125;; esac
                case "$2" in *"$(cat "$0.slow" 2>/dev/null || echo none)"*)
                    touch "$0.starting"
                    while test ! -e "$0.go"; do sleep 0.01; done ;;
                esac
                echo on >"$0.d/$2" ;;
            stop) echo >"$0.d/$2" ;;
            inspect) test -z "$(cat "$0.d/$4")" && echo running=false || echo running=true ;;
            rm) rm "$0.d/$3" ;;
        esac
        """

    private func promote(
        _ version: Int, _ registered: Registered, _ engine: StandIn, image: String = "good",
        options: [String] = ["--network", "none"]
    ) throws -> PromotionResult {
        var settings = ContainerDeployer.Settings(
            engine: "podman", image: image, patience: .seconds(20))
        settings.program = [engine.path.string]
        settings.options = options
        var request = PromotionRequest(.promote("\(version)"))
        request.deployer = ContainerDeployer(
            settings, ProgramSettings(environment: ["PATH": "/usr/bin:/bin"]))
        return try registered.promoter.run(request)
    }

    private func standIn(_ scratch: FilePath) throws -> StandIn {
        let engine = try StandIn("podman", in: scratch, script: Self.engine)
        try Files.makeDirectory(FilePath("\(engine.path).d"))
        return engine
    }

    private func containers(_ engine: StandIn) throws -> [String] {
        try Files.names(in: FilePath("\(engine.path).d"))
    }

    @Test func `the new container takes the place of the old one`() async throws {
        try await withScratchDirectory { scratch in
            let registered = try Registered(["passed", "passed"], in: scratch)
            let engine = try standIn(scratch)
            let first = try #require(try promote(1, registered, engine).deployment?.target)
            #expect(try containers(engine) == [first])
            let path = registered.production.servingPath(
                of: try registered.production.require("1"))
            let create = try #require(engine.calls.first { $0.hasPrefix("create") })
            #expect(
                create == "create --name \(first) --label mlx.model=penguins "
                    + "--label mlx.registry=\(scratch)/production --label mlx.version=1 --mount type=bind,source=\(path),target=/model,readonly --network none good "
                    + "--model-directory /model --name penguins --model-version 1 "
                    + "--host 0.0.0.0 --port 8080")
            engine.forget()
            let second = try #require(try promote(2, registered, engine).deployment?.target)
            #expect(try containers(engine) == [second])
            let changes = engine.calls.map { $0.split(separator: " ") }
                .filter { ["create", "stop", "start", "rm"].contains($0[0]) }.map { $0[0] }
            #expect(changes == ["create", "stop", "start", "rm"])
            #expect(try promote(2, registered, engine).deployment?.isChanged == false)
        }
    }

    @Test func `a container that does not start leaves the old one running`() async throws {
        try await withScratchDirectory { scratch in
            let registered = try Registered(["passed", "passed"], in: scratch)
            let engine = try standIn(scratch)
            let first = try #require(try promote(1, registered, engine).deployment?.target)
            try Files.write(FilePath("\(engine.path).bad"), "-v2-".utf8)
            #expect(throws: PromotionError.self) { _ = try promote(2, registered, engine) }
            #expect(try registered.live == 1)
            #expect(try containers(engine) == [first])
            let state = try Files.read(FilePath("\(engine.path).d/\(first)"))
            #expect(String(decoding: state, as: UTF8.self) == "on\n")
        }
    }

    private func state(_ container: String, _ engine: StandIn) throws -> String {
        String(
            decoding: try Files.read(FilePath("\(engine.path).d/\(container)")), as: UTF8.self)
    }

    @Test func `a promotion that is called off while it starts leaves the old one running`()
        async throws
    {
        try await withScratchDirectory { scratch in
            let registered = try Registered(["passed", "passed"], in: scratch)
            let engine = try standIn(scratch)
            let first = try #require(try promote(1, registered, engine).deployment?.target)
            try Files.write(FilePath("\(engine.path).slow"), "-v2-".utf8)
            let promotion = Task.detached { _ = try promote(2, registered, engine) }
            while !Files.exists(FilePath("\(engine.path).starting")) {
                try await Task.sleep(for: .milliseconds(5))
            }
            promotion.cancel()
            // The engine has begun and cannot be called off.
            try await Task.sleep(for: .milliseconds(200))
            try Files.write(FilePath("\(engine.path).go"), "".utf8)
            await #expect(throws: PromotionError.interrupted(version: 2, trouble: nil)) {
                try await promotion.value
            }
            #expect(try containers(engine) == [first])
            #expect(try state(first, engine) == "on\n")
            #expect(try registered.live == 2)
            let hint = PromotionError.interrupted(version: 2, trouble: nil).hint
            #expect(hint?.contains("--reconcile") == true)
        }
    }

    @Test func `an old one that does not start again is told of`() async throws {
        try await withScratchDirectory { scratch in
            let registered = try Registered(["passed", "passed"], in: scratch)
            let engine = try standIn(scratch)
            let first = try #require(try promote(1, registered, engine).deployment?.target)
            try Files.write(FilePath("\(engine.path).bad"), "-v".utf8)
            #expect {
                _ = try promote(2, registered, engine)
            } throws: { error in
                guard case .takenBack(2, 1, let reason, _?, _)? = error as? PromotionError else {
                    return false
                }
                return reason.contains("the container '\(first)', which was stopped")
            }
        }
    }

    @Test func `a model of the same name in another registry is left alone`() async throws {
        try await withScratchDirectory { scratch in
            let engine = try standIn(scratch)
            let names = try ["one", "two"].map { place in
                try Files.makeDirectory(scratch.appending(place))
                let registered = try Registered(["passed"], in: scratch.appending(place))
                return try #require(try promote(1, registered, engine).deployment?.target)
            }
            #expect(try containers(engine) == names.sorted())
            for name in names { #expect(try state(name, engine) == "on\n") }
        }
    }

    @Test func `other options of the same version make another container`() async throws {
        try await withScratchDirectory { scratch in
            let registered = try Registered(["passed"], in: scratch)
            let engine = try standIn(scratch)
            let first = try #require(try promote(1, registered, engine).deployment)
            let second = try #require(
                try promote(1, registered, engine, options: ["--memory", "1g"]).deployment)
            #expect(second.isChanged)
            #expect(second.target != first.target)
            #expect(try containers(engine) == [second.target])
            #expect(try state(second.target, engine) == "on\n")
        }
    }

    @Test func `an image that is not there is found out before anything is copied`() async throws {
        try await withScratchDirectory { scratch in
            let registered = try Registered(["passed"], in: scratch)
            let engine = try standIn(scratch)
            #expect {
                _ = try promote(1, registered, engine, image: "bad")
            } throws: { error in
                guard case .programFailed(_, 1, "no such image", _)? = error as? PromotionError
                else { return false }
                return true
            }
            #expect(!Files.exists(registered.production.path.appending("index.json")))
        }
    }

    /// As the processes here may make no network of their own, the container has the machine's.
    @Test(
        .enabled(
            if: Tool.environment("MLX_TEST_PODMAN") != nil, "needs podman; run share/test --all"),
        .timeLimit(.minutes(5)))
    func `podman runs the service, and the next version takes its place`() async throws {
        try await LiveProject.run { project in
            let podman = """
                /usr/bin/podman --root \(project.directory)/root --runroot \(project.directory)/run \
                --runtime runc --storage-driver vfs --cgroup-manager cgroupfs
                """
            let environment = ["CONTAINERS_CONF": "\(project.directory)/containers.conf"]
            try project.append(
                """
                promote:
                  deployer: podman
                  container:
                    program: [\(podman.split(separator: " ").joined(separator: ", "))]
                    image: localhost/serve:1
                    port: \(project.port)
                    options: [--network, host, --ulimit, "nofile=1024:1024", --ulimit,
                      "nproc=1024:1024", -v, "/usr:/usr:ro", -v, "/lib:/lib:ro", -v,
                      "/lib64:/lib64:ro", -v, "\(Tool.directory):/mlx:ro"]
                """)
            let result = try await Tool.shell(
                """
                printf '[containers]\\ndefault_ulimits = []\\n' >containers.conf
                trap '\(podman) rm --force --all >/dev/null 2>&1; rm -rf root run image' EXIT
                mkdir -p image/usr image/lib image/lib64 image/mlx image/model image/tmp
                tar -C image -cf image.tar .
                \(podman) import --change 'ENTRYPOINT ["/mlx/mlx-serve"]' image.tar \
                    localhost/serve:1 >/dev/null
                url=http://127.0.0.1:\(project.port)/v2/models/penguins
                mlx-promote penguins@1 --out one.json
                curl -s $url; echo
                mlx-promote penguins@2 --out two.json
                curl -s $url; echo
                mlx-promote penguins --rollback --out three.json
                curl -s $url; echo
                \(podman) ps --all --format '{{.Names}} {{.Labels}}'
                """, directory: project.directory, environment: environment)
            #expect(result.status == 0, "\(result.errors)")
            let lines = result.output.split(separator: "\n").map(String.init)
            try #require(lines.count == 4, "\(result.output)")
            let versions = try lines.prefix(3).map {
                try JSONValue(parsing: $0.utf8)["versions"]
            }
            #expect(versions == [["1"], ["2"], ["1"]])
            #expect(lines[3].hasPrefix("mlx-penguins-v1-"))
        }
    }
}
