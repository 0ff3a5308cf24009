import FileStorage
import RunDocument
import SystemPackage
import TestSupport
import Testing

/// The commands that look after a registry, with the real tools of others beside them.
@Suite struct KeepingCommandTests {
    /// Three versions of `penguins` in testing, the second of which is live.
    private func withRegistry(_ body: (FilePath) async throws -> Void) async throws {
        try await withScratchDirectory { directory in
            let result = try await Tool.shell(
                """
                for n in 1 2 3; do
                    mkdir "m$n"; echo 'flavors: {}' > "m$n/MLmodel"; echo "{$n" > "m$n/model.ubj"
                    mlx-register --no-input --out /dev/null --model penguins --model-directory "m$n"
                done
                for n in 1 2; do
                    mlx-promote "penguins@$n" --no-input --out /dev/null --override \\
                        --reason 'a test' --no-serve
                done
                """, directory: directory, environment: ["SOURCE_DATE_EPOCH": "1795176000"])
            try #require(result.status == 0, "\(result.errors)")
            try await body(directory)
        }
    }

    private func shell(_ script: String, _ directory: FilePath) async throws -> ToolResult {
        try await Tool.shell(script, using: ["dash"], directory: directory)
    }

    @Test func fsckIsCleanAndSaysWhatItSaw() async throws {
        try await withRegistry { directory in
            let result = try await shell("mlx-register fsck", directory)
            #expect(result.status == 0, "\(result.output)")
            #expect(result.output.split(separator: "\n").count == 2)
            #expect(result.output.contains("registry/testing/penguins: 3 versions, "))
            let json = try await shell("mlx-register fsck --json --registry production", directory)
            let layouts = try JSONValue(parsing: json.output)["layouts"]?.arrayValue ?? []
            #expect(layouts.map { $0["clean"] } == [true])
            #expect(layouts.map { $0["versions"] } == [2])
        }
    }

    @Test func whatOthersWroteMovesNoCursor() async throws {
        try await withRegistry { directory in
            let result = try await shell(
                """
                export MLX_ACTOR="$(printf 'eve\\033[31m')"
                mlx-promote penguins --rollback --reason "$(printf 'slow\\033[2J\\rok')" \\
                    --no-input --no-serve --out /dev/null || exit
                mlx-promote list && mlx-promote show penguins && mlx-register history penguins &&
                    mlx-register show penguins@1 --registry production &&
                    mlx-register audit penguins --registry production &&
                    sed -i 's/:"20[^"]*Z","org.opencontainers.image.ref/:"2026\\\\u001b[31mX\\\\nevil","org.opencontainers.image.ref/' \\
                        registry/production/penguins/index.json &&
                    mlx-register list --registry production
                """, directory)
            #expect(result.status == 0, "\(result.errors)")
            #expect(result.output.contains("2026\u{FFFD}[31mX\\nevil"), "\(result.output)")
            #expect(result.output.split(separator: "\n").count { $0.contains("eve") } == 5)
            #expect(result.output.split(separator: "\n").count { $0.contains("slow") } == 4)
            #expect(!result.output.utf8.contains { $0 == 0x1B || $0 == 0x0D })
        }
    }

    @Test(arguments: ["mlx-index", "latest", "3", "sha256-00", "a b"])
    func noTagThatMeansSomethingElseIsPushed(tag: String) async throws {
        try await withScratchDirectory { directory in
            let result = try await shell(
                "mlx-register push penguins@1 oci://127.0.0.1:1/a --tag '\(tag)'", directory)
            #expect(result.status == 64)
            #expect(result.errors.contains("'\(tag)'"), "\(result.errors)")
        }
    }

