import groovy.json.JsonSlurper
import java.nio.file.FileSystems
import java.nio.file.Files

/** What a Jenkinsfile and a shared library can call. The shell is real, time is not. */
abstract class Steps extends Script {
    Build build
    Map globals = [:]

    def getProperty(String name) {
        switch (name) {
            case 'build': return this.@build
            case 'globals': return this.@globals
            case 'env': return new Environment(build: build)
            case 'params': return build.params
            case 'currentBuild': return build
            case 'scm': return [url: build.job.repository.path, branch: build.job.branch]
            case 'hudson': return [model: [Result: [SUCCESS: 'SUCCESS', UNSTABLE: 'UNSTABLE', FAILURE: 'FAILURE']]]
        }
        if (globals.containsKey(name)) { return globals[name] }
        try { return super.getProperty(name) } catch (MissingPropertyException missing) {
            def variables = build.variables
            if (!variables.containsKey(name)) { throw missing }
            return variables[name]
        }
    }

    def methodMissing(String name, Object arguments) {
        if (!globals.containsKey(name)) { throw new MissingMethodException(name, getClass(), arguments) }
        return globals[name].invokeMethod('call', arguments)
    }

    /** Runs a block of steps of this script. */
    def perform(Closure block) {
        def copy = block.clone()
        copy.delegate = block.thisObject
        copy.resolveStrategy = Closure.DELEGATE_ONLY
        return copy()
    }

    def pipeline(Closure block) { new Declarative(this).run(block) }

    // The shell

    def sh(String text) { sh(script: text) }
    def sh(Map how) {
        only(how, 'sh', ['script', 'returnStatus', 'returnStdout', 'label', 'encoding'])
        def file = File.createTempFile('script', '.sh', build.job.workspace.parentFile)
        file.text = how.script
        def process = new ProcessBuilder('dash', '-xe', file.path).directory(directory('sh'))
        process.environment().clear()
        process.environment().putAll(build.variables.collectEntries { [it.key.toString(), it.value.toString()] })
        process.redirectInput(new File('/dev/null'))
        def child = process.start()
        def output = new StringBuilder(), messages = new StringBuilder()
        // What lives on, a service, must not hold the pipes: like Jenkins, wait for the shell alone.
        def readers = [child.consumeProcessOutputStream(output), child.consumeProcessErrorStream(messages)]
        def status = child.waitFor()
        readers*.join(300)
        file.delete()
        build.say(messages)
        if (!how.returnStdout) { build.say(output) }
        if (how.returnStatus) { return status }
        if (status) { throw new Abort("script returned exit code ${status}") }
        return how.returnStdout ? output.toString() : null
    }

    def withEnv(List assignments, Closure block) { build.within(build.expanded(assignments)) { perform(block) } }

    def withCredentials(List bindings, Closure block) {
        build.within(bindings.collectEntries { binding ->
            if (!build.job.credentials.containsKey(binding.credentialsId)) {
                throw new Abort("Could not find credentials entry with ID '${binding.credentialsId}'")
            }
            [binding.variable, build.job.credentials[binding.credentialsId]]
        }) { perform(block) }
    }
    def string(Map binding) { binding }

    // Control

    def script(Closure block) { perform(block) }
    def echo(Object text) { build.say(text) }
    def error(Object text) { throw new Abort(text.toString()) }
    def unstable(Object text) {
        build.say("WARNING: ${text}")
        build.worsen('UNSTABLE')
    }
    def sleep(Map how) {
        only(how, 'sleep', ['time', 'unit'])
        build.pauses << how.time
    }
    def retry(int times, Closure block) {
        for (int left = times; ; left--) {
            try { return perform(block) } catch (Abort end) { if (left == 1 || end.result == 'ABORTED') { throw end } }
        }
    }
    def timeout(Map how, Closure block) {
        only(how, 'timeout', ['time', 'unit', 'activity'])
        build.timeouts++
        try { return perform(block) } finally { build.timeouts-- }
    }
    def lock(Object resource, Closure block) {
        build.say("Lock acquired on [${resource}]")
        build.locks++
        return perform(block)
    }
    def catchError(Map how = [:], Closure block) {
        try { return perform(block) } catch (Abort end) {
            build.say("ERROR: ${end.message}")
            build.worsen(how.buildResult ?: 'FAILURE')
        }
    }
    def warnError(String text, Closure block) { catchError(message: text, buildResult: 'UNSTABLE', block) }
    def parallel(Map branches) {
        def ends = branches.findAll { it.value instanceof Closure }.collect { name, block ->
            try { perform(block); null } catch (Abort end) { end }
        }
        if (ends.any()) { throw ends.find { it } }
    }
    def timestamps(Closure block) { perform(block) }
    def milestone(Object ordinal = null) { }

