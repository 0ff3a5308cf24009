"""Reads a report as a browser or a test page does, and prints what is in it as JSON.

usage: markup.py html|xml|markdown|junit|openmetrics < report

html, xml, markdown: `shape`, every element, no comment, with the names of its attributes, in order; `text`;
`outside`, the text that stands in no code or pre element; `errors` of the parser.
junit: for every suite its name, time and cases, as junitparser reads them.
openmetrics: `samples`, as Prometheus' own parser reads them, and `gitlab`, how many different series GitLab sees.
"""

import io
import json
import shlex
import sys


def walk(element, report, verbatim):
    if isinstance(element.tag, str):
        name = element.tag.rpartition("}")[2]
        report["shape"].append([name, *sorted(element.attrib)])
        verbatim = verbatim or name in ("code", "pre")
    else:
        return
    for text in (element.text, *(value for _, value in sorted(element.attrib.items()))):
        report["text"].append(text or "")
    if not verbatim:
        report["outside"].append(element.text or "")
    for child in element:
        walk(child, report, verbatim)
        report["text"].append(child.tail or "")
        if not verbatim:
            report["outside"].append(child.tail or "")


def markup(root, errors=()):
    report = {"shape": [], "text": [], "outside": [], "errors": [str(error) for error in errors]}
    walk(root, report, False)
    report["text"] = "\n".join(report["text"])
    report["outside"] = "\n".join(report["outside"])
    return report


def html(text):
    import html5lib

    parser = html5lib.HTMLParser(html5lib.getTreeBuilder("etree"))
    root = parser.parse(text)
    return markup(root, [error for _, error, _ in parser.errors])


def xml(text):
    import xml.etree.ElementTree as tree

    return markup(tree.fromstring(text.encode()))


def markdown(text):
    import cmarkgfm
    from cmarkgfm.cmark import Options

    # GitHub lets harmless elements pass; what is not harmless must not be there at all.
    page = cmarkgfm.github_flavored_markdown_to_html(text, Options.CMARK_OPT_UNSAFE)
    return html(f"<!DOCTYPE html><title>t</title>{page}")


def junit(text):
    from junitparser import JUnitXml

    suites = JUnitXml.fromstring(text.encode())
    return [
        {
            "name": suite.name,
            "time": suite.time,
            "tests": suite.tests,
            "failures": suite.failures,
            "errors": suite.errors,
            "skipped": suite.skipped,
            "cases": [
                {
                    "class": case.classname,
                    "name": case.name,
                    "time": case.time,
                    "results": [
                        {"kind": type(result).__name__, "message": result.message, "text": result.text}
                        for result in case.result
                    ],
                    "output": case.system_out,
                }
                for case in suite
            ],
        }
        for suite in suites
    ]


def openmetrics(text):
    from prometheus_client.openmetrics.parser import text_string_to_metric_families

    families = list(text_string_to_metric_families(text))
    # GitLab drops what is behind a number sign, and splits the rest as a shell does.
    lines = [shlex.split(line.partition("#")[0]) for line in text.split("\n")]
    return {
        "samples": [
            {"name": sample.name, "labels": sample.labels, "value": sample.value}
            for family in families
            for sample in family.samples
        ],
        "gitlab": len({line[0] for line in lines if len(line) == 2}),
    }


modes = {"html": html, "xml": xml, "markdown": markdown, "junit": junit, "openmetrics": openmetrics}
source = io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8", newline="").read()
json.dump(modes[sys.argv[1]](source), sys.stdout)
