"""Three small repositories, of code, data and tests, of the Palmer penguins."""
import email
import email.policy
import pathlib
import re
import shutil
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
SHARE = ROOT / "share" / "mlx"
EXAMPLE = SHARE / "examples" / "penguins"

MLX_YAML = """\
apiVersion: mlx/v1
kind: Pipeline
model: penguins
data: {train: data/train.csv, test: data/test.csv, schema: schema.json}
train:
  trainer: xgboost
  parameters: {max_depth: 3, eta: 0.3, num_round: 20}
  seed: 7
eval:
  gates: [{metric: accuracy, lower_bound: 0.9}]
  tests: [tests/cases.jsonl]
promote: {deployer: none}
registry: {testing: registry/testing, production: registry/production}
notify: {from: ci@example.com, to: ["file:../mail"]}
trigger: {code: [mlx.yaml, schema.json], data: ["data/**"], tests: ["tests/**"]}
"""


def git(directory, *arguments):
    done = subprocess.run(["git", "-C", str(directory), "-c", "user.name=Robin",
                           "-c", "user.email=robin@example.com", *arguments],
                          check=True, capture_output=True, text=True)
    return done.stdout.strip()


def commit(directory, files, message="change"):
    """Writes files, commits them, and returns the commit before and the new one."""
    before = git(directory, "rev-parse", "HEAD")
    for name, content in files.items():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    git(directory, "add", "--all")
    git(directory, "commit", "--quiet", "--message", message)
    return before, git(directory, "rev-parse", "HEAD")


def rows(*parts):
    """The penguins in these quarters of the table."""
    header, *lines = (EXAMPLE / "penguins.csv").read_text().splitlines(keepends=True)
    return header + "".join(line for number, line in enumerate(lines) if number % 4 in parts)


def mails(maildir):
    """The texts of the mails in a directory."""
    messages = (email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
                for path in maildir.glob("new/*"))
    return [message.get_body(("plain",)).get_content() for message in messages]


class Repositories:
    def __init__(self, directory):
        self.code, self.data, self.tests = (directory / name for name in ("code", "data", "tests"))
        for repository in (self.code, self.data, self.tests):
            repository.mkdir(parents=True)
            git(repository, "init", "--quiet", "--initial-branch=main")
            git(repository, "commit", "--quiet", "--allow-empty", "--message", "begin")
        commit(self.data, {"train.csv": rows(1, 2), "test.csv": rows(0)})
        commit(self.tests, {"cases.jsonl": (EXAMPLE / "cases.jsonl").read_bytes()})
        commit(self.code, {"mlx.yaml": MLX_YAML, "schema.json": (EXAMPLE / "schema.json").read_bytes()})
        self.by_name = {"owner/code": self.code, "owner/data": self.data, "owner/tests": self.tests}

    def install_github(self):
        """With the commands of the README."""
        source = SHARE / "github"
        commands = re.search(r"```sh\n(.*?)```", (source / "README.md").read_text(), re.DOTALL)[1]
        subprocess.run(["sh", "-e"], input=commands.replace("REPOSITORY", str(self.code)), cwd=source,
                       text=True, check=True)
        shutil.copy(source / "zizmor.yml", self.code / ".github" / "zizmor.yml")
        for repository, name in ((self.data, "dataset"), (self.tests, "tests")):
            directory = repository / ".github" / "workflows"
            directory.mkdir(parents=True)
            shutil.copy(SHARE / "github" / "workflows" / f"{name}-updated.yml", directory / "mlx.yml")
        for repository in (self.code, self.data, self.tests):
            commit(repository, {})

    def install_gitlab(self):
        """As the README of the template says: copied and included."""
        shutil.copy(SHARE / "gitlab" / "mlx.gitlab-ci.yml", self.code / "mlx.gitlab-ci.yml")
        commit(self.code, {".gitlab-ci.yml": "include: {local: mlx.gitlab-ci.yml}\n"})
