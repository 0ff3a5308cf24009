import FileStorage
import RunDocument
import SystemPackage
import TestSupport
import Testing

@Suite struct ImageTests {
    /// A registry with one trained version, and its image in `image`.
    private func withImage(_ body: (FilePath) async throws -> Void) async throws {
        try await withScratchDirectory { scratch in
            let penguins = Tool.root.appending("share/mlx/examples/penguins")
            let made = try await Tool.shell(
                """
                cp '\(penguins)/penguins.csv' '\(penguins)/schema.json' .
                cat > mlx.yaml <<END
                apiVersion: mlx/v1
                kind: Pipeline
                model: penguins
                data: {train: penguins.csv, test: penguins.csv, schema: schema.json}
                train: {trainer: xgboost, seed: 7, parameters: {num_round: 3}}
                eval: {gates: [{metric: accuracy, lower_bound: 0.9}]}
                END
                mlx-train --no-input --model-directory m | mlx-eval | mlx-register --out run.json
                mlx-register image penguins@1 --out image
                """, directory: scratch)
            try #require(made.status == 0, "\(made.errors)")
            try await body(scratch)
        }
    }

    private func manifest(_ scratch: FilePath) throws -> JSONValue {
        let layout = scratch.appending("image")
        let index = try JSONValue(parsing: Files.read(layout.appending("index.json")))
        let digest = try #require(
            index["manifests"]?.arrayValue?.first?["digest"]?.stringValue.flatMap(Digest.init))
        return try JSONValue(
            parsing: Files.read(layout.appending("blobs/sha256/\(digest.hex)")))
    }

    @Test func `the same version gives the same bytes`() async throws {
        try await withImage { scratch in
            let again = try await Tool.shell(
                """
                sleep 1
                mlx-register image penguins@1 --out again
                mlx-register image penguins@1 --out image
                """, directory: scratch)
            try #require(again.status == 0, "\(again.errors)")
            let (one, two) = (scratch.appending("image"), scratch.appending("again"))
            #expect(try TreeDigest.of(directory: one) == TreeDigest.of(directory: two))
            let lines = again.output.split(separator: "\n")
            #expect(lines.count == 2 && lines[0] == lines[1])
            // Another tag stands beside it.
            let other = try await Tool.shell(
                "mlx-register image penguins@1 --out again --tag live", directory: scratch)
            #expect(other.status == 0)
            let index = try JSONValue(parsing: Files.read(two.appending("index.json")))
            #expect(index["manifests"]?.arrayValue?.count == 2)
        }
    }

    @Test func `the layers are what tar and skopeo can read`() async throws {
        try await withImage { scratch in
            let manifest = try manifest(scratch)
            let layers = manifest["layers"]?.arrayValue ?? []
            try #require(layers.count == 2)
            for layer in layers {
                let digest = try #require(layer["digest"]?.stringValue.flatMap(Digest.init))
                let path = scratch.appending("image/blobs/sha256/\(digest.hex)")
                let (found, size) = try Digest.ofFile(path)
                #expect(found == digest)
                #expect(layer["size"]?.integerValue == size)
                let listed = try await Tool.shell(
                    "tar -tvf '\(path)' --utc --full-time", directory: scratch)
                try #require(listed.status == 0, "\(listed.errors)")
                #expect(listed.errors == "")
                for line in listed.output.split(separator: "\n") {
                    #expect(line.contains(" 0/0 "), "\(line)")
                    #expect(line.contains(" 1970-01-01 00:00:00 "), "\(line)")
                }
            }
            let model = try #require(layers[1]["digest"]?.stringValue?.dropFirst(7))
            let unpacked = try await Tool.shell(
                """
                mkdir root && tar -xf image/blobs/sha256/\(model) -C root
                diff -r root/model m
                skopeo inspect oci:image:1
                skopeo inspect --config oci:image:1
                skopeo copy --quiet oci:image:1 oci:copy:1
                """, directory: scratch)
            #expect(unpacked.status == 0, "\(unpacked.output)\(unpacked.errors)")
            #expect(unpacked.output.contains("\"8080/tcp\""))
        }
    }

    @Test func `what is in the image answers without anything of this machine`() async throws {
        try await withImage { scratch in
            // The loader of the image itself, told of no other place for libraries.
            let result = try await Tool.shell(
                """
                mkdir root
                for layer in $(python3 -c 'import json
                index = json.load(open("image/index.json"))
                name = index["manifests"][0]["digest"][7:]
                for layer in json.load(open("image/blobs/sha256/" + name))["layers"]:
                    print(layer["digest"][7:])'); do
                    tar -xf image/blobs/sha256/$layer -C root
                done
                test -x root/usr/bin/mlx-serve
                $(find root/lib64 root/lib -name 'ld-linux*' 2>/dev/null | head -1) \\
                    --inhibit-cache --library-path root/usr/lib/mlx --list root/usr/bin/mlx-serve
                """, directory: scratch)
            #expect(result.status == 0, "\(result.errors)")
            let lines = result.output.split(separator: "\n").filter { $0.contains("=> ") }
            #expect(!lines.isEmpty)
            for line in lines where !line.contains("ld-linux") {
                #expect(line.contains("=> root/usr/lib/mlx/"), "\(line)")
            }
        }
    }

    @Test func `the directory of a registry is no place for an image`() async throws {
        try await withImage { scratch in
            let before = try TreeDigest.of(directory: scratch.appending("registry"))
            let result = try await Tool.shell(
                "mlx-register image penguins@1 --out registry/testing/penguins",
                directory: scratch)
            #expect(result.status == 73)
            #expect(result.errors.contains("holds the versions of a model"))
            #expect(try TreeDigest.of(directory: scratch.appending("registry")) == before)
        }
    }

    @Test func `images that are made at the same time all have their tags`() async throws {
        try await withImage { scratch in
            let made = try await Tool.shell(
                """
                for tag in a b c d e f; do
                    mlx-register image penguins@1 --out image --tag $tag & pids="$pids $!"
                done
                for pid in $pids; do wait $pid || exit 1; done
                """, directory: scratch)
            try #require(made.status == 0, "\(made.errors)")
            let index = try JSONValue(
                parsing: Files.read(scratch.appending("image/index.json")))
            #expect(index["manifests"]?.arrayValue?.count == 7)
        }
    }

    @Test func `a layout that a crash left is finished, and one of other digests refused`()
        async throws
    {
        try await withImage { scratch in
            let begun = try await Tool.shell(
                """
                mkdir -p begun/blobs/sha256 && touch begun/.oci-layout.1.2
                mlx-register image penguins@1 --out begun
                """, directory: scratch)
            #expect(begun.status == 0, "\(begun.errors)")
            let other = try await Tool.shell(
                """
                mkdir -p other/blobs/sha512
                echo '{"imageLayoutVersion":"1.0.0"}' > other/oci-layout
                echo '{"schemaVersion":2,"manifests":[{"mediaType":"a/b","size":2,
                    "digest":"sha512:00"}]}' > other/index.json
                find other | sort > before
                mlx-register image penguins@1 --out other
                status=$?
                find other | sort | diff before - && exit $status
                """, directory: scratch)
            #expect(other.status == 65, "\(other.errors)")
            #expect(other.errors.contains("sha512:00"), "\(other.errors)")
        }
    }

    @Test func `a directory that holds something else is left alone`() async throws {
        try await withImage { scratch in
            let result = try await Tool.shell(
                "mlx-register image penguins@1 --out m", directory: scratch)
            #expect(result.status == 73)
            let program = try await Tool.shell(
                "mlx-register image penguins@1 --out new --program mlx.yaml", directory: scratch)
            #expect(program.status == 65)
            let directory = try await Tool.shell(
                "mlx-register image penguins@1 --out new --program /", directory: scratch)
            #expect(directory.errors.contains("'/'"), "\(directory.errors)")
            #expect(!Files.exists(scratch.appending("new")))
        }
    }

    @Test(
        .enabled(
            if: Tool.environment("MLX_TEST_PODMAN") != nil, "needs podman; run share/test --all"))
    func `podman runs it and it predicts`() async throws {
        try await withImage { scratch in
            let result = try await Tool.shell(
                """
                export HOME=$PWD XDG_RUNTIME_DIR=$PWD/run
                mkdir -p run
                printf '[containers]\\ndefault_ulimits = []\\n' > containers.conf
                export CONTAINERS_CONF=$PWD/containers.conf
                pod="podman --root $PWD/storage --runroot $PWD/run/containers --storage-driver vfs"
                pod="$pod --runtime runc --cgroup-manager cgroupfs"
                skopeo copy --quiet oci:image:1 docker-archive:image.tar:penguins:1
                $pod load --quiet --input image.tar
                id=$($pod run --detach --network none --ulimit nofile=1024:1024 \\
                    --ulimit nproc=1024:1024 penguins:1)
                trap "$pod rm --force --time 1 $id >/dev/null; $pod rmi --all --force >/dev/null" EXIT
                process=$($pod inspect --format '{{.State.Pid}}' $id)
                # The image has no shell, and the container no network but its own.
                ask() { nsenter --target $process --net curl -sf "$@"; }
                for attempt in $(seq 200); do
                    ask localhost:8080/v2/health/ready && break
                    sleep 0.1
                done
                ask -d @m/input_example.json localhost:8080/v2/models/penguins/infer
                """, directory: scratch)
            #expect(result.status == 0, "\(result.output)\(result.errors)")
            #expect(result.output.contains("\"outputs\""))
        }
    }
}
