function __mlx-promote_should_offer_completions_for_flags_or_options -a expected_commands
    set -l non_repeating_flags_or_options $argv[2..]
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __mlx-promote_parse_tokens
    test "$commands" = "$expected_commands"; and return $non_repeating_flags_or_options_absent
end

function __mlx-promote_should_offer_completions_for_positional -a expected_commands positional_index_comparison expected_positional_index
    set -l non_repeating_flags_or_options
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __mlx-promote_parse_tokens
    test "$commands" = "$expected_commands" -a \( "$positional_index" "$positional_index_comparison" "$expected_positional_index" \)
end

function __mlx-promote_parse_tokens -S
    set -l unparsed_tokens (__mlx-promote_tokens -pc)
    switch $unparsed_tokens[1]
    case 'mlx-promote'
        __mlx-promote_parse_subcommand 0 'version' 'h/help'
        switch $unparsed_tokens[1]
        case 'deploy'
            __mlx-promote_parse_subcommand 1 'rollback' 'to=' 'reconcile' 'override' 'reason=' 'expect=' 'dry-run' 'approve' 'key=' 'approver=' 'require-approved' 'testing=' 'production=' 'lock-timeout=' 'no-serve' 'host=' 'port=' 'ready-timeout=' 'watch=' 'in=' 'out=' 'no-input' 'run-id=' 'pretty' 'fail-on=' 'allow-empty' 'junit=' 'junit-strict' 'openmetrics=' 'dotenv=' 'config=' 'q/quiet' 'v/verbose' 'color=' 'ci=' 'version' 'h/help'
        case 'list'
            __mlx-promote_parse_subcommand 0 'production=' 'json' 'config=' 'q/quiet' 'v/verbose' 'color=' 'ci=' 'version' 'h/help'
        case 'show'
            __mlx-promote_parse_subcommand 1 'production=' 'json' 'config=' 'q/quiet' 'v/verbose' 'color=' 'ci=' 'version' 'h/help'
        case 'help'
            __mlx-promote_parse_subcommand -r 1 'version'
        end
    end
end

function __mlx-promote_tokens
    if test (string split -m 1 -f 1 -- . "$FISH_VERSION") -gt 3
        commandline --tokens-raw $argv
    else
        commandline -o $argv
    end
end

function __mlx-promote_parse_subcommand -S -a positional_count
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

function __mlx-promote_complete_directories
    set -l token (commandline -t)
    string match -- '*/' $token
    set -l subdirs $token*/
    printf %s\n $subdirs
end

function __mlx-promote_custom_completion
    set -x SAP_SHELL fish
    set -x SAP_SHELL_VERSION $FISH_VERSION
    set -l tokens (__mlx-promote_tokens -p)
    if test -z "$(__mlx-promote_tokens -t)"
        set -l index (count (__mlx-promote_tokens -pc))
        set tokens $tokens[..$index] \'\' $tokens[(math $index + 1)..]
    end
    command $tokens[1] $argv $tokens
end

