"""What the GitHub actions and workflows must do; each case runs them with the real tools.

    cases.py TOOLS_DIR
"""
import fcntl
import http.server
import json
import os
import re
import subprocess
import threading

import runner
from project import EXAMPLE, MLX_YAML, SHARE, Repositories, commit, mails, rows
from suite import case, check, main, program, venv

HOSTILE = ["$(touch pwned)", "`touch pwned`", "'; touch pwned; '", '"; touch pwned; "', "a\ntouch pwned",
           "x\n::set-env name=PATH::/evil", "${{ github.token }}", "--help", "../..", "* ?", "\\"]


class Site:
    """A directory with a release of the tools, the repositories, the registries and the mails."""

    def __init__(self, directory, tools):
        self.directory, self.tools = directory, tools
        self.release = directory / "release"
        (self.release / "bin").mkdir(parents=True)
        for tool in tools.glob("mlx-*"):
            if tool.is_file():
                (self.release / "bin" / tool.name).symlink_to(tool)
        (self.release / "share").mkdir()
        (self.release / "share" / "mlx").symlink_to(SHARE)
        self.repositories = Repositories(directory / "repositories")
        self.repositories.install_github()
        self.other_repositories = True
        self.runs = 0

    @property
    def registry(self):
        return self.directory / "registry"

    def runner(self, **github):
        """A runner with an empty workspace, as each job gets one."""
        self.runs += 1
        workspace = self.directory / f"run-{self.runs}" / "workspace"
        workspace.mkdir(parents=True)
        environment = {"PATH": os.environ["PATH"], "HOME": str(workspace.parent), "LANG": "C.UTF-8"}
        others = {"MLX_DATA_REPOSITORY": "owner/data", "MLX_TESTS_REPOSITORY": "owner/tests"}
        variables = {**(others if self.other_repositories else {}), "MLX_FROM": str(self.release),
                     "MLX_REGISTRY_TESTING": str(self.registry / "testing"),
                     "MLX_REGISTRY_PRODUCTION": str(self.registry / "production")}
        return runner.Run(workspace, repositories=self.repositories.by_name, github=github,
                          environment=environment, vars=variables)

    def workspace_with_project(self, **github):
        """A runner whose job has checked everything out and put the tools on its PATH."""
        job = self.runner(**github)
        for name, path in (("code", "."), ("data", "data"), ("tests", "tests")):
            job.checkout({"repository": f"owner/{name}", "path": path})
        job.env["PATH"] = f"{self.release / 'bin'}:{job.env['PATH']}"
        for name in ("MLX_REGISTRY_TESTING", "MLX_REGISTRY_PRODUCTION"):
            job.env[name] = job.vars[name]
        return job

    def stage(self, stages, job=None, env=None, **inputs):
        job = job or self.workspace_with_project()
        job.result = runner.Result()
        return job.action(".github/actions/mlx-stage", {"stages": stages, **inputs}, env), job

    def workflow(self, needs=None, job="model", api=None, **github):
        run = self.runner(**github)
        if api:
            run.github["api_url"] = run.env["GITHUB_API_URL"] = api
        run.needs = {"model": {"outputs": needs or {}}}
        workflow = runner.load(SHARE / "github" / "workflows" / "mlx.yml")
        return run.job(workflow, job), run

    def push(self, files, **options):
        before, after = commit(self.repositories.code, files)
        return self.workflow(event_name="push", sha=after, event={"before": before}, **options)

    def dispatch(self, action):
        return self.workflow(event_name="repository_dispatch", event={"action": action})

    def deploy(self, needs, approvals):
        with Api({"GET /repos/owner/code/actions/runs/42/approvals": approvals}) as api:
            result, run = self.workflow(needs, job="deploy", api=api.url)
        return result, run, api

    def live(self):
        """The version of each model in production."""
        listed = subprocess.run([self.release / "bin" / "mlx-promote", "list", "--json", "--production",
                                 self.registry / "production"], check=True, capture_output=True)
        return [model["production"] for model in json.loads(listed.stdout)]

    def audit(self):
        path = self.registry / "production" / "penguins" / ".mlx" / "audit.jsonl"
        return [json.loads(line) for line in path.read_text().splitlines()]


