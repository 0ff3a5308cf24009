import org.codehaus.groovy.ast.ClassNode
import org.codehaus.groovy.ast.builder.AstBuilder
import org.codehaus.groovy.ast.expr.*
import org.codehaus.groovy.ast.stmt.*
import org.codehaus.groovy.control.CompilePhase

/** What Jenkins refuses before anything runs: unknown directives, and code outside 'script'. */
class Grammar {
    static final SECTIONS = [
        pipeline: ['agent', 'environment', 'options', 'parameters', 'triggers', 'tools', 'libraries', 'stages', 'post'],
        stage: ['agent', 'environment', 'when', 'options', 'input', 'tools', 'steps', 'stages', 'parallel', 'post',
                'failFast'],
        post: ['always', 'changed', 'fixed', 'regression', 'aborted', 'failure', 'success', 'unstable', 'unsuccessful',
               'cleanup'],
        input: ['message', 'id', 'ok', 'cancel', 'submitter', 'submitterParameter', 'parameters'],
        when: ['branch', 'buildingTag', 'changelog', 'changeset', 'changeRequest', 'environment', 'equals',
               'expression', 'tag', 'not', 'allOf', 'anyOf', 'triggeredBy', 'beforeAgent', 'beforeInput', 'beforeOptions'],
        'pipeline options': ['disableConcurrentBuilds', 'skipStagesAfterUnstable', 'buildDiscarder', 'timeout', 'retry',
                             'timestamps', 'lock', 'skipDefaultCheckout', 'preserveStashes', 'quietPeriod',
                             'disableResume', 'checkoutToSubdirectory', 'overrideIndexTriggers'],
        'stage options': ['timeout', 'retry', 'timestamps', 'lock', 'skipDefaultCheckout'],
        triggers: ['upstream', 'cron', 'pollSCM'],
        agent: ['label', 'node', 'docker', 'dockerfile', 'kubernetes'],
        parameters: ['string', 'text', 'booleanParam', 'choice', 'password'],
        stages: ['stage'], parallel: ['stage'], libraries: ['lib'], tools: null, environment: null,
    ]
    private Set stages = []

    /** Throws Abort, naming the line, unless Jenkins would take the text. */
    static void check(String text) {
        def nodes = new AstBuilder().buildFromString(CompilePhase.CONVERSION, false, text)
        def blocks = nodes.findAll { it instanceof BlockStatement }
        nodes.findAll { it instanceof ClassNode }.each { type -> blocks += type.methods*.code.findAll { it } }
        def calls = blocks.collectMany { statementsOf(it) }.collect { callIn(it) }
        calls.findAll { it?.methodAsString == 'pipeline' }.unique { it.lineNumber }.each { new Grammar().section('pipeline', 'pipeline', it) }
    }

    private static List statementsOf(code) { code instanceof BlockStatement ? code.statements : code ? [code] : [] }

    private static MethodCallExpression callIn(statement) {
        def simple = statement instanceof ExpressionStatement || statement instanceof ReturnStatement
        def expression = simple ? statement.expression : null
        expression instanceof MethodCallExpression && expression.implicitThis ? expression : null
    }

    private static List argumentsOf(call) {
        call.arguments instanceof TupleExpression ? call.arguments.expressions : [call.arguments]
    }

    private static ClosureExpression blockOf(call) {
        def last = argumentsOf(call) ? argumentsOf(call).last() : null
        last instanceof ClosureExpression ? last : null
    }

    private static refuse(node, String why) { throw new Abort("WorkflowScript: line ${node.lineNumber}: ${why}") }

    /** A block of directives, each of which the section must know, once. */
    private void section(String kind, String title, MethodCallExpression call) {
        if (!blockOf(call)) { refuse(call, "'${title}' needs a block") }
        def seen = []
        statementsOf(blockOf(call).code).each { statement ->
            def inner = callIn(statement)
            if (!inner) { refuse(statement, "not a directive of '${title}'") }
            def name = inner.methodAsString
            if (!(name in SECTIONS[kind])) { refuse(statement, "unknown directive '${name}' in '${title}'") }
            def repeats = kind in ['stages', 'parallel', 'when', 'parameters']
            if (name in seen && !repeats) { refuse(statement, "'${name}' twice in '${title}'") }
            seen << name
            directive(kind, name, inner)
        }
        def missing = kind == 'pipeline' ? ['agent', 'stages'] - seen : []
        if (missing) { refuse(call, "a pipeline needs '${missing[0]}'") }
        if (kind == 'stage' && seen.count { it in ['steps', 'stages', 'parallel'] } != 1) {
            refuse(call, "a stage needs one of 'steps', 'stages' and 'parallel'")
        }
        if (kind == 'input' && !('message' in seen)) { refuse(call, "'input' needs a message") }
        if (!seen) { refuse(call, "'${title}' is empty") }
    }

    private void directive(String parent, String name, MethodCallExpression call) {
        if (parent == 'post' || name == 'steps') {
            steps(blockOf(call) ?: refuse(call, "'${name}' needs a block"))
        } else if (name == 'stage') {
            def title = argumentsOf(call)[0].text
            if (!stages.add(title)) { refuse(call, "two stages '${title}'") }
            section('stage', title, call)
        } else if (parent == 'when') {
            if (name in ['not', 'allOf', 'anyOf']) { section('when', name, call) }
        } else if (name == 'options') {
            section("${parent} options", "${parent} options", call)
        } else if (name == 'environment') {
            statementsOf(blockOf(call).code).each {
                if (!(it.expression instanceof BinaryExpression)) { refuse(it, "'environment' takes NAME = value") }
            }
        } else if (name == 'agent' && !blockOf(call)) {
            def which = argumentsOf(call)[0].text
            if (!(which in ['any', 'none'])) { refuse(call, "unknown agent '${which}'") }
        } else if (SECTIONS[name] && (name != 'input' || blockOf(call)) && parent in ['pipeline', 'stage']) {
            section(name, name, call)
        }
    }

    /** In steps, and in the blocks of steps, there are only calls; code stands in 'script'. */
    private void steps(ClosureExpression block) {
        if (!statementsOf(block.code)) { refuse(block, "no steps") }
        statementsOf(block.code).each { statement ->
            def call = callIn(statement)
            if (!call) { refuse(statement, "expected a step; code belongs in 'script'") }
            def name = call.methodAsString
            if (name in ['stage', 'properties', 'parallel', 'pipeline']) { refuse(statement, "'${name}' is no step here") }
            if (blockOf(call) && name != 'script') { steps(blockOf(call)) }
        }
    }
}
