// The cases of Tests/Jenkins/run: each with the plain Jenkinsfile and with the shared library.
//
//   groovy -cp Tests/Jenkins Tests/Jenkins/Cases.groovy TOOLS SHARE DIRECTORY [WORD]
// A WORD runs only the cases that have it in their names.
import org.codehaus.groovy.runtime.powerassert.PowerAssertionError

def (tools, share, directory, word) = (args as List) + [null]
Scenario.tools = new File(tools)
Scenario.share = new File(share)
final HOSTILE = '$(touch pwned)`touch pwned`\'; touch pwned; "; touch pwned; \n touch pwned #${HOME}'

def cases = [:]
// Cases of only one of the two kinds.
def kinds = [:].withDefault { ['Jenkinsfile', 'library'] }

cases['success: trained, approved, in production'] = { Scenario it ->
    it.settings = [submitter: "'anna,owners'"]
    def build = it.run([['anna', 'proceed']])
    assert build.currentResult == 'SUCCESS'
    assert it.stages(build).every { name, status -> status == 'SUCCESS' }
    assert build.stages*.name.containsAll(['Trigger', 'Validate', 'Train', 'Evaluate', 'Register', 'Promote'])
    assert build.log.contains('Put penguins@1 into production?')
    assert build.description == 'train'
    assert build.tests.total > 100 && build.tests.failed == 0
    assert build.archived.containsAll(['run.json', 'reports/data.html', 'reports/model.html', 'promotion.json'])
    assert it.production.version == 1
    assert it.production.actor == 'anna'
    assert it.production.reason == 'approved by anna, https://jenkins.example/job/penguins/1/'
    assert it.mails*.subject == ['[mlx] penguins 1: passed', '[mlx] penguins 1: is in production']
    assert it.mails.every { mail -> mail.text.contains('https://jenkins.example/job/penguins/1/') }
    // The first mail leads to where the build waits for an answer.
    assert it.mails[0].text.contains('https://jenkins.example/job/penguins/1/input/')
    assert build.directory == null
}

cases['unstable: a gate fails'] = { Scenario it ->
    it.edit('mlx.yaml', 'lower_bound: 0.95', 'lower_bound: 0.9999')
    it.commit('a gate that no model passes')
    def build = it.run([['anna', 'proceed']])
    assert build.currentResult == 'UNSTABLE'
    assert it.stages(build).subMap('Train', 'Evaluate', 'Register', 'Promote') ==
        [Train: 'SUCCESS', Evaluate: 'UNSTABLE', Register: 'SKIPPED', Promote: 'SKIPPED']
    assert build.log =~ /WARNING: mlx-eval ended with 1: accuracy is 0\.\d+/
    assert build.tests.failed == 1
    assert it.registered == []
    assert it.mails*.subject == ['[mlx] penguins: failed at eval']
    assert build.archived.contains('reports/model.html')
}

cases['error by option: a gate fails'] = { Scenario it ->
    it.settings = [onNegative: "'error'"]
    it.edit('mlx.yaml', 'lower_bound: 0.95', 'lower_bound: 0.9999')
    it.commit('a gate that no model passes')
    def build = it.run([['anna', 'proceed']])
    assert build.currentResult == 'FAILURE'
    assert build.log =~ /ERROR: mlx-eval ended with 1: accuracy is/
    assert it.stages(build).Promote == 'SKIPPED'
    assert it.mails*.subject == ['[mlx] penguins: failed at eval']
}

cases['failure: the data cannot be read (65)'] = { Scenario it ->
    it.write('data/train.csv', [0xff, 0xfe, 0x00, 0x41] as byte[])
    it.commit('broken data')
    def build = it.run([['anna', 'proceed']])
    assert build.currentResult == 'FAILURE'
    assert build.log =~ /ERROR: mlx-validate ended with 65: 'data\/train.csv' is/
    assert it.stages(build).subMap('Validate', 'Train', 'Promote') ==
        [Validate: 'FAILURE', Train: 'SKIPPED', Promote: 'SKIPPED']
    assert it.registered == []
    assert it.mails*.subject == ['[mlx] penguins: failed at validate']
    assert build.archived.contains('run.json')
}

