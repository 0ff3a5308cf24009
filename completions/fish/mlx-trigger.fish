function __mlx-trigger_should_offer_completions_for_flags_or_options -a expected_commands
    set -l non_repeating_flags_or_options $argv[2..]
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __mlx-trigger_parse_tokens
    test "$commands" = "$expected_commands"; and return $non_repeating_flags_or_options_absent
end

function __mlx-trigger_should_offer_completions_for_positional -a expected_commands positional_index_comparison expected_positional_index
    set -l non_repeating_flags_or_options
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __mlx-trigger_parse_tokens
    test "$commands" = "$expected_commands" -a \( "$positional_index" "$positional_index_comparison" "$expected_positional_index" \)
end

function __mlx-trigger_parse_tokens -S
    set -l unparsed_tokens (__mlx-trigger_tokens -pc)
    switch $unparsed_tokens[1]
    case 'mlx-trigger'
        __mlx-trigger_parse_subcommand 0 'since=+' 'changed-files=' 'event=' 'report=+' 'max-age=' 'testing=' 'production=' 'start=' 'start-url=' 'start-token=' 'in=' 'out=' 'no-input' 'run-id=' 'pretty' 'fail-on=' 'allow-empty' 'junit=' 'junit-strict' 'openmetrics=' 'dotenv=' 'config=' 'q/quiet' 'v/verbose' 'color=' 'ci=' 'version' 'h/help'
        switch $unparsed_tokens[1]
        case 'help'
            __mlx-trigger_parse_subcommand -r 1 'version'
        end
    end
end

function __mlx-trigger_tokens
    if test (string split -m 1 -f 1 -- . "$FISH_VERSION") -gt 3
        commandline --tokens-raw $argv
    else
        commandline -o $argv
    end
end

function __mlx-trigger_parse_subcommand -S -a positional_count
    argparse -s r -- $argv
    set -l option_specs $argv[2..]
    set -l is_repeating_positional $_flag_r
    set -el _flag_r
    set -a commands $unparsed_tokens[1]
    set positional_index 0
    while true
        set -e unparsed_tokens[1]
        argparse -sn "$commands" $option_specs -- $unparsed_tokens 2> /dev/null
        set unparsed_tokens $argv
        set positional_index (math $positional_index + 1)
        for non_repeating_flag_or_option in $non_repeating_flags_or_options
            if set -ql "_flag_$(string replace -a - _ -- $non_repeating_flag_or_option)"
                set non_repeating_flags_or_options_absent 1
                break
            end
        end
        test (count $unparsed_tokens) -eq 0 -o \( -z "$is_repeating_positional" -a "$positional_index" -gt "$positional_count" \) && break
    end
end

function __mlx-trigger_complete_directories
    set -l token (commandline -t)
    string match -- '*/' $token
    set -l subdirs $token*/
    printf %s\n $subdirs
end

function __mlx-trigger_custom_completion
    set -x SAP_SHELL fish
    set -x SAP_SHELL_VERSION $FISH_VERSION
    set -l tokens (__mlx-trigger_tokens -p)
    if test -z "$(__mlx-trigger_tokens -t)"
        set -l index (count (__mlx-trigger_tokens -pc))
        set tokens $tokens[..$index] \'\' $tokens[(math $index + 1)..]
    end
    command $tokens[1] $argv $tokens
end

