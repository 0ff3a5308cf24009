function __mlx-notify_should_offer_completions_for_flags_or_options -a expected_commands
    set -l non_repeating_flags_or_options $argv[2..]
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __mlx-notify_parse_tokens
    test "$commands" = "$expected_commands"; and return $non_repeating_flags_or_options_absent
end

function __mlx-notify_should_offer_completions_for_positional -a expected_commands positional_index_comparison expected_positional_index
    set -l non_repeating_flags_or_options
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __mlx-notify_parse_tokens
    test "$commands" = "$expected_commands" -a \( "$positional_index" "$positional_index_comparison" "$expected_positional_index" \)
end

function __mlx-notify_parse_tokens -S
    set -l unparsed_tokens (__mlx-notify_tokens -pc)
    switch $unparsed_tokens[1]
    case 'mlx-notify'
        __mlx-notify_parse_subcommand 0 'to=+' 'on=+' 'from=' 'smtp=' 'smtp-user=' 'smtp-password=' 'smtp-ca=' 'webhook-secret=' 'attempts=' 'templates=' 'dry-run' 'preview=' 'flush' 'in=' 'out=' 'no-input' 'run-id=' 'pretty' 'fail-on=' 'allow-empty' 'junit=' 'junit-strict' 'openmetrics=' 'dotenv=' 'config=' 'q/quiet' 'v/verbose' 'color=' 'ci=' 'version' 'h/help'
        switch $unparsed_tokens[1]
        case 'help'
            __mlx-notify_parse_subcommand -r 1 'version'
        end
    end
end

function __mlx-notify_tokens
    if test (string split -m 1 -f 1 -- . "$FISH_VERSION") -gt 3
        commandline --tokens-raw $argv
    else
        commandline -o $argv
    end
end

function __mlx-notify_parse_subcommand -S -a positional_count
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

function __mlx-notify_complete_directories
    set -l token (commandline -t)
    string match -- '*/' $token
    set -l subdirs $token*/
    printf %s\n $subdirs
end

function __mlx-notify_custom_completion
    set -x SAP_SHELL fish
    set -x SAP_SHELL_VERSION $FISH_VERSION
    set -l tokens (__mlx-notify_tokens -p)
    if test -z "$(__mlx-notify_tokens -t)"
        set -l index (count (__mlx-notify_tokens -pc))
        set tokens $tokens[..$index] \'\' $tokens[(math $index + 1)..]
    end
    command $tokens[1] $argv $tokens
end