class Api:
    """GitHub's API on the loopback: answers what it is told to, and keeps what it was asked."""

    def __init__(self, answers):
        self.answers, self.requests = answers, []

    def __enter__(self):
        api = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def answer(self):
                key = f"{self.command} {self.path}"
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                api.requests.append((key, self.headers.get("Authorization"), body.decode()))
                known = key in api.answers
                content = json.dumps(api.answers.get(key)).encode() if known else b"{}"
                self.send_response((204 if self.command == "POST" else 200) if known else 404)
                self.send_header("Content-Length", str(0 if self.command == "POST" else len(content)))
                self.end_headers()
                if self.command != "POST":
                    self.wfile.write(content)

            do_GET = do_POST = answer

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


def told(run):
    """What the owner was told by this runner."""
    return mails(run.workspace.parent / "mail")


def expect(result, **wanted):
    for name, value in wanted.items():
        seen = result.conclusion if name == "conclusion" else result.outputs.get(name.replace("_", "-"))
        check(seen == value, f"{name} is {seen!r}, not {value!r}\n{result.log}")


# What the files say

def actions_and_workflows():
    github = SHARE / "github"
    return sorted(github.glob("*/action.yml")), sorted(github.glob("workflows/*.yml"))


def scripts():
    actions, workflows = actions_and_workflows()
    for path in actions:
        for step in runner.load(path)["runs"]["steps"]:
            yield path, step
    for path in workflows:
        for job in runner.load(path)["jobs"].values():
            for step in job["steps"]:
                if "run" in step:
                    yield path, step


@case
def the_actions_agree_with_their_schema(site):
    program(venv("check-jsonschema"), "--builtin-schema", "vendor.github-actions", *actions_and_workflows()[0])


@case
def the_workflows_agree_with_their_schema(site):
    program(venv("check-jsonschema"), "--builtin-schema", "vendor.github-workflows",
            *actions_and_workflows()[1])


@case
def zizmor_finds_nothing(site):
    for repository in site.repositories.by_name.values():
        if (repository / ".github").exists():
            program(venv("zizmor"), "--offline", "--strict-collection", repository)


@case
def shellcheck_finds_nothing_and_no_script_holds_an_expression(site):
    for path, step in scripts():
        check("${{" not in step["run"], f"{path}: '{step['name']}' has an expression in its script")
        check(step["shell"] == "bash", f"{path}: '{step['name']}' is not for bash")
        script = f"#!/usr/bin/env bash\nset -eo pipefail\n{step['run']}"
        program(venv("shellcheck"), "--severity=style", "-", input=script)


# Setup

def set_up(site, source):
    job = site.runner()
    job.checkout({})
    result = job.action(".github/actions/mlx-setup", {"from": source})
    return result, job


def check_installed(result, job):
    expect(result, conclusion="success")
    check(re.fullmatch(r"\d+\.\d+\.\d+", result.outputs["version"]), result.outputs)
    program("mlx-validate", "--version", env=job.env)


@case
def tools_from_a_release_directory(site):
    check_installed(*set_up(site, str(site.release)))


@case
def tools_from_an_archive(site):
    for number, directory in enumerate((site.release, site.directory)):
        archive = site.directory / f"mlx:{number}.tar.gz"
        content = ["."] if directory == site.release else ["release"]
        program("tar", "--force-local", "-czf", archive, "-C", directory, *content)
        check_installed(*set_up(site, str(archive)))


@case
def tools_from_a_checkout_that_installs_itself(site):
    checkout = site.directory / "mlx source"
    (checkout / "share").mkdir(parents=True)
    install = checkout / "share" / "install"
    install.write_text(f'#!/bin/sh\ncp -R "{site.release}" "$1"\n')
    install.chmod(0o755)
    check_installed(*set_up(site, str(checkout)))


