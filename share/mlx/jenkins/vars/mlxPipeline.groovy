// The whole pipeline as one step; see mlxPipeline.txt, or the step's help in Jenkins.
def call(Map given = [:]) {
    def settings = [
        agent: '', submitter: '', branch: 'main', onNegative: 'unstable', credentials: [:], repositories: [:],
        upstream: '', lock: '',
    ]
    def unknown = given.keySet() - settings.keySet()
    if (unknown) { error("mlxPipeline: unknown ${unknown.join(', ')}; known are ${settings.keySet().join(', ')}") }
    settings += given
    settings.stage = [onNegative: settings.onNegative, credentials: settings.credentials]

    pipeline {
        agent none    // nobody's executor waits for the approval
        options {
            disableConcurrentBuilds()
            skipStagesAfterUnstable()
            buildDiscarder(logRotator(numToKeepStr: '50'))
        }
        triggers { upstream(upstreamProjects: settings.upstream, threshold: hudson.model.Result.SUCCESS) }
        parameters {    // what `mlx-trigger --start jenkins` has found elsewhere
            string(name: 'MLX_STARTED_BY', defaultValue: '', description: 'the run that found it')
            string(name: 'MLX_CHANGED', defaultValue: '', description: 'code, data or tests')
            string(name: 'MLX_PIPELINE', defaultValue: '', description: 'train, retrain or retest')
            string(name: 'MLX_REASON', defaultValue: '', description: 'in words')
        }
        environment { MLX_RUN_DIR = '.mlx/build' }
        stages {
            stage('Candidate') {
                agent { label settings.agent }
                stages {
                    stage('Trigger') {
                        steps {
                            sh 'rm -rf run.json reports .mlx/build'
                            sh 'mkdir -p reports .mlx/build && : > .mlx/build/changed'
                            script {
                                listChanges('', env.GIT_PREVIOUS_SUCCESSFUL_COMMIT)
                                settings.repositories.each { directory, source ->
                                    def previous = null
                                    dir(directory) { previous = git(source).GIT_PREVIOUS_SUCCESSFUL_COMMIT }
                                    listChanges(directory, previous)
                                }
                                trigger(settings.stage)
                            }
                        }
                    }
                    stage('Validate') {
                        when { environment name: 'TRAINS', value: 'true' }
                        steps {
                            mlxStage(settings.stage, 'mlx-validate', '--junit reports/checks.xml --html reports/data.html')
                        }
                    }
                    stage('Train') {
                        when { environment name: 'TRAINS', value: 'true' }
                        steps { mlxStage(settings.stage, 'mlx-train', '--junit reports/checks.xml') }
                    }
                    stage('Evaluate') {
                        when { environment name: 'TRIGGERED', value: 'true' }
                        steps {
                            mlxStage(settings.stage, 'mlx-eval', '--junit reports/checks.xml --html reports/model.html')
                        }
                    }
                    stage('Register') {
                        when { environment name: 'TRIGGERED', value: 'true' }
                        steps {
                            mlxStage(settings.stage, 'mlx-register', '--junit reports/checks.xml')
                            script {
                                def run = mlxStage.readRun('run.json')
                                env.CANDIDATE = run.version
                                env.DIGEST = run.digest
                                if (mayPromote(settings.branch)) { env.MLX_APPROVAL_URL = env.BUILD_URL + 'input/' }
                            }
                        }
                    }
                }
                post {
                    always {
                        // The exit statuses decide; a failed check may be one that only warns.
                        junit testResults: 'reports/checks.xml', allowEmptyResults: true, skipMarkingBuildUnstable: true
                        notifyOwner(settings.stage, 'run.json')
                    }
                    cleanup { archiveArtifacts artifacts: 'run.json,reports/**', allowEmptyArchive: true }
                }
            }
            stage('Promote') {
                when {
                    beforeInput true
                    expression { mayPromote(settings.branch) }
                }
                options { timeout(time: 7, unit: 'DAYS') }
                input {
                    message "Put ${env.CANDIDATE} into production?"
                    id 'promote'
                    ok 'Promote'
                    submitter settings.submitter
                    submitterParameter 'APPROVER'
                }
                agent { label settings.agent }
                steps {
                    sh 'rm -rf promotion.json .mlx/build && mkdir -p .mlx/build'
                    script { env.MLX_ACTOR = env.APPROVER }    // whom the audit log names
                    script {
                        // The registry's own lock makes a promotion alone too; with this one a second waits here.
                        if (settings.lock) {
                            lock(settings.lock) { promote(settings.stage) }
                        } else {
                            promote(settings.stage)
                        }
                    }
                }
                post {
                    always { notifyOwner(settings.stage, 'promotion.json') }
                    cleanup { archiveArtifacts artifacts: 'promotion.json', allowEmptyArchive: true }
                }
            }
        }
    }
}

// Whether there is a new model that this branch may bring into production. Tests of a registered model make none.
def mayPromote(String branch) {
    return env.TRAINS == 'true' && env.CANDIDATE && (!env.BRANCH_NAME || env.BRANCH_NAME == branch)
}

// Lists what changed in a directory's repository. Without an earlier build, or when its commit is gone, that is
// nothing, and the data decides.
def listChanges(String directory, String commit) {
    withEnv(["CHANGED_IN=${directory}", "CHANGED_SINCE=${commit ?: 'none'}"]) {
        sh '''
            cd "./$CHANGED_IN"
            if git cat-file -e "$CHANGED_SINCE^{commit}" 2>/dev/null; then
                git diff --name-only --no-renames -z --line-prefix="${CHANGED_IN:+$CHANGED_IN/}" "$CHANGED_SINCE" HEAD
            fi >> "$WORKSPACE/.mlx/build/changed"
        '''
    }
}

// Finds which pipeline the change calls for: by the commits since the last successful build, else by the data itself,
// which may come from elsewhere than git.
def trigger(Map stage) {
    int status = 1
    if (readFile('.mlx/build/changed')) {
        status = mlxStage.runTool(stage, 'mlx-trigger', '--changed-files .mlx/build/changed')
    }
    if (status == 1) {
        sh 'rm -f run.json'
        status = mlxStage.runTool(stage, 'mlx-trigger', '')
    }
    env.TRIGGERED = status == 1 ? 'false' : 'true'
    if (status > 1) { error(mlxStage.explain('mlx-trigger', status, 'run.json')) }
    def pipeline = mlxStage.readRun('run.json').pipeline
    env.TRAINS = pipeline in ['train', 'retrain'] ? 'true' : 'false'
    currentBuild.description = status == 1 ? 'nothing to do' : pipeline
}

def promote(Map stage) {
    // The service that is started here outlives the build.
    withEnv(['JENKINS_NODE_COOKIE=dontKillMe']) {
        mlxStage(stage + [document: 'promotion.json'], 'mlx-promote',
            '"$CANDIDATE" --expect "$DIGEST" --reason "approved by $APPROVER, $BUILD_URL"')
    }
}

// Tells the owner how it went, also of failures. mlx-notify ends with the run's own status; whether it has told
// anybody, after trying again by itself, is in its stage.
def notifyOwner(Map stage, String document) {
    if (env.TRIGGERED != 'true' || !fileExists(document)) { return }
    int status = mlxStage.runTool(stage + [document: document, tries: 1], 'mlx-notify', '')
    if (mlxStage.readRun(document).last != 'notify passed') {
        unstable('the owner was not told: ' + mlxStage.explain('mlx-notify', status, document))
    }
}
