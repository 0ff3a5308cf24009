function __mlx-train_should_offer_completions_for_flags_or_options -a expected_commands
    set -l non_repeating_flags_or_options $argv[2..]
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __mlx-train_parse_tokens
    test "$commands" = "$expected_commands"; and return $non_repeating_flags_or_options_absent
end

function __mlx-train_should_offer_completions_for_positional -a expected_commands positional_index_comparison expected_positional_index
    set -l non_repeating_flags_or_options
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __mlx-train_parse_tokens
    test "$commands" = "$expected_commands" -a \( "$positional_index" "$positional_index_comparison" "$expected_positional_index" \)
end

function __mlx-train_parse_tokens -S
    set -l unparsed_tokens (__mlx-train_tokens -pc)
    switch $unparsed_tokens[1]
    case 'mlx-train'
        __mlx-train_parse_subcommand -r 1 'data=+' 'schema=' 'from=' 'parameter=+' 'seed=' 'timeout=' 'model-directory=' 'testing=' 'production=' 'in=' 'out=' 'no-input' 'run-id=' 'pretty' 'fail-on=' 'allow-empty' 'junit=' 'junit-strict' 'openmetrics=' 'dotenv=' 'config=' 'q/quiet' 'v/verbose' 'color=' 'ci=' 'version' 'h/help'
        switch $unparsed_tokens[1]
        case 'help'
            __mlx-train_parse_subcommand -r 1 'version'
        end
    end
end

function __mlx-train_tokens
    if test (string split -m 1 -f 1 -- . "$FISH_VERSION") -gt 3
        commandline --tokens-raw $argv
    else
        commandline -o $argv
    end
end

function __mlx-train_parse_subcommand -S -a positional_count
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

function __mlx-train_complete_directories
    set -l token (commandline -t)
    string match -- '*/' $token
    set -l subdirs $token*/
    printf %s\n $subdirs
end

function __mlx-train_custom_completion
    set -x SAP_SHELL fish
    set -x SAP_SHELL_VERSION $FISH_VERSION
    set -l tokens (__mlx-train_tokens -p)
    if test -z "$(__mlx-train_tokens -t)"
        set -l index (count (__mlx-train_tokens -pc))
        set tokens $tokens[..$index] \'\' $tokens[(math $index + 1)..]
    end
    command $tokens[1] $argv $tokens
end

