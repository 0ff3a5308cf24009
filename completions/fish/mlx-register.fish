function __mlx-register_should_offer_completions_for_flags_or_options -a expected_commands
    set -l non_repeating_flags_or_options $argv[2..]
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __mlx-register_parse_tokens
    test "$commands" = "$expected_commands"; and return $non_repeating_flags_or_options_absent
end

function __mlx-register_should_offer_completions_for_positional -a expected_commands positional_index_comparison expected_positional_index
    set -l non_repeating_flags_or_options
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __mlx-register_parse_tokens
    test "$commands" = "$expected_commands" -a \( "$positional_index" "$positional_index_comparison" "$expected_positional_index" \)
end

function __mlx-register_parse_tokens -S
    set -l unparsed_tokens (__mlx-register_tokens -pc)
    switch $unparsed_tokens[1]
    case 'mlx-register'
        __mlx-register_parse_subcommand 0 'h/help'
        switch $unparsed_tokens[1]
        case 'add'
            __mlx-register_parse_subcommand 0 'model=' 'registry=' 'model-directory=' 'expect=' 'model-version=' 'force-new' 'allow-unsafe' 'sign-key=' 'no-sign' 'lock-timeout=' 'in=' 'out=' 'no-input' 'run-id=' 'pretty' 'fail-on=' 'allow-empty' 'junit=' 'junit-strict' 'openmetrics=' 'dotenv=' 'config=' 'q/quiet' 'v/verbose' 'color=' 'ci=' 'h/help'
        case 'list'
            __mlx-register_parse_subcommand 1 'registry=' 'json' 'config=' 'q/quiet' 'v/verbose' 'color=' 'ci=' 'h/help'
        case 'show'
            __mlx-register_parse_subcommand 1 'registry=' 'json' 'config=' 'q/quiet' 'v/verbose' 'color=' 'ci=' 'h/help'
        case 'diff'
            __mlx-register_parse_subcommand 2 'registry=' 'json' 'config=' 'q/quiet' 'v/verbose' 'color=' 'ci=' 'h/help'
        case 'history'
            __mlx-register_parse_subcommand 1 'at=' 'registry=' 'json' 'config=' 'q/quiet' 'v/verbose' 'color=' 'ci=' 'h/help'
        case 'audit'
            __mlx-register_parse_subcommand 1 'registry=' 'json' 'checkpoint' 'since=' 'since-signed=' 'key=' 'sign-checkpoint=' 'sign-key=' 'lock-timeout=' 'config=' 'q/quiet' 'v/verbose' 'color=' 'ci=' 'h/help'
        case 'alias'
            __mlx-register_parse_subcommand 2 'remove' 'expect=' 'registry=' 'lock-timeout=' 'config=' 'q/quiet' 'v/verbose' 'color=' 'ci=' 'h/help'
        case 'delete'
            __mlx-register_parse_subcommand 1 'reason=' 'registry=' 'lock-timeout=' 'config=' 'q/quiet' 'v/verbose' 'color=' 'ci=' 'h/help'
        case 'export'
            __mlx-register_parse_subcommand 2 'registry=' 'config=' 'q/quiet' 'v/verbose' 'color=' 'ci=' 'h/help'
        case 'import'
            __mlx-register_parse_subcommand 1 'model=' 'registry=' 'model-version=' 'force-new' 'allow-unsafe' 'json' 'lock-timeout=' 'config=' 'q/quiet' 'v/verbose' 'color=' 'ci=' 'h/help'
        case 'fsck'
            __mlx-register_parse_subcommand -r 1 'registry=+' 'repair' 'from=+' 'json' 'lock-timeout=' 'config=' 'q/quiet' 'v/verbose' 'color=' 'ci=' 'h/help'
        case 'gc'
            __mlx-register_parse_subcommand -r 1 'registry=+' 'd/dry-run' 'litter-age=' 'json' 'lock-timeout=' 'config=' 'q/quiet' 'v/verbose' 'color=' 'ci=' 'h/help'
        case 'push'
            __mlx-register_parse_subcommand 2 'registry=' 'tag=+' 'mount-from=' 'source=' 'json' 'lock-timeout=' 'config=' 'q/quiet' 'v/verbose' 'color=' 'ci=' 'h/help'
        case 'pull'
            __mlx-register_parse_subcommand 2 'registry=' 'allow-unsafe' 'json' 'lock-timeout=' 'config=' 'q/quiet' 'v/verbose' 'color=' 'ci=' 'h/help'
        case 'sign'
            __mlx-register_parse_subcommand 1 'key=' 'registry=' 'lock-timeout=' 'config=' 'q/quiet' 'v/verbose' 'color=' 'ci=' 'h/help'
        case 'verify'
            __mlx-register_parse_subcommand 1 'key=' 'json' 'registry=' 'config=' 'q/quiet' 'v/verbose' 'color=' 'ci=' 'h/help'
        case 'image'
            __mlx-register_parse_subcommand 1 'out=' 'tag=' 'program=' 'port=' 'registry=' 'config=' 'q/quiet' 'v/verbose' 'color=' 'ci=' 'h/help'
        case 'help'
            __mlx-register_parse_subcommand -r 1 
        end
    end
