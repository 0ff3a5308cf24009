import org.codehaus.groovy.control.CompilerConfiguration

/** A job of one repository, with the shared library if there is one. */
class Job {
    String name = 'penguins', branch = 'main'
    File repository, workspace, library
    Map variables = [:], credentials = [:], groups = [:]
    List builds = []

    /** Runs a Jenkinsfile; what it throws at its end is the build's result. */
    Build run(String jenkinsfile, List answers = []) {
        def build = new Build(this, builds.size() + 1)
        build.answers = answers
        builds << build
        try {
            Grammar.check(jenkinsfile)
            script(build, jenkinsfile).run()
        } catch (Abort end) {
            build.worsen(end.result)
            build.say("ERROR: ${end.message}")
        } catch (MissingMethodException missing) {
            build.worsen('FAILURE')
            build.say("java.lang.NoSuchMethodError: No such DSL method '${missing.method}' found among steps")
        }
        build.say("Finished: ${build.currentResult}")
        return build
    }

    private Script script(Build build, String jenkinsfile) {
        def configuration = new CompilerConfiguration(scriptBaseClass: 'Steps')
        def loader = new GroovyClassLoader(getClass().classLoader, configuration)
        loader.parseClass('package com.cloudbees.groovy.cps; @interface NonCPS {}', 'NonCPS.groovy')
        loader.parseClass('@interface Library { String[] value() }', 'Library.groovy')
        def bind = { Script script ->
            script.setBuild(build)
            return script
        }
        def globals = [:]
        if (library) {
            new File(library, 'vars').eachFileMatch(~/.*\.groovy/) { file ->
                Grammar.check(file.text)
                globals[file.name - '.groovy'] = bind(loader.parseClass(file).newInstance())
            }
            globals.values().each { it.setGlobals(globals) }
        }
        def main = bind(loader.parseClass(jenkinsfile, 'WorkflowScript.groovy').newInstance())
        main.setGlobals(globals)
        return main
    }
}