complete -c 'mlx-trigger' -f
complete -c 'mlx-trigger' -n '__mlx-trigger_should_offer_completions_for_flags_or_options "mlx-trigger"' -l 'since' -d 'Look at what changed since this branch left the commit; of another checkout "DIRECTORY=REF". Outside of a CI system uncommitted changes count too.' -rfka ''
complete -c 'mlx-trigger' -n '__mlx-trigger_should_offer_completions_for_flags_or_options "mlx-trigger" changed-files' -l 'changed-files' -d 'Look at these files: a path a line, or NUL after each; "-" is standard input.' -rfka ''
complete -c 'mlx-trigger' -n '__mlx-trigger_should_offer_completions_for_flags_or_options "mlx-trigger" event' -l 'event' -d 'Look at what a webhook of GitHub, GitLab or Gitea tells; of another checkout "DIRECTORY=FILE".' -rfka ''
complete -c 'mlx-trigger' -n '__mlx-trigger_should_offer_completions_for_flags_or_options "mlx-trigger"' -l 'report' -d 'Look at drift and metrics in this run document of mlx-validate or mlx-eval.' -rfka ''
complete -c 'mlx-trigger' -n '__mlx-trigger_should_offer_completions_for_flags_or_options "mlx-trigger" max-age' -l 'max-age' -d 'How old the model may be, as "30d" or "12h".' -rfka ''
complete -c 'mlx-trigger' -n '__mlx-trigger_should_offer_completions_for_flags_or_options "mlx-trigger" testing' -l 'testing' -d 'The testing registry.' -rfka ''
complete -c 'mlx-trigger' -n '__mlx-trigger_should_offer_completions_for_flags_or_options "mlx-trigger" production' -l 'production' -d 'The production registry.' -rfka ''
complete -c 'mlx-trigger' -n '__mlx-trigger_should_offer_completions_for_flags_or_options "mlx-trigger" start' -l 'start' -d 'Ask this system to begin the pipeline, unless there is nothing to do.' -rfka 'github gitlab jenkins'
complete -c 'mlx-trigger' -n '__mlx-trigger_should_offer_completions_for_flags_or_options "mlx-trigger" start-url' -l 'start-url' -d 'Where: Jenkins\' job, the repository in GitHub\'s API, or GitLab\'s pipeline trigger with its branch.' -rfka ''
complete -c 'mlx-trigger' -n '__mlx-trigger_should_offer_completions_for_flags_or_options "mlx-trigger" start-token' -l 'start-token' -d 'Where its token is: "env:NAME" or "file:PATH"; for Jenkins it is "USER:TOKEN".' -rfka ''
complete -c 'mlx-trigger' -n '__mlx-trigger_should_offer_completions_for_flags_or_options "mlx-trigger" in' -l 'in' -d 'Read the run document here; "-" is standard input.' -rfka ''
complete -c 'mlx-trigger' -n '__mlx-trigger_should_offer_completions_for_flags_or_options "mlx-trigger" out' -l 'out' -d 'Write the run document here, whole or not at all.' -rfka ''
complete -c 'mlx-trigger' -n '__mlx-trigger_should_offer_completions_for_flags_or_options "mlx-trigger" no-input' -l 'no-input' -d 'Start a new run document; leave standard input alone.'
complete -c 'mlx-trigger' -n '__mlx-trigger_should_offer_completions_for_flags_or_options "mlx-trigger" run-id' -l 'run-id' -d 'The name of a new run.' -rfka ''
complete -c 'mlx-trigger' -n '__mlx-trigger_should_offer_completions_for_flags_or_options "mlx-trigger" pretty' -l 'pretty' -d 'Indent the run document.'
complete -c 'mlx-trigger' -n '__mlx-trigger_should_offer_completions_for_flags_or_options "mlx-trigger" fail-on' -l 'fail-on' -d '"gate": a failed check or gate ends the run with 1; "error": it is noted and the run goes on; "never": it ends the run, with 0.' -rfka 'error gate never'
complete -c 'mlx-trigger' -n '__mlx-trigger_should_offer_completions_for_flags_or_options "mlx-trigger" allow-empty' -l 'allow-empty' -d 'Let a stage pass in which no check ran.'
complete -c 'mlx-trigger' -n '__mlx-trigger_should_offer_completions_for_flags_or_options "mlx-trigger" junit' -l 'junit' -d 'Write all checks of the run so far as JUnit XML.' -rfka ''
complete -c 'mlx-trigger' -n '__mlx-trigger_should_offer_completions_for_flags_or_options "mlx-trigger" junit-strict' -l 'junit-strict' -d 'Write that file as the schema of Jenkins\' xUnit plugin wants it, junit-10.xsd.'
complete -c 'mlx-trigger' -n '__mlx-trigger_should_offer_completions_for_flags_or_options "mlx-trigger" openmetrics' -l 'openmetrics' -d 'Write the metrics of the run so far as OpenMetrics text.' -rfka ''
complete -c 'mlx-trigger' -n '__mlx-trigger_should_offer_completions_for_flags_or_options "mlx-trigger" dotenv' -l 'dotenv' -d 'Write the run\'s phase, candidate and such as variables for GitLab\'s later jobs.' -rfka ''
complete -c 'mlx-trigger' -n '__mlx-trigger_should_offer_completions_for_flags_or_options "mlx-trigger" config' -l 'config' -d 'The project file; "mlx.yaml" in the working directory if it is there.' -rfka ''
complete -c 'mlx-trigger' -n '__mlx-trigger_should_offer_completions_for_flags_or_options "mlx-trigger" q quiet' -l 'quiet' -s 'q' -d 'Say nothing but errors.'
complete -c 'mlx-trigger' -n '__mlx-trigger_should_offer_completions_for_flags_or_options "mlx-trigger" v verbose' -l 'verbose' -s 'v' -d 'Say more.'
complete -c 'mlx-trigger' -n '__mlx-trigger_should_offer_completions_for_flags_or_options "mlx-trigger" color' -l 'color' -d 'Colour in messages.' -rfka 'auto always never'
complete -c 'mlx-trigger' -n '__mlx-trigger_should_offer_completions_for_flags_or_options "mlx-trigger" ci' -l 'ci' -d 'Which CI system to speak to in annotations, summaries and outputs: "auto", "none", "gitea", "github", "gitlab", "jenkins", "azure", "teamcity" or "buildkite".' -rfka 'auto none gitea github gitlab jenkins azure teamcity buildkite'
complete -c 'mlx-trigger' -n '__mlx-trigger_should_offer_completions_for_flags_or_options "mlx-trigger" version' -l 'version' -d 'Show the version.'
complete -c 'mlx-trigger' -n '__mlx-trigger_should_offer_completions_for_flags_or_options "mlx-trigger" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mlx-trigger' -n '__mlx-trigger_should_offer_completions_for_positional "mlx-trigger" -eq 1' -fa 'help' -d 'Show subcommand help information.'
complete -c 'mlx-trigger' -n '__mlx-trigger_should_offer_completions_for_flags_or_options "mlx-trigger help" version' -l 'version' -d 'Show the version.'
