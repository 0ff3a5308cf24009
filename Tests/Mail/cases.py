"""What becomes of mlx-notify's mail at a real server; each case sends by postfix and reads by IMAP.

    cases.py TOOLS_DIR SCRATCH [WORDS]      inside of servers/start; WORDS: only cases with them in their title
"""
import concurrent.futures
import email.policy
import hashlib
import html
import itertools
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import traceback

from reader import HOST, PASSWORD, Mailbox, encodings, shape

ROOT = pathlib.Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "share/mlx/templates/samples"
ACCESS = pathlib.Path("/etc/postfix/access")
WAYS = [f"smtps://{HOST}:465", f"smtp://{HOST}:587"]
STRUCTURE = (r"mixed\(related\(alternative\(text/plain, text/html\)(, image/png)*\), "
             r"application/json(, text/html)*\)")
NUMBERS = itertools.count(1)
CASES = []


class Skipped(Exception):
    """The tool that is tested has no such part."""


def case(function):
    CASES.append(function)
    return function


def check(condition, what):
    if not condition:
        raise AssertionError(what)


def expect(**pairs):
    """`expect(status=(got, wanted))`"""
    for name, (got, wanted) in pairs.items():
        check(got == wanted, f"{name}: {got!r} instead of {wanted!r}")


def run_document(name, **metadata):
    """A sample run under an identifier of its own, so that its mail is another one."""
    run = json.loads((SAMPLES / f"{name}.json").read_text())
    run["metadata"].update({"id": f"{name}-{next(NUMBERS)}"} | metadata)
    return run


class Site:
    """A runner with its tools, its state, and the mailboxes that it writes to."""

    def __init__(self, directory, tools, scratch):
        self.directory, self.tools, self.authority = directory, tools, scratch / "ca.pem"
        self.state = directory / "state"
        self.boxes = {}

    def box(self, user="owner"):
        if user not in self.boxes:
            self.boxes[user] = Mailbox(user, self.authority)
        return self.boxes[user]

    def tool(self, *arguments, stdin="", password=PASSWORD, state=None, **environment):
        own = {"PATH": os.environ["PATH"], "HOME": str(self.directory), "LC_ALL": "C.UTF-8",
               "XDG_STATE_HOME": str(state or self.state), "MLX_SHARE": str(ROOT / "share/mlx"),
               "SMTP_PASSWORD": password, **environment}
        done = subprocess.run([self.tools / "mlx-notify", *arguments], env=own, cwd=self.directory,
                              input=stdin.encode(), capture_output=True, timeout=120)
        shown = (done.stdout + done.stderr).decode()
        check(password not in shown, f"the password is shown: {shown}")
        return done

    def needs(self, word):
        """Skips the case if the tool does not speak of something."""
        if word.encode() not in self.tool("--help").stdout:
            raise Skipped(f"mlx-notify has no {word}")

    def server(self, way=WAYS[0]):
        return ["--smtp", way, "--smtp-user", "owner", "--smtp-password", "env:SMTP_PASSWORD",
                "--smtp-ca", str(self.authority)]

    def notify(self, run, *arguments, to=("owner@example.com",), way=WAYS[0], sender="ci@example.com", **more):
        """The exit status, the deliveries, and what was said."""
        targets = [word for address in to for word in ("--to", f"mailto:{address}")]
        done = self.tool(*targets, "--from", sender, "--attempts", "1", *self.server(way), *arguments,
                         stdin=json.dumps(run), **more)
        stage = json.loads(done.stdout)["stages"][-1]
        deliveries = stage.get("details", {}).get("deliveries", [])
        return done.returncode, [delivery["status"] for delivery in deliveries], done.stderr.decode()

    def mail(self, run, user="owner"):
        """The one mail about a run, as its number in the mailbox."""
        uids = self.box(user).find("X-MLX-Run", run["metadata"]["id"])
        expect(mails=(len(uids), 1))
        return uids[0]

    def nothing(self, run, user="owner"):
        expect(mails=(self.box(user).find("X-MLX-Run", run["metadata"]["id"]), []))

    def spooled(self, folder="new"):
        return sorted(path.name for path in (self.state / "mlx/spool" / folder).glob("*.eml"))

    def close(self):
        for box in self.boxes.values():
            box.close()