@case
def tools_that_the_runner_has(site):
    job = site.workspace_with_project()
    path = job.env["PATH"]
    check_installed(job.action(".github/actions/mlx-setup", {"from": ""}), job)
    check(job.env["PATH"] == path, job.env["PATH"])
    result, job = set_up(site, "")
    expect(result, conclusion="failure")
    check("MLX_FROM" in result.log, result.log)


@case
def no_tools_are_66(site):
    result, job = set_up(site, str(site.directory / "nowhere"))
    expect(result, conclusion="failure")
    check(result.step("Install mlx").status == 66, result.log)
    check(result.step("Put mlx on the PATH").outcome == "skipped", result.log)
    check(("error", "title=mlx-setup") in [command[:2] for command in result.commands], result.log)


# Stages

@case
def all_stages_pass(site):
    result, job = site.stage("trigger validate train eval register", arguments="--verbose\n\n")
    expect(result, conclusion="success", status="0", phase="Succeeded", pipeline="train",
           stages="validate train eval register", candidate="penguins@1", failed_stage="")
    check(re.fullmatch(r"sha256:[0-9a-f]{64}", result.outputs["digest"]), result.outputs)
    check("accuracy" in result.summary, result.summary)
    check(not [command for command in result.commands if command[0] == "error"], result.log)
    for name in ("checks.xml", "validate.html", "eval.html"):
        check((job.workspace / "reports" / name).stat().st_size > 0, name)
    check(not (job.workspace / "run.next.json").exists(), "a document was left behind")


@case
def a_failing_gate_is_1_and_has_outputs(site):
    job = site.workspace_with_project()
    gates = MLX_YAML.replace("lower_bound: 0.9", "lower_bound: 1.01")
    (job.workspace / "mlx.yaml").write_text(gates)
    result, job = site.stage("trigger validate train eval register", job)
    expect(result, conclusion="failure", status="1", phase="Failed", failed_stage="eval", candidate="",
           pipeline="train")
    check("accuracy" in result.summary, result.summary)
    check([command[1] for command in result.commands if command[0] == "error"]
          == ["file=mlx.yaml,line=10,title=mlx-eval%3A accuracy"], result.log)
    check(not (site.registry / "testing").exists(), "the model was registered")
    result, job = site.stage("notify", job)
    expect(result, conclusion="failure", status="1", failed_stage="eval")
    check(len(told(job)) == 1, "there is no mail")


@case
def tools_of_one_pipe_write_annotations_outputs_and_summaries(site):
    job = site.workspace_with_project()
    bad = "Adelei,Biscoe,39.1,18.7,181,3750,male,2009\n"
    (job.workspace / "data" / "train.csv").write_text(rows(1, 2) + bad)
    step = {"name": "pipe", "id": "pipe", "run": "mlx-validate --no-input | mlx-train | mlx-eval --out run.json"}
    scope = runner.Scope(job)
    job.run_steps([step], scope, {})
    result, outputs = job.result, scope.steps["pipe"]["outputs"]
    check(scope.failed and outputs["phase"] == "Failed" and outputs["failed-stage"] == "validate", outputs)
    check(outputs["stage"] == "eval" and outputs["candidate"] == "", outputs)
    line = len(rows(1, 2).splitlines()) + 1
    check([command[:2] for command in result.commands if command[0] != "warning"]
          == [("error", f"file=data/train.csv,line={line},title=mlx-validate%3A enum/species [split = train]")],
          result.commands)
    check(result.summary.count("### ") == 1 and "Adelei" in result.summary, result.summary)


@case
def broken_data_are_65(site):
    job = site.workspace_with_project()
    (job.workspace / "data" / "train.csv").write_text('species,"island\nAdelie')
    result, job = site.stage("trigger validate train", job)
    expect(result, conclusion="failure", status="65", phase="Error", failed_stage="validate")


