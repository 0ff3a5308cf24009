function __mlx-validate_should_offer_completions_for_flags_or_options -a expected_commands
    set -l non_repeating_flags_or_options $argv[2..]
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __mlx-validate_parse_tokens
    test "$commands" = "$expected_commands"; and return $non_repeating_flags_or_options_absent
end

function __mlx-validate_should_offer_completions_for_positional -a expected_commands positional_index_comparison expected_positional_index
    set -l non_repeating_flags_or_options
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __mlx-validate_parse_tokens
    test "$commands" = "$expected_commands" -a \( "$positional_index" "$positional_index_comparison" "$expected_positional_index" \)
end

function __mlx-validate_parse_tokens -S
    set -l unparsed_tokens (__mlx-validate_tokens -pc)
    switch $unparsed_tokens[1]
    case 'mlx-validate'
        __mlx-validate_parse_subcommand 0 'version' 'h/help'
        switch $unparsed_tokens[1]
        case 'check'
            __mlx-validate_parse_subcommand 0 'data=+' 'test=+' 'schema=' 'reference=' 'serving=' 'resource=+' 'compat=' 'history=' 'markdown=' 'html=' 'profile=' 'in=' 'out=' 'no-input' 'run-id=' 'pretty' 'fail-on=' 'allow-empty' 'junit=' 'junit-strict' 'openmetrics=' 'dotenv=' 'config=' 'q/quiet' 'v/verbose' 'color=' 'ci=' 'version' 'h/help'
        case 'infer'
            __mlx-validate_parse_subcommand 0 'data=+' 'from=' 'table=' 'delimiter=' 'dialect=' 'target=' 'task=' 'out=' 'config=' 'q/quiet' 'v/verbose' 'color=' 'ci=' 'version' 'h/help'
        case 'profile'
            __mlx-validate_parse_subcommand -r 1 'schema=' 'out=' 'config=' 'q/quiet' 'v/verbose' 'color=' 'ci=' 'version' 'h/help'
        case 'merge'
            __mlx-validate_parse_subcommand -r 1 'out=' 'config=' 'q/quiet' 'v/verbose' 'color=' 'ci=' 'version' 'h/help'
        case 'drift'
            __mlx-validate_parse_subcommand 0 'reference=' 'data=+' 'schema=' 'compat=' 'out=' 'config=' 'q/quiet' 'v/verbose' 'color=' 'ci=' 'version' 'h/help'
        case 'splits'
            __mlx-validate_parse_subcommand 0 'data=+' 'test=+' 'schema=' 'out=' 'config=' 'q/quiet' 'v/verbose' 'color=' 'ci=' 'version' 'h/help'
        case 'help'
            __mlx-validate_parse_subcommand -r 1 'version'
        end
    end
end

function __mlx-validate_tokens
    if test (string split -m 1 -f 1 -- . "$FISH_VERSION") -gt 3
        commandline --tokens-raw $argv
    else
        commandline -o $argv
    end
end

function __mlx-validate_parse_subcommand -S -a positional_count
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

function __mlx-validate_complete_directories
    set -l token (commandline -t)
    string match -- '*/' $token
    set -l subdirs $token*/
    printf %s\n $subdirs
end

function __mlx-validate_custom_completion
    set -x SAP_SHELL fish
    set -x SAP_SHELL_VERSION $FISH_VERSION
    set -l tokens (__mlx-validate_tokens -p)
    if test -z "$(__mlx-validate_tokens -t)"
        set -l index (count (__mlx-validate_tokens -pc))
        set tokens $tokens[..$index] \'\' $tokens[(math $index + 1)..]
    end
    command $tokens[1] $argv $tokens
end