def sent(site, name):
    """Sends a sample run and gives its document and its mail."""
    run = run_document(name)
    status, _, errors = site.notify(run)
    check(status == run["status"]["exitCode"], f"status {status}: {errors}")
    return run, site.mail(run)


def texts(mail):
    """What the plain part and the HTML of a mail say."""
    page = re.sub(r"<[^>]*>", "", mail.get_body(("html",)).get_content())
    return {"plain": mail.get_body(("plain",)).get_content(), "html": html.unescape(page)}


@case
def every_mail_has_the_structure_that_readers_expect(site):
    for name in sorted(path.stem for path in SAMPLES.glob("*.json")):
        _, uid = sent(site, name)
        structure = site.box().structure(uid)
        check(re.fullmatch(STRUCTURE, shape(structure)), f"{name}: {shape(structure)}")
        check(set(encodings(structure)) == {"base64"}, f"{name}: {encodings(structure)}")


@case
def a_strict_parser_finds_nothing_to_object_to(site):
    for name in sorted(path.stem for path in SAMPLES.glob("*.json")):
        _, uid = sent(site, name)
        for part in site.box().message(uid).walk():
            check(not part.defects, f"{name}: {part.get_content_type()}: {part.defects}")
            for header, value in part.items():
                check(not getattr(value, "defects", ()), f"{name}: {header}: {value.defects}")


@case
def the_headers_say_what_programs_and_people_look_for(site):
    run, uid = sent(site, "success")
    mail = site.box().message(uid)
    thread = "<thread.penguins@example.com>"
    expect(subject=(mail["Subject"], "[mlx] penguins 4: passed"), sender=(mail["From"], "ci@example.com"),
           to=(mail["To"], "owner@example.com"), auto=(mail["Auto-Submitted"], "auto-generated"),
           list=(mail["List-Id"], "<penguins.mlx.example.com>"), run=(mail["X-MLX-Run"], run["metadata"]["id"]),
           mime=(mail["MIME-Version"], "1.0"), reply=(mail["In-Reply-To"], thread),
           references=(mail["References"], thread))
    check(mail["Date"].datetime.tzinfo, mail["Date"])
    check(re.fullmatch(r"<[0-9a-f]{64}@example\.com>", mail["Message-ID"]), mail["Message-ID"])


@case
def both_ways_to_the_server_are_encrypted_and_with_a_password(site):
    for way in WAYS:
        run = run_document("success")
        expect(status=(site.notify(run, way=way)[0], 0))
        received = site.box().message(site.mail(run)).get_all("Received")
        check(any("with ESMTPSA" in line for line in received), f"{way}: {received}")


@case
def the_server_hands_on_the_very_bytes_of_the_dry_run(site):
    run = run_document("failure-validate")
    address = ["--to", "mailto:owner@example.com", "--from", "ci@example.com"]
    dry = site.tool(*address, "--dry-run", stdin=json.dumps(run), SOURCE_DATE_EPOCH="1795000000").stderr
    status, _, _ = site.notify(run, SOURCE_DATE_EPOCH="1795000000")
    expect(status=(status, 1))
    check(site.box().bytes(site.mail(run)).endswith(dry), "other bytes")