@case
def bad_data_are_1(site):
    job = site.workspace_with_project()
    (job.workspace / "data" / "train.csv").write_text(rows(1, 2) + "Adelei,Biscoe,39.1,18.7,181,3750,male,2009\n")
    result, job = site.stage("trigger validate train", job)
    expect(result, conclusion="failure", status="1", phase="Failed", failed_stage="validate")
    check("Adelei" in result.summary, result.summary)


@case
def a_missing_file_is_66(site):
    job = site.workspace_with_project()
    (job.workspace / "schema.json").unlink()
    result, job = site.stage("trigger validate", job)
    expect(result, conclusion="failure", status="66", failed_stage="validate")


class Locked:
    """Holds the lock of the testing registry, for ever or for some seconds."""

    def __init__(self, site, seconds=None):
        self.path = site.registry / "testing" / "penguins" / ".mlx" / "lock"
        self.seconds = seconds

    def __enter__(self):
        self.file = open(self.path, "r+")
        fcntl.flock(self.file, fcntl.LOCK_EX)
        if self.seconds:
            self.timer = threading.Timer(self.seconds, self.file.close)
            self.timer.start()

    def __exit__(self, *_):
        if self.seconds:
            self.timer.join()
        self.file.close()


@case
def a_stage_that_says_75_is_tried_again(site):
    result, job = site.stage("trigger validate train eval register")
    expect(result, conclusion="success")
    with Locked(site, seconds=4):
        result, job = site.stage("register", job, arguments="--lock-timeout=0.2", attempts="2")
    expect(result, conclusion="success", status="0", phase="Succeeded")
    check([command[:2] for command in result.commands if command[0] == "notice"]
          == [("notice", "title=mlx-register")], result.log)
    stages = json.loads((job.workspace / "run.json").read_text())["stages"]
    check([stage["status"] for stage in stages if stage["name"] == "register"] == ["passed", "passed"],
          "the attempt that failed is in the document")


@case
def a_stage_that_stays_at_75_is_an_error_that_notify_passes_on_at_once(site):
    result, job = site.stage("trigger validate train eval register")
    with Locked(site):
        result, job = site.stage("register", job, arguments="--lock-timeout=0.2", attempts="1")
    expect(result, conclusion="failure", status="75", phase="Error", failed_stage="register", candidate="")
    result, job = site.stage("notify", job)
    expect(result, conclusion="failure", status="75")
    check(not any(command[0] == "notice" for command in result.commands), result.log)
    check(len(told(job)) == 1, "there is no mail")


@case
def nothing_to_do_is_no_failure(site):
    result, job = site.stage("trigger validate train eval register")
    result, job = site.stage("trigger validate train", job)
    expect(result, conclusion="success", status="1", pipeline="none", stages="", candidate="")


@case
def a_run_of_which_nothing_is_left_is_told(site):
    result, job = site.stage("notify")
    expect(result, conclusion="failure", status="65", phase="Error")
    check(len(told(job)) == 1, "there is no mail")


@case
def a_stage_that_was_killed_is_named_in_the_mail(site):
    job = site.workspace_with_project()
    killed = MLX_YAML.replace("  trainer: xgboost\n", "  trainer: command\n  command: [sh, -c, 'kill -9 $PPID; sleep 1']\n")
    (job.workspace / "mlx.yaml").write_text(killed.replace("  parameters: {max_depth: 3, eta: 0.3, num_round: 20}\n", ""))
    result, job = site.stage("trigger validate", job)
    (job.workspace / "run.next.json").write_text('{"left by": "an earlier job"}')
    result, job = site.stage("train", job)
    expect(result, conclusion="failure", status="137")
    result, job = site.stage("notify", job)
    expect(result, conclusion="failure", phase="Error", failed_stage="train")


@case
def hostile_inputs_inject_nothing(site):
    job = site.workspace_with_project()
    for name in ("stages", "arguments", "directory", "attempts"):
        for value in HOSTILE:
            result, _ = site.stage(**{"stages": "trigger", "job": job, name: value})
            check_harmless(site, job, result, name, value)
            if name in ("stages", "attempts"):
                expect(result, conclusion="failure", status="64")
    for value in HOSTILE:
        job.result = runner.Result()
        result = job.action(".github/actions/mlx-setup", {"from": value, "packages": "bash\n sed"})
        check_harmless(site, job, result, "from", value)
        expect(result, conclusion="failure")


