/** One run of a job: what Jenkins keeps of it while it runs, and what tests ask afterwards. */
class Build {
    final Job job
    final int number
    String result            // null, UNSTABLE, FAILURE or ABORTED
    String description
    final StringBuilder log = new StringBuilder()
    final Map commits = [:]  // by the repository's URL
    final List stages = [], archived = [], pauses = [], refused = []
    Map tests = [total: 0, failed: 0]
    /** Who clicks what, one after the other: [['mallory', 'proceed'], ['anna', 'abort']]. */
    List answers = []

    final Map assigned = [:]         // env.NAME = value
    final LinkedList scopes = []     // withEnv, withCredentials
    final Map params = [:], stashes = [:]
    File directory                   // null outside an agent
    String cookie
    int timeouts = 0, locks = 0

    Build(Job job, int number) {
        this.job = job
        this.number = number
    }

    String getCurrentResult() { result ?: 'SUCCESS' }

    void worsen(String other) {
        def order = ['SUCCESS', 'UNSTABLE', 'FAILURE', 'ABORTED']
        if (order.indexOf(other) > order.indexOf(currentResult)) { result = other }
    }

    void say(Object text) { log << "${text}\n" }

    Map getVariables() {
        def url = "https://jenkins.example/job/${job.name}/${number}/".toString()
        def all = job.variables + [
            JENKINS_URL: 'https://jenkins.example/', BUILD_URL: url, BUILD_ID: number.toString(),
            BUILD_NUMBER: number.toString(), JOB_NAME: job.name, CI: 'true',
        ] + assigned
        if (directory) { all += [WORKSPACE: job.workspace.path, JENKINS_NODE_COOKIE: cookie] }
        scopes.each { all += it }
        return all.findAll { it.value != null }
    }

    def within(Map scope, Closure body) {
        scopes.addLast(scope)
        try { return body() } finally { scopes.removeLast() }
    }

    /** The step withEnv expands $NAME in its values, as Jenkins does. */
    Map expanded(List assignments) {
        def known = variables, scope = [:]
        assignments.each { text ->
            def (name, value) = text.toString().split('=', 2) as List
            scope[name] = value.replaceAll(/\$(\$|[A-Za-z0-9_]+|\{[A-Za-z0-9_.]+\})/) { all, key ->
                key == '$' ? '$' : known[key.replaceAll(/[{}]/, '')] ?: all
            }
        }
        return scope
    }

    /** Runs on an agent: with the workspace, the sources checked out, and an end to what is left running. */
    def onAgent(Closure body) {
        def (outerDirectory, outerCookie) = [directory, cookie]
        directory = job.workspace
        directory.mkdirs()
        cookie = UUID.randomUUID().toString()
        try {
            def sources = checkout([url: job.repository.path, branch: job.branch])
            return within(sources, body)
        } finally {
            killLeftOver()
            (directory, cookie) = [outerDirectory, outerCookie]
        }
    }

    Map checkout(Map source) {
        def run = { String... command ->
            def process = new ProcessBuilder(command).directory(directory).redirectErrorStream(true).start()
            def text = process.inputStream.text
            if (process.waitFor()) { throw new Abort("${command.join(' ')}: ${text}") }
            return text.trim()
        }
        if (!new File(directory, '.git').exists()) { run('git', 'init', '-q') }
        run('git', 'fetch', '-q', source.url, "+refs/heads/${source.branch}:refs/remotes/origin/x")
        run('git', 'checkout', '-q', '-f', '--detach', 'refs/remotes/origin/x')
        commits[source.url] = run('git', 'rev-parse', 'HEAD')
        def last = job.builds.findAll { it.number < number && it.currentResult == 'SUCCESS' && it.commits[source.url] }
        def branch = job.variables.BRANCH_NAME ?: "origin/${source.branch}".toString()
        return [GIT_COMMIT: commits[source.url], GIT_BRANCH: branch, GIT_URL: source.url,
                GIT_PREVIOUS_SUCCESSFUL_COMMIT: last ? last.last().commits[source.url] : null]
    }

    private void killLeftOver() {
        new File('/proc').listFiles().findAll { it.name.isInteger() }.each { process ->
            try {
                def environment = new File(process, 'environ').text.split('\0')
                def mine = "JENKINS_NODE_COOKIE=${cookie}".toString() in environment
                if (mine) { ['kill', process.name].execute().waitFor() }
            } catch (IOException gone) { }
        }
    }
}
