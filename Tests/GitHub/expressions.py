"""The expression language of GitHub Actions, as far as workflows of this project speak it."""
import json
import math
import re

TOKEN = re.compile(r"\s*(?:(?P<string>'(?:[^']|'')*')|(?P<number>-?\d+(?:\.\d+)?)"
                   r"|(?P<name>[A-Za-z_][\w-]*)|(?P<operator>&&|\|\||==|!=|<=|>=|[!<>()\[\].,*]))")


class ExpressionError(Exception):
    pass


def tokens(text):
    position, found = 0, []
    while text[position:].strip():
        match = TOKEN.match(text, position)
        if not match:
            raise ExpressionError(f"{text!r} at {position}")
        found.append((match.lastgroup, match[match.lastgroup]))
        position = match.end()
    return found + [("end", "")]


def truthy(value):
    return value not in (None, False, 0, "") and value == value


def number(value):
    if isinstance(value, str):
        return float(value or 0) if re.fullmatch(r"\s*-?\d*\.?\d*\s*", value) else math.nan
    return math.nan if isinstance(value, (dict, list)) else float(value or 0)


def equal(left, right):
    if isinstance(left, str) and isinstance(right, str):
        return left.lower() == right.lower()
    if type(left) is type(right):
        return left == right
    return number(left) == number(right)


def text(value):
    """What takes the place of `${{ value }}` in a string."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return json.dumps(value) if isinstance(value, (dict, list)) else str(value)


class Parser:
    def __init__(self, source, contexts, functions):
        self.tokens = tokens(source)
        self.contexts = contexts
        self.functions = functions

    def value(self):
        result = self.either()
        self.take("")
        return result

    def take(self, wanted):
        kind, word = self.tokens[0]
        if word != wanted or kind == "string":
            raise ExpressionError(f"{word!r} where {wanted!r} should be")
        self.tokens.pop(0)

    def follows(self, *words):
        kind, word = self.tokens[0]
        if kind == "operator" and word in words:
            self.tokens.pop(0)
            return word
        return None

    def either(self):
        left = self.both()
        while self.follows("||"):
            right = self.both()
            left = left if truthy(left) else right
        return left

    def both(self):
        left = self.comparison()
        while self.follows("&&"):
            right = self.comparison()
            left = right if truthy(left) else left
        return left

    def comparison(self):
        left = self.unary()
        while operator := self.follows("==", "!=", "<", ">", "<=", ">="):
            right = self.unary()
            left = {
                "==": lambda: equal(left, right), "!=": lambda: not equal(left, right),
                "<": lambda: number(left) < number(right), ">": lambda: number(left) > number(right),
                "<=": lambda: number(left) <= number(right), ">=": lambda: number(left) >= number(right),
            }[operator]()
        return left

    def unary(self):
        return not truthy(self.unary()) if self.follows("!") else self.member(self.primary())

    def primary(self):
        if self.follows("("):
            value = self.either()
            self.take(")")
            return value
        kind, word = self.tokens.pop(0)
        if kind == "string":
            return word[1:-1].replace("''", "'")
        if kind == "number":
            return float(word)
        if kind != "name":
            raise ExpressionError(f"{word!r} where a value should be")
        if self.follows("("):
            return self.call(word)
        constants = {"true": True, "false": False, "null": None}
        if word in constants:
            return constants[word]
        if word not in self.contexts:
            raise ExpressionError(f"there is no context {word!r} here")
        return self.contexts[word]

    def call(self, name):
        arguments = []
        while not self.follows(")"):
            arguments.append(self.either())
            self.follows(",")
        if name not in self.functions:
            raise ExpressionError(f"there is no function {name!r} here")
        return self.functions[name](*arguments)

    def member(self, value):
        while operator := self.follows(".", "["):
            if operator == ".":
                key = self.tokens.pop(0)[1]
            else:
                key = self.either()
                self.take("]")
            value = value.get(key) if isinstance(value, dict) else None
        return value


def evaluate(source, contexts, functions):
    return Parser(source, contexts, functions).value()


def fill(source, contexts, functions):
    """Replaces each `${{ }}`; what stands for it is not looked at again."""
    if not isinstance(source, str):
        return text(source)
    return re.sub(r"\$\{\{(.*?)\}\}",
                  lambda match: text(evaluate(match[1], contexts, functions)), source, flags=re.DOTALL)