def check_harmless(site, job, result, name, value):
    found = [str(path) for path in site.directory.rglob("pwned*")]
    check(not found, f"{name}={value!r} made {found}")
    check("ghs_token" not in result.log and job.env["PATH"].split(":")[0] != "/evil", f"{name}={value!r}")
    for command in result.commands:
        check(command[0] in ("error", "warning", "notice"), f"{name}={value!r} issued {command}")


@case
def hostile_events_inject_nothing(site):
    for value in HOSTILE:
        result, run = site.workflow(event_name="push", event={"before": value})
        check_harmless(site, run, result, "before", value)
        expect(result, conclusion="failure", candidate="")


@case
def a_hostile_document_injects_no_output(site):
    job = site.workspace_with_project()
    hostile = "x\nphase=Succeeded\r\ncandidate=penguins@9"
    document = {"apiVersion": "mlx/v1", "kind": "Run",
                "metadata": {"id": "1", "model": hostile, "createdAt": "2026-11-20T12:00:00Z"},
                "spec": {"pipeline": hostile, "stages": [hostile]},
                "stages": [{"name": hostile, "tool": "x", "version": "1", "status": "error", "exitCode": 70}],
                "status": {"phase": "Error", "failedStage": hostile, "exitCode": 70}}
    (job.workspace / "run.json").write_text(json.dumps(document))
    result, job = site.stage("eval", job)
    expect(result, conclusion="failure", phase="Error", candidate="")


@case
def hostile_data_inject_nothing(site):
    job = site.workspace_with_project()
    header, first, rest = rows(1, 2).split("\n", 2)
    hostile = ['"x\n::error::pwned"', '"$(touch pwned)"', '"<script>pwned</script>"', "%0A::warning::pwned",
               '"a\n::add-mask::penguins"']
    lines = [",".join([value, *first.split(",")[1:]]) for value in hostile]
    (job.workspace / "data" / "train.csv").write_text("\n".join([header, first, *lines, rest]))
    result, job = site.stage("trigger validate", job)
    expect(result, conclusion="failure", status="1")
    check(not any("pwned" in command[2] and command[2].startswith("pwned") for command in result.commands),
          result.commands)
    check({command[0] for command in result.commands} <= {"error", "warning"}, result.commands)
    check("penguins" not in job.masks and "<script>" not in result.summary, result.summary)
    check(not list(site.directory.rglob("pwned*")), "a command was run")


# The three pipelines

ANNA = [{"state": "approved", "comment": "x\n--override", "user": {"login": "anna"},
         "environments": [{"name": "production"}]},
        {"state": "rejected", "comment": "", "user": {"login": "bert"},
         "environments": [{"name": "production"}]},
        {"state": "approved", "comment": "", "user": {"login": "carl"}, "environments": [{"name": "staging"}]}]


def first_version_in_production(site):
    result, run = site.push({"mlx.yaml": MLX_YAML + "# first\n"})
    expect(result, conclusion="success", candidate="penguins@1")
    deployed, _, _ = site.deploy(result.outputs, ANNA)
    expect(deployed, conclusion="success")
    return result, run


@case
def new_code_trains_from_scratch_and_a_person_deploys(site):
    result, run = first_version_in_production(site)
    check([text for text in told(run) if "https://github.example/owner/code/actions/runs/42" in text],
          "the mail has no link to where one agrees")
    check((run.artifacts["mlx"] / "reports" / "eval.html").exists(), "the reports were not kept")
    check("mlx-train: trained on" in result.log, result.log)
    check(site.live() == [1], site.live())
    promotion = next(entry for entry in site.audit() if entry["action"] == "promote")
    check(promotion["reason"] == "approved by anna, https://github.example/owner/code/actions/runs/42",
          promotion)