cases['failure: a tool is killed, and the owner is told which'] = { Scenario it ->
    it.edit('mlx.yaml', 'trainer: xgboost', 'trainer: command\n  command: [sh, -c, "kill -9 \\$PPID"]')
    it.commit('a training that kills what runs it')
    def build = it.run([['anna', 'proceed']])
    assert build.currentResult == 'FAILURE'
    assert build.log.contains('ERROR: mlx-train ended with 137')
    assert it.mails*.subject == ['[mlx] penguins: failed at train']
    assert !build.log.contains('the owner was not told')
}

cases['rejection: nothing goes into production'] = { Scenario it ->
    it.settings = [submitter: "'anna'"]
    def build = it.run([['anna', 'abort']])
    assert build.currentResult == 'ABORTED'
    assert it.registered == [1]
    assert it.production == null
    assert !build.archived.contains('promotion.json')
    assert it.mails*.subject == ['[mlx] penguins 1: passed']
}

cases['wrong submitter: is not heard, and time runs out'] = { Scenario it ->
    it.settings = [submitter: "'anna,owners'"]
    def build = it.run([['mallory', 'proceed'], ['mallory', 'abort']])
    assert build.refused == ['mallory', 'mallory']
    assert build.currentResult == 'ABORTED'
    assert build.log.contains('Timeout has been exceeded')
    assert it.production == null
}

cases['wrong submitter, then one of the group'] = { Scenario it ->
    it.settings = [submitter: "'anna,owners'"]
    it.job.groups = [otto: ['owners']]
    def build = it.run([['mallory', 'proceed'], ['otto', 'proceed']])
    assert build.refused == ['mallory']
    assert build.currentResult == 'SUCCESS'
    assert it.production.actor == 'otto'
}

cases['missing credential: named, and nothing goes into production'] = { Scenario it ->
    it.settings = [credentials: "['mlx-notify': [SMTP_PASSWORD: 'smtp-password']]"]
    def build = it.run([['anna', 'proceed']])
    assert build.currentResult == 'FAILURE'
    assert build.log.contains("Could not find credentials entry with ID 'smtp-password'")
    assert it.stages(build).Promote == 'SKIPPED'
    assert it.production == null
    assert build.archived.contains('run.json')
}

cases['credentials: the tool that needs one has it, the log and the others have not'] = { Scenario it ->
    it.shell('openssl ecparam -name prime256v1 -genkey -noout -out ci.key', it.top)
    it.shell('openssl ec -in ci.key -pubout -out ci.pub', it.top)
    def key = new File(it.top, 'ci.key').text
    it.job.credentials = [signing: key]
    it.settings = [credentials: "['mlx-register': [MLX_SIGNING_KEY: 'signing']]"]
    it.edit('mlx.yaml', '(?m)^registry:\n', 'registry:\n  sign: {key: "env:MLX_SIGNING_KEY"}\n')
    it.commit('sign versions')
    it.wrap('mlx-train', 'env > "$TOP/train.env"; exec "$TOOL" "$@"')
    def build = it.run([['anna', 'proceed']])
    assert build.currentResult == 'SUCCESS'
    it.shell("mlx-register verify penguins@1 --key '${it.top}/ci.pub'")
    def secret = key.readLines()[1]
    assert !build.log.contains(secret)
    assert !new File(it.top, 'train.env').text.contains('MLX_SIGNING_KEY')
    it.job.workspace.eachFileRecurse { file -> assert !file.file || !file.text.contains(secret) }
}

