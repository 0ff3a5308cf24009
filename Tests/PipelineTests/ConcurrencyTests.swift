import FileStorage
import RunDocument
import SystemPackage
import TestSupport
import Testing

/// Many commands at once on one registry: nobody fails, nothing that was acknowledged is lost.
@Suite(.serialized) struct ConcurrencyTests {
    /// Shell functions: `model N` makes a model, `add N` registers it, `live N` promotes it, and
    /// each writes its exit status to a file; `intact` prints what is wrong.
    private static let functions = """
        model() {
            mkdir "m$1"; echo 'flavors: {}' >"m$1/MLmodel"; echo "{$1" >"m$1/model.ubj"
        }
        add() {
            mlx-register --quiet --no-input --model penguins --model-directory "m$1" \\
                --out "added-${2:-$1}" 2>"errors-add-${2:-$1}"
            echo $? >"status-add-${2:-$1}"
        }
        live() {
            mlx-promote "penguins@$1" --quiet --no-input --out /dev/null --override \\
                --reason 'a test' --no-serve 2>"errors-live-$1"
            echo $? >"status-live-$1"
        }
        intact() { mlx-register fsck >fsck || cat fsck; }
        list() { mlx-register list penguins --json --registry "${1:-testing}"; }

        """

    private func run(_ script: String, _ directory: FilePath) async throws -> [String] {
        let result = try await Tool.shell(
            Self.functions + script, using: ["dash"], directory: directory)
        #expect(result.status == 0, "\(result.errors)")
        return result.output.split(separator: "\n", omittingEmptySubsequences: false)
            .dropLast().map(String.init)
    }

    private func numbers(_ line: String) throws -> [Int] {
        try (JSONValue(parsing: line).arrayValue ?? []).compactMap { $0["version"]?.integerValue }
    }

    /// The versions that commands have said they registered, by the file of the answer.
    private func acknowledged(_ directory: FilePath) throws -> [String: ModelReference] {
        var found: [String: ModelReference] = [:]
        for name in try Files.names(in: directory) where name.hasPrefix("added-") {
            found[name] = try Run(parsing: try Files.read(directory.appending(name))).model
        }
        return found
    }

    @Test func `the same model many times at once is one version`() async throws {
        try await withScratchDirectory { directory in
            let lines = try await run(
                """
                model 1
                for n in $(seq 24); do add 1 "$n" & done; wait
                cat status-add-* | sort | uniq -c | tr -s ' '
                list; intact
                """, directory)
            #expect(lines.count == 2 && lines[0] == " 24 0", "\(lines)")
            #expect(try numbers(lines[1]) == [1])
            let said = try acknowledged(directory)
            #expect(said.count == 24)
            #expect(Set(said.values.map(\.version)) == [1])
        }
    }

    @Test func `different models at once get a number each`() async throws {
        try await withScratchDirectory { directory in
            let lines = try await run(
                """
                for n in $(seq 24); do model "$n"; done
                for n in $(seq 24); do add "$n" & done; wait
                cat status-add-* | sort | uniq -c | tr -s ' '
                list; intact
                """, directory)
            #expect(lines.count == 2 && lines[0] == " 24 0", "\(lines)")
            #expect(try numbers(lines[1]) == Array(1...24))
            let listed = try JSONValue(parsing: lines[1]).arrayValue ?? []
            for (file, model) in try acknowledged(directory) {
                let entry = listed.first { $0["version"]?.integerValue == model.version }
                #expect(entry?["digest"]?.stringValue == model.digest, "\(file)")
            }
        }
    }

    @Test func `of promotions at once the live one is the last that was acknowledged`()
        async throws
    {
        try await withScratchDirectory { directory in
            let lines = try await run(
                """
                for n in 1 2 3 4 5 6; do model $n; add $n; done
                live 1
                for n in 2 3 4 5 6; do live $n & done; wait
                for n in 1 2 3 4 5 6; do cat status-live-$n; done | tr '\\n' ' '; echo
                mlx-promote show penguins --json
                mlx-register audit penguins --registry production --json
                intact
                """, directory)
            let statuses = lines[0].split(separator: " ").compactMap { Int($0) }
            // Whoever finds that the live version moved meanwhile says so, and changes nothing.
            #expect(statuses.count == 6 && statuses[0] == 0)
            #expect(Set(statuses).isSubset(of: [0, 75]), "\(statuses)")
            let live = try JSONValue(parsing: lines[1])["production"]?.integerValue
            let records = try lines[2...].dropLast().map { try JSONValue(parsing: $0) }
            #expect(try JSONValue(parsing: lines[lines.count - 1])["checkpoint"] != nil, "\(lines)")
            let moves = records.filter { $0["action"] == "promote" && $0["outcome"] == "done" }
            #expect(moves.last?["version"]?.integerValue == live)
            // Each began where the one before it ended.
            for (earlier, later) in zip(moves, moves.dropFirst()) {
                #expect(later["from"] == earlier["version"])
            }
            let promoted = Set(moves.compactMap { $0["version"]?.integerValue })
            #expect(promoted == Set((1...6).filter { statuses[$0 - 1] == 0 }))
        }
    }