complete -c 'mlx-promote' -f
complete -c 'mlx-promote' -n '__mlx-promote_should_offer_completions_for_flags_or_options "mlx-promote" version' -l 'version' -d 'Show the version.'
complete -c 'mlx-promote' -n '__mlx-promote_should_offer_completions_for_flags_or_options "mlx-promote" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mlx-promote' -n '__mlx-promote_should_offer_completions_for_positional "mlx-promote" -eq 1' -fa 'deploy' -d 'Bring a version into production, or go back to an earlier one.'
complete -c 'mlx-promote' -n '__mlx-promote_should_offer_completions_for_positional "mlx-promote" -eq 1' -fa 'list' -d 'List the models in production.'
complete -c 'mlx-promote' -n '__mlx-promote_should_offer_completions_for_positional "mlx-promote" -eq 1' -fa 'show' -d 'Show which version of a model is live, and how it came there.'
complete -c 'mlx-promote' -n '__mlx-promote_should_offer_completions_for_positional "mlx-promote" -eq 1' -fa 'help' -d 'Show subcommand help information.'
complete -c 'mlx-promote' -n '__mlx-promote_should_offer_completions_for_flags_or_options "mlx-promote deploy" rollback' -l 'rollback' -d 'Go back to the version that was live before; the argument is the model\'s name alone.'
complete -c 'mlx-promote' -n '__mlx-promote_should_offer_completions_for_flags_or_options "mlx-promote deploy" to' -l 'to' -d 'With --rollback: go back to this version, which must have been live.' -rfka ''
complete -c 'mlx-promote' -n '__mlx-promote_should_offer_completions_for_flags_or_options "mlx-promote deploy" reconcile' -l 'reconcile' -d 'Finish for the version in production what a crash left undone.'
complete -c 'mlx-promote' -n '__mlx-promote_should_offer_completions_for_flags_or_options "mlx-promote deploy" override' -l 'override' -d 'Promote against the policy, or after an inconclusive canary; needs --reason.'
complete -c 'mlx-promote' -n '__mlx-promote_should_offer_completions_for_flags_or_options "mlx-promote deploy" reason' -l 'reason' -d 'Why; it is written into the audit log.' -rfka ''
complete -c 'mlx-promote' -n '__mlx-promote_should_offer_completions_for_flags_or_options "mlx-promote deploy" expect' -l 'expect' -d 'Refuse a model with another digest.' -rfka ''
complete -c 'mlx-promote' -n '__mlx-promote_should_offer_completions_for_flags_or_options "mlx-promote deploy" dry-run' -l 'dry-run' -d 'Look whether it would work, say each step, and change nothing.'
complete -c 'mlx-promote' -n '__mlx-promote_should_offer_completions_for_flags_or_options "mlx-promote deploy" approve' -l 'approve' -d 'Approve of the version with a signature by --key, and change nothing else.'
complete -c 'mlx-promote' -n '__mlx-promote_should_offer_completions_for_flags_or_options "mlx-promote deploy" key' -l 'key' -d 'With --approve: the approver\'s private key, "env:NAME" or a PEM file.' -rfka ''
complete -c 'mlx-promote' -n '__mlx-promote_should_offer_completions_for_flags_or_options "mlx-promote deploy" approver' -l 'approver' -d 'With --approve: who approves; by default whom the policy names for the key.' -rfka ''
complete -c 'mlx-promote' -n '__mlx-promote_should_offer_completions_for_flags_or_options "mlx-promote deploy" require-approved' -l 'require-approved' -d 'Exit with 77 when an approval is missing, also in a pipe; by default the run waits.'
complete -c 'mlx-promote' -n '__mlx-promote_should_offer_completions_for_flags_or_options "mlx-promote deploy" testing' -l 'testing' -d 'The registry that versions come from: a directory, "s3://…" or "oci://…"; by default the project\'s.' -rfka ''
complete -c 'mlx-promote' -n '__mlx-promote_should_offer_completions_for_flags_or_options "mlx-promote deploy" production' -l 'production' -d 'The registry that versions go to: a directory, "s3://…" or "oci://…"; by default the project\'s.' -rfka ''
complete -c 'mlx-promote' -n '__mlx-promote_should_offer_completions_for_flags_or_options "mlx-promote deploy" lock-timeout' -l 'lock-timeout' -d 'How long to wait while another process changes the registry.' -rfka ''
complete -c 'mlx-promote' -n '__mlx-promote_should_offer_completions_for_flags_or_options "mlx-promote deploy" no-serve' -l 'no-serve' -d 'Leave the prediction service alone: shadow, canary and watch are skipped, and their checks say so.'
complete -c 'mlx-promote' -n '__mlx-promote_should_offer_completions_for_flags_or_options "mlx-promote deploy" host' -l 'host' -d 'The service\'s address; by default that in mlx.yaml, or 127.0.0.1.' -rfka ''
complete -c 'mlx-promote' -n '__mlx-promote_should_offer_completions_for_flags_or_options "mlx-promote deploy" port' -l 'port' -d 'The service\'s port; by default that in mlx.yaml, without which there is no service.' -rfka ''
complete -c 'mlx-promote' -n '__mlx-promote_should_offer_completions_for_flags_or_options "mlx-promote deploy" ready-timeout' -l 'ready-timeout' -d 'How long a service may take to be ready, or to change its version.' -rfka ''
complete -c 'mlx-promote' -n '__mlx-promote_should_offer_completions_for_flags_or_options "mlx-promote deploy" watch' -l 'watch' -d 'Watch the service this long, as 5m, and go back if it breaks a gate; by default what mlx.yaml says.' -rfka ''
complete -c 'mlx-promote' -n '__mlx-promote_should_offer_completions_for_flags_or_options "mlx-promote deploy" in' -l 'in' -d 'Read the run document here; "-" is standard input.' -rfka ''
complete -c 'mlx-promote' -n '__mlx-promote_should_offer_completions_for_flags_or_options "mlx-promote deploy" out' -l 'out' -d 'Write the run document here, whole or not at all.' -rfka ''
complete -c 'mlx-promote' -n '__mlx-promote_should_offer_completions_for_flags_or_options "mlx-promote deploy" no-input' -l 'no-input' -d 'Start a new run document; leave standard input alone.'
complete -c 'mlx-promote' -n '__mlx-promote_should_offer_completions_for_flags_or_options "mlx-promote deploy" run-id' -l 'run-id' -d 'The name of a new run.' -rfka ''
complete -c 'mlx-promote' -n '__mlx-promote_should_offer_completions_for_flags_or_options "mlx-promote deploy" pretty' -l 'pretty' -d 'Indent the run document.'
complete -c 'mlx-promote' -n '__mlx-promote_should_offer_completions_for_flags_or_options "mlx-promote deploy" fail-on' -l 'fail-on' -d '"gate": a failed check or gate ends the run with 1; "error": it is noted and the run goes on; "never": it ends the run, with 0.' -rfka 'error gate never'
complete -c 'mlx-promote' -n '__mlx-promote_should_offer_completions_for_flags_or_options "mlx-promote deploy" allow-empty' -l 'allow-empty' -d 'Let a stage pass in which no check ran.'
complete -c 'mlx-promote' -n '__mlx-promote_should_offer_completions_for_flags_or_options "mlx-promote deploy" junit' -l 'junit' -d 'Write all checks of the run so far as JUnit XML.' -rfka ''
complete -c 'mlx-promote' -n '__mlx-promote_should_offer_completions_for_flags_or_options "mlx-promote deploy" junit-strict' -l 'junit-strict' -d 'Write that file as the schema of Jenkins\' xUnit plugin wants it, junit-10.xsd.'
complete -c 'mlx-promote' -n '__mlx-promote_should_offer_completions_for_flags_or_options "mlx-promote deploy" openmetrics' -l 'openmetrics' -d 'Write the metrics of the run so far as OpenMetrics text.' -rfka ''
complete -c 'mlx-promote' -n '__mlx-promote_should_offer_completions_for_flags_or_options "mlx-promote deploy" dotenv' -l 'dotenv' -d 'Write the run\'s phase, candidate and such as variables for GitLab\'s later jobs.' -rfka ''
complete -c 'mlx-promote' -n '__mlx-promote_should_offer_completions_for_flags_or_options "mlx-promote deploy" config' -l 'config' -d 'The project file; "mlx.yaml" in the working directory if it is there.' -rfka ''
complete -c 'mlx-promote' -n '__mlx-promote_should_offer_completions_for_flags_or_options "mlx-promote deploy" q quiet' -l 'quiet' -s 'q' -d 'Say nothing but errors.'
complete -c 'mlx-promote' -n '__mlx-promote_should_offer_completions_for_flags_or_options "mlx-promote deploy" v verbose' -l 'verbose' -s 'v' -d 'Say more.'
complete -c 'mlx-promote' -n '__mlx-promote_should_offer_completions_for_flags_or_options "mlx-promote deploy" color' -l 'color' -d 'Colour in messages.' -rfka 'auto always never'
complete -c 'mlx-promote' -n '__mlx-promote_should_offer_completions_for_flags_or_options "mlx-promote deploy" ci' -l 'ci' -d 'Which CI system to speak to in annotations, summaries and outputs: "auto", "none", "gitea", "github", "gitlab", "jenkins", "azure", "teamcity" or "buildkite".' -rfka 'auto none gitea github gitlab jenkins azure teamcity buildkite'
complete -c 'mlx-promote' -n '__mlx-promote_should_offer_completions_for_flags_or_options "mlx-promote deploy" version' -l 'version' -d 'Show the version.'
complete -c 'mlx-promote' -n '__mlx-promote_should_offer_completions_for_flags_or_options "mlx-promote deploy" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mlx-promote' -n '__mlx-promote_should_offer_completions_for_flags_or_options "mlx-promote list" production' -l 'production' -d 'The registry: a directory, "s3://…" or "oci://…"; by default the project\'s.' -rfka ''
complete -c 'mlx-promote' -n '__mlx-promote_should_offer_completions_for_flags_or_options "mlx-promote list" json' -l 'json' -d 'Write JSON.'
complete -c 'mlx-promote' -n '__mlx-promote_should_offer_completions_for_flags_or_options "mlx-promote list" config' -l 'config' -d 'The project file; "mlx.yaml" in the working directory if it is there.' -rfka ''
complete -c 'mlx-promote' -n '__mlx-promote_should_offer_completions_for_flags_or_options "mlx-promote list" q quiet' -l 'quiet' -s 'q' -d 'Say nothing but errors.'
complete -c 'mlx-promote' -n '__mlx-promote_should_offer_completions_for_flags_or_options "mlx-promote list" v verbose' -l 'verbose' -s 'v' -d 'Say more.'
complete -c 'mlx-promote' -n '__mlx-promote_should_offer_completions_for_flags_or_options "mlx-promote list" color' -l 'color' -d 'Colour in messages.' -rfka 'auto always never'
complete -c 'mlx-promote' -n '__mlx-promote_should_offer_completions_for_flags_or_options "mlx-promote list" ci' -l 'ci' -d 'Which CI system to speak to in annotations, summaries and outputs: "auto", "none", "gitea", "github", "gitlab", "jenkins", "azure", "teamcity" or "buildkite".' -rfka 'auto none gitea github gitlab jenkins azure teamcity buildkite'
complete -c 'mlx-promote' -n '__mlx-promote_should_offer_completions_for_flags_or_options "mlx-promote list" version' -l 'version' -d 'Show the version.'
complete -c 'mlx-promote' -n '__mlx-promote_should_offer_completions_for_flags_or_options "mlx-promote list" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mlx-promote' -n '__mlx-promote_should_offer_completions_for_flags_or_options "mlx-promote show" production' -l 'production' -d 'The registry: a directory, "s3://…" or "oci://…"; by default the project\'s.' -rfka ''
complete -c 'mlx-promote' -n '__mlx-promote_should_offer_completions_for_flags_or_options "mlx-promote show" json' -l 'json' -d 'Write JSON.'
complete -c 'mlx-promote' -n '__mlx-promote_should_offer_completions_for_flags_or_options "mlx-promote show" config' -l 'config' -d 'The project file; "mlx.yaml" in the working directory if it is there.' -rfka ''
complete -c 'mlx-promote' -n '__mlx-promote_should_offer_completions_for_flags_or_options "mlx-promote show" q quiet' -l 'quiet' -s 'q' -d 'Say nothing but errors.'
complete -c 'mlx-promote' -n '__mlx-promote_should_offer_completions_for_flags_or_options "mlx-promote show" v verbose' -l 'verbose' -s 'v' -d 'Say more.'
complete -c 'mlx-promote' -n '__mlx-promote_should_offer_completions_for_flags_or_options "mlx-promote show" color' -l 'color' -d 'Colour in messages.' -rfka 'auto always never'
complete -c 'mlx-promote' -n '__mlx-promote_should_offer_completions_for_flags_or_options "mlx-promote show" ci' -l 'ci' -d 'Which CI system to speak to in annotations, summaries and outputs: "auto", "none", "gitea", "github", "gitlab", "jenkins", "azure", "teamcity" or "buildkite".' -rfka 'auto none gitea github gitlab jenkins azure teamcity buildkite'
complete -c 'mlx-promote' -n '__mlx-promote_should_offer_completions_for_flags_or_options "mlx-promote show" version' -l 'version' -d 'Show the version.'
complete -c 'mlx-promote' -n '__mlx-promote_should_offer_completions_for_flags_or_options "mlx-promote show" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mlx-promote' -n '__mlx-promote_should_offer_completions_for_flags_or_options "mlx-promote help" version' -l 'version' -d 'Show the version.'
