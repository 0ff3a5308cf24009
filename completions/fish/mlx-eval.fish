function __mlx-eval_should_offer_completions_for_flags_or_options -a expected_commands
    set -l non_repeating_flags_or_options $argv[2..]
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __mlx-eval_parse_tokens
    test "$commands" = "$expected_commands"; and return $non_repeating_flags_or_options_absent
end

function __mlx-eval_should_offer_completions_for_positional -a expected_commands positional_index_comparison expected_positional_index
    set -l non_repeating_flags_or_options
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __mlx-eval_parse_tokens
    test "$commands" = "$expected_commands" -a \( "$positional_index" "$positional_index_comparison" "$expected_positional_index" \)
end

function __mlx-eval_parse_tokens -S
    set -l unparsed_tokens (__mlx-eval_tokens -pc)
    switch $unparsed_tokens[1]
    case 'mlx-eval'
        __mlx-eval_parse_subcommand -r 1 'model=' 'data=+' 'schema=' 'predictions=+' 'truth=' 'prediction=' 'score=' 'query=' 'task=' 'gate=+' 'baseline=' 'confidence=' 'resamples=' 'seed=' 'significance=' 'weight=' 'slice=+' 'weak-slices' 'fairness=+' 'positive=' 'importance=' 'test=+' 'latency' 'url=' 'rate=' 'connections=' 'duration=' 'warmup=' 'rows=' 'html=' 'markdown=' 'report=' 'timeout=' 'testing=' 'production=' 'in=' 'out=' 'no-input' 'run-id=' 'pretty' 'fail-on=' 'allow-empty' 'junit=' 'junit-strict' 'openmetrics=' 'dotenv=' 'config=' 'q/quiet' 'v/verbose' 'color=' 'ci=' 'version' 'h/help'
        switch $unparsed_tokens[1]
        case 'help'
            __mlx-eval_parse_subcommand -r 1 'version'
        end
    end
end

function __mlx-eval_tokens
    if test (string split -m 1 -f 1 -- . "$FISH_VERSION") -gt 3
        commandline --tokens-raw $argv
    else
        commandline -o $argv
    end
end

function __mlx-eval_parse_subcommand -S -a positional_count
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

function __mlx-eval_complete_directories
    set -l token (commandline -t)
    string match -- '*/' $token
    set -l subdirs $token*/
    printf %s\n $subdirs
end

function __mlx-eval_custom_completion
    set -x SAP_SHELL fish
    set -x SAP_SHELL_VERSION $FISH_VERSION
    set -l tokens (__mlx-eval_tokens -p)
    if test -z "$(__mlx-eval_tokens -t)"
        set -l index (count (__mlx-eval_tokens -pc))
        set tokens $tokens[..$index] \'\' $tokens[(math $index + 1)..]
    end
    command $tokens[1] $argv $tokens
end

