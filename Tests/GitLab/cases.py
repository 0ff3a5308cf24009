"""What the GitLab template must do; each case runs its jobs with gitlabci-local and the real tools.

    cases.py TOOLS_DIR
"""
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import xml.etree.ElementTree

import yaml

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "GitHub"))
from project import MLX_YAML, SHARE, Repositories, commit, git, mails, rows  # noqa: E402
from suite import case, check, main, program, venv  # noqa: E402

TEMPLATE = SHARE / "gitlab" / "mlx.gitlab-ci.yml"


class Pipeline:
    """A pipeline in a clone of its own, where a job finds what the ones before left."""

    def __init__(self, site, source, **variables):
        self.site = site
        site.pipelines += 1
        self.directory = site.directory / f"pipeline-{site.pipelines}" / "project"
        git(site.directory, "clone", "--quiet", str(site.repositories.code), str(self.directory))
        for name in ("TESTING", "PRODUCTION"):
            variables[f"MLX_REGISTRY_{name}"] = str(site.registry / name.lower())
        self.variables = {
            "CI": "true", "GITLAB_CI": "true", "CI_PIPELINE_SOURCE": source,
            "CI_PROJECT_DIR": str(self.directory), "CI_SERVER_URL": f"file://{site.directory}",
            "CI_JOB_TOKEN": "glcbt-secret", "CI_COMMIT_REF_NAME": "main", "CI_JOB_URL": "https://gitlab.example/-/jobs/7",
            "CI_PIPELINE_URL": "https://gitlab.example/-/pipelines/6", "GITLAB_USER_LOGIN": "anna",
            "MLX_DATA_PROJECT": "group/data", "MLX_TESTS_PROJECT": "group/tests"} | variables
        self.log = ""

    def run(self, *arguments):
        """Whether gitlabci-local says that what it ran passed."""
        environment = {"PATH": f"{self.site.tools}:{pathlib.Path(sys.executable).parent}:{os.environ['PATH']}", "NO_COLOR": "1",
                       "HOME": str(self.directory.parent), "LANG": "C.UTF-8"} | self.variables
        definitions = [word for name, value in self.variables.items() for word in ("-e", f"{name}={value}")]
        done = subprocess.run([venv("gcil"), "--host", "--no-verbose", *definitions, *arguments],
                              cwd=self.directory, env=environment, stdin=subprocess.DEVNULL, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120)
        self.log += done.stdout
        return done.returncode == 0

    def stages(self):
        """All jobs that nobody has to start."""
        return self.run("--pipeline")

    def job(self, name):
        # GitLab hands the dotenv report of a job to those that need it.
        self.variables |= self.dotenv()
        before = len(self.log)
        self.run("--manual", "--no-regex", name)
        # By its own word: a manual job may fail, and the pipeline is none the worse.
        return f"{name}: Success" in self.log[before:]

    def dotenv(self):
        path = self.directory / "mlx.env"
        if not path.exists():
            return {}
        lines = path.read_text().splitlines()
        for line in lines:
            check(re.fullmatch(r"[A-Z_]+=[^\x00-\x1f]*", line), f"not for dotenv: {line!r}")
        return dict(line.split("=", 1) for line in lines)

    def document(self):
        return json.loads((self.directory / "run.json").read_text())

    def told(self):
        """What the owner was told."""
        return mails(self.directory.parent / "mail")


class Site:
    def __init__(self, directory, tools):
        self.directory, self.tools, self.pipelines = directory, tools, 0
        self.repositories = Repositories(directory / "group")
        self.repositories.install_gitlab()
        for name in ("data", "tests"):
            (directory / "group" / f"{name}.git").symlink_to(directory / "group" / name)

    @property
    def registry(self):
        return self.directory / "registry"

    def push(self, files, **variables):
        before, after = commit(self.repositories.code, files)
        return Pipeline(self, "push", CI_COMMIT_BEFORE_SHA=before, CI_COMMIT_SHA=after, **variables)

    def live(self):
        listed = subprocess.run([self.tools / "mlx-promote", "list", "--json", "--production",
                                 self.registry / "production"], check=True, capture_output=True)
        return [model["production"] for model in json.loads(listed.stdout)]


