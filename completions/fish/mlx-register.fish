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
            __mlx-register_parse_subcommand 0 'model=' 'registry=' 'model-directory=' 'expect=' 'model-version=' 'force-new' 'allow-unsafe' 'lock-timeout=' 'in=' 'out=' 'no-input' 'run-id=' 'pretty' 'fail-on=' 'allow-empty' 'config=' 'q/quiet' 'v/verbose' 'color=' 'h/help'
        case 'list'
            __mlx-register_parse_subcommand 1 'registry=' 'json' 'config=' 'q/quiet' 'v/verbose' 'color=' 'h/help'
        case 'show'
            __mlx-register_parse_subcommand 1 'registry=' 'json' 'config=' 'q/quiet' 'v/verbose' 'color=' 'h/help'
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
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_positional "mlx-register" -eq 1' -fa 'show' -d 'Show a version: metrics, origin, files and history.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_positional "mlx-register" -eq 1' -fa 'help' -d 'Show subcommand help information.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register add" model' -l 'model' -d 'The model\'s name; by default the document\'s, then the project\'s.' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register add" registry' -l 'registry' -d 'The registry: "testing", "production" or a directory.' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register add" model-directory' -l 'model-directory' -d 'The directory to store; by default the one that the document names.' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register add" expect' -l 'expect' -d 'Refuse a model with another digest.' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register add" model-version version' -l 'model-version' -l 'version' -d 'The version to give instead of the next one.' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register add" force-new' -l 'force-new' -d 'Give a new version to content that has one.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register add" allow-unsafe' -l 'allow-unsafe' -d 'Accept pickle, joblib and PyTorch files: loading them runs code.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register add" lock-timeout' -l 'lock-timeout' -d 'How long to wait while another process changes the registry.' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register add" in' -l 'in' -d 'Read the run document here; "-" is standard input.' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register add" out' -l 'out' -d 'Write the run document here, whole or not at all.' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register add" no-input' -l 'no-input' -d 'Start a new run document; leave standard input alone.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register add" run-id' -l 'run-id' -d 'The name of a new run.' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register add" pretty' -l 'pretty' -d 'Indent the run document.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register add" fail-on' -l 'fail-on' -d '"gate": a failed check or gate ends the run with 1; "error": it is noted and the run goes on; "never": it ends the run, with 0.' -rfka 'error gate never'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register add" allow-empty' -l 'allow-empty' -d 'Let a stage pass in which no check ran.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register add" config' -l 'config' -d 'The project file; "mlx.yaml" in the working directory if it is there.' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register add" q quiet' -l 'quiet' -s 'q' -d 'Say nothing but errors.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register add" v verbose' -l 'verbose' -s 'v' -d 'Say more.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register add" color' -l 'color' -d 'Colour in messages.' -rfka 'auto always never'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register add" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register list" registry' -l 'registry' -d 'The registry: "testing", "production" or a directory.' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register list" json' -l 'json' -d 'Write JSON.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register list" config' -l 'config' -d 'The project file; "mlx.yaml" in the working directory if it is there.' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register list" q quiet' -l 'quiet' -s 'q' -d 'Say nothing but errors.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register list" v verbose' -l 'verbose' -s 'v' -d 'Say more.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register list" color' -l 'color' -d 'Colour in messages.' -rfka 'auto always never'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register list" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register show" registry' -l 'registry' -d 'The registry: "testing", "production" or a directory.' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register show" json' -l 'json' -d 'Write JSON.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register show" config' -l 'config' -d 'The project file; "mlx.yaml" in the working directory if it is there.' -rfka ''
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register show" q quiet' -l 'quiet' -s 'q' -d 'Say nothing but errors.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register show" v verbose' -l 'verbose' -s 'v' -d 'Say more.'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register show" color' -l 'color' -d 'Colour in messages.' -rfka 'auto always never'
complete -c 'mlx-register' -n '__mlx-register_should_offer_completions_for_flags_or_options "mlx-register show" h help' -s 'h' -l 'help' -d 'Show help information.'