cases['75, then success: the stage is repeated on the same document'] = { Scenario it ->
    it.run([['anna', 'abort']])
    // The first try finds the registry locked.
    it.wrap('mlx-register', '''
        if mkdir "$TOP/tried" 2>/dev/null; then
            flock registry/testing/penguins/.mlx/lock "$TOOL" --lock-timeout 0.1 "$@"
        else
            "$TOOL" "$@"
        fi''')
    it.write('data/train.csv', Scenario.rows([1, 2, 3]))
    it.commit('more data')
    def build = it.run([['anna', 'proceed']])
    assert new File(it.top, 'tried').exists()
    assert build.currentResult == 'SUCCESS'
    assert build.pauses == [15]
    assert it.registered == [1, 2]
    assert it.production.version == 2
}

cases['75 for ever: given up after growing pauses, and the owner is told'] = { Scenario it ->
    it.run([['anna', 'abort']])
    it.wrap('mlx-register', 'exec flock registry/testing/penguins/.mlx/lock "$TOOL" --lock-timeout 0.1 "$@"')
    it.write('data/train.csv', Scenario.rows([1, 2, 3]))
    it.commit('more data')
    def build = it.run([['anna', 'proceed']])
    assert build.currentResult == 'FAILURE'
    assert build.pauses == [15, 60, 240]
    assert build.log =~ /ERROR: mlx-register ended with 75: /
    assert it.mails*.subject.last() == '[mlx] penguins: failed at register'
    assert it.production == null
}

cases['75, then killed: the owner is told of the second try'] = { Scenario it ->
    it.run([['anna', 'abort']])
    it.wrap('mlx-register', '''
        lock=registry/testing/penguins/.mlx/lock
        if mkdir "$TOP/tried" 2>/dev/null; then exec flock "$lock" "$TOOL" --lock-timeout 0.1 "$@"; fi
        exec 9>>"$lock"
        flock 9
        "$TOOL" "$@" 9>&- &
        sleep 0.5
        kill -9 $!
        wait $!''')
    it.write('data/train.csv', Scenario.rows([1, 2, 3]))
    it.commit('more data')
    def build = it.run([['anna', 'proceed']])
    assert build.currentResult == 'FAILURE'
    assert build.pauses == [15]
    assert build.log.contains('ERROR: mlx-register ended with 137')
    assert it.mails.last().subject == '[mlx] penguins: failed at register'
    assert it.mails.last().text.contains('ended without writing its document')
}

cases['hostile names of branch, file and approver inject nothing'] = { Scenario it ->
    it.edit('mlx.yaml', 'data/train.csv', 'data/train*.csv')
    it.commit('several files')
    it.job.variables += [BRANCH_NAME: HOSTILE, CHANGE_TITLE: HOSTILE, CHANGE_BRANCH: HOSTILE]
    def build = it.run([['anna', 'proceed']])
    assert build.currentResult == 'SUCCESS'
    assert it.stages(build).Promote == 'SKIPPED'    // the branch is not 'main'
    assert !build.log.contains('Input requested')
    assert it.production == null
    assert it.pwned == []

    it.job.variables.BRANCH_NAME = 'main'
    it.write('data/train' + HOSTILE.replace('/', '') + '.csv', Scenario.rows([3]))
    it.commit('a file')
    build = it.run([[HOSTILE, 'proceed']])
    assert build.currentResult == 'SUCCESS'
    assert build.description == 'train' || build.description == 'retrain'
    assert it.production.version == 2
    assert it.production.reason.contains('$(touch pwned)')
    assert it.pwned == []
}

cases['train, retrain, retest, nothing to do'] = { Scenario it ->
    assert it.run([['anna', 'proceed']]).description == 'train'

    it.write('data/train.csv', Scenario.rows([1, 2, 3]))
    it.commit('more data')
    def retrained = it.run([['anna', 'proceed']])
    assert retrained.description == 'retrain'
    assert it.production.version == 2

    it.write('tests/README', 'more tests')
    it.commit('tests')
    def retested = it.run([['anna', 'proceed']])
    assert retested.description == 'retest'
    assert it.stages(retested).subMap('Validate', 'Train', 'Evaluate', 'Promote') ==
        [Validate: 'SKIPPED', Train: 'SKIPPED', Evaluate: 'SUCCESS', Promote: 'SKIPPED']
    assert !retested.log.contains('Input requested')
    assert it.registered == [1, 2]

    def mails = it.mails.size()
    def idle = it.run()
    assert idle.currentResult == 'SUCCESS' && idle.description == 'nothing to do'
    assert it.stages(idle).Evaluate == 'SKIPPED'
    assert it.mails.size() == mails

    it.edit('mlx.yaml', 'num_round: 20', 'num_round: 15')
    it.commit('code')
    assert it.run([['anna', 'abort']]).description == 'train'
    assert it.run([['anna', 'proceed']]).description == 'train'    // as the build before did not succeed
    assert it.production.version == it.registered.last()
}

