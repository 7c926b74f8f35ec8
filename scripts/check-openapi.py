#!/usr/bin/env python3
"""Checks every reply of a server against the API's OpenAPI description.

    scripts/check-openapi.py SPEC BASE_URL

SPEC is the description as JSON, BASE_URL where a server such as `ztriage simulate` answers. Needs
`jsonschema[format]`. Exits 1 when a reply does not fit; prints a line a call.
"""

import json
import os
import re
import sys
import urllib.error
import urllib.request
import uuid

from jsonschema import Draft4Validator, FormatChecker

ACCOUNT = "0123456789abcdef0123456789abcdef"
RISK = "/accounts/{account_id}/zt_risk_scoring"

# What replies carry although the description does not name it.
UNDECLARED = {"error_chain"}


def main(spec_path, base_url):
    with open(spec_path, encoding="utf-8") as file:
        spec = json.load(file)
    checker = Checker(spec, base_url.rstrip("/"))
    run(checker)
    missing = checker.operations - checker.seen
    for method, template in sorted(missing):
        print(f"NOT CALLED  {method} {template}")
    print(f"{checker.calls} replies, {checker.failures} that do not fit, "
          f"{len(checker.seen)} of {len(checker.operations)} operations")
    return 1 if checker.failures or missing else 0


def run(check):
    """Calls every operation, with success and with each kind of failure that a call can bring."""
    summary = check("GET", RISK + "/summary")
    users = summary["result"]["users"]
    for user in users[:40]:
        check("GET", RISK + "/{user_id}", user_id=user["user_id"])
    check("POST", RISK + "/{user_id}/reset", user_id=users[0]["user_id"])
    check("GET", RISK + "/{user_id}", user_id=users[0]["user_id"])
    check("GET", RISK + "/summary")

    behaviors = check("GET", RISK + "/behaviors")["result"]["behaviors"]
    settings = {key: {name: value[name] for name in ("enabled", "risk_level")}
                for key, value in behaviors.items()}
    check("PUT", RISK + "/behaviors", {"behaviors": settings})
    check("PUT", RISK + "/behaviors", {"behaviors": {}})
    first = next(iter(settings))
    for bad in ({"enabled": 1, "risk_level": "low"}, {"enabled": True, "risk_level": "worst"}, 7):
        check("PUT", RISK + "/behaviors", {"behaviors": {first: bad}}, expect=422)
    check("PUT", RISK + "/behaviors", b"{", expect=400)
    check("PUT", RISK + "/behaviors", expect=400)

    one, listing = RISK + "/integrations/{integration_id}", RISK + "/integrations"
    by_reference = RISK + "/integrations/reference_id/{reference_id}"
    body = {"integration_type": "Okta", "tenant_url": "https://acme.okta.com"}
    made = check("POST", listing, body)["result"]
    check("POST", listing, body | {"reference_id": "any text"})
    check("POST", listing, body | {"reference_id": None})
    check("POST", listing, body | {"tenant_url": "http://acme.okta.com"}, expect=422)
    check("POST", listing, body | {"integration_type": "Other"}, expect=422)
    check("GET", listing)
    check("GET", one, integration_id=made["id"])
    check("GET", by_reference, reference_id=made["reference_id"])
    check("GET", by_reference, reference_id="any%20text")
    check("PUT", one, {"tenant_url": "https://b.okta.com", "active": False}, integration_id=made["id"])
    check("PUT", one, {"tenant_url": "https://b.okta.com"}, expect=422, integration_id=made["id"])
    check("DELETE", one, integration_id=made["id"])
    check("DELETE", one, expect=404, integration_id=made["id"])
    check("GET", by_reference, expect=404, reference_id="nobody")

    nobody = str(uuid.uuid4())
    check("GET", RISK + "/{user_id}", expect=404, user_id=nobody)
    check("POST", RISK + "/{user_id}/reset", expect=404, user_id=nobody)
    check("GET", RISK + "/{user_id}", expect=400, user_id="nobody")
    check("GET", RISK + "/summary", expect=401, headers={})
    check("GET", RISK + "/summary", expect=400, headers={"Authorization": 'Bearer "quoted"'})
    check("POST", RISK + "/summary", expect=405)
    check("PATCH", RISK + "/behaviors", {}, expect=405)
    check("GET", RISK + "/behaviors/more", expect=404)


