"""Runs a job of a GitHub workflow for real, as the runner does: each `run` script in its shell, with
the files behind GITHUB_OUTPUT, GITHUB_ENV, GITHUB_PATH and GITHUB_STEP_SUMMARY, the conditions, and
composite actions of the repository. Of other people's actions there is checkout (a clone), and
upload-artifact (a copy)."""
import dataclasses
import pathlib
import re
import shutil
import subprocess
import tempfile

import yaml

import expressions

SHELLS = {"bash": ["bash", "--noprofile", "--norc", "-eo", "pipefail"], None: ["bash", "-e"],
          "sh": ["sh", "-e"]}
SUMMARY_LIMIT = 1024 * 1024


class RunnerError(Exception):
    pass


def load(path):
    # YAML 1.1 takes the key "on" for true.
    document = yaml.safe_load(pathlib.Path(path).read_text())
    return {("on" if key is True else key): value for key, value in document.items()}


def read_values(path):
    """A file of `name=value` lines and `name<<DELIMITER` blocks."""
    values, lines = {}, iter(path.read_text().split("\n"))
    for line in lines:
        if block := re.match(r"([^=<]+)<<(.+)$", line):
            body = []
            for inner in lines:
                if inner == block[2]:
                    break
                body.append(inner)
            else:
                raise RunnerError(f"matching delimiter not found '{block[2]}'")
            values[block[1]] = "\n".join(body)
        elif "=" in line:
            name, value = line.split("=", 1)
            values[name] = value
        elif line:
            raise RunnerError(f"invalid format '{line}'")
    return values


@dataclasses.dataclass
class Step:
    name: str
    outcome: str
    status: int | None = None
    outputs: dict = dataclasses.field(default_factory=dict)


@dataclasses.dataclass
class Result:
    conclusion: str = "success"
    outputs: dict = dataclasses.field(default_factory=dict)
    steps: list = dataclasses.field(default_factory=list)
    log: str = ""
    summary: str = ""
    # Each workflow command: its name, its properties, its text.
    commands: list = dataclasses.field(default_factory=list)

    def step(self, name):
        return next(step for step in self.steps if step.name == name)


class Scope:
    """A list of steps: a job's, or a composite action's with inputs of its own."""

    def __init__(self, run, inputs=None, action_path=None):
        self.run, self.inputs, self.action_path = run, inputs, action_path
        self.steps, self.failed = {}, False

    def contexts(self, env):
        github = dict(self.run.github)
        if self.action_path:
            github["action_path"] = str(self.action_path)
        found = {"github": github, "steps": self.steps, "env": env,
                 "runner": {"os": "Linux", "temp": str(self.run.temporary)},
                 "job": {"status": "failure" if self.failed else "success"}}
        if self.inputs is not None:
            # Secrets and variables do not reach an action but through its inputs.
            return found | {"inputs": self.inputs}
        return found | {"vars": self.run.vars, "secrets": self.run.secrets, "needs": self.run.needs}

    def functions(self):
        return {"always": lambda: True, "cancelled": lambda: False,
                "success": lambda: not self.failed, "failure": lambda: self.failed,
                "contains": lambda whole, part: part in whole,
                "startsWith": lambda whole, start: whole.lower().startswith(start.lower())}

    def fill(self, source, env):
        return expressions.fill(source, self.contexts(env), self.functions())

    def holds(self, condition, env):
        condition = str(condition).strip().removeprefix("${{").removesuffix("}}")
        if not re.search(r"\b(always|success|failure|cancelled)\(\)", condition):
            condition = f"success() && ({condition})"
        return expressions.truthy(expressions.evaluate(condition, self.contexts(env), self.functions()))