cases['data and tests in repositories of their own'] = { Scenario it ->
    def (data, tests) = ['data-repository', 'tests-repository'].collect { name -> new File(it.top, name) }
    ['train.csv', 'test.csv'].each { name -> it.write(name, new File(it.repository, "data/${name}").text, data) }
    it.write('cases.jsonl', new File(it.repository, 'cases.jsonl').text, tests)
    it.commit('data', data)
    it.commit('tests', tests)
    it.edit('mlx.yaml', 'cases.jsonl', 'tests/cases.jsonl')
    it.shell('git rm -q -r data cases.jsonl', it.repository)
    it.commit('only code')
    it.settings = [repositories: "[data: [url: '${data}', branch: 'main'], tests: [url: '${tests}', branch: 'main']]"]
    assert it.run([['anna', 'proceed']]).description == 'train'

    it.write('cases.jsonl', new File(tests, 'cases.jsonl').readLines().take(2).join('\n') + '\n', tests)
    it.commit('fewer tests', tests)
    assert it.run().description == 'retest'

    it.write('train.csv', Scenario.rows([1, 2, 3]), data)
    it.commit('more data', data)
    assert it.run([['anna', 'proceed']]).description == 'retrain'
    assert it.production.version == 2
}

cases['too few rows to tell: a person may promote all the same'] = { Scenario it ->
    it.edit('mlx.yaml', 'upper_bound: 0.3}', 'upper_bound: 0.09, confidence: 0.9}')
    it.commit('a gate with a confidence')
    def build = it.run([['anna', 'proceed']])
    assert it.mails*.subject[0] == '[mlx] penguins 1: waits for your approval'
    assert build.currentResult == 'SUCCESS'
    assert it.production.version == 1
}

cases['mail that cannot be left: unstable, and nothing goes into production'] = { Scenario it ->
    it.edit('mlx.yaml', 'file:mail', 'file:/proc/no-such-place')
    it.commit('mail to nowhere')
    def build = it.run([['anna', 'proceed']])
    assert build.currentResult == 'UNSTABLE'
    assert build.log.contains('WARNING: the owner was not told: mlx-notify ended with 7')
    assert it.production == null
}

cases['a tool that is missing is named'] = { Scenario it ->
    it.job.variables.PATH = '/usr/bin:/bin'
    def build = it.run()
    assert build.currentResult == 'FAILURE'
    assert build.log.contains('ERROR: mlx-trigger ended with 127')

    it.job.variables.PATH = "${it.top}/bin:${Scenario.tools}:/usr/bin:/bin".toString()
    it.wrap('mlx-eval', 'exec no-such-tool')
    build = it.run([['anna', 'proceed']])
    assert build.currentResult == 'FAILURE'
    assert build.log.contains('ERROR: mlx-eval ended with 127')
    assert it.mails == []
}

cases['the service that a promotion starts outlives the build'] = { Scenario it ->
    def socket = new ServerSocket(0)
    def port = socket.localPort
    socket.close()
    it.write('mlx.yaml', new File(it.repository, 'mlx.yaml').text + "serve: {port: ${port}}\n")
    it.commit('a service')
    try {
        def build = it.run([['anna', 'proceed']])
        assert build.currentResult == 'SUCCESS'
        assert new URL("http://127.0.0.1:${port}/v2/models/penguins").text.contains('penguins')
    } finally {
        def pid = new File(it.job.workspace, 'registry/production/penguins/.mlx/serve.pid')
        if (pid.exists()) { ['kill', pid.text.trim()].execute().waitFor() }
    }
}