complete -c 'mlx-eval' -f
complete -c 'mlx-eval' -n '__mlx-eval_should_offer_completions_for_flags_or_options "mlx-eval" model' -l 'model' -d 'A model directory or file, or registry:NAME@VERSION; by default the run\'s model.' -rfka ''
complete -c 'mlx-eval' -n '__mlx-eval_should_offer_completions_for_flags_or_options "mlx-eval"' -l 'data' -d 'The test data: files or globs.' -rfka ''
complete -c 'mlx-eval' -n '__mlx-eval_should_offer_completions_for_flags_or_options "mlx-eval" schema' -l 'schema' -d 'The Table Schema of the data.' -rfka ''
complete -c 'mlx-eval' -n '__mlx-eval_should_offer_completions_for_flags_or_options "mlx-eval"' -l 'predictions' -d 'Test predictions that exist already instead of a model: CSV or JSON Lines files.' -rfka ''
complete -c 'mlx-eval' -n '__mlx-eval_should_offer_completions_for_flags_or_options "mlx-eval" truth' -l 'truth' -d 'The column with the true values.' -rfka ''
complete -c 'mlx-eval' -n '__mlx-eval_should_offer_completions_for_flags_or_options "mlx-eval" prediction' -l 'prediction' -d 'The column with the predicted labels or numbers.' -rfka ''
complete -c 'mlx-eval' -n '__mlx-eval_should_offer_completions_for_flags_or_options "mlx-eval" score' -l 'score' -d 'The column with the scores of the positive label; those of several labels are score_LABEL.' -rfka ''
complete -c 'mlx-eval' -n '__mlx-eval_should_offer_completions_for_flags_or_options "mlx-eval" query' -l 'query' -d 'The column with the queries of a ranking.' -rfka ''
complete -c 'mlx-eval' -n '__mlx-eval_should_offer_completions_for_flags_or_options "mlx-eval" task' -l 'task' -d 'The kind of the predictions: binary, multiclass, multilabel, regression or ranking.' -rfka 'binary multiclass multilabel regression ranking'
complete -c 'mlx-eval' -n '__mlx-eval_should_offer_completions_for_flags_or_options "mlx-eval"' -l 'gate' -d 'A gate, as in mlx.yaml; may be repeated and replaces those of the file.' -rfka ''
complete -c 'mlx-eval' -n '__mlx-eval_should_offer_completions_for_flags_or_options "mlx-eval" baseline' -l 'baseline' -d 'What to compare with: production, none, registry:NAME@VERSION, a model, a report or predictions.' -rfka ''
complete -c 'mlx-eval' -n '__mlx-eval_should_offer_completions_for_flags_or_options "mlx-eval" confidence' -l 'confidence' -d 'How sure a verdict must be, as 0.95; gates that the rows are too few for are inconclusive.' -rfka ''
complete -c 'mlx-eval' -n '__mlx-eval_should_offer_completions_for_flags_or_options "mlx-eval" resamples' -l 'resamples' -d 'Resamples of a bootstrap.' -rfka ''
complete -c 'mlx-eval' -n '__mlx-eval_should_offer_completions_for_flags_or_options "mlx-eval" seed' -l 'seed' -d 'The seed of resamples and shuffles.' -rfka ''
complete -c 'mlx-eval' -n '__mlx-eval_should_offer_completions_for_flags_or_options "mlx-eval" significance' -l 'significance' -d '"auto": DeLong for roc_auc, Wilson for accuracy and Tango for its change; "bootstrap": resamples for all.' -rfka 'auto bootstrap'
complete -c 'mlx-eval' -n '__mlx-eval_should_offer_completions_for_flags_or_options "mlx-eval" weight' -l 'weight' -d 'The column that says how much a row counts.' -rfka ''
complete -c 'mlx-eval' -n '__mlx-eval_should_offer_completions_for_flags_or_options "mlx-eval"' -l 'slice' -d 'Slices to be told apart: a column, or a mapping as in mlx.yaml; may be repeated.' -rfka ''
complete -c 'mlx-eval' -n '__mlx-eval_should_offer_completions_for_flags_or_options "mlx-eval" weak-slices' -l 'weak-slices' -d 'Search for the slices on which the model is worst.'
complete -c 'mlx-eval' -n '__mlx-eval_should_offer_completions_for_flags_or_options "mlx-eval"' -l 'fairness' -d 'A column of groups that are to be treated alike; may be repeated.' -rfka ''
complete -c 'mlx-eval' -n '__mlx-eval_should_offer_completions_for_flags_or_options "mlx-eval" positive' -l 'positive' -d 'The label that counts as positive.' -rfka ''
complete -c 'mlx-eval' -n '__mlx-eval_should_offer_completions_for_flags_or_options "mlx-eval" importance' -l 'importance' -d 'Tell what each column is worth, by shuffling it so many times.' -rfka ''
complete -c 'mlx-eval' -n '__mlx-eval_should_offer_completions_for_flags_or_options "mlx-eval"' -l 'test' -d 'Behaviour tests: a file of cases, or a mapping as in mlx.yaml; may be repeated.' -rfka ''
complete -c 'mlx-eval' -n '__mlx-eval_should_offer_completions_for_flags_or_options "mlx-eval" latency' -l 'latency' -d 'Measure how long the model takes for a row.'
complete -c 'mlx-eval' -n '__mlx-eval_should_offer_completions_for_flags_or_options "mlx-eval" url' -l 'url' -d 'Put a running service under load: the address of any page, or of a service of the Open Inference Protocol, which is asked about rows of the data.' -rfka ''
complete -c 'mlx-eval' -n '__mlx-eval_should_offer_completions_for_flags_or_options "mlx-eval" rate' -l 'rate' -d 'Requests a second, whether answers come or not; by default each connection sends when it has its answer.' -rfka ''
complete -c 'mlx-eval' -n '__mlx-eval_should_offer_completions_for_flags_or_options "mlx-eval" connections' -l 'connections' -d 'Connections at once.' -rfka ''
complete -c 'mlx-eval' -n '__mlx-eval_should_offer_completions_for_flags_or_options "mlx-eval" duration' -l 'duration' -d 'How long, as 500ms, 10s or 2m.' -rfka ''
complete -c 'mlx-eval' -n '__mlx-eval_should_offer_completions_for_flags_or_options "mlx-eval" warmup' -l 'warmup' -d 'Time before that is not counted.' -rfka ''
complete -c 'mlx-eval' -n '__mlx-eval_should_offer_completions_for_flags_or_options "mlx-eval" rows' -l 'rows' -d 'Rows in a request.' -rfka ''
complete -c 'mlx-eval' -n '__mlx-eval_should_offer_completions_for_flags_or_options "mlx-eval" html' -l 'html' -d 'Write a page with plots, to be read in a browser.' -rfka ''
complete -c 'mlx-eval' -n '__mlx-eval_should_offer_completions_for_flags_or_options "mlx-eval" markdown' -l 'markdown' -d 'Write a summary as Markdown, for a comment on a change.' -rfka ''
complete -c 'mlx-eval' -n '__mlx-eval_should_offer_completions_for_flags_or_options "mlx-eval" report' -l 'report' -d 'Write the report as JSON; --baseline takes it again.' -rfka ''
complete -c 'mlx-eval' -n '__mlx-eval_should_offer_completions_for_flags_or_options "mlx-eval" timeout' -l 'timeout' -d 'End a predict command that does nothing for so long, as 90s.' -rfka ''
complete -c 'mlx-eval' -n '__mlx-eval_should_offer_completions_for_flags_or_options "mlx-eval" testing' -l 'testing' -d 'The registry with the testing models.' -rfka ''
complete -c 'mlx-eval' -n '__mlx-eval_should_offer_completions_for_flags_or_options "mlx-eval" production' -l 'production' -d 'The registry with the production models.' -rfka ''
complete -c 'mlx-eval' -n '__mlx-eval_should_offer_completions_for_flags_or_options "mlx-eval" in' -l 'in' -d 'Read the run document here; "-" is standard input.' -rfka ''
complete -c 'mlx-eval' -n '__mlx-eval_should_offer_completions_for_flags_or_options "mlx-eval" out' -l 'out' -d 'Write the run document here, whole or not at all.' -rfka ''
complete -c 'mlx-eval' -n '__mlx-eval_should_offer_completions_for_flags_or_options "mlx-eval" no-input' -l 'no-input' -d 'Start a new run document; leave standard input alone.'
complete -c 'mlx-eval' -n '__mlx-eval_should_offer_completions_for_flags_or_options "mlx-eval" run-id' -l 'run-id' -d 'The name of a new run.' -rfka ''
complete -c 'mlx-eval' -n '__mlx-eval_should_offer_completions_for_flags_or_options "mlx-eval" pretty' -l 'pretty' -d 'Indent the run document.'
complete -c 'mlx-eval' -n '__mlx-eval_should_offer_completions_for_flags_or_options "mlx-eval" fail-on' -l 'fail-on' -d '"gate": a failed check or gate ends the run with 1; "error": it is noted and the run goes on; "never": it ends the run, with 0.' -rfka 'error gate never'
complete -c 'mlx-eval' -n '__mlx-eval_should_offer_completions_for_flags_or_options "mlx-eval" allow-empty' -l 'allow-empty' -d 'Let a stage pass in which no check ran.'
complete -c 'mlx-eval' -n '__mlx-eval_should_offer_completions_for_flags_or_options "mlx-eval" junit' -l 'junit' -d 'Write all checks of the run so far as JUnit XML.' -rfka ''
complete -c 'mlx-eval' -n '__mlx-eval_should_offer_completions_for_flags_or_options "mlx-eval" junit-strict' -l 'junit-strict' -d 'Write that file as the schema of Jenkins\' xUnit plugin wants it, junit-10.xsd.'
complete -c 'mlx-eval' -n '__mlx-eval_should_offer_completions_for_flags_or_options "mlx-eval" openmetrics' -l 'openmetrics' -d 'Write the metrics of the run so far as OpenMetrics text.' -rfka ''
complete -c 'mlx-eval' -n '__mlx-eval_should_offer_completions_for_flags_or_options "mlx-eval" dotenv' -l 'dotenv' -d 'Write the run\'s phase, candidate and such as variables for GitLab\'s later jobs.' -rfka ''
complete -c 'mlx-eval' -n '__mlx-eval_should_offer_completions_for_flags_or_options "mlx-eval" config' -l 'config' -d 'The project file; "mlx.yaml" in the working directory if it is there.' -rfka ''
complete -c 'mlx-eval' -n '__mlx-eval_should_offer_completions_for_flags_or_options "mlx-eval" q quiet' -l 'quiet' -s 'q' -d 'Say nothing but errors.'
complete -c 'mlx-eval' -n '__mlx-eval_should_offer_completions_for_flags_or_options "mlx-eval" v verbose' -l 'verbose' -s 'v' -d 'Say more.'
complete -c 'mlx-eval' -n '__mlx-eval_should_offer_completions_for_flags_or_options "mlx-eval" color' -l 'color' -d 'Colour in messages.' -rfka 'auto always never'
complete -c 'mlx-eval' -n '__mlx-eval_should_offer_completions_for_flags_or_options "mlx-eval" ci' -l 'ci' -d 'Which CI system to speak to in annotations, summaries and outputs: "auto", "none", "gitea", "github", "gitlab", "jenkins", "azure", "teamcity" or "buildkite".' -rfka 'auto none gitea github gitlab jenkins azure teamcity buildkite'
complete -c 'mlx-eval' -n '__mlx-eval_should_offer_completions_for_flags_or_options "mlx-eval" version' -l 'version' -d 'Show the version.'
complete -c 'mlx-eval' -n '__mlx-eval_should_offer_completions_for_flags_or_options "mlx-eval" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mlx-eval' -n '__mlx-eval_should_offer_completions_for_positional "mlx-eval" -eq 1' -fa 'help' -d 'Show subcommand help information.'
complete -c 'mlx-eval' -n '__mlx-eval_should_offer_completions_for_flags_or_options "mlx-eval help" version' -l 'version' -d 'Show the version.'