complete -c 'mlx-train' -f
complete -c 'mlx-train' -n '__mlx-train_should_offer_completions_for_flags_or_options "mlx-train"' -l 'data' -d 'The training data: files or globs.' -rfka ''
complete -c 'mlx-train' -n '__mlx-train_should_offer_completions_for_flags_or_options "mlx-train" schema' -l 'schema' -d 'The Table Schema of the data.' -rfka ''
complete -c 'mlx-train' -n '__mlx-train_should_offer_completions_for_flags_or_options "mlx-train" from' -l 'from' -d 'Where to begin; by default what mlx-trigger decided, else from scratch.' -rfka 'scratch production testing auto'
complete -c 'mlx-train' -n '__mlx-train_should_offer_completions_for_flags_or_options "mlx-train"' -l 'parameter' -d 'A hyperparameter; may be repeated.' -rfka ''
complete -c 'mlx-train' -n '__mlx-train_should_offer_completions_for_flags_or_options "mlx-train" seed' -l 'seed' -d 'The seed; the same seed gives the same bytes.' -rfka ''
complete -c 'mlx-train' -n '__mlx-train_should_offer_completions_for_flags_or_options "mlx-train" timeout' -l 'timeout' -d 'Stop the training after 90s, 30m or 2h.' -rfka ''
complete -c 'mlx-train' -n '__mlx-train_should_offer_completions_for_flags_or_options "mlx-train" model-directory' -l 'model-directory' -d 'Where the model goes; it must not exist.' -rfka ''
complete -c 'mlx-train' -n '__mlx-train_should_offer_completions_for_flags_or_options "mlx-train" testing' -l 'testing' -d 'The registry with the testing models.' -rfka ''
complete -c 'mlx-train' -n '__mlx-train_should_offer_completions_for_flags_or_options "mlx-train" production' -l 'production' -d 'The registry with the production models.' -rfka ''
complete -c 'mlx-train' -n '__mlx-train_should_offer_completions_for_flags_or_options "mlx-train" in' -l 'in' -d 'Read the run document here; "-" is standard input.' -rfka ''
complete -c 'mlx-train' -n '__mlx-train_should_offer_completions_for_flags_or_options "mlx-train" out' -l 'out' -d 'Write the run document here, whole or not at all.' -rfka ''
complete -c 'mlx-train' -n '__mlx-train_should_offer_completions_for_flags_or_options "mlx-train" no-input' -l 'no-input' -d 'Start a new run document; leave standard input alone.'
complete -c 'mlx-train' -n '__mlx-train_should_offer_completions_for_flags_or_options "mlx-train" run-id' -l 'run-id' -d 'The name of a new run.' -rfka ''
complete -c 'mlx-train' -n '__mlx-train_should_offer_completions_for_flags_or_options "mlx-train" pretty' -l 'pretty' -d 'Indent the run document.'
complete -c 'mlx-train' -n '__mlx-train_should_offer_completions_for_flags_or_options "mlx-train" fail-on' -l 'fail-on' -d '"gate": a failed check or gate ends the run with 1; "error": it is noted and the run goes on; "never": it ends the run, with 0.' -rfka 'error gate never'
complete -c 'mlx-train' -n '__mlx-train_should_offer_completions_for_flags_or_options "mlx-train" allow-empty' -l 'allow-empty' -d 'Let a stage pass in which no check ran.'
complete -c 'mlx-train' -n '__mlx-train_should_offer_completions_for_flags_or_options "mlx-train" junit' -l 'junit' -d 'Write all checks of the run so far as JUnit XML.' -rfka ''
complete -c 'mlx-train' -n '__mlx-train_should_offer_completions_for_flags_or_options "mlx-train" junit-strict' -l 'junit-strict' -d 'Write that file as the schema of Jenkins\' xUnit plugin wants it, junit-10.xsd.'
complete -c 'mlx-train' -n '__mlx-train_should_offer_completions_for_flags_or_options "mlx-train" openmetrics' -l 'openmetrics' -d 'Write the metrics of the run so far as OpenMetrics text.' -rfka ''
complete -c 'mlx-train' -n '__mlx-train_should_offer_completions_for_flags_or_options "mlx-train" dotenv' -l 'dotenv' -d 'Write the run\'s phase, candidate and such as variables for GitLab\'s later jobs.' -rfka ''
complete -c 'mlx-train' -n '__mlx-train_should_offer_completions_for_flags_or_options "mlx-train" config' -l 'config' -d 'The project file; "mlx.yaml" in the working directory if it is there.' -rfka ''
complete -c 'mlx-train' -n '__mlx-train_should_offer_completions_for_flags_or_options "mlx-train" q quiet' -l 'quiet' -s 'q' -d 'Say nothing but errors.'
complete -c 'mlx-train' -n '__mlx-train_should_offer_completions_for_flags_or_options "mlx-train" v verbose' -l 'verbose' -s 'v' -d 'Say more.'
complete -c 'mlx-train' -n '__mlx-train_should_offer_completions_for_flags_or_options "mlx-train" color' -l 'color' -d 'Colour in messages.' -rfka 'auto always never'
complete -c 'mlx-train' -n '__mlx-train_should_offer_completions_for_flags_or_options "mlx-train" ci' -l 'ci' -d 'Which CI system to speak to in annotations, summaries and outputs: "auto", "none", "gitea", "github", "gitlab", "jenkins", "azure", "teamcity" or "buildkite".' -rfka 'auto none gitea github gitlab jenkins azure teamcity buildkite'
complete -c 'mlx-train' -n '__mlx-train_should_offer_completions_for_flags_or_options "mlx-train" version' -l 'version' -d 'Show the version.'
complete -c 'mlx-train' -n '__mlx-train_should_offer_completions_for_flags_or_options "mlx-train" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mlx-train' -n '__mlx-train_should_offer_completions_for_positional "mlx-train" -eq 1' -fa 'help' -d 'Show subcommand help information.'
complete -c 'mlx-train' -n '__mlx-train_should_offer_completions_for_flags_or_options "mlx-train help" version' -l 'version' -d 'Show the version.'