// What Jenkins itself refuses, the harness must refuse too; else the cases above would prove little.
def refusals = [
    'a misspelt section': ['agent none', 'agnet none', "unknown directive 'agnet'"],
    'a misspelt condition of post': ['cleanup { archive', 'clean { archive', "unknown directive 'clean'"],
    'a misspelt condition of when': ['beforeInput true', 'beforeInputs true', "unknown directive 'beforeInputs'"],
    'a misspelt key of input': ['submitterParameter', 'submitterParam', "unknown directive 'submitterParam'"],
    'code outside script':
        ["sh 'rm -rf promotion.json", "def x = 1\n sh 'rm -rf promotion.json", "code belongs in 'script'"],
    'a pipeline without agent': ['agent none', '', "a pipeline needs 'agent'"],
    'two stages of one name': ["stage('Train')", "stage('Validate')", "two stages 'Validate'"],
    'a step that does not exist':
        ['archiveArtifacts artifacts', 'archiveArtefacts artifacts', "No such DSL method 'archiveArtefacts'"],
    'a parameter that does not exist':
        ['allowEmptyResults', 'allowEmpty', "Unknown parameter(s) [allowEmpty] of 'junit'"],
]
refusals.each { name, change ->
    def title = "refused as Jenkins does: ${name}".toString()
    kinds[title] = ['Jenkinsfile']
    cases[title] = { Scenario it ->
        def text = it.jenkinsfile
        assert text.contains(change[0])
        def build = it.job.run(text.replace(change[0], change[1]), [['anna', 'proceed']])
        assert build.currentResult == 'FAILURE'
        assert build.log.contains(change[2])
        assert it.production == null
    }
}

kinds['the harness: conditions, retry, catchError, parallel and post'] = ['Jenkinsfile']
cases['the harness: conditions, retry, catchError, parallel and post'] = { Scenario it ->
    it.job.variables.BRANCH_NAME = 'main'
    def text = '''
        pipeline {
            agent any
            stages {
                stage('no') {
                    when {
                        anyOf {
                            branch 'x'
                            not { branch 'main' }
                        }
                    }
                    steps { sh 'exit 3' }
                }
                stage('again') { steps { retry(3) { sh 'echo x >> tries; test $(wc -l < tries) -eq 3' } } }
                stage('pipe') { steps { sh 'false | true' } }
                stage('caught') { steps { catchError(buildResult: 'UNSTABLE') { sh 'exit 4' } } }
                stage('both') {
                    parallel {
                        stage('left') { steps { error 'left' } }
                        stage('right') { steps { sh 'touch right' } }
                    }
                    post {
                        failure { sh 'touch failure' }
                        success { sh 'touch success' }
                    }
                }
                stage('never') { steps { sh 'touch never' } }
            }
            post {
                changed { sh 'touch changed' }
                cleanup { sh 'touch cleanup' }
            }
        }'''
    def build = it.job.run(text)
    assert build.currentResult == 'FAILURE'
    assert it.stages(build) == [
        no: 'SKIPPED', again: 'SUCCESS', pipe: 'SUCCESS', caught: 'UNSTABLE', both: 'FAILURE', left: 'FAILURE',
        right: 'SUCCESS', never: 'SKIPPED',
    ]
    assert ['right', 'failure', 'changed', 'cleanup'].every { name -> new File(it.job.workspace, name).exists() }
    assert !['success', 'never'].any { name -> new File(it.job.workspace, name).exists() }
}

kinds['refused: a setting of the library that does not exist'] = ['library']
cases['refused: a setting of the library that does not exist'] = { Scenario it ->
    def build = it.job.run("mlxPipeline(submiter: 'anna')")
    assert build.currentResult == 'FAILURE'
    assert build.log.contains("mlxPipeline: unknown submiter; known are agent, submitter")
}