    @Test func `promotions, registrations and collections at once lose nothing`() async throws {
        try await withScratchDirectory { directory in
            let lines = try await run(
                """
                for n in $(seq 16); do model $n; done
                for n in 1 2 3 4; do add $n; done
                (for n in $(seq 5 16); do add $n; done; touch added) &
                (for n in 1 2 3 4; do live $n; done; touch promoted) &
                (until [ -e added ] && [ -e promoted ]; do
                    mlx-register gc --quiet --litter-age 0 >/dev/null 2>>errors-gc ||
                        echo $? >>status-gc
                done) &
                wait
                cat status-add-* status-live-* | sort | uniq -c | tr -s ' '
                [ ! -e status-gc ] || cat status-gc errors-gc
                list; list production; intact
                """, directory)
            #expect(lines.count == 3 && lines[0] == " 20 0", "\(lines)")
            #expect(try numbers(lines[1]) == Array(1...16))
            #expect(try numbers(lines[2]) == Array(1...4))
            #expect(try acknowledged(directory).count == 16)
        }
    }

    @Test func `readers never see half of an index`() async throws {
        try await withScratchDirectory { directory in
            let lines = try await run(
                """
                for n in $(seq 20); do model $n; done
                add 1
                for reader in 1 2 3; do
                    (until [ -e added ]; do list || echo "exit $?"; done >"seen-$reader" 2>&1) &
                done
                for n in $(seq 2 20); do add $n; mlx-register alias --quiet penguins@$n top; done
                touch added
                wait; list; intact
                """, directory)
            #expect(lines.count == 1)
            #expect(try numbers(lines[0]) == Array(1...20))
            for reader in 1...3 {
                let seen = try Files.read(directory.appending("seen-\(reader)"))
                    .split(separator: 0x0A)
                var last = 1
                for line in seen {
                    let entries = try JSONValue(parsing: line).arrayValue ?? []
                    let found = entries.compactMap { $0["version"]?.integerValue }
                    #expect(found.count >= last && found == Array(1...max(1, found.count)))
                    last = found.count
                    // The alias is somewhere, and not in two places.
                    let places = entries.filter { $0["tags"]?.arrayValue?.contains("top") == true }
                    #expect(places.count == 1 || places.isEmpty && found.count <= 2)
                }
                #expect(!seen.isEmpty)
            }
        }
    }

    @Test(.enabled(if: Files.exists("/usr/bin/strace"), "needs Debian's strace; run share/test"))
    func `a lock whose holder was stopped is waited for as long as was said`() async throws {
        try await withScratchDirectory { directory in
            let lines = try await run(
                """
                for n in 1 2; do model $n; add $n; done
                lock=registry/testing/penguins/.mlx/lock
                # Its first renaming puts the new index in its place.
                strace -qq -f -o trace -e trace=/rename -e inject=/rename:signal=STOP:when=1 \\
                    mlx-register alias --quiet penguins@1 one 2>errors &
                while flock -n $lock true; do sleep 0.01; done
                until grep -q 'stopped by SIGSTOP' trace; do sleep 0.01; done
                mlx-register alias --quiet penguins@2 two --lock-timeout 1 2>refused; echo $?
                grep -c "lock 'registry/testing/penguins/.mlx/lock' for 1 s" refused
                # Who only reads does not wait.
                list | grep -c penguins
                kill -CONT $(sed -n 's/^\\([0-9]*\\) .*stopped by SIGSTOP.*/\\1/p' trace)
                wait; cat errors
                mlx-register alias --quiet penguins@2 two --lock-timeout 1; echo $?
                list; intact
                """, directory)
            #expect(
                lines.count == 5 && Array(lines.prefix(4)) == ["75", "1", "1", "0"], "\(lines)")
            let entries = try JSONValue(parsing: lines[lines.count - 1]).arrayValue ?? []
            #expect(entries.map { $0["tags"] } == [["one"], ["two"]])
        }
    }
}
