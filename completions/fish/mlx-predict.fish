function __mlx-predict_should_offer_completions_for_flags_or_options -a expected_commands
    set -l non_repeating_flags_or_options $argv[2..]
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __mlx-predict_parse_tokens
    test "$commands" = "$expected_commands"; and return $non_repeating_flags_or_options_absent
end

function __mlx-predict_should_offer_completions_for_positional -a expected_commands positional_index_comparison expected_positional_index
    set -l non_repeating_flags_or_options
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __mlx-predict_parse_tokens
    test "$commands" = "$expected_commands" -a \( "$positional_index" "$positional_index_comparison" "$expected_positional_index" \)
end

function __mlx-predict_parse_tokens -S
    set -l unparsed_tokens (__mlx-predict_tokens -pc)
    switch $unparsed_tokens[1]
    case 'mlx-predict'
        __mlx-predict_parse_subcommand 1 'model=' 'registry=' 'model-directory=' 'schema=' 'format=' 'config=' 'q/quiet' 'v/verbose' 'color=' 'ci=' 'version' 'h/help'
        switch $unparsed_tokens[1]
        case 'help'
            __mlx-predict_parse_subcommand -r 1 'version'
        end
    end
end

function __mlx-predict_tokens
    if test (string split -m 1 -f 1 -- . "$FISH_VERSION") -gt 3
        commandline --tokens-raw $argv
    else
        commandline -o $argv
    end
end

function __mlx-predict_parse_subcommand -S -a positional_count
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

function __mlx-predict_complete_directories
    set -l token (commandline -t)
    string match -- '*/' $token
    set -l subdirs $token*/
    printf %s\n $subdirs
end

function __mlx-predict_custom_completion
    set -x SAP_SHELL fish
    set -x SAP_SHELL_VERSION $FISH_VERSION
    set -l tokens (__mlx-predict_tokens -p)
    if test -z "$(__mlx-predict_tokens -t)"
        set -l index (count (__mlx-predict_tokens -pc))
        set tokens $tokens[..$index] \'\' $tokens[(math $index + 1)..]
    end
    command $tokens[1] $argv $tokens
end

complete -c 'mlx-predict' -f
complete -c 'mlx-predict' -n '__mlx-predict_should_offer_completions_for_flags_or_options "mlx-predict" model' -l 'model' -d 'A registered model, NAME or NAME@VERSION; by default the project\'s in production.' -rfka ''
complete -c 'mlx-predict' -n '__mlx-predict_should_offer_completions_for_flags_or_options "mlx-predict" registry' -l 'registry' -d 'The registry: "production", "testing", a directory, "s3://…" or "oci://…".' -rfka ''
complete -c 'mlx-predict' -n '__mlx-predict_should_offer_completions_for_flags_or_options "mlx-predict" model-directory' -l 'model-directory' -d 'Score with the model in this directory.' -rfka ''
complete -c 'mlx-predict' -n '__mlx-predict_should_offer_completions_for_flags_or_options "mlx-predict" schema' -l 'schema' -d 'The Table Schema that says how the rows are written; by default the project\'s.' -rfka ''
complete -c 'mlx-predict' -n '__mlx-predict_should_offer_completions_for_flags_or_options "mlx-predict" format' -l 'format' -d 'The form of the rows; by default from the file\'s name or its first byte.' -rfka 'csv tsv jsonl'
complete -c 'mlx-predict' -n '__mlx-predict_should_offer_completions_for_flags_or_options "mlx-predict" config' -l 'config' -d 'The project file; "mlx.yaml" in the working directory if it is there.' -rfka ''
complete -c 'mlx-predict' -n '__mlx-predict_should_offer_completions_for_flags_or_options "mlx-predict" q quiet' -l 'quiet' -s 'q' -d 'Say nothing but errors.'
complete -c 'mlx-predict' -n '__mlx-predict_should_offer_completions_for_flags_or_options "mlx-predict" v verbose' -l 'verbose' -s 'v' -d 'Say more.'
complete -c 'mlx-predict' -n '__mlx-predict_should_offer_completions_for_flags_or_options "mlx-predict" color' -l 'color' -d 'Colour in messages.' -rfka 'auto always never'
complete -c 'mlx-predict' -n '__mlx-predict_should_offer_completions_for_flags_or_options "mlx-predict" ci' -l 'ci' -d 'Which CI system to speak to in annotations, summaries and outputs: "auto", "none", "gitea", "github", "gitlab", "jenkins", "azure", "teamcity" or "buildkite".' -rfka 'auto none gitea github gitlab jenkins azure teamcity buildkite'
complete -c 'mlx-predict' -n '__mlx-predict_should_offer_completions_for_flags_or_options "mlx-predict" version' -l 'version' -d 'Show the version.'
complete -c 'mlx-predict' -n '__mlx-predict_should_offer_completions_for_flags_or_options "mlx-predict" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mlx-predict' -n '__mlx-predict_should_offer_completions_for_positional "mlx-predict" -eq 1' -fa 'help' -d 'Show subcommand help information.'
complete -c 'mlx-predict' -n '__mlx-predict_should_offer_completions_for_flags_or_options "mlx-predict help" version' -l 'version' -d 'Show the version.'