def first_version_in_production(site):
    pipeline = site.push({"mlx.yaml": MLX_YAML + "# first\n"})
    check(pipeline.stages(), pipeline.log)
    check(pipeline.job("mlx-deploy"), pipeline.log)
    return pipeline


def snippets():
    return re.findall(r"```yaml\n(.*?)```", (TEMPLATE.parent / "README.md").read_text(), re.DOTALL)


@case
def the_template_and_the_readme_agree_with_the_schema(site):
    check(len(snippets()) >= 3, "the README shows no configuration")
    files = [TEMPLATE]
    for number, snippet in enumerate(snippets()):
        files.append(site.directory / f"{number}.gitlab-ci.yml")
        files[-1].write_text(snippet)
    program(venv("check-jsonschema"), "--builtin-schema", "vendor.gitlab-ci", *files)


@case
def shellcheck_finds_nothing(site):
    for name, job in yaml.safe_load(TEMPLATE.read_text()).items():
        for script in job.get("script", []) if isinstance(job, dict) else []:
            program(venv("shellcheck"), "--severity=style", "-", input=f"#!/bin/sh\nset -e\n{script}")


@case
def the_template_has_its_reports_and_its_gate(site):
    jobs = yaml.safe_load(TEMPLATE.read_text())
    reports = jobs["mlx-model"]["artifacts"]["reports"]
    check(set(reports) == {"junit", "dotenv", "metrics"}, reports)
    deploy = jobs["mlx-deploy"]
    check((deploy["when"], deploy["resource_group"]) == ("manual", "production"), deploy)


@case
def new_code_trains_from_scratch_and_waits_for_a_person(site):
    pipeline = site.push({"mlx.yaml": MLX_YAML + "# first\n"})
    check(pipeline.stages(), pipeline.log)
    check(pipeline.document()["metadata"]["ci"]["provider"] == "gitlab", pipeline.document()["metadata"])
    check(pipeline.dotenv()["MLX_CANDIDATE"] == "penguins@1", pipeline.dotenv())
    check(pipeline.dotenv()["MLX_PIPELINE"] == "train" and len(pipeline.told()) == 1, pipeline.log)
    check("mlx-deploy" not in pipeline.log, "nobody had to start the deployment")
    check("https://gitlab.example/-/pipelines/6" in pipeline.told()[0],
          "the mail has no link to where one agrees")
    check(not (site.registry / "production").exists(), "nobody had agreed")
    check(pipeline.job("mlx-deploy"), pipeline.log)
    check(site.live() == [1] and len(pipeline.told()) == 2, pipeline.log)
    audit = (site.registry / "production" / "penguins" / ".mlx" / "audit.jsonl").read_text()
    check("approved by anna, https://gitlab.example/-/jobs/7" in audit, audit)


@case
def the_reports_can_be_read(site):
    pipeline = site.push({"mlx.yaml": MLX_YAML + "# first\n"})
    check(pipeline.stages(), pipeline.log)
    suites = xml.etree.ElementTree.parse(pipeline.directory / "reports" / "checks.xml").getroot()
    names = [suite.get("name") for suite in suites]
    check(names == ["trigger", "validate", "train", "eval", "register"], names)
    check(all(suite.find("testcase") is not None for suite in suites), names)
    *lines, end = (pipeline.directory / "metrics.txt").read_text().splitlines()
    check(end == "# EOF" and lines, lines)
    # GitLab takes a number sign for a comment, and splits the rest as a shell does.
    series = [shlex.split(line) for line in lines if not line.startswith("#")]
    check(all(len(words) == 2 and float(words[1]) >= 0 for words in series), series)
    check(len({words[0] for words in series}) == len(series), "a metric is there twice")
    check(any(name == "mlx_metric{name=accuracy,stage=eval,model=penguins}" and value.startswith("0.9")
              for name, value in series), series)