complete -c 'mlx-notify' -f
complete -c 'mlx-notify' -n '__mlx-notify_should_offer_completions_for_flags_or_options "mlx-notify"' -l 'to' -d 'Whom to tell: "mailto:ADDRESS", "file:MAILDIR", "file:-" for standard output, "github-pr:", "gitlab-mr:", "gitea-pr:" and their "-status:", "slack+https://…", "teams+https://…", "mattermost+https://…", "webhook+https://…"; can be repeated. See mlx-targets(7).' -rfka ''
complete -c 'mlx-notify' -n '__mlx-notify_should_offer_completions_for_flags_or_options "mlx-notify"' -l 'on' -d 'Tell --to of this only: "success", "failure", "recovered", "drift", "promoted" or "rolled-back"; can be repeated; without it, of success and failure.' -rfka 'success failure recovered drift promoted rolled-back'
complete -c 'mlx-notify' -n '__mlx-notify_should_offer_completions_for_flags_or_options "mlx-notify" from' -l 'from' -d 'The sender of the mail.' -rfka ''
complete -c 'mlx-notify' -n '__mlx-notify_should_offer_completions_for_flags_or_options "mlx-notify" smtp' -l 'smtp' -d 'The mail server: "smtps://HOST", "smtp://HOST" (STARTTLS, always), or "smtp+plain://HOST" for a relay without TLS.' -rfka ''
complete -c 'mlx-notify' -n '__mlx-notify_should_offer_completions_for_flags_or_options "mlx-notify" smtp-user' -l 'smtp-user' -d 'The user at the mail server.' -rfka ''
complete -c 'mlx-notify' -n '__mlx-notify_should_offer_completions_for_flags_or_options "mlx-notify" smtp-password' -l 'smtp-password' -d 'Where the password is: "env:NAME" or "file:PATH".' -rfka ''
complete -c 'mlx-notify' -n '__mlx-notify_should_offer_completions_for_flags_or_options "mlx-notify" smtp-ca' -l 'smtp-ca' -d 'Certificates of the authorities to trust, in place of the system\'s.' -rfka ''
complete -c 'mlx-notify' -n '__mlx-notify_should_offer_completions_for_flags_or_options "mlx-notify" webhook-secret' -l 'webhook-secret' -d 'Where the key is that webhooks are signed with: "env:NAME" or "file:PATH".' -rfka ''
complete -c 'mlx-notify' -n '__mlx-notify_should_offer_completions_for_flags_or_options "mlx-notify" attempts' -l 'attempts' -d 'How often to try before the message is left in the spool, with pauses of 2, 8 and 32 seconds; over HTTP of 2, 4 and 8, or as long as the server asks for.' -rfka ''
complete -c 'mlx-notify' -n '__mlx-notify_should_offer_completions_for_flags_or_options "mlx-notify" templates' -l 'templates' -d 'Other templates: mail.txt.mustache and mail.html.mustache in this directory.' -rfka ''
complete -c 'mlx-notify' -n '__mlx-notify_should_offer_completions_for_flags_or_options "mlx-notify" dry-run' -l 'dry-run' -d 'Print the message on standard error; send nothing.'
complete -c 'mlx-notify' -n '__mlx-notify_should_offer_completions_for_flags_or_options "mlx-notify" preview' -l 'preview' -d 'Check the templates and write the mails that they make of sample runs to this directory; send nothing.' -rfka ''
complete -c 'mlx-notify' -n '__mlx-notify_should_offer_completions_for_flags_or_options "mlx-notify" flush' -l 'flush' -d 'Send what waits in the spool; what has waited for 5 days is given up.'
complete -c 'mlx-notify' -n '__mlx-notify_should_offer_completions_for_flags_or_options "mlx-notify" in' -l 'in' -d 'Read the run document here; "-" is standard input.' -rfka ''
complete -c 'mlx-notify' -n '__mlx-notify_should_offer_completions_for_flags_or_options "mlx-notify" out' -l 'out' -d 'Write the run document here, whole or not at all.' -rfka ''
complete -c 'mlx-notify' -n '__mlx-notify_should_offer_completions_for_flags_or_options "mlx-notify" no-input' -l 'no-input' -d 'Start a new run document; leave standard input alone.'
complete -c 'mlx-notify' -n '__mlx-notify_should_offer_completions_for_flags_or_options "mlx-notify" run-id' -l 'run-id' -d 'The name of a new run.' -rfka ''
complete -c 'mlx-notify' -n '__mlx-notify_should_offer_completions_for_flags_or_options "mlx-notify" pretty' -l 'pretty' -d 'Indent the run document.'
complete -c 'mlx-notify' -n '__mlx-notify_should_offer_completions_for_flags_or_options "mlx-notify" fail-on' -l 'fail-on' -d '"gate": a failed check or gate ends the run with 1; "error": it is noted and the run goes on; "never": it ends the run, with 0.' -rfka 'error gate never'
complete -c 'mlx-notify' -n '__mlx-notify_should_offer_completions_for_flags_or_options "mlx-notify" allow-empty' -l 'allow-empty' -d 'Let a stage pass in which no check ran.'
complete -c 'mlx-notify' -n '__mlx-notify_should_offer_completions_for_flags_or_options "mlx-notify" junit' -l 'junit' -d 'Write all checks of the run so far as JUnit XML.' -rfka ''
complete -c 'mlx-notify' -n '__mlx-notify_should_offer_completions_for_flags_or_options "mlx-notify" junit-strict' -l 'junit-strict' -d 'Write that file as the schema of Jenkins\' xUnit plugin wants it, junit-10.xsd.'
complete -c 'mlx-notify' -n '__mlx-notify_should_offer_completions_for_flags_or_options "mlx-notify" openmetrics' -l 'openmetrics' -d 'Write the metrics of the run so far as OpenMetrics text.' -rfka ''
complete -c 'mlx-notify' -n '__mlx-notify_should_offer_completions_for_flags_or_options "mlx-notify" dotenv' -l 'dotenv' -d 'Write the run\'s phase, candidate and such as variables for GitLab\'s later jobs.' -rfka ''
complete -c 'mlx-notify' -n '__mlx-notify_should_offer_completions_for_flags_or_options "mlx-notify" config' -l 'config' -d 'The project file; "mlx.yaml" in the working directory if it is there.' -rfka ''
complete -c 'mlx-notify' -n '__mlx-notify_should_offer_completions_for_flags_or_options "mlx-notify" q quiet' -l 'quiet' -s 'q' -d 'Say nothing but errors.'
complete -c 'mlx-notify' -n '__mlx-notify_should_offer_completions_for_flags_or_options "mlx-notify" v verbose' -l 'verbose' -s 'v' -d 'Say more.'
complete -c 'mlx-notify' -n '__mlx-notify_should_offer_completions_for_flags_or_options "mlx-notify" color' -l 'color' -d 'Colour in messages.' -rfka 'auto always never'
complete -c 'mlx-notify' -n '__mlx-notify_should_offer_completions_for_flags_or_options "mlx-notify" ci' -l 'ci' -d 'Which CI system to speak to in annotations, summaries and outputs: "auto", "none", "gitea", "github", "gitlab", "jenkins", "azure", "teamcity" or "buildkite".' -rfka 'auto none gitea github gitlab jenkins azure teamcity buildkite'
complete -c 'mlx-notify' -n '__mlx-notify_should_offer_completions_for_flags_or_options "mlx-notify" version' -l 'version' -d 'Show the version.'
complete -c 'mlx-notify' -n '__mlx-notify_should_offer_completions_for_flags_or_options "mlx-notify" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mlx-notify' -n '__mlx-notify_should_offer_completions_for_positional "mlx-notify" -eq 1' -fa 'help' -d 'Show subcommand help information.'
complete -c 'mlx-notify' -n '__mlx-notify_should_offer_completions_for_flags_or_options "mlx-notify help" version' -l 'version' -d 'Show the version.'