complete -c 'mlx-validate' -f
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate" version' -l 'version' -d 'Show the version.'
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_positional "mlx-validate" -eq 1' -fa 'check' -d 'Check the training and test data; the default.'
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_positional "mlx-validate" -eq 1' -fa 'infer' -d 'Write the schema that a table\'s rows call for.'
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_positional "mlx-validate" -eq 1' -fa 'profile' -d 'Write a profile of a table: what its columns hold.'
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_positional "mlx-validate" -eq 1' -fa 'merge' -d 'Fold profiles of parts of a table into one.'
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_positional "mlx-validate" -eq 1' -fa 'drift' -d 'Compare data with a reference: which columns have drifted.'
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_positional "mlx-validate" -eq 1' -fa 'splits' -d 'Look for leakage between training and test data.'
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_positional "mlx-validate" -eq 1' -fa 'help' -d 'Show subcommand help information.'
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate check"' -l 'data' -d 'The training data: files or globs; by default "data.train" of the project.' -rfka ''
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate check"' -l 'test' -d 'The test data: files or globs; by default "data.test" of the project.' -rfka ''
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate check" schema' -l 'schema' -d 'The Table Schema; by default "data.schema" of the project.' -rfka ''
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate check" reference' -l 'reference' -d 'What the training data is held against for drift, a profile or data; by default "data.reference" of the project.' -rfka ''
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate check" serving' -l 'serving' -d 'What the training data is held against for skew, a profile or data; by default "data.serving" of the project.' -rfka ''
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate check"' -l 'resource' -d 'A table that foreign keys refer to, by its name in the schema: a file or a glob. Can be said several times; goes before "data.resources" of the project.' -rfka ''
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate check" compat' -l 'compat' -d 'Choose drift methods, bins and thresholds as this program does.' -rfka 'evidently tfdv'
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate check" history' -l 'history' -d 'Hold rows and statistics against those of earlier runs in this file, and add this one\'s if it passes; by default "data.history" of the project.' -rfka ''
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate check" markdown' -l 'markdown' -d 'Write a summary as Markdown.' -rfka ''
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate check" html' -l 'html' -d 'Write a page of the training data\'s columns, to be read in a browser.' -rfka ''
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate check" profile' -l 'profile' -d 'Write the training data\'s profile.' -rfka ''
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate check" in' -l 'in' -d 'Read the run document here; "-" is standard input.' -rfka ''
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate check" out' -l 'out' -d 'Write the run document here, whole or not at all.' -rfka ''
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate check" no-input' -l 'no-input' -d 'Start a new run document; leave standard input alone.'
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate check" run-id' -l 'run-id' -d 'The name of a new run.' -rfka ''
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate check" pretty' -l 'pretty' -d 'Indent the run document.'
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate check" fail-on' -l 'fail-on' -d '"gate": a failed check or gate ends the run with 1; "error": it is noted and the run goes on; "never": it ends the run, with 0.' -rfka 'error gate never'
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate check" allow-empty' -l 'allow-empty' -d 'Let a stage pass in which no check ran.'
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate check" junit' -l 'junit' -d 'Write all checks of the run so far as JUnit XML.' -rfka ''
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate check" junit-strict' -l 'junit-strict' -d 'Write that file as the schema of Jenkins\' xUnit plugin wants it, junit-10.xsd.'
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate check" openmetrics' -l 'openmetrics' -d 'Write the metrics of the run so far as OpenMetrics text.' -rfka ''
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate check" dotenv' -l 'dotenv' -d 'Write the run\'s phase, candidate and such as variables for GitLab\'s later jobs.' -rfka ''
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate check" config' -l 'config' -d 'The project file; "mlx.yaml" in the working directory if it is there.' -rfka ''
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate check" q quiet' -l 'quiet' -s 'q' -d 'Say nothing but errors.'
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate check" v verbose' -l 'verbose' -s 'v' -d 'Say more.'
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate check" color' -l 'color' -d 'Colour in messages.' -rfka 'auto always never'
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate check" ci' -l 'ci' -d 'Which CI system to speak to in annotations, summaries and outputs: "auto", "none", "gitea", "github", "gitlab", "jenkins", "azure", "teamcity" or "buildkite".' -rfka 'auto none gitea github gitlab jenkins azure teamcity buildkite'
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate check" version' -l 'version' -d 'Show the version.'
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate check" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate infer"' -l 'data' -d 'The data: files, globs, or "-"; by default "data.train" of the project.' -rfka ''
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate infer" from' -l 'from' -d 'Take the schema from an Open Data Contract (ODCS, YAML) instead of data.' -rfka ''
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate infer" table' -l 'table' -d 'The contract\'s table, if it has several.' -rfka ''
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate infer" delimiter' -l 'delimiter' -d 'What stands between cells: one character, or "tab"; by default what the header says.' -rfka ''
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate infer" dialect' -l 'dialect' -d 'How the data is written, as a Frictionless Table Dialect: JSON, or a file of it.' -rfka ''
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate infer" target' -l 'target' -d 'The column that a model is to predict.' -rfka ''
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate infer" task' -l 'task' -d 'What such a model is; by default what the column\'s values say.' -rfka 'binary multiclass regression'
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate infer" out' -l 'out' -d 'Write the schema here, whole or not at all.' -rfka ''
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate infer" config' -l 'config' -d 'The project file; "mlx.yaml" in the working directory if it is there.' -rfka ''
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate infer" q quiet' -l 'quiet' -s 'q' -d 'Say nothing but errors.'
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate infer" v verbose' -l 'verbose' -s 'v' -d 'Say more.'
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate infer" color' -l 'color' -d 'Colour in messages.' -rfka 'auto always never'
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate infer" ci' -l 'ci' -d 'Which CI system to speak to in annotations, summaries and outputs: "auto", "none", "gitea", "github", "gitlab", "jenkins", "azure", "teamcity" or "buildkite".' -rfka 'auto none gitea github gitlab jenkins azure teamcity buildkite'
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate infer" version' -l 'version' -d 'Show the version.'
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate infer" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate profile" schema' -l 'schema' -d 'Read the cells as this Table Schema says.' -rfka ''
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate profile" out' -l 'out' -d 'Write the profile here, whole or not at all.' -rfka ''
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate profile" config' -l 'config' -d 'The project file; "mlx.yaml" in the working directory if it is there.' -rfka ''
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate profile" q quiet' -l 'quiet' -s 'q' -d 'Say nothing but errors.'
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate profile" v verbose' -l 'verbose' -s 'v' -d 'Say more.'
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate profile" color' -l 'color' -d 'Colour in messages.' -rfka 'auto always never'
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate profile" ci' -l 'ci' -d 'Which CI system to speak to in annotations, summaries and outputs: "auto", "none", "gitea", "github", "gitlab", "jenkins", "azure", "teamcity" or "buildkite".' -rfka 'auto none gitea github gitlab jenkins azure teamcity buildkite'
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate profile" version' -l 'version' -d 'Show the version.'
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate profile" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate merge" out' -l 'out' -d 'Write the profile here, whole or not at all.' -rfka ''
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate merge" config' -l 'config' -d 'The project file; "mlx.yaml" in the working directory if it is there.' -rfka ''
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate merge" q quiet' -l 'quiet' -s 'q' -d 'Say nothing but errors.'
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate merge" v verbose' -l 'verbose' -s 'v' -d 'Say more.'
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate merge" color' -l 'color' -d 'Colour in messages.' -rfka 'auto always never'
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate merge" ci' -l 'ci' -d 'Which CI system to speak to in annotations, summaries and outputs: "auto", "none", "gitea", "github", "gitlab", "jenkins", "azure", "teamcity" or "buildkite".' -rfka 'auto none gitea github gitlab jenkins azure teamcity buildkite'
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate merge" version' -l 'version' -d 'Show the version.'
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate merge" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate drift" reference' -l 'reference' -d 'What to compare with: a profile, or data.' -rfka ''
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate drift"' -l 'data' -d 'The current data, or its profile; by default "data.train" of the project.' -rfka ''
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate drift" schema' -l 'schema' -d 'The Table Schema; by default "data.schema" of the project.' -rfka ''
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate drift" compat' -l 'compat' -d 'Choose methods, bins and thresholds as this program does.' -rfka 'evidently tfdv'
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate drift" out' -l 'out' -d 'Write the report here, whole or not at all.' -rfka ''
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate drift" config' -l 'config' -d 'The project file; "mlx.yaml" in the working directory if it is there.' -rfka ''
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate drift" q quiet' -l 'quiet' -s 'q' -d 'Say nothing but errors.'
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate drift" v verbose' -l 'verbose' -s 'v' -d 'Say more.'
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate drift" color' -l 'color' -d 'Colour in messages.' -rfka 'auto always never'
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate drift" ci' -l 'ci' -d 'Which CI system to speak to in annotations, summaries and outputs: "auto", "none", "gitea", "github", "gitlab", "jenkins", "azure", "teamcity" or "buildkite".' -rfka 'auto none gitea github gitlab jenkins azure teamcity buildkite'
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate drift" version' -l 'version' -d 'Show the version.'
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate drift" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate splits"' -l 'data' -d 'The training data; by default "data.train" of the project.' -rfka ''
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate splits"' -l 'test' -d 'The test data; by default "data.test" of the project.' -rfka ''
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate splits" schema' -l 'schema' -d 'The Table Schema; by default "data.schema" of the project.' -rfka ''
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate splits" out' -l 'out' -d 'Write the checks here, whole or not at all.' -rfka ''
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate splits" config' -l 'config' -d 'The project file; "mlx.yaml" in the working directory if it is there.' -rfka ''
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate splits" q quiet' -l 'quiet' -s 'q' -d 'Say nothing but errors.'
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate splits" v verbose' -l 'verbose' -s 'v' -d 'Say more.'
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate splits" color' -l 'color' -d 'Colour in messages.' -rfka 'auto always never'
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate splits" ci' -l 'ci' -d 'Which CI system to speak to in annotations, summaries and outputs: "auto", "none", "gitea", "github", "gitlab", "jenkins", "azure", "teamcity" or "buildkite".' -rfka 'auto none gitea github gitlab jenkins azure teamcity buildkite'
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate splits" version' -l 'version' -d 'Show the version.'
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate splits" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mlx-validate' -n '__mlx-validate_should_offer_completions_for_flags_or_options "mlx-validate help" version' -l 'version' -d 'Show the version.'