@case
def each_text_tells_the_verdict_and_the_next_step(site):
    for name, words in {
        "success": ["penguins 4 passed", "mlx-promote penguins@4", "version 3"],
        "approval": ["penguins 4 waits for your approval", "mlx-promote penguins@4 --approve"],
        "promoted": ["penguins 4 is in production", "mlx-promote penguins --rollback"],
        "rolled-back": ["penguins 3 is in production again, rolled back", "version 4"],
        "failure-validate": ["penguins failed at validate", "enum/species", "species = 'Adelia'"],
        "failure-eval": ["failed at eval", "0.9302", ">= 0.95", "island = Dream, sex = f"],
        "failure-retest": ["penguins 3 failed the new tests", "mlx-promote penguins --rollback"],
        "failure-train": ["failed at train", "exited with status 1", "Input X contains NaN"],
    }.items():
        mail = site.box().message(sent(site, name)[1])
        for kind, text in texts(mail).items():
            for word in words:
                check(word in text, f"{name}, {kind}: no {word!r} in {text}")


@case
def values_in_any_script_arrive_as_they_were(site):
    island = "Île Dumoulin, 南極 <b>&amp;</b>"
    run = run_document("failure-eval")
    run["stages"][2]["checks"][-1]["slice"]["island"] = island
    expect(status=(site.notify(run)[0], 1))
    for kind, text in texts(site.box().message(site.mail(run))).items():
        check(f"island = {island}, sex = f" in text, f"{kind}: no {island!r} in {text}")


@case
def the_run_document_is_attached(site):
    run, uid = sent(site, "failure-eval")
    attachment = next(site.box().message(uid).iter_attachments())
    expect(name=(attachment.get_filename(), "run.json"))
    document = json.loads(attachment.get_content())
    expect(id=(document["metadata"]["id"], run["metadata"]["id"]), status=(document["status"], run["status"]))


@case
def each_image_that_is_shown_is_in_the_mail_and_the_other_way_round(site):
    mail = site.box().message(sent(site, "success")[1])
    shown = set(re.findall(r'"cid:([^"]+)"', mail.get_body(("html",)).get_content()))
    held = {part["Content-ID"][1:-1]: part.get_content() for part in mail.walk() if part["Content-ID"]}
    if not shown | set(held):
        raise Skipped("mlx-notify shows no image")
    expect(images=(shown, set(held)))
    for name, image in held.items():
        check(image.startswith(b"\x89PNG\r\n"), name)


@case
def a_page_that_a_stage_wrote_is_attached_if_it_is_still_that_page(site):
    site.needs("--html")
    page = "<!DOCTYPE html><title>Évaluation</title>"
    (site.directory / "évaluation.html").write_text(page)
    for content, names in {page: ["run.json", "évaluation.html"], "another": ["run.json"]}.items():
        run = run_document("success")
        run["stages"][2]["artifacts"] = [{
            "name": "report-page", "uri": "évaluation.html", "mediaType": "text/html",
            "digest": "sha256:" + hashlib.sha256(content.encode()).hexdigest()}]
        expect(status=(site.notify(run)[0], 0))
        uid = site.mail(run)
        attachments = list(site.box().message(uid).iter_attachments())
        expect(names=([part.get_filename() for part in attachments], names))
        check(all(part.get_payload(decode=True) == page.encode() for part in attachments[1:]), "another page")
        check(re.fullmatch(STRUCTURE, shape(site.box().structure(uid))), shape(site.box().structure(uid)))


@case
def who_approves_in_the_ci_system_is_one_click_away(site):
    site.needs("MLX_APPROVAL_URL")
    place = "https://ci.example.com/job/churn/128/input?a=1&b=2"
    run = run_document("approval")
    site.notify(run, MLX_APPROVAL_URL=place)
    mail = site.box().message(site.mail(run))
    check(place in mail.get_body(("plain",)).get_content(), "not in the text")
    check(f'href="{html.escape(place)}"' in mail.get_body(("html",)).get_content(), "not in the HTML")