class Run:
    """One run of a workflow's job in a workspace of its own."""

    def __init__(self, workspace, *, repositories, github, environment=None, vars=None, secrets=None,
                 needs=None):
        self.workspace = pathlib.Path(workspace)
        self.temporary = pathlib.Path(tempfile.mkdtemp(dir=self.workspace.parent, prefix="runner-temp-"))
        self.repositories, self.vars = repositories, vars or {}
        self.secrets, self.needs = secrets or {}, needs or {}
        server = "https://github.example"
        self.github = {"token": "ghs_token", "server_url": server, "api_url": "http://127.0.0.1:9",
                       "repository": "owner/code", "workflow": "mlx", "run_id": "42", "actor": "robin",
                       "event_name": "push", "ref": "refs/heads/main", "event": {},
                       "workspace": str(self.workspace)} | github
        self.env = {"CI": "true", "GITHUB_ACTIONS": "true", "RUNNER_TEMP": str(self.temporary),
                    "RUNNER_OS": "Linux"} | (environment or {})
        for name in ("server_url", "api_url", "repository", "workflow", "run_id", "actor", "event_name",
                     "ref", "sha", "workspace"):
            if name in self.github:
                self.env[f"GITHUB_{name.upper()}"] = str(self.github[name])
        self.artifacts = {}
        self.result = Result()
        self.masks = [value for value in [self.github["token"], *self.secrets.values()] if value]

    def job(self, workflow, name):
        job = workflow["jobs"][name]
        scope = Scope(self)
        if not scope.holds(job.get("if", "success()"), {}):
            return Result(conclusion="skipped")
        for level in (workflow, job):
            for key, value in (level.get("env") or {}).items():
                self.env[key] = scope.fill(value, self.env)
        self.run_steps(job["steps"], scope, {})
        self.result.conclusion = "failure" if scope.failed else "success"
        self.result.outputs = {key: scope.fill(value, self.env)
                               for key, value in (job.get("outputs") or {}).items()}
        return self.result

    def action(self, directory, inputs, env=None):
        """Runs a composite action by itself, as the only step of a job."""
        scope = Scope(self)
        step = {"name": "action", "id": "action", "uses": f"./{directory}", "with": inputs}
        self.run_steps([step], scope, env or {})
        self.result.conclusion = "failure" if scope.failed else "success"
        self.result.outputs = scope.steps["action"]["outputs"]
        return self.result

    def run_steps(self, steps, scope, inherited):
        for index, step in enumerate(steps):
            name = step.get("name", step.get("id", f"step {index}"))
            env = self.env | inherited
            if not scope.holds(step.get("if", "success()"), env):
                self.finish(step, scope, Step(name, "skipped"))
                continue
            env |= {key: scope.fill(value, env) for key, value in (step.get("env") or {}).items()}
            self.result.log += f"-- {name}\n"
            if "run" in step:
                done = self.script(name, step, scope, env)
            else:
                done = self.use(name, step, scope, env)
            self.finish(step, scope, done)

    def finish(self, step, scope, done):
        self.result.steps.append(done)
        if done.outcome == "failure" and not step.get("continue-on-error"):
            scope.failed = True
        if "id" in step:
            scope.steps[step["id"]] = {"outcome": done.outcome, "outputs": done.outputs}

    def script(self, name, step, scope, env):
        if scope.inputs is not None and "shell" not in step:
            raise RunnerError(f"'{name}': a step of an action needs 'shell'")
        files = {}
        for variable in ("OUTPUT", "ENV", "PATH", "STEP_SUMMARY", "STATE"):
            descriptor, path = tempfile.mkstemp(dir=self.temporary, prefix=f"{variable.lower()}-")
            pathlib.Path(path).touch()
            files[variable] = pathlib.Path(path)
        source = self.temporary / "script.sh"
        source.write_text(scope.fill(step["run"], env))
        env = env | {f"GITHUB_{variable}": str(path) for variable, path in files.items()}
        if scope.action_path:
            env["GITHUB_ACTION_PATH"] = str(scope.action_path)
        ended = subprocess.run([*SHELLS[step.get("shell")], str(source)], env=env, text=True,
                               cwd=self.workspace / step.get("working-directory", "."),
                               stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                               timeout=120, errors="replace")
        self.note(ended.stdout)
        if files["STEP_SUMMARY"].stat().st_size > SUMMARY_LIMIT:
            raise RunnerError(f"'{name}': the summary is larger than {SUMMARY_LIMIT} bytes")
        self.result.summary += files["STEP_SUMMARY"].read_text()
        try:
            outputs, variables = read_values(files["OUTPUT"]), read_values(files["ENV"])
        except RunnerError as error:
            self.note(f"::error::Unable to process file command: {error}")
            return Step(name, "failure", ended.returncode)
        self.env |= variables
        for directory in files["PATH"].read_text().splitlines():
            self.env["PATH"] = f"{directory}:{self.env['PATH']}"
        return Step(name, "failure" if ended.returncode else "success", ended.returncode, outputs)

    def note(self, output):
        """Keeps the log, without secrets, and the workflow commands in it."""
        for line in output.split("\n"):
            if command := re.match(r"\s*::([\w-]+)(?: (.*?))?::(.*)", line):
                if command[1] == "add-mask":
                    self.masks.append(command[3])
                    continue
                self.result.commands.append((command[1], command[2] or "", command[3]))
            for mask in self.masks:
                line = line.replace(mask, "***")
            self.result.log += f"{line}\n"

    def use(self, name, step, scope, env):
        inputs = {key: scope.fill(value, env) for key, value in (step.get("with") or {}).items()}
        action, _, version = step["uses"].partition("@")
        if action.startswith("./"):
            return self.composite(name, self.workspace / action, inputs, step.get("env"), scope, env)
        if not re.fullmatch(r"[0-9a-f]{40}", version):
            raise RunnerError(f"'{name}': '{step['uses']}' is not pinned by its commit")
        if action == "actions/checkout":
            self.checkout(inputs)
        elif action == "actions/upload-artifact":
            self.upload(inputs)
        else:
            raise RunnerError(f"'{name}': there is no '{action}' here")
        return Step(name, "success")

    def composite(self, name, directory, given, step_env, caller, env):
        action = load(directory / "action.yml")
        declared = action.get("inputs") or {}
        if unknown := set(given) - set(declared):
            raise RunnerError(f"'{name}': unexpected inputs {sorted(unknown)}")
        scope = Scope(self, inputs={}, action_path=directory)
        for key, declaration in declared.items():
            if declaration.get("required") and key not in given:
                raise RunnerError(f"'{name}': the input '{key}' is missing")
            scope.inputs[key] = given.get(key, scope.fill(declaration.get("default", ""), env))
        inherited = {key: env[key] for key in (step_env or {})}
        self.run_steps(action["runs"]["steps"], scope, inherited)
        outputs = {key: scope.fill(output["value"], env)
                   for key, output in (action.get("outputs") or {}).items()}
        return Step(name, "failure" if scope.failed else "success", outputs=outputs)

    def checkout(self, inputs):
        repository = inputs.get("repository") or self.github["repository"]
        target = self.workspace / inputs.get("path", ".")
        target.mkdir(parents=True, exist_ok=True)
        source = self.repositories[repository]
        subprocess.run(["git", "clone", "--quiet", str(source), str(target)], check=True)
        if repository == self.github["repository"] and "sha" in self.github:
            subprocess.run(["git", "-C", str(target), "checkout", "--quiet", self.github["sha"]], check=True)

    def upload(self, inputs):
        kept = pathlib.Path(tempfile.mkdtemp(dir=self.workspace.parent, prefix="artifact-"))
        for name in inputs["path"].split():
            source = self.workspace / name
            if source.is_dir():
                shutil.copytree(source, kept / name)
            elif source.exists():
                shutil.copy(source, kept / name)
        self.artifacts[inputs["name"]] = kept
