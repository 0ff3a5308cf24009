/** Runs a declarative pipeline in the order in which Jenkins does. */
class Declarative {
    static final CONDITIONS = Grammar.SECTIONS.post
    private final Steps script
    private final Build build
    private Map options = [:]

    Declarative(Steps script) {
        this.script = script
        this.build = script.build
    }

    void run(Closure block) {
        def pipeline = record(block)
        options = pipeline.options ? record(pipeline.options[0]) : [:]
        if (pipeline.triggers) { record(pipeline.triggers[0]) }
        pipeline.parameters?.getAt(0)?.with { Closure all ->
            recordAll(all).each { build.params.putIfAbsent(it[1][0].name, it[1][0].defaultValue) }
        }
        Throwable error = null
        onAgent(pipeline.agent) {
            withEnvironment(pipeline) {
                inOptions(options) {
                    error = sequence(pipeline.stages[0])
                    error = post(pipeline, error)
                }
            }
        }
        if (error) { throw error }
    }

    /** The stages one after the other; returns the first error, after which the others are skipped unless parallel. */
    private Throwable sequence(Closure stages, boolean parallel = false) {
        Throwable error = null
        recordAll(stages).each { call ->
            try {
                stage(call[1][0], record(call[1][1]), parallel ? null : error)
            } catch (Throwable thrown) {
                build.worsen(thrown instanceof Abort ? thrown.result : 'FAILURE')
                error = error ?: thrown
            }
        }
        return error
    }

    private stage(String name, Map parts, Throwable earlier) {
        def skip = { why ->
            build.say("Stage \"${name}\" skipped due to ${why}")
            build.stages << [name: name, status: 'SKIPPED']
        }
        if (earlier) { return skip('earlier failure(s)') }
        if (build.result == 'UNSTABLE' && options.skipStagesAfterUnstable != null) { return skip('an unstable build') }
        build.say("[Pipeline] { (${name})")
        def conditions = parts.when ? recordAll(parts.when[0]) : []
        def early = { flag -> conditions.any { it[0] == flag && it[1][0] } }
        def hold = conditions.findAll { !it[0].startsWith('before') }
        boolean ran = false
        def passes = { boolean now -> !now || hold.every { condition(it[0], it[1]) } }
        def own = parts.options ? record(parts.options[0]) : [:]
        if (passes(early('beforeOptions'))) {
            inOptions(own) {
                if (!passes(early('beforeInput'))) { return }
                input(parts.input) {
                    if (!passes(early('beforeAgent'))) { return }
                    onAgent(parts.agent) {
                        if (!passes(true)) { return }
                        ran = true
                        withEnvironment(parts) { body(name, parts) }
                    }
                }
            }
        }
        if (!ran) { skip('when conditional') }
    }

    private void body(String name, Map parts) {
        def entry = [name: name, status: 'SUCCESS']
        build.stages << entry
        def before = build.result
        Throwable error = null
        build.within(STAGE_NAME: name) {
            try {
                if (parts.steps) { script.perform(parts.steps[0]) }
                if (parts.stages) { error = sequence(parts.stages[0]) }
                if (parts.parallel) { error = sequence(parts.parallel[0], true) }
            } catch (Throwable thrown) {
                error = thrown
            }
            error = post(parts, error)
        }
        if (error) { build.worsen(error instanceof Abort ? error.result : 'FAILURE') }
        if (build.result != before) { entry.status = build.result }
        if (error) { throw error }
    }

    private Throwable post(Map parts, Throwable error) {
        if (!parts.post) { return error }
        if (error) { build.worsen(error instanceof Abort ? error.result : 'FAILURE') }
        def blocks = record(parts.post[0])
        CONDITIONS.findAll { blocks[it] && holds(it) }.each { name ->
            try {
                build.say("Post stage: ${name}")
                script.perform(blocks[name][0])
            } catch (Throwable thrown) {
                build.say("Error when executing ${name} post condition: ${thrown.message}")
                build.worsen(thrown instanceof Abort ? thrown.result : 'FAILURE')
                error = error ?: thrown
            }
        }
        return error
    }

    private boolean holds(String condition) {
        def before = build.job.builds.findAll { it.number < build.number }
        def last = before ? before.last().currentResult : null
        def now = build.currentResult
        switch (condition) {
            case ['always', 'cleanup']: return true
            case 'changed': return last != now
            case 'fixed': return now == 'SUCCESS' && last in ['FAILURE', 'UNSTABLE']
            case 'regression': return now in ['FAILURE', 'UNSTABLE', 'ABORTED'] && last == 'SUCCESS'
            case 'unsuccessful': return now != 'SUCCESS'
            default: return condition.toUpperCase() == now
        }
    }

    private boolean condition(String name, List arguments) {
        def value = arguments ? arguments[0] : null
        switch (name) {
            case 'branch': return build.variables.BRANCH_NAME == value
            case 'environment': return build.variables[value.name] == value.value
            case 'expression': return script.perform(value) as boolean
            case 'equals': return value.expected == value.actual
            case 'not': return !recordAll(value).every { condition(it[0], it[1]) }
            case 'allOf': return recordAll(value).every { condition(it[0], it[1]) }
            case 'anyOf': return recordAll(value).any { condition(it[0], it[1]) }
            default: throw new IllegalStateException("the harness does not know 'when { ${name} }'")
        }
    }

    private input(List arguments, Closure body) {
        if (!arguments) { return body() }
        def fields = [message: arguments[0]]
        if (arguments[0] instanceof Closure) { fields = record(arguments[0]).collectEntries { [it.key, it.value[0]] } }
        def who = script.input(fields)
        build.within(fields.submitterParameter ? [(fields.submitterParameter): who] : [:], body)
    }

    private void onAgent(List arguments, Closure body) {
        if (!arguments || arguments[0] == 'none') { body() } else { build.onAgent(body) }
    }

    private void withEnvironment(Map parts, Closure body) {
        def own = parts.environment ? record(parts.environment[0]) : [:]
        def scope = own.collectEntries { [it.key, it.value[0].toString()] }
        build.within(scope, body)
    }

    private inOptions(Map own, Closure body) {
        if (own.lock != null) { return script.lock(own.lock[0], body) }
        if (own.timeout != null) { script.timeout(own.timeout[0], body) } else { body() }
    }

    /** The directives of a block: by name the arguments, or of all in order [name, arguments]. */
    private Map record(Closure block) { recordAll(block).collectEntries { [it[0], it[1]] } }

    private List recordAll(Closure block) {
        def recorder = new Recorder(script: block.thisObject)
        def copy = block.clone()
        copy.delegate = recorder
        copy.resolveStrategy = Closure.DELEGATE_ONLY
        copy()
        return recorder.calls
    }

    static class Recorder {
        Steps script
        List calls = []

        def invokeMethod(String name, Object arguments) {
            calls << [name, arguments as List]
            return [(name): arguments]
        }

        def getProperty(String name) {
            if (name in ['calls', 'script']) { return this.@"$name" }
            return name in ['any', 'none'] ? name : script.getProperty(name)
        }

        void setProperty(String name, Object value) {
            if (name in ['calls', 'script']) { this.@"$name" = value } else { calls << [name, [value]] }
        }
    }
}
