"""What a script in Python does in mlx-trigger's place: git's list, sorted by gitignore's rules."""
import subprocess
import sys

import pathspec

GLOBS = {"code": ["src/**", "train.py"], "data": ["data/**"], "tests": ["model_tests/**"]}

changed = subprocess.run(["git", "diff", "--name-only", "--no-renames", "-z", sys.argv[1], "HEAD"],
                         check=True, capture_output=True).stdout.decode().split("\0")
for kind, globs in GLOBS.items():
    spec = pathspec.PathSpec.from_lines("gitwildmatch", globs)
    print(kind, sum(1 for _ in spec.match_files(changed)))