class Checker:
    def __init__(self, spec, base_url):
        self.spec = plain_schema(spec)
        self.base_url = base_url
        self.operations = {(method.upper(), path) for path, item in self.spec["paths"].items()
                           for method in item if method in ("get", "put", "post", "delete")}
        self.seen = set()
        self.calls = self.failures = 0

    def __call__(self, method, template, body=None, expect=200, headers=None, **values):
        path = re.sub(r"{(\w+)}", lambda m: {"account_id": ACCOUNT, **values}[m[1]], template)
        status, fields, data = self.send(method, path, body, headers)
        problems = []
        if status != expect:
            problems.append(f"status {status}, not {expect}")
        if not re.fullmatch(r"[0-9a-f]{16}-[A-Z]{3}", fields.get("cf-ray") or ""):
            problems.append(f"cf-ray is {fields.get('cf-ray')}")
        try:
            document = json.loads(data)
        except (ValueError, RecursionError) as error:
            sys.exit(f"BAD  {status}  {method} {template}: not JSON: {error}")
        schema = self.schema(method, template, status)
        validator = Draft4Validator(schema | {"components": self.spec["components"]},
                                    format_checker=FormatChecker())
        problems += [f"{error.json_path}: {error.message[:120]}"
                     for error in validator.iter_errors(document)]
        problems += self.undeclared(schema, document)
        if status == 200 and (method, template) in self.operations:
            self.seen.add((method, template))
        self.calls += 1
        self.failures += bool(problems)
        print(f"{'BAD' if problems else 'ok '}  {status}  {method} {template}")
        for problem in problems:
            print(f"       {problem}")
        return document

    def send(self, method, path, body, headers):
        headers = {"Authorization": "Bearer checker"} if headers is None else dict(headers)
        if body is not None:
            headers["Content-Type"] = "application/json"
            body = body if isinstance(body, bytes) else json.dumps(body).encode()
        request = urllib.request.Request(self.base_url + path, body, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=10) as reply:
                return reply.status, reply.headers, reply.read()
        except urllib.error.HTTPError as error:
            return error.code, error.headers, error.read()
        except OSError as error:
            sys.exit(f"BAD  {method} {path}: {error}")

    def schema(self, method, template, status):
        item = self.spec["paths"].get(template) or next(iter(self.spec["paths"].values()))
        operation = item.get(method.lower()) or next(v for v in item.values() if "responses" in v)
        responses = operation["responses"]
        chosen = responses.get(str(status)) or responses["4XX"]
        return chosen["content"]["application/json"]["schema"]

    def undeclared(self, schema, value, path="$"):
        """Members that the description does not know; a validator lets them pass."""
        members, items, is_open = self.shape(schema)
        found = []
        if isinstance(value, dict) and (members or not is_open):
            for name, member in value.items():
                if name in members:
                    found += self.undeclared(members[name], member, f"{path}.{name}")
                elif not is_open and name not in UNDECLARED:
                    found.append(f"{path}.{name} is not declared")
        if isinstance(value, list) and items is not None:
            for member in value:
                found += self.undeclared(items, member, path + "[]")
        return sorted(set(found))

    def shape(self, schema):
        if "$ref" in schema:
            target = self.spec
            for step in schema["$ref"][2:].split("/"):
                target = target[step]
            return self.shape(target)
        members, items = dict(schema.get("properties", {})), schema.get("items")
        is_open = "additionalProperties" in schema or not (members or items or "allOf" in schema)
        for part in schema.get("allOf", []):
            more, part_items, part_open = self.shape(part)
            members |= more
            items = items or part_items
            is_open = is_open or (part_open and not more and "$ref" not in part)
        return members, items, is_open


def plain_schema(node):
    """OpenAPI 3.0 to JSON Schema, as far as it matters here: `nullable` becomes a type."""
    if isinstance(node, list):
        return [plain_schema(entry) for entry in node]
    if not isinstance(node, dict):
        return node
    node = {key: plain_schema(value) for key, value in node.items()}
    if node.pop("nullable", None) is True and "type" in node:
        node["type"] = [node["type"], "null"]
    return node


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    try:
        code = main(*sys.argv[1:])
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader of the pipe has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 1
    sys.exit(code)
