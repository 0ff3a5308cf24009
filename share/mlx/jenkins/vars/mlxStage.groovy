// One tool of the pipeline as a step; see mlxStage.txt, or the step's help in Jenkins.
import com.cloudbees.groovy.cps.NonCPS

def call(String tool, String arguments = '') {
    call([:], tool, arguments)
}

// Runs a tool on the run document. Its status decides: 0 goes on, 1 is the verdict no, the others are errors.
// The arguments are literal text for the shell: what comes from elsewhere stands in variables, quoted.
def call(Map settings, String tool, String arguments = '') {
    def document = settings.document ?: 'run.json'
    int status = runTool(settings, tool, arguments)
    // The document cannot tell of a tool that is not there, so that a mail would be of success.
    if (status == 127) { env.TRIGGERED = 'false' }
    if (status == 1 && settings.onNegative != 'error') {
        unstable(explain(tool, status, document))
    } else if (status != 0) {
        error(explain(tool, status, document))
    } else if (tool == 'mlx-promote' && readRun(document).phase == 'AwaitingApproval') {
        unstable('the promotion came to no verdict; production is what it was')
    }
}

// Runs a tool and returns its status, after pauses again while that is 75, 'try again'. A try that is repeated
// leaves the document as it was.
int runTool(Map settings, String tool, String arguments) {
    def document = settings.document ?: 'run.json'
    int tries = settings.tries ?: 4
    int status = 75
    withCredentials(secrets(settings.credentials, tool)) {
        withEnv(["TOOL=${tool}", "DOCUMENT=${document}"]) {
            sh 'mkdir -p .mlx/build'
            for (int pause = 15; status == 75 && tries > 0; tries--) {
                status = sh(returnStatus: true, label: tool, script: '''
                    rm -f .mlx/build/next.json
                    if [ -e "$DOCUMENT" ]; then set -- --in "$DOCUMENT"; else set -- --no-input; fi
                    "$TOOL" "$@" --out .mlx/build/next.json ''' + arguments)
                if (status == 75 && tries > 1) {
                    sleep(time: pause, unit: 'SECONDS')
                    pause *= 4
                }
            }
            sh 'if [ -e .mlx/build/next.json ]; then mv .mlx/build/next.json "$DOCUMENT"; fi'
        }
    }
    return status
}

// What withCredentials needs for a tool.
def secrets(Map credentials, String tool) {
    return (credentials?.get(tool) ?: [:]).collect { variable, id -> string(variable: variable, credentialsId: id) }
}

// What a tool said when it ended with a status other than 0.
String explain(String tool, int status, String document) {
    def message = fileExists(document) ? readRun(document).message : ''
    return "${tool} ended with ${status}" + (message ? ": ${message}" : '')
}

def readRun(String document) {
    return summary(readFile(document))
}

// What the build needs of a run document, as plain text.
@NonCPS
def summary(String json) {
    def run = new groovy.json.JsonSlurper().parseText(json)
    def last = run.stages ? run.stages.last() : [:]
    def said = [last.problem?.title, last.problem?.detail, last.problem?.hint].findAll { it }
    said += (last.checks ?: []).findAll { it.status == 'failed' }.collect { it.message ?: it.id }
    return [
        pipeline: run.spec?.pipeline as String, phase: run.status.phase as String, message: said.take(5).join('; '),
        last: "${last.name} ${last.status}".toString(), digest: run.model?.digest as String,
        version: (run.model?.uri ?: '').toString().replaceFirst('^registry:', ''),
    ]
}