@case
def a_pipeline_is_a_thread_and_another_pipeline_another(site):
    names = {}
    for model, runs in {"fraud": ["success", "approval", "failure-eval"], "spam": ["success", "failure-train"]}.items():
        for name in runs:
            run = run_document(name, model=model)
            site.notify(run)
            names[site.mail(run).decode()] = model
    threads = [{names[uid] for uid in thread if uid in names} for thread in site.box().threads()]
    expect(threads=(sorted(map(sorted, filter(None, threads))), [["fraud"], ["spam"]]))


@case
def the_same_mail_is_sent_once(site):
    run = run_document("success")
    expect(first=(site.notify(run)[:2], (0, ["sent"])))
    expect(second=(site.notify(run)[:2], (0, ["repeated"])))
    site.mail(run)


@case
def ten_at_once_send_one_mail(site):
    run = run_document("success")
    with concurrent.futures.ThreadPoolExecutor(10) as pool:
        outcomes = list(pool.map(lambda _: site.notify(run)[:2], range(10)))
    expect(outcomes=(sorted(outcomes), [(0, ["repeated"])] * 9 + [(0, ["sent"])]))
    site.mail(run)


@case
def a_runner_that_has_lost_its_spool_sends_the_same_message_id(site):
    run = run_document("success")
    for state in ("one", "two"):
        expect(outcome=(site.notify(run, state=site.directory / state)[:2], (0, ["sent"])))
    uids = site.box().find("X-MLX-Run", run["metadata"]["id"])
    identifiers = {site.box().message(uid)["Message-ID"] for uid in uids}
    expect(mails=(len(uids), 2), identifiers=(len(identifiers), 1))


@case
def names_and_subjects_in_any_script_arrive_as_they_were(site):
    model = "Zürich-Abwanderung 予測モデル ✓ " + "sehr lang " * 12
    run = run_document("success", model=model)
    expect(status=(site.notify(run, to=["Präsidentin Łucja Çelik <owner@example.com>"],
                               sender="Jürgen 山田 <ci@example.com>")[0], 0))
    mail = site.box().message(site.mail(run))
    check(model.strip() in mail["Subject"], mail["Subject"])
    expect(sender=(mail["From"].addresses[0].display_name, "Jürgen 山田"),
           to=(mail["To"].addresses[0].display_name, "Präsidentin Łucja Çelik"))
    lines = mail.as_bytes(policy=email.policy.SMTP).split(b"\r\n")
    check(max(map(len, lines)) <= 998, "a line that is too long")


@case
def each_recipient_gets_a_mail_of_their_own(site):
    run = run_document("success")
    status, deliveries, _ = site.notify(run, to=["owner@example.com", "team@example.com"])
    expect(status=(status, 0), deliveries=(deliveries, ["sent", "sent"]))
    for user in ("owner", "team"):
        expect(to=(site.box(user).message(site.mail(run, user))["To"], f"{user}@example.com"))


@case
def who_is_not_known_is_refused_and_the_others_have_their_mail(site):
    run = run_document("success")
    status, _, errors = site.notify(run, to=["nobody@example.com", "team@example.com"])
    expect(status=(status, 69))
    check("nobody@example.com" in errors and "550" in errors, errors)
    site.mail(run, "team")
    expect(failed=(len(site.spooled("failed")), 1), waiting=(site.spooled(), []))


@case
def a_failed_run_keeps_its_exit_status_when_its_mail_is_refused(site):
    run = run_document("failure-validate")
    expect(status=(site.notify(run, to=["nobody@example.com"])[0], 1))


@case
def a_wrong_password_is_denied(site):
    for way in WAYS:
        run = run_document("success")
        status, _, errors = site.notify(run, way=way, password="hunter2")
        expect(status=(status, 77))
        check("owner@example.com" in errors, errors)
        site.nothing(run)


@case
def a_server_of_an_unknown_authority_gets_no_mail(site):
    unknown = site.directory / "unknown.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                    "-subj", "/CN=x", "-keyout", os.devnull, "-out", unknown], check=True, capture_output=True)
    for way in WAYS:
        run = run_document("success")
        status, _, errors = site.notify(run, "--smtp-ca", unknown, way=way)
        check(status in (69, 77), f"{status}: {errors}")
        site.nothing(run)