kinds['what a build leaves running ends with it'] = ['Jenkinsfile']
cases['what a build leaves running ends with it'] = { Scenario it ->
    def build = it.job.run("pipeline { agent any\n stages { stage('x') { steps { sh 'sleep 300 & echo \$! > ../pid' } } } }")
    assert build.currentResult == 'SUCCESS'
    Thread.sleep(100)
    assert !new File("/proc/${new File(it.top, 'pid').text.trim()}/exe").exists()
}

kinds['a lock around the promotion'] = ['library']
cases['a lock around the promotion'] = { Scenario it ->
    it.settings = [lock: "'penguins-production'", agent: "'linux'"]
    def build = it.run([['anna', 'proceed']])
    assert build.currentResult == 'SUCCESS'
    assert build.locks == 1
    assert build.log.indexOf('Lock acquired on [penguins-production]') in (1..build.log.indexOf('+ mlx-promote'))
    assert it.production.version == 1
}

// What README.md shows, as it stands there.
def shown = (new File(share, 'jenkins/README.md').text =~ /(?s)```groovy\n(.*?)```/).collect { all, text -> text }
kinds['README.md: the job of the data'] = ['Jenkinsfile']
cases['README.md: the job of the data'] = { Scenario it ->
    def data = new File(it.repository, 'data')
    it.write('data/schema.json', new File(it.repository, 'schema.json').text)
    it.commit('data', data)
    it.job.repository = data
    def text = shown.find { it.contains('Test the data') }
    def build = it.job.run(text)
    assert build.currentResult == 'SUCCESS'
    assert build.tests.total > 100
    it.write('data/train.csv', Scenario.rows([1, 2]).replaceFirst('Adelie', 'Adelei'))
    it.commit('a wrong name', data)
    build = it.job.run(text)
    assert build.currentResult == 'FAILURE'
    assert build.tests.failed == 1
    assert build.archived.sort() == ['data.html', 'run.json']
}

kinds['README.md: stages of one\'s own'] = ['library']
cases['README.md: stages of one\'s own'] = { Scenario it ->
    def text = shown.find { it.contains('mlxStage \'mlx-train\'') }
    assert it.job.run(text).currentResult == 'SUCCESS'
    it.edit('mlx.yaml', 'lower_bound: 0.95', 'lower_bound: 0.9999')
    it.commit('a gate that no model passes')
    assert it.job.run(text).currentResult == 'FAILURE'
}

kinds['README.md: what is set'] = ['library']
cases['README.md: what is set'] = { Scenario it ->
    def calls = shown.findAll { it.contains('mlxPipeline(') }
    assert calls.size() == 3
    // Settings that name places and secrets that are not here, so that they are only understood.
    calls.eachWithIndex { text, n ->
        it.write('data/train.csv', Scenario.rows(n == 2 ? [1, 2, 3] : [1, 2]))
        if (n == 2) { it.commit('more data') }
        assert !it.job.run(text.replace('example.com', 'localhost:1')).log.contains('unknown')
    }
    assert it.job.builds[0].currentResult == 'ABORTED'    // nobody has answered
    assert it.job.builds[1].log.contains('localhost:1/penguins-data.git')
    assert it.job.builds[2].log.contains("Could not find credentials entry with ID 'signing-key'")
}

int passed = 0, failed = 0
cases.findAll { name, body -> !word || name.contains(word) }.eachWithIndex { name, body, n ->
    kinds[name].each { kind ->
        def top = new File(directory, "${n}-${kind}")
        try {
            body(new Scenario(kind, top))
            passed++
            println "ok ${kind}: ${name}"
        } catch (Throwable trouble) {
            failed++
            println "FAILED ${kind}: ${name} (in ${top})"
            if (trouble instanceof PowerAssertionError) { println trouble.message } else { trouble.printStackTrace(System.out) }
        }
    }
}
println "${passed} passed, ${failed} failed"
System.exit(failed || !passed ? 1 : 0)
