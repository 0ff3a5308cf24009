import groovy.json.JsonSlurper

/** A project of its own with a job, for one case: the penguins, with the plain Jenkinsfile or with the library. */
class Scenario {
    static File tools, share
    final String kind     // 'Jenkinsfile' or 'library'
    final File top, repository
    final Job job
    Map settings = [:]    // as a user sets them: name -> Groovy source text

    private static final NAMES = [
        submitter: 'SUBMITTER', branch: 'BRANCH', onNegative: 'ON_NEGATIVE', credentials: 'CREDENTIALS',
        repositories: 'REPOSITORIES', upstream: 'UPSTREAM',
    ]

    Scenario(String kind, File top) {
        this.kind = kind
        this.top = top
        repository = new File(top, 'repository')
        new File(repository, 'data').mkdirs()
        ['mlx.yaml', 'schema.json', 'cases.jsonl'].each { write(it, new File(share, "examples/penguins/$it").text) }
        edit('mlx.yaml', ~/(?m)^serve:.*\n/, '')
        write('data/train.csv', rows([1, 2]))
        write('data/test.csv', rows([0]))
        new File(top, 'bin').mkdirs()
        job = new Job(
            repository: repository, workspace: new File(top, 'workspace'),
            library: kind == 'library' ? new File(share, 'jenkins') : null,
            variables: [PATH: "${top}/bin:${tools}:${System.getenv('PATH')}".toString(), HOME: top.path, USER: 'jenkins',
                        XDG_STATE_HOME: "${top}/state".toString(), LANG: 'C.UTF-8'])
        commit('the project')
    }

    /** Every fourth penguin is for testing; the others come in three parts. */
    static String rows(List parts) {
        def lines = new File(share, 'examples/penguins/penguins.csv').readLines()
        return ([lines[0]] + lines.drop(1).withIndex(2).findAll { line, n -> n % 4 in parts }*.get(0)).join('\n') + '\n'
    }

    void write(String path, Object content, File repository = this.repository) {
        def file = new File(repository, path)
        file.parentFile.mkdirs()
        if (content instanceof byte[]) { file.bytes = content } else { file.text = content }
    }

    void edit(String path, pattern, String replacement) {
        def text = new File(repository, path).text
        def changed = text.replaceFirst(pattern, replacement)
        assert changed != text : "'${pattern}' is not in ${path}"
        write(path, changed)
    }

    void commit(String message, File repository = this.repository) {
        if (!new File(repository, '.git').exists()) { shell('git init -q -b main', repository) }
        shell("git add -A && git -c user.name=me -c user.email=me@example.com commit -q -m '${message}'", repository)
    }

    String shell(String command, File directory = job.workspace) {
        def builder = new ProcessBuilder('bash', '-ec', command).directory(directory).redirectErrorStream(true)
        if (job) { builder.environment().putAll(job.variables) }
        def process = builder.start()
        def text = process.inputStream.text
        assert process.waitFor() == 0 : "${command}: ${text}"
        return text
    }

    /** A program before a tool in PATH; $TOOL is the tool itself, and $TOP the case's directory. */
    void wrap(String tool, String script) {
        def file = new File(top, "bin/${tool}")
        file.text = "#!/bin/sh\nTOOL='${tools}/${tool}' TOP='${top}'\n${script}\n"
        file.executable = true
    }

    String getJenkinsfile() {
        if (kind == 'library') {
            return "@Library('mlx') _\nmlxPipeline(${settings.collect { "${it.key}: ${it.value}" }.join(', ')})\n"
        }
        def text = new File(share, 'jenkins/Jenkinsfile').text
        settings.each { name, value ->
            def line = "(?m)^(@Field final \\w+ ${NAMES[name]} = ).*"
            def changed = text.replaceFirst(line) { all, declaration -> declaration + value }
            assert changed != text
            text = changed
        }
        return text
    }

    Build run(List answers = []) {
        def build = job.run(jenkinsfile, answers)
        new File(top, "build-${build.number}.log").text = build.log
        return build
    }

    /** The version in production and who brought it there, or null. */
    Map getProduction() {
        def audit = new File(job.workspace, 'registry/production/penguins/.mlx/audit.jsonl')
        if (!audit.exists()) { return null }
        def all = audit.readLines().collect { new JsonSlurper().parseText(it) }
        return all.reverse().find { it.action == 'promote' && it.outcome == 'done' }
    }

    List<Integer> getRegistered() {
        def index = new File(job.workspace, 'registry/testing/penguins/index.json')
        if (!index.exists()) { return [] }
        def names = new JsonSlurper().parse(index).manifests*.annotations*.get('org.opencontainers.image.ref.name')
        return names.findAll { it?.isInteger() }*.toInteger().sort()
    }

    /** The mails in order: subject and text. */
    List<Map> getMails() {
        def files = new File(job.workspace, 'mail/new').listFiles() ?: []
        return files.sort { it.lastModified() }.collect { file ->
            def text = file.text.replace('\r\n', '\n')
            def plain = text.split('(?i)Content-Type: text/plain')[1].split('\n\n')[1]
            [subject: (text =~ /(?m)^Subject: (.*(?:\n .*)*)/)[0][1],
             text: new String(plain.replaceAll(/\s/, '').decodeBase64(), 'UTF-8')]
        }
    }

    Map stages(Build build) { build.stages.collectEntries { [it.name, it.status] } }

    /** What an injected command would have made. */
    List<File> getPwned() {
        def found = []
        [top, new File('.').canonicalFile].each { place -> place.eachFileRecurse { if (it.name == 'pwned') { found << it } } }
        return found
    }
}