@case
def new_data_go_on_from_production(site):
    first_version_in_production(site)
    commit(site.repositories.data, {"train.csv": rows(1, 2, 3)})
    result, run = site.dispatch("dataset-updated")
    expect(result, conclusion="success", candidate="penguins@2")
    document = json.loads((run.workspace / "run.json").read_text())
    check(document["spec"]["pipeline"] == "retrain" and document["metadata"]["ci"]["provider"] == "github",
          document["spec"])
    result, _, _ = site.deploy(result.outputs, ANNA)
    expect(result, conclusion="success")
    check(site.live() == [2], site.live())


@case
def the_same_data_call_for_nothing(site):
    first_version_in_production(site)
    result, run = site.dispatch("dataset-updated")
    expect(result, conclusion="success", candidate="")
    check(result.step("Train, test and register").outcome == "skipped", result.log)
    check(len(told(run)) == 0, "somebody was told of nothing")


@case
def new_tests_test_the_model_again_and_deploy_nothing(site):
    first_version_in_production(site)
    commit(site.repositories.tests, {"note.md": "new"})
    result, run = site.dispatch("tests-updated")
    expect(result, conclusion="success", candidate="")
    check("mlx-train" not in result.log and "mlx-eval: " in result.log, result.log)
    check(site.deploy(result.outputs, ANNA)[0].conclusion == "skipped", "it would be deployed")


@case
def new_tests_of_a_version_that_is_not_yet_in_production_let_it_be_deployed(site):
    site.push({"mlx.yaml": MLX_YAML + "# first\n"})
    result, run = site.dispatch("tests-updated")
    expect(result, conclusion="success", candidate="penguins@1")


@case
def one_repository_for_everything_needs_no_other(site):
    everything = {"data/train.csv": rows(1, 2), "data/test.csv": rows(0),
                  "tests/cases.jsonl": (EXAMPLE / "cases.jsonl").read_text()}
    site.other_repositories = False
    result, run = site.push(everything | {"mlx.yaml": MLX_YAML + "# first\n"})
    expect(result, conclusion="success", candidate="penguins@1")
    check(result.step("Get the data").outcome == "skipped", result.log)
    expect(site.deploy(result.outputs, ANNA)[0], conclusion="success")
    result, run = site.push({"data/train.csv": rows(1, 2, 3)})
    expect(result, conclusion="success", candidate="penguins@2")
    check("mlx-trigger: retrain" in result.log, result.log)
    result, run = site.push({"tests/note.md": "new"})
    expect(result, conclusion="success", candidate="")
    check("mlx-trigger: retest" in result.log, result.log)


@case
def new_tests_that_the_model_fails_are_told(site):
    first_version_in_production(site)
    failing = '{"name": "no such bird", "kind": "minimum_functionality", "input": {"from": "data", "rows": 5}, "expect": "Dodo"}\n'
    commit(site.repositories.tests, {"cases.jsonl": failing})
    result, run = site.dispatch("tests-updated")
    expect(result, conclusion="failure", candidate="")
    check(len(told(run)) == 1, "there is no mail")


@case
def code_of_nobody_calls_for_nothing(site):
    result, run = site.push({"README.md": "hello\n"})
    expect(result, conclusion="success", candidate="")
    check(result.step("Train, test and register").outcome == "skipped", result.log)


@case
def a_failing_gate_deploys_nothing(site):
    result, run = site.push({"mlx.yaml": MLX_YAML.replace("lower_bound: 0.9", "lower_bound: 1.01")})
    expect(result, conclusion="failure", candidate="")
    check(result.step("Train, test and register").outcome == "failure", result.log)
    check(len(told(run)) == 1 and "mlx" in run.artifacts, "the owner has no mail or no report")
    check(site.deploy(result.outputs, ANNA)[0].conclusion == "skipped", "it would be deployed")


