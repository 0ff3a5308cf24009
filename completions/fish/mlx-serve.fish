function __mlx-serve_should_offer_completions_for_flags_or_options -a expected_commands
    set -l non_repeating_flags_or_options $argv[2..]
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __mlx-serve_parse_tokens
    test "$commands" = "$expected_commands"; and return $non_repeating_flags_or_options_absent
end

function __mlx-serve_should_offer_completions_for_positional -a expected_commands positional_index_comparison expected_positional_index
    set -l non_repeating_flags_or_options
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __mlx-serve_parse_tokens
    test "$commands" = "$expected_commands" -a \( "$positional_index" "$positional_index_comparison" "$expected_positional_index" \)
end

function __mlx-serve_parse_tokens -S
    set -l unparsed_tokens (__mlx-serve_tokens -pc)
    switch $unparsed_tokens[1]
    case 'mlx-serve'
        __mlx-serve_parse_subcommand 0 'model=' 'registry=' 'model-directory=' 'name=' 'model-version=' 'host=' 'port=' 'port-file=' 'maximum-body=' 'config=' 'q/quiet' 'v/verbose' 'color=' 'ci=' 'h/help'
        switch $unparsed_tokens[1]
        case 'help'
            __mlx-serve_parse_subcommand -r 1 
        end
    end
end

function __mlx-serve_tokens
    if test (string split -m 1 -f 1 -- . "$FISH_VERSION") -gt 3
        commandline --tokens-raw $argv
    else
        commandline -o $argv
    end
end

function __mlx-serve_parse_subcommand -S -a positional_count
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

function __mlx-serve_complete_directories
    set -l token (commandline -t)
    string match -- '*/' $token
    set -l subdirs $token*/
    printf %s\n $subdirs
end

function __mlx-serve_custom_completion
    set -x SAP_SHELL fish
    set -x SAP_SHELL_VERSION $FISH_VERSION
    set -l tokens (__mlx-serve_tokens -p)
    if test -z "$(__mlx-serve_tokens -t)"
        set -l index (count (__mlx-serve_tokens -pc))
        set tokens $tokens[..$index] \'\' $tokens[(math $index + 1)..]
    end
    command $tokens[1] $argv $tokens
end

complete -c 'mlx-serve' -f
complete -c 'mlx-serve' -n '__mlx-serve_should_offer_completions_for_flags_or_options "mlx-serve" model' -l 'model' -d 'The registered model to serve; by default the project\'s.' -rfka ''
complete -c 'mlx-serve' -n '__mlx-serve_should_offer_completions_for_flags_or_options "mlx-serve" registry' -l 'registry' -d 'The registry to watch: "production", "testing", a directory, "s3://…" or "oci://…".' -rfka ''
complete -c 'mlx-serve' -n '__mlx-serve_should_offer_completions_for_flags_or_options "mlx-serve" model-directory' -l 'model-directory' -d 'Serve the model in this directory, and watch nothing.' -rfka ''
complete -c 'mlx-serve' -n '__mlx-serve_should_offer_completions_for_flags_or_options "mlx-serve" name' -l 'name' -d 'What a model from a directory is called.' -rfka ''
complete -c 'mlx-serve' -n '__mlx-serve_should_offer_completions_for_flags_or_options "mlx-serve" model-version version' -l 'model-version' -l 'version' -d 'The version of a model from a directory.' -rfka ''
complete -c 'mlx-serve' -n '__mlx-serve_should_offer_completions_for_flags_or_options "mlx-serve" host' -l 'host' -d 'The address to listen on; by default the project\'s, then 127.0.0.1.' -rfka ''
complete -c 'mlx-serve' -n '__mlx-serve_should_offer_completions_for_flags_or_options "mlx-serve" port' -l 'port' -d 'The port; 0 is any free one; by default the project\'s, then 8080.' -rfka ''
complete -c 'mlx-serve' -n '__mlx-serve_should_offer_completions_for_flags_or_options "mlx-serve" port-file' -l 'port-file' -d 'Write the port here once it is open.' -rfka ''
complete -c 'mlx-serve' -n '__mlx-serve_should_offer_completions_for_flags_or_options "mlx-serve" maximum-body' -l 'maximum-body' -d 'The largest body of a request.' -rfka ''
complete -c 'mlx-serve' -n '__mlx-serve_should_offer_completions_for_flags_or_options "mlx-serve" config' -l 'config' -d 'The project file; "mlx.yaml" in the working directory if it is there.' -rfka ''
complete -c 'mlx-serve' -n '__mlx-serve_should_offer_completions_for_flags_or_options "mlx-serve" q quiet' -l 'quiet' -s 'q' -d 'Say nothing but errors.'
complete -c 'mlx-serve' -n '__mlx-serve_should_offer_completions_for_flags_or_options "mlx-serve" v verbose' -l 'verbose' -s 'v' -d 'Say more.'
complete -c 'mlx-serve' -n '__mlx-serve_should_offer_completions_for_flags_or_options "mlx-serve" color' -l 'color' -d 'Colour in messages.' -rfka 'auto always never'
complete -c 'mlx-serve' -n '__mlx-serve_should_offer_completions_for_flags_or_options "mlx-serve" ci' -l 'ci' -d 'Which CI system to speak to in annotations, summaries and outputs: "auto", "none", "gitea", "github", "gitlab", "jenkins", "azure", "teamcity" or "buildkite".' -rfka 'auto none gitea github gitlab jenkins azure teamcity buildkite'
complete -c 'mlx-serve' -n '__mlx-serve_should_offer_completions_for_flags_or_options "mlx-serve" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mlx-serve' -n '__mlx-serve_should_offer_completions_for_positional "mlx-serve" -eq 1' -fa 'help' -d 'Show subcommand help information.'