    @Test func whatSkopeoAddsIsNamed() async throws {
        try await withRegistry { directory in
            let layout = "registry/testing/penguins"
            let added = try await shell(
                "skopeo copy -q oci:\(layout):1 oci:\(layout):rogue && mlx-register fsck",
                directory)
            #expect(added.status == 1, "\(added.errors)")
            #expect(added.output.contains("index.json: damage: "))
            #expect(
                added.output.contains("the tag 'rogue' stands on sha256:")
                    && added.output.contains("the audit log knows nothing of it"),
                "\(added.output)")
            // The next change of ours takes note of it; then it is no longer a secret.
            let next = try await shell(
                "mlx-register alias penguins@1 mine; mlx-register fsck", directory)
            #expect(next.output.contains("'rogue': its artifact type is not said"))
            #expect(next.output.contains("audit.jsonl:4: note: something else had edited"))
            let mended = try await shell(
                "mlx-register fsck --repair >repaired && mlx-register fsck", directory)
            #expect(mended.status == 0, "\(mended.output)")
        }
    }

    @Test func aVersionThatSkopeoMovesIsNamed() async throws {
        try await withRegistry { directory in
            let layout = "registry/testing/penguins"
            let result = try await shell(
                "skopeo copy -q oci:\(layout):1 oci:\(layout):3; mlx-register fsck", directory)
            #expect(result.status == 1)
            #expect(
                result.output.contains("the tag '3' stands on sha256:")
                    && result.output.contains("and by the audit log on sha256:"),
                "\(result.output)")
        }
    }

    @Test func aLiveVersionThatSkopeoReplacesIsNamed() async throws {
        try await withRegistry { directory in
            let layout = "registry/production/penguins"
            let result = try await shell(
                "skopeo copy -q oci:\(layout):1 oci:\(layout):production; mlx-register fsck",
                directory)
            #expect(result.status == 1)
            #expect(result.output.contains("'production'"), "\(result.output)")
            #expect(result.output.contains("something else than this tool edited the index"))
        }
    }

    @Test func damageInProductionIsFetchedFromTesting() async throws {
        try await withRegistry { directory in
            let result = try await shell(
                """
                for f in registry/production/penguins/blobs/sha256/*; do
                    chmod u+w "$f"; echo bad > "$f"
                done
                rm registry/production/penguins/oci-layout
                mlx-register fsck >before; echo $?
                mlx-register fsck --repair --registry production >repair; echo $?
                mlx-register fsck; echo $?
                """, directory)
            #expect(result.output.hasPrefix("1\n0\n"), "\(result.output)\(result.errors)")
            #expect(result.output.hasSuffix("clean\n0\n"), "\(result.output)")
        }
    }

    @Test func whatSkopeoCopiedAwayCanBeImported() async throws {
        try await withRegistry { directory in
            let result = try await shell(
                """
                skopeo copy -q oci:registry/testing/penguins:2 oci:away:two
                skopeo copy -q oci:away:two oci:again:x
                mlx-register import again:x --registry ./other
                mlx-register import again --registry ./other --json
                mlx-register fsck --registry ./other
                """, directory)
            #expect(result.status == 0, "\(result.errors)")
            let report = try JSONValue(
                parsing: result.output.split(separator: "\n").first.map(String.init) ?? "")
            #expect(report["outcome"] == "unchanged")
            #expect(report["version"] == 1)
            let digests = try await shell(
                """
                skopeo inspect --raw oci:registry/testing/penguins:2 | sha256sum
                skopeo inspect --raw oci:other/penguins:1 | sha256sum
                """, directory)
            let lines = digests.output.split(separator: "\n")
            #expect(lines.count == 2 && lines.first == lines.last)
        }
    }

    @Test(.enabled(if: Files.exists("/usr/bin/umoci"), "needs Debian's umoci; run share/test"))
    func umociTagsAModelAndItsImagesAreRefused() async throws {
        try await withRegistry { directory in
            let result = try await shell(
                """
                skopeo copy -q oci:registry/testing/penguins:2 oci:away:two
                umoci tag --image away:two model >&2
                mlx-register import away:model --registry ./other; echo $?
                umoci init --layout images >&2 && umoci new --image images:empty >&2
                mlx-register import images:empty --model x --registry ./other; echo $?
                mlx-register import images --model x --registry ./other; echo $?
                """, directory)
            #expect(result.output == "0\n65\n66\n", "\(result.output)\(result.errors)")
            #expect(result.errors.contains("it is no model: its artifact type is"))
        }
    }

    @Test func deletedVersionsAreFreed() async throws {
        try await withRegistry { directory in
            let result = try await shell(
                """
                mlx-register delete penguins@2 --registry production --reason x; echo $?
                mlx-register delete penguins@2 --reason x; echo $?
                mlx-register delete penguins@3 --reason 'a mistake'; echo $?
                mlx-register delete penguins --reason x; echo $?
                mlx-register gc --dry-run --json; echo $?
                mlx-register gc; echo $?
                mlx-register fsck --quiet; echo $?
                """, directory)
            let lines = result.output.split(separator: "\n").map(String.init)
            #expect(Array(lines.prefix(4)) == ["77", "77", "0", "64"], "\(result.errors)")
            let planned = try JSONValue(parsing: lines[4]).arrayValue ?? []
            #expect(planned.map { $0["blobs"]?.arrayValue?.isEmpty } == [false, true])
            #expect(lines.last == "0" && result.output.contains("removed 0 referrers, "))
        }
    }

    @Test func whatWasLiveIsFound() async throws {
        try await withRegistry { directory in
            let result = try await shell(
                """
                mlx-register history penguins --at 2026-11-20T12:00:00Z; echo $?
                mlx-register history penguins --at 2026-11-19 --json; echo $?
                mlx-register history penguins --at yesterday; echo $?
                mlx-register history penguins | wc -l
                """, directory)
            let lines = result.output.split(separator: "\n").map(String.init)
            #expect(lines[0].hasPrefix("penguins@2  sha256:"), "\(result.errors)")
            #expect(Array(lines[1...]) == ["0", "null", "1", "64", "3"], "\(result.output)")
        }
    }

    @Test func twoVersionsAreCompared() async throws {
        try await withRegistry { directory in
            let text = try await shell(
                "mlx-register diff penguins@production penguins@3", directory)
            #expect(text.status == 0, "\(text.errors)")
            #expect(text.output.contains("penguins@2") && text.output.contains("changed"))
            let json = try await shell(
                "mlx-register diff penguins@1 penguins@1 --json", directory)
            #expect(try JSONValue(parsing: json.output)["sameModel"] == true)
        }
    }

    @Test func aCheckpointShowsThatTheLogOnlyGrew() async throws {
        try await withRegistry { directory in
            let result = try await shell(
                """
                mlx-register audit penguins --checkpoint >checkpoint; echo $?
                mlx-register alias penguins@1 champion --expect none
                mlx-register audit penguins --since checkpoint --json | tail -n 1
                mlx-register alias penguins champion --remove
                sed -i 2d registry/testing/penguins/.mlx/audit.jsonl
                mlx-register audit penguins >/dev/null; echo $?
                mlx-register audit penguins --since checkpoint >/dev/null; echo $?
                """, directory)
            let lines = result.output.split(separator: "\n").map(String.init)
            #expect(lines.count == 4 && lines[0] == "0", "\(result.errors)")
            #expect(try JSONValue(parsing: lines[1])["checkpoint"]?["records"] == 4)
            #expect(Array(lines[2...]) == ["1", "1"], "\(result.errors)")
        }
    }

    @Test func anExportIsTheModel() async throws {
        try await withRegistry { directory in
            let result = try await shell(
                "mlx-register export penguins@2 out/ && diff -r m2 out && mlx-register export penguins@1 out",
                directory)
            #expect(result.status == 73, "\(result.output)\(result.errors)")
        }
    }

    /// Kills a collection at each call that changes a file, until it comes through.
    @Test(arguments: ["rename", "unlink", "fsync", "write", "openat"])
    func aKilledCollectionLosesNothing(call: String) async throws {
        try await withRegistry { directory in
            let result = try await shell(
                """
                mlx-register delete --quiet penguins@3 --reason test
                touch registry/testing/penguins/.mlx/tmp/litter
                k=1
                while ! strace -qq -f -o trace -e trace=$call -e inject=$call:signal=KILL:when=$k \\
                    mlx-register gc --registry testing --litter-age 0 >/dev/null 2>&1
                do
                    mlx-register fsck --quiet >out || { echo "damage $call $k"; cat out; }
                    k=$((k + 1))
                    [ $k -lt 200 ] || exit 1
                done
                mlx-register gc --registry testing --litter-age 0 >/dev/null
                mlx-register fsck; ls registry/testing/penguins/.mlx/tmp
                """.replacing("$call", with: call), directory)
            #expect(result.status == 0, "\(result.errors)")
            let lines = result.output.split(separator: "\n")
            #expect(lines.last?.hasSuffix(": clean") == true, "\(result.output)")
            #expect(!result.output.contains("damage"))
            #expect(!result.output.contains("note"), "\(result.output)")
        }
    }

    @Test func fsckIsCleanWhileOthersWrite() async throws {
        try await withRegistry { directory in
            let result = try await shell(
                """
                (for n in 4 5 6 7 8 9; do
                    cp -r m1 "m$n"; echo "{$n" > "m$n/model.ubj"
                    mlx-register --quiet --no-input --out /dev/null --model penguins \\
                        --model-directory "m$n"
                    mlx-register alias --quiet "penguins@$n" champion
                    mlx-promote "penguins@$n" --quiet --no-input --out /dev/null --override \\
                        --reason 'a test' --no-serve
                done; touch done) &
                while ! [ -e done ]; do mlx-register fsck >out || cat out; done
                wait; mlx-register fsck >out; echo $?
                """, directory)
            #expect(result.output == "0\n", "\(result.output)\(result.errors)")
        }
    }
}