@case
def an_undecided_gate_waits_for_a_person(site):
    undecided = MLX_YAML.replace("lower_bound: 0.9", "lower_bound: 0.98, confidence: 0.95")
    result, run = site.push({"mlx.yaml": undecided})
    expect(result, conclusion="success", candidate="penguins@1")
    check(json.loads((run.workspace / "run.json").read_text())["status"]["phase"] == "AwaitingApproval",
          result.log)
    deployed, _, _ = site.deploy(result.outputs, ANNA)
    expect(deployed, conclusion="success")
    check(site.live() == [1], site.live())


@case
def a_pull_request_registers_nothing_and_tells_nobody(site):
    before, after = commit(site.repositories.code, {"mlx.yaml": MLX_YAML + "# better\n"})
    result, run = site.workflow(event_name="pull_request", sha=after,
                                event={"action": "opened", "pull_request": {"base": {"sha": before}}})
    expect(result, conclusion="success", candidate="")
    check("mlx-eval: " in result.log and not site.registry.exists() and len(told(run)) == 0, result.log)


@case
def started_by_hand_it_trains_from_scratch(site):
    first_version_in_production(site)
    result, run = site.workflow(event_name="workflow_dispatch")
    expect(result, conclusion="success")
    check("trained on" in result.log, result.log)


@case
def a_version_other_than_the_approved_one_is_not_deployed(site):
    result, run = site.push({"mlx.yaml": MLX_YAML + "# first\n"})
    outputs = result.outputs | {"digest": "sha256:" + "0" * 64}
    deployed, run, _ = site.deploy(outputs, ANNA)
    expect(deployed, conclusion="failure")
    check(site.live() == [] and len(told(run)) == 1, deployed.log)


@case
def who_agreed_must_be_known_before_anything_is_deployed(site):
    result, run = site.push({"mlx.yaml": MLX_YAML + "# first\n"})
    with Api({}) as api:
        deployed, run = site.workflow(result.outputs, job="deploy", api=api.url)
    expect(deployed, conclusion="failure")
    check(deployed.step("Deploy").outcome == "skipped" and site.live() == [], deployed.log)


@case
def the_token_is_sent_and_not_shown(site):
    result, run = site.push({"mlx.yaml": MLX_YAML + "# first\n"})
    deployed, run, api = site.deploy(result.outputs, [])
    expect(deployed, conclusion="success")
    check(api.requests[0][1] == "Bearer ghs_token" and "ghs_token" not in deployed.log, deployed.log)
    promotion = next(entry for entry in site.audit() if entry["action"] == "promote")
    check("no required reviewers" in promotion["reason"], promotion)


@case
def the_repositories_of_data_and_tests_tell_the_one_of_the_code(site):
    for name in ("dataset-updated", "tests-updated"):
        workflow = runner.load(SHARE / "github" / "workflows" / f"{name}.yml")
        with Api({"POST /repos/owner/code/dispatches": {}}) as api:
            run = site.runner(api_url=api.url)
            run.secrets, run.vars = {"MLX_DISPATCH_TOKEN": "github_pat_x"}, {"MLX_CODE_REPOSITORY": "owner/code"}
            expect(run.job(workflow, "tell"), conclusion="success")
        key, authorization, body = api.requests[0]
        check(authorization == "Bearer github_pat_x" and json.loads(body) == {"event_type": name}, body)
        types = runner.load(SHARE / "github" / "workflows" / "mlx.yml")["on"]["repository_dispatch"]["types"]
        check(name in types, f"nobody listens to {name}")


@case
def a_dispatch_that_is_refused_fails(site):
    workflow = runner.load(SHARE / "github" / "workflows" / "dataset-updated.yml")
    with Api({}) as api:
        run = site.runner(api_url=api.url)
        run.secrets, run.vars = {"MLX_DISPATCH_TOKEN": "no"}, {"MLX_CODE_REPOSITORY": "owner/code"}
        expect(run.job(workflow, "tell"), conclusion="failure")


# They wait more than they work: for locks, for disks, and for one to be tried again.
main("github", Site, workers=3)