@case
def a_mail_over_the_limit_of_the_server_is_refused_for_good(site):
    run = run_document("success")
    run["stages"][0]["details"] = {"log": "".join(
        hashlib.sha256(str(number).encode()).hexdigest() for number in range(20_000))}
    status, _, errors = site.notify(run)
    expect(status=(status, 69), waiting=(site.spooled(), []), failed=(len(site.spooled("failed")), 1))
    check("552" in errors, errors)
    site.nothing(run)


def greylist(isOn):
    """Has the server put off mail to one user, or no more."""
    line = "greylisted@example.com 450 4.2.0 Greylisted, try again later\n"
    ACCESS.write_text(line if isOn else "")
    subprocess.run(["postfix", "reload"], check=True, capture_output=True)


@case
def what_is_put_off_waits_and_the_same_command_sends_it_later(site):
    run = run_document("success")
    status, _, errors = site.notify(run, to=["greylisted@example.com"])
    expect(status=(status, 75), waiting=(len(site.spooled()), 1))
    check("450" in errors, errors)
    site.nothing(run, "greylisted")
    greylist(False)
    try:
        expect(again=(site.notify(run, to=["greylisted@example.com"])[:2], (0, ["sent"])))
    finally:
        greylist(True)
    site.mail(run, "greylisted")
    expect(waiting=(site.spooled(), []))


@case
def what_waits_is_sent_by_flush_once_it_is_not_put_off(site):
    site.needs("--flush")
    runs = [run_document(name) for name in ("success", "failure-eval")]
    for run, status in zip(runs, (75, 1)):
        expect(status=(site.notify(run, to=["greylisted@example.com"])[0], status))
    flush = ["--flush", *site.server()]
    expect(too_soon=(site.tool(*flush).returncode, 75), waiting=(len(site.spooled()), 2))
    greylist(False)
    try:
        for _ in range(2):
            done = site.tool(*flush)
            check(done.returncode == 0, f"{done.returncode}: {done.stderr.decode()}")
    finally:
        greylist(True)
    for run in runs:
        site.mail(run, "greylisted")
    expect(waiting=(site.spooled(), []))


@case
def a_server_that_is_away_leaves_the_mail_in_the_spool(site):
    run = run_document("success")
    subprocess.run(["postfix", "stop"], check=True, capture_output=True)
    try:
        expect(status=(site.notify(run)[0], 75), waiting=(len(site.spooled()), 1))
    finally:
        subprocess.run(["postfix", "start"], check=True, capture_output=True)
    expect(again=(site.notify(run)[:2], (0, ["sent"])))
    site.mail(run)


def attempt(function, tools, scratch):
    """What came of a case, in a word, and why."""
    with tempfile.TemporaryDirectory(prefix="mlx-mail-") as name:
        site = Site(pathlib.Path(name), tools, scratch)
        try:
            function(site)
            site.close()
            return "ok", ""
        except Skipped as reason:
            return "skipped", f": {reason}"
        except AssertionError as error:
            return "FAILED", f"\n{error}"
        except Exception:
            return "FAILED", f"\n{traceback.format_exc()}"


def main():
    tools, scratch = (pathlib.Path(argument).resolve() for argument in sys.argv[1:3])
    words = (sys.argv + [""])[3]
    counts = {"ok": 0, "FAILED": 0, "skipped": 0}
    for function in CASES:
        title = function.__name__.replace("_", " ")
        if words in title:
            outcome, why = attempt(function, tools, scratch)
            counts[outcome] += 1
            print(f"{outcome:7} {title}{why}", flush=True)
    print(f"{counts['ok']} passed, {counts['FAILED']} failed, {counts['skipped']} skipped")
    sys.exit(1 if counts["FAILED"] or not counts["ok"] else 0)


main()