end

function __mlx-register_tokens
    if test (string split -m 1 -f 1 -- . "$FISH_VERSION") -gt 3
        commandline --tokens-raw $argv
    else
        commandline -o $argv
    end
end

function __mlx-register_parse_subcommand -S -a positional_count
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

function __mlx-register_complete_directories
    set -l token (commandline -t)
    string match -- '*/' $token
    set -l subdirs $token*/
    printf %s\n $subdirs
end

function __mlx-register_custom_completion
    set -x SAP_SHELL fish
    set -x SAP_SHELL_VERSION $FISH_VERSION
    set -l tokens (__mlx-register_tokens -p)
    if test -z "$(__mlx-register_tokens -t)"
        set -l index (count (__mlx-register_tokens -pc))
        set tokens $tokens[..$index] \'\' $tokens[(math $index + 1)..]
    end
    command $tokens[1] $argv $tokens
end

complete -c 'mlx-register' -f
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_positional "mlx-register" -eq 1' -fa 'add' -d 'Store a model as the next version.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_positional "mlx-register" -eq 1' -fa 'list' -d 'List the versions in a registry.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_positional "mlx-register" -eq 1' -fa 'show' -d 'Show a version: metrics, origin, files, signatures and history.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_positional "mlx-register" -eq 1' -fa 'diff' -d 'Compare two versions: metrics, parameters, data, code and files.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_positional "mlx-register" -eq 1' -fa 'history' -d 'Show which version was in production when.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_positional "mlx-register" -eq 1' -fa 'audit' -d 'Show the audit log of a model, and check it.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_positional "mlx-register" -eq 1' -fa 'alias' -d 'Let a name of your choice stand on a version, or take it away.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_positional "mlx-register" -eq 1' -fa 'delete' -d 'Delete a version; its number is never given again.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_positional "mlx-register" -eq 1' -fa 'export' -d 'Write the plain files of a version to a directory.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_positional "mlx-register" -eq 1' -fa 'import' -d 'Take a model over from an OCI image layout.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_positional "mlx-register" -eq 1' -fa 'fsck' -d 'Check the registries, every byte of them.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_positional "mlx-register" -eq 1' -fa 'gc' -d 'Remove what no version needs.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_positional "mlx-register" -eq 1' -fa 'push' -d 'Send a version to a registry elsewhere.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_positional "mlx-register" -eq 1' -fa 'pull' -d 'Take a version from a registry elsewhere.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_positional "mlx-register" -eq 1' -fa 'sign' -d 'Sign a version with a key.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_positional "mlx-register" -eq 1' -fa 'verify' -d 'Check every file, signature and approval of a version.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_positional "mlx-register" -eq 1' -fa 'image' -d 'Write a container image that serves a version.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_positional "mlx-register" -eq 1' -fa 'help' -d 'Show subcommand help information.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register add" model' -l 'model' -d 'The model\'s name; by default the document\'s, then the project\'s.' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register add" registry' -l 'registry' -d 'The registry: "testing", "production", a directory, "s3://…" or "oci://…".' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register add" model-directory' -l 'model-directory' -d 'The directory to store; by default the one that the document names.' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register add" expect' -l 'expect' -d 'Refuse a model with another digest.' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register add" model-version version' -l 'model-version' -l 'version' -d 'The version to give instead of the next one.' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register add" force-new' -l 'force-new' -d 'Give a new version to content that has one.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register add" allow-unsafe' -l 'allow-unsafe' -d 'Accept pickles and files of unknown formats: loading them may run code.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register add" sign-key' -l 'sign-key' -d 'Sign with this private key, "env:NAME" or a PEM file; by default the project\'s.' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register add" no-sign' -l 'no-sign' -d 'Do not sign the version, whatever the project says.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register add" lock-timeout' -l 'lock-timeout' -d 'How long to wait while another process changes the registry.' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register add" in' -l 'in' -d 'Read the run document here; "-" is standard input.' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register add" out' -l 'out' -d 'Write the run document here, whole or not at all.' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register add" no-input' -l 'no-input' -d 'Start a new run document; leave standard input alone.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register add" run-id' -l 'run-id' -d 'The name of a new run.' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register add" pretty' -l 'pretty' -d 'Indent the run document.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register add" fail-on' -l 'fail-on' -d '"gate": a failed check or gate ends the run with 1; "error": it is noted and the run goes on; "never": it ends the run, with 0.' -rfka 'error gate never'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register add" allow-empty' -l 'allow-empty' -d 'Let a stage pass in which no check ran.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register add" junit' -l 'junit' -d 'Write all checks of the run so far as JUnit XML.' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register add" junit-strict' -l 'junit-strict' -d 'Write that file as the schema of Jenkins\' xUnit plugin wants it, junit-10.xsd.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register add" openmetrics' -l 'openmetrics' -d 'Write the metrics of the run so far as OpenMetrics text.' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register add" dotenv' -l 'dotenv' -d 'Write the run\'s phase, candidate and such as variables for GitLab\'s later jobs.' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register add" config' -l 'config' -d 'The project file; "mlx.yaml" in the working directory if it is there.' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register add" q quiet' -l 'quiet' -s 'q' -d 'Say nothing but errors.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register add" v verbose' -l 'verbose' -s 'v' -d 'Say more.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register add" color' -l 'color' -d 'Colour in messages.' -rfka 'auto always never'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register add" ci' -l 'ci' -d 'Which CI system to speak to in annotations, summaries and outputs: "auto", "none", "gitea", "github", "gitlab", "jenkins", "azure", "teamcity" or "buildkite".' -rfka 'auto none gitea github gitlab jenkins azure teamcity buildkite'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register add" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register list" registry' -l 'registry' -d 'The registry: "testing", "production", a directory, "s3://…" or "oci://…".' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register list" json' -l 'json' -d 'Write JSON.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register list" config' -l 'config' -d 'The project file; "mlx.yaml" in the working directory if it is there.' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register list" q quiet' -l 'quiet' -s 'q' -d 'Say nothing but errors.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register list" v verbose' -l 'verbose' -s 'v' -d 'Say more.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register list" color' -l 'color' -d 'Colour in messages.' -rfka 'auto always never'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register list" ci' -l 'ci' -d 'Which CI system to speak to in annotations, summaries and outputs: "auto", "none", "gitea", "github", "gitlab", "jenkins", "azure", "teamcity" or "buildkite".' -rfka 'auto none gitea github gitlab jenkins azure teamcity buildkite'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register list" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register show" registry' -l 'registry' -d 'The registry: "testing", "production", a directory, "s3://…" or "oci://…".' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register show" json' -l 'json' -d 'Write JSON.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register show" config' -l 'config' -d 'The project file; "mlx.yaml" in the working directory if it is there.' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register show" q quiet' -l 'quiet' -s 'q' -d 'Say nothing but errors.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register show" v verbose' -l 'verbose' -s 'v' -d 'Say more.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register show" color' -l 'color' -d 'Colour in messages.' -rfka 'auto always never'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register show" ci' -l 'ci' -d 'Which CI system to speak to in annotations, summaries and outputs: "auto", "none", "gitea", "github", "gitlab", "jenkins", "azure", "teamcity" or "buildkite".' -rfka 'auto none gitea github gitlab jenkins azure teamcity buildkite'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register show" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register diff" registry' -l 'registry' -d 'The registry of both: "testing", "production", a directory, "s3://…" or "oci://…".' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register diff" json' -l 'json' -d 'Write JSON.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register diff" config' -l 'config' -d 'The project file; "mlx.yaml" in the working directory if it is there.' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register diff" q quiet' -l 'quiet' -s 'q' -d 'Say nothing but errors.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register diff" v verbose' -l 'verbose' -s 'v' -d 'Say more.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register diff" color' -l 'color' -d 'Colour in messages.' -rfka 'auto always never'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register diff" ci' -l 'ci' -d 'Which CI system to speak to in annotations, summaries and outputs: "auto", "none", "gitea", "github", "gitlab", "jenkins", "azure", "teamcity" or "buildkite".' -rfka 'auto none gitea github gitlab jenkins azure teamcity buildkite'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register diff" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register history" at' -l 'at' -d 'Only what was live then.' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register history" registry' -l 'registry' -d 'The registry: "testing", "production", a directory, "s3://…" or "oci://…".' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register history" json' -l 'json' -d 'Write JSON.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register history" config' -l 'config' -d 'The project file; "mlx.yaml" in the working directory if it is there.' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register history" q quiet' -l 'quiet' -s 'q' -d 'Say nothing but errors.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register history" v verbose' -l 'verbose' -s 'v' -d 'Say more.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register history" color' -l 'color' -d 'Colour in messages.' -rfka 'auto always never'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register history" ci' -l 'ci' -d 'Which CI system to speak to in annotations, summaries and outputs: "auto", "none", "gitea", "github", "gitlab", "jenkins", "azure", "teamcity" or "buildkite".' -rfka 'auto none gitea github gitlab jenkins azure teamcity buildkite'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register history" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register audit" registry' -l 'registry' -d 'The registry: "testing", "production", a directory, "s3://…" or "oci://…".' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register audit" json' -l 'json' -d 'Write the records and the checkpoint as JSON lines.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register audit" checkpoint' -l 'checkpoint' -d 'Write only the checkpoint: the size and the digest of the log.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register audit" since' -l 'since' -d 'A checkpoint with which the log must begin.' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register audit" since-signed' -l 'since-signed' -d 'A signed checkpoint with which the log must begin.' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register audit" key' -l 'key' -d 'The public key for "--since-signed", "env:NAME" or a PEM file; by default those that the project trusts.' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register audit" sign-checkpoint' -l 'sign-checkpoint' -d 'Write the checkpoint to this file, signed.' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register audit" sign-key' -l 'sign-key' -d 'Sign with this private key, "env:NAME" or a PEM file; by default the project\'s.' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register audit" lock-timeout' -l 'lock-timeout' -d 'How long to wait while another process changes the registry.' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register audit" config' -l 'config' -d 'The project file; "mlx.yaml" in the working directory if it is there.' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register audit" q quiet' -l 'quiet' -s 'q' -d 'Say nothing but errors.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register audit" v verbose' -l 'verbose' -s 'v' -d 'Say more.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register audit" color' -l 'color' -d 'Colour in messages.' -rfka 'auto always never'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register audit" ci' -l 'ci' -d 'Which CI system to speak to in annotations, summaries and outputs: "auto", "none", "gitea", "github", "gitlab", "jenkins", "azure", "teamcity" or "buildkite".' -rfka 'auto none gitea github gitlab jenkins azure teamcity buildkite'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register audit" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register alias" remove' -l 'remove' -d 'Take the name away.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register alias" expect' -l 'expect' -d 'Refuse unless the name stands there now: a version, a manifest\'s digest or "none".' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register alias" registry' -l 'registry' -d 'The registry: "testing", "production", a directory, "s3://…" or "oci://…".' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register alias" lock-timeout' -l 'lock-timeout' -d 'How long to wait while another process changes the registry.' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register alias" config' -l 'config' -d 'The project file; "mlx.yaml" in the working directory if it is there.' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register alias" q quiet' -l 'quiet' -s 'q' -d 'Say nothing but errors.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register alias" v verbose' -l 'verbose' -s 'v' -d 'Say more.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register alias" color' -l 'color' -d 'Colour in messages.' -rfka 'auto always never'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register alias" ci' -l 'ci' -d 'Which CI system to speak to in annotations, summaries and outputs: "auto", "none", "gitea", "github", "gitlab", "jenkins", "azure", "teamcity" or "buildkite".' -rfka 'auto none gitea github gitlab jenkins azure teamcity buildkite'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register alias" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register delete" reason' -l 'reason' -d 'Why; it is kept in the audit log.' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register delete" registry' -l 'registry' -d 'The registry: "testing", "production", a directory, "s3://…" or "oci://…".' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register delete" lock-timeout' -l 'lock-timeout' -d 'How long to wait while another process changes the registry.' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register delete" config' -l 'config' -d 'The project file; "mlx.yaml" in the working directory if it is there.' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register delete" q quiet' -l 'quiet' -s 'q' -d 'Say nothing but errors.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register delete" v verbose' -l 'verbose' -s 'v' -d 'Say more.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register delete" color' -l 'color' -d 'Colour in messages.' -rfka 'auto always never'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register delete" ci' -l 'ci' -d 'Which CI system to speak to in annotations, summaries and outputs: "auto", "none", "gitea", "github", "gitlab", "jenkins", "azure", "teamcity" or "buildkite".' -rfka 'auto none gitea github gitlab jenkins azure teamcity buildkite'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register delete" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register export" registry' -l 'registry' -d 'The registry: "testing", "production", a directory, "s3://…" or "oci://…".' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register export" config' -l 'config' -d 'The project file; "mlx.yaml" in the working directory if it is there.' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register export" q quiet' -l 'quiet' -s 'q' -d 'Say nothing but errors.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register export" v verbose' -l 'verbose' -s 'v' -d 'Say more.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register export" color' -l 'color' -d 'Colour in messages.' -rfka 'auto always never'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register export" ci' -l 'ci' -d 'Which CI system to speak to in annotations, summaries and outputs: "auto", "none", "gitea", "github", "gitlab", "jenkins", "azure", "teamcity" or "buildkite".' -rfka 'auto none gitea github gitlab jenkins azure teamcity buildkite'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register export" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register import" model' -l 'model' -d 'The model\'s name here; by default the one in its configuration.' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register import" registry' -l 'registry' -d 'The registry: "testing", "production", a directory, "s3://…" or "oci://…".' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register import" model-version' -l 'model-version' -d 'The version to give instead of the next one.' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register import" force-new' -l 'force-new' -d 'Give a new version to content that has one.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register import" allow-unsafe' -l 'allow-unsafe' -d 'Accept pickles and files of unknown formats: loading them may run code.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register import" json' -l 'json' -d 'Write JSON.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register import" lock-timeout' -l 'lock-timeout' -d 'How long to wait while another process changes the registry.' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register import" config' -l 'config' -d 'The project file; "mlx.yaml" in the working directory if it is there.' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register import" q quiet' -l 'quiet' -s 'q' -d 'Say nothing but errors.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register import" v verbose' -l 'verbose' -s 'v' -d 'Say more.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register import" color' -l 'color' -d 'Colour in messages.' -rfka 'auto always never'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register import" ci' -l 'ci' -d 'Which CI system to speak to in annotations, summaries and outputs: "auto", "none", "gitea", "github", "gitlab", "jenkins", "azure", "teamcity" or "buildkite".' -rfka 'auto none gitea github gitlab jenkins azure teamcity buildkite'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register import" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register fsck"' -l 'registry' -d 'Only this registry: "testing", "production", a directory, "s3://…" or "oci://…"; it can be repeated.' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register fsck" repair' -l 'repair' -d 'Put right what can be put right.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register fsck"' -l 'from' -d 'Fetch good blobs from this registry too; it can be repeated.' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register fsck" json' -l 'json' -d 'Write JSON.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register fsck" lock-timeout' -l 'lock-timeout' -d 'How long to wait while another process changes the registry.' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register fsck" config' -l 'config' -d 'The project file; "mlx.yaml" in the working directory if it is there.' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register fsck" q quiet' -l 'quiet' -s 'q' -d 'Say nothing but errors.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register fsck" v verbose' -l 'verbose' -s 'v' -d 'Say more.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register fsck" color' -l 'color' -d 'Colour in messages.' -rfka 'auto always never'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register fsck" ci' -l 'ci' -d 'Which CI system to speak to in annotations, summaries and outputs: "auto", "none", "gitea", "github", "gitlab", "jenkins", "azure", "teamcity" or "buildkite".' -rfka 'auto none gitea github gitlab jenkins azure teamcity buildkite'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register fsck" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register gc"' -l 'registry' -d 'Only this registry: "testing", "production", a directory, "s3://…" or "oci://…"; it can be repeated.' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register gc" d dry-run' -s 'd' -l 'dry-run' -d 'Only say what would be removed.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register gc" litter-age' -l 'litter-age' -d 'How old unfinished files and unused copies must be.' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register gc" json' -l 'json' -d 'Write JSON.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register gc" lock-timeout' -l 'lock-timeout' -d 'How long to wait while another process changes the registry.' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register gc" config' -l 'config' -d 'The project file; "mlx.yaml" in the working directory if it is there.' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register gc" q quiet' -l 'quiet' -s 'q' -d 'Say nothing but errors.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register gc" v verbose' -l 'verbose' -s 'v' -d 'Say more.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register gc" color' -l 'color' -d 'Colour in messages.' -rfka 'auto always never'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register gc" ci' -l 'ci' -d 'Which CI system to speak to in annotations, summaries and outputs: "auto", "none", "gitea", "github", "gitlab", "jenkins", "azure", "teamcity" or "buildkite".' -rfka 'auto none gitea github gitlab jenkins azure teamcity buildkite'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register gc" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register push" registry' -l 'registry' -d 'The registry: "testing", "production", a directory, "s3://…" or "oci://…".' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register push"' -l 'tag' -d 'A word that is to stand on the version there, moved if need be; can be repeated.' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register push" mount-from' -l 'mount-from' -d 'A repository of the same OCI registry from which blobs can be taken.' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register push" source' -l 'source' -d 'The registry that holds the version, where the remote is MLflow\'s.' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register push" json' -l 'json' -d 'Write JSON.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register push" lock-timeout' -l 'lock-timeout' -d 'How long to wait while another process changes the registry.' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register push" config' -l 'config' -d 'The project file; "mlx.yaml" in the working directory if it is there.' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register push" q quiet' -l 'quiet' -s 'q' -d 'Say nothing but errors.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register push" v verbose' -l 'verbose' -s 'v' -d 'Say more.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register push" color' -l 'color' -d 'Colour in messages.' -rfka 'auto always never'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register push" ci' -l 'ci' -d 'Which CI system to speak to in annotations, summaries and outputs: "auto", "none", "gitea", "github", "gitlab", "jenkins", "azure", "teamcity" or "buildkite".' -rfka 'auto none gitea github gitlab jenkins azure teamcity buildkite'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register push" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register pull" registry' -l 'registry' -d 'The registry: "testing", "production", a directory, "s3://…" or "oci://…".' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register pull" allow-unsafe' -l 'allow-unsafe' -d 'Accept pickles and files of unknown formats: loading them may run code.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register pull" json' -l 'json' -d 'Write JSON.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register pull" lock-timeout' -l 'lock-timeout' -d 'How long to wait while another process changes the registry.' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register pull" config' -l 'config' -d 'The project file; "mlx.yaml" in the working directory if it is there.' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register pull" q quiet' -l 'quiet' -s 'q' -d 'Say nothing but errors.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register pull" v verbose' -l 'verbose' -s 'v' -d 'Say more.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register pull" color' -l 'color' -d 'Colour in messages.' -rfka 'auto always never'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register pull" ci' -l 'ci' -d 'Which CI system to speak to in annotations, summaries and outputs: "auto", "none", "gitea", "github", "gitlab", "jenkins", "azure", "teamcity" or "buildkite".' -rfka 'auto none gitea github gitlab jenkins azure teamcity buildkite'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register pull" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register sign" key' -l 'key' -d 'The private key, "env:NAME" or a PEM file: P-256, P-384 or P-521; by default the project\'s.' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register sign" registry' -l 'registry' -d 'The registry: "testing", "production", a directory, "s3://…" or "oci://…".' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register sign" lock-timeout' -l 'lock-timeout' -d 'How long to wait while another process changes the registry.' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register sign" config' -l 'config' -d 'The project file; "mlx.yaml" in the working directory if it is there.' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register sign" q quiet' -l 'quiet' -s 'q' -d 'Say nothing but errors.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register sign" v verbose' -l 'verbose' -s 'v' -d 'Say more.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register sign" color' -l 'color' -d 'Colour in messages.' -rfka 'auto always never'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register sign" ci' -l 'ci' -d 'Which CI system to speak to in annotations, summaries and outputs: "auto", "none", "gitea", "github", "gitlab", "jenkins", "azure", "teamcity" or "buildkite".' -rfka 'auto none gitea github gitlab jenkins azure teamcity buildkite'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register sign" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register verify" key' -l 'key' -d 'Ask for a signature by this public key, "env:NAME" or a PEM file.' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register verify" json' -l 'json' -d 'Write JSON.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register verify" registry' -l 'registry' -d 'The registry: "testing", "production", a directory, "s3://…" or "oci://…".' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register verify" config' -l 'config' -d 'The project file; "mlx.yaml" in the working directory if it is there.' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register verify" q quiet' -l 'quiet' -s 'q' -d 'Say nothing but errors.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register verify" v verbose' -l 'verbose' -s 'v' -d 'Say more.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register verify" color' -l 'color' -d 'Colour in messages.' -rfka 'auto always never'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register verify" ci' -l 'ci' -d 'Which CI system to speak to in annotations, summaries and outputs: "auto", "none", "gitea", "github", "gitlab", "jenkins", "azure", "teamcity" or "buildkite".' -rfka 'auto none gitea github gitlab jenkins azure teamcity buildkite'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register verify" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register image" out' -l 'out' -d 'The OCI image layout; it is made if there is none.' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register image" tag' -l 'tag' -d 'The image\'s tag in the layout; by default the version\'s number.' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register image" program' -l 'program' -d 'The mlx-serve to put in; by default the one beside this program.' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register image" port' -l 'port' -d 'The port that the service listens on.' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register image" registry' -l 'registry' -d 'The registry: "testing", "production", a directory, "s3://…" or "oci://…".' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register image" config' -l 'config' -d 'The project file; "mlx.yaml" in the working directory if it is there.' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register image" q quiet' -l 'quiet' -s 'q' -d 'Say nothing but errors.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register image" v verbose' -l 'verbose' -s 'v' -d 'Say more.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register image" color' -l 'color' -d 'Colour in messages.' -rfka 'auto always never'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register image" ci' -l 'ci' -d 'Which CI system to speak to in annotations, summaries and outputs: "auto", "none", "gitea", "github", "gitlab", "jenkins", "azure", "teamcity" or "buildkite".' -rfka 'auto none gitea github gitlab jenkins azure teamcity buildkite'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register image" h help' -s 'h' -l 'help' -d 'Show help information.'