@case
def a_failing_gate_fails_and_deploys_nothing(site):
    pipeline = site.push({"mlx.yaml": MLX_YAML.replace("lower_bound: 0.9", "lower_bound: 1.01")})
    check(not pipeline.stages(), pipeline.log)
    check(pipeline.document()["status"]["failedStage"] == "eval", pipeline.log)
    check(pipeline.dotenv()["MLX_CANDIDATE"] == "" and pipeline.dotenv()["MLX_PHASE"] == "Failed", pipeline.log)
    check("failure" in (pipeline.directory / "reports" / "checks.xml").read_text(), "JUnit says nothing")
    check(len(pipeline.told()) == 1, pipeline.log)
    check(not pipeline.job("mlx-deploy"), pipeline.log)
    check(not site.registry.exists(), "something was registered")


@case
def broken_data_fail(site):
    commit(site.repositories.data, {"train.csv": 'species,"island\nAdelie'})
    pipeline = site.push({"mlx.yaml": MLX_YAML + "# first\n"})
    check(not pipeline.stages(), pipeline.log)
    check(pipeline.document()["status"]["exitCode"] == 65 and len(pipeline.told()) == 1, pipeline.log)


@case
def new_data_go_on_from_production(site):
    first_version_in_production(site)
    commit(site.repositories.data, {"train.csv": rows(1, 2, 3)})
    pipeline = Pipeline(site, "pipeline", MLX_CHANGED="data")
    check(pipeline.stages(), pipeline.log)
    check(pipeline.dotenv()["MLX_PIPELINE"] == "retrain", pipeline.dotenv())
    check(pipeline.job("mlx-deploy") and site.live() == [2], pipeline.log)


@case
def the_same_data_call_for_nothing(site):
    first_version_in_production(site)
    pipeline = Pipeline(site, "pipeline", MLX_CHANGED="data")
    check(pipeline.stages() and len(pipeline.told()) == 0, pipeline.log)
    check(pipeline.dotenv()["MLX_PIPELINE"] == "none", pipeline.dotenv())
    check(not pipeline.job("mlx-deploy"), pipeline.log)


@case
def new_tests_test_the_model_again(site):
    first_version_in_production(site)
    commit(site.repositories.tests, {"note.md": "new"})
    pipeline = Pipeline(site, "pipeline", MLX_CHANGED="tests")
    check(pipeline.stages(), pipeline.log)
    ran = [stage["name"] for stage in pipeline.document()["stages"]]
    check(ran == ["trigger", "eval", "register", "notify"], ran)
    check(pipeline.dotenv()["MLX_CANDIDATE"] == "", pipeline.dotenv())


@case
def a_merge_request_registers_nothing(site):
    before, after = commit(site.repositories.code, {"mlx.yaml": MLX_YAML + "# better\n"})
    pipeline = Pipeline(site, "merge_request_event", CI_MERGE_REQUEST_DIFF_BASE_SHA=before)
    check(pipeline.run("--no-regex", "mlx-model"), pipeline.log)
    check(pipeline.document()["stages"][-1]["name"] == "eval" and not site.registry.exists(), pipeline.log)


@case
def another_version_than_the_approved_one_is_not_deployed(site):
    pipeline = site.push({"mlx.yaml": MLX_YAML + "# first\n"})
    check(pipeline.stages(), pipeline.log)
    dotenv = (pipeline.directory / "mlx.env").read_text()
    (pipeline.directory / "mlx.env").write_text(re.sub(r"(MLX_DIGEST=sha256:).*", r"\g<1>" + "0" * 64, dotenv))
    check(not pipeline.job("mlx-deploy"), pipeline.log)
    check(site.live() == [] and len(pipeline.told()) == 2, pipeline.log)


@case
def hostile_names_inject_nothing(site):
    hostile = "$(touch pwned); `touch pwned`; 'x' \"y\""
    pipeline = site.push({"mlx.yaml": MLX_YAML + "# first\n"}, CI_COMMIT_REF_NAME=hostile)
    check(pipeline.stages(), pipeline.log)
    pipeline.variables["GITLAB_USER_LOGIN"] = hostile
    check(pipeline.job("mlx-deploy"), pipeline.log)
    check(not list(site.directory.rglob("pwned*")), "a command was run")
    check(pipeline.document()["stages"][0]["status"] == "passed", pipeline.log)
    pipeline = Pipeline(site, "push", CI_COMMIT_BEFORE_SHA=hostile)
    check(not pipeline.stages() and not list(site.directory.rglob("pwned*")), pipeline.log)


main("gitlab", Site)