    /** Nobody but a submitter is heard. If nobody answers, a timeout ends the build. */
    def input(Map how) {
        only(how, 'input', ['message', 'id', 'ok', 'cancel', 'submitter', 'submitterParameter', 'parameters'])
        build.say("Input requested: ${how.message}")
        def may = (how.submitter ?: '').split(',')*.trim().findAll { it }
        while (build.answers) {
            def (who, answer) = build.answers.remove(0)
            if (may && !(who in may) && !build.job.groups[who].any { it in may }) {
                build.say("${who} does not have permission to answer")
                build.refused << who
                continue
            }
            if (answer != 'proceed') { throw new Abort("Rejected by ${who}", 'ABORTED') }
            build.say("Approved by ${who}")
            return who
        }
        if (!build.timeouts) { throw new IllegalStateException('the build would wait for ever') }
        throw new Abort('Timeout has been exceeded', 'ABORTED')
    }
    def input(String message) { input(message: message) }

    // Files

    private File directory(String step) {
        if (!build.directory) { throw new Abort("Required context class hudson.FilePath is missing: '${step}'") }
        return build.directory
    }
    private static void only(Map how, String step, List known) {
        def unknown = how.keySet() - known
        if (unknown) { throw new Abort("Unknown parameter(s) ${unknown} of '${step}'") }
    }
    def dir(String path, Closure block) {
        def outer = directory('dir')
        build.directory = new File(outer, path)
        build.directory.mkdirs()
        try { return perform(block) } finally { build.directory = outer }
    }
    def readFile(String path) { new File(directory('readFile'), path).text }
    def writeFile(Map how) { new File(directory('writeFile'), how.file).text = how.text }
    def fileExists(String path) { new File(directory('fileExists'), path).exists() }
    def checkout(Map source) { build.checkout(source) }
    def git(Map how) {
        only(how, 'git', ['url', 'branch', 'credentialsId', 'changelog', 'poll'])
        directory('git')
        return build.checkout([branch: 'master'] + how)
    }

    private List<File> matching(String patterns, String step) {
        def top = directory(step).toPath()
        def found = []
        Files.walk(top).forEach { path ->
            def name = top.relativize(path)
            def fits = patterns.split(',').any { FileSystems.default.getPathMatcher("glob:${it.trim()}").matches(name) }
            if (fits && Files.isRegularFile(path)) { found << path.toFile() }
        }
        return found
    }
    def archiveArtifacts(Map how) {
        only(how, 'archiveArtifacts', ['artifacts', 'allowEmptyArchive', 'fingerprint', 'excludes', 'onlyIfSuccessful'])
        def files = matching(how.artifacts, 'archiveArtifacts')
        if (!files && !how.allowEmptyArchive) { throw new Abort("No artifacts found that match '${how.artifacts}'") }
        files.each { file ->
            build.archived << build.directory.toPath().relativize(file.toPath()).toString()
        }
    }
    def archiveArtifacts(String patterns) { archiveArtifacts(artifacts: patterns) }
    def junit(Map how) {
        only(how, 'junit', ['testResults', 'allowEmptyResults', 'skipMarkingBuildUnstable', 'keepLongStdio',
                            'skipPublishingChecks', 'checksName'])
        int total = 0, failed = 0
        matching(how.testResults, 'junit').each { file ->
            new XmlSlurper().parse(file).'**'.findAll { it.name() == 'testcase' }.each {
                total++
                if (it.failure.size() + it.error.size()) { failed++ }
            }
        }
        if (!total && !how.allowEmptyResults) { throw new Abort('No test report files were found') }
        if (failed && !how.skipMarkingBuildUnstable) { build.worsen('UNSTABLE') }
        build.tests = [total: total, failed: failed]
    }
    def junit(String patterns) { junit(testResults: patterns) }

    /** The global variable 'env'. */
    static class Environment {
        Build build
        def getProperty(String name) { name == 'build' ? this.@build : build.variables[name] }
        void setProperty(String name, Object value) {
            if (name == 'build') { this.@build = value } else { build.assigned[name] = value?.toString() }
        }
    }
}
