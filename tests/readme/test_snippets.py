"""Calls of a model in code blocks: every client, every fence, and what is left alone."""

from __future__ import annotations

import pytest

from cog_lsp.predictor.model import UNKNOWN
from cog_lsp.readme.markdown.document import parse_card
from cog_lsp.readme.snippets import PLACEHOLDER, Snippet, snippets
from cog_lsp.readme.snippets.json_text import parse_json
from cog_lsp.readme.snippets.records import is_placeholder, model_of
from cog_lsp.readme.snippets.shell import commands
from cog_lsp.readme.snippets.shell_text import HOLE


def read(language: str, code: str) -> list[Snippet]:
    """The snippets of one fence; their names stand where they say."""
    text = (
        f"# 🎨 T\n\n- In a list:\n\n  ```{language}\n" + "".join(f"  {line}\n" for line in code.split("\n")) + "  ```\n"
    )
    found = list(snippets(parse_card(text)))
    for snippet in found:
        for entry in snippet.entries:
            assert text[slice(*entry.name_span)] == entry.name
            assert text[slice(*entry.value_span)].strip() or entry.value == ""
    return found


def values(snippet: Snippet) -> dict[str, object]:
    return {entry.name: entry.value for entry in snippet.entries}


PYTHON = [
    (
        'replicate.run("o/n", input={"a": 1, "b": -2.5, "c": True, "d": None})',
        "o/n",
        {"a": 1, "b": -2.5, "c": True, "d": None},
        True,
    ),
    ('replicate.run("O/n:0a1b2c", input={"a": "x" "y"})', "o/n", {"a": "xy"}, True),
    ('for e in replicate.stream("o/n", input={"a": [1, "x"]}):\n    print(e)', "o/n", {"a": [1, "x"]}, True),
    ('await replicate.async_run("o/n", input=dict(a="x"))', "o/n", {"a": "x"}, True),
    ('client = Client()\nclient.run("o/n", input={"a": open("b", "rb")})', "o/n", {"a": UNKNOWN}, True),
    ('replicate.run("o/n", {"a": "x"})', "o/n", {"a": "x"}, True),
    ('M = "o/n"\ninput = {"a": "x"}\nreplicate.run(M, input=input)', "o/n", {"a": "x"}, True),
    ('data = {"a": "x"}\ndata["b"] = 1\nreplicate.run("o/n", input=data)', "o/n", {"a": "x"}, False),
    ('replicate.run("o/n", input={"a": "x", **more})', "o/n", {"a": "x"}, False),
    ('replicate.run("o/n", input=load())', "o/n", {}, False),
    ('replicate.predictions.create(version="0a1b", input={"a": "x"})', None, {"a": "x"}, True),
    ('replicate.predictions.create(model="o/n", input={"a": "x"})', "o/n", {"a": "x"}, True),
    ('client.models.predictions.create("o/n", input={"a": "x"})', "o/n", {"a": "x"}, True),
    ('paint = replicate.use("o/n")\npaint(a="x", b=2)', "o/n", {"a": "x", "b": 2}, True),
    ('replicate.use("o/n")(a="x")', "o/n", {"a": "x"}, True),
    ('m = replicate.models.get("o/n")\nm.predict(a="x")', "o/n", {"a": "x"}, True),
    ('m = replicate.models.get("o/n")\nv = m.versions.get("0a")\nv.predict(a="x", **k)', "o/n", {"a": "x"}, False),
    ('requests.post("http://localhost:5000/predictions", json={"input": {"a": "x"}})', None, {"a": "x"}, True),
    ('client.predictions.with_raw_response.create(version="o/n", input={"a": "x"})', "o/n", {"a": "x"}, True),
    (
        'with client.predictions.with_streaming_response.create(version="o/n", input={"a": "x"}) as r:\n    pass',
        "o/n",
        {"a": "x"},
        True,
    ),
    (
        'client.models.predictions.create(model_owner="o", model_name="n", input={"a": "x"})',
        "o/n",
        {"a": "x"},
        True,
    ),
    ('from replicate import run\nrun("o/n", input={"a": "x"})', "o/n", {"a": "x"}, True),
    ('from replicate import use, Model\npaint = use(Model["o/n"])\npaint(a="x")', "o/n", {"a": "x"}, True),
    ('import replicate as r8\nr8.run(name, input={"a": "x"})', None, {"a": "x"}, True),
    ('requests.post(f"{URL}/predictions", json={"input": {"a": "x"}})', None, {"a": "x"}, True),
    ('requests.post(URL + "/predictions", json={"input": {"a": "x"}})', None, {"a": "x"}, True),
    (
        'p = {"input": {"a": "x"}}\nrequests.post("http://localhost:5000/predictions", data=json.dumps(p))',
        None,
        {"a": "x"},
        True,
    ),
    (
        'urllib.request.Request("http://localhost:5000/predictions", json.dumps({"input": {"a": "x"}}).encode())',
        None,
        {"a": "x"},
        True,
    ),
    ('requests.post("http://localhost:5000/predictions", data=\'{"input": {"a": "x"}}\')', None, {"a": "x"}, True),
    ('client.post("/predictions", json={"input": {"a": "x"}})', None, {"a": "x"}, True),
    ('>>> import replicate\n>>> replicate.run("o/n", input={"a": "x"})', "o/n", {"a": "x"}, True),
    (
        'replicate.run("o/n", input={"a": f"{x}", "b": "<your text>", "c": "..."})',
        "o/n",
        {"a": UNKNOWN, "b": PLACEHOLDER, "c": PLACEHOLDER},
        True,
    ),
    ('replicate.run(\n  "o/n",\n  input={\n    # the text\n    "a": "日本",\n  },\n)', "o/n", {"a": "日本"}, True),
]


@pytest.mark.parametrize(("code", "model", "given", "complete"), PYTHON)
@pytest.mark.parametrize("language", ["python", "", "text"])
def test_python(language: str, code: str, model: str | None, given: dict[str, object], complete: bool) -> None:
    (found,) = read(language, code)
    assert (found.kind, found.mode, found.model, values(found), found.complete) == (
        "python",
        "run",
        model,
        given,
        complete,
    )


MORE_PYTHON = [
    ('data = {"a": 1}\ndata.update(b=2)\nreplicate.run("o/n", input=data)', {"a": 1}, False),
    ('a.b = c = {"x": 1}\nreplicate.run("o/n", input=c)', {"x": 1}, True),
    ('data = {"a": 1}\ndata = {"b": 2}\nreplicate.run("o/n", input=data)', {}, False),
    ('replicate.run("o/n", input={key: 1, "a": x})', {"a": UNKNOWN}, False),
    (
        'replicate.run("o/n", input={"a": {"b": 1}, "c": [x], "d": ("y", 1)})',
        {"a": {"0": UNKNOWN}, "c": UNKNOWN, "d": ["y", 1]},
        True,
    ),
    ('replicate.run("o/n", input={"a": [[[[[[[[[[[[[[1]]]]]]]]]]]]]]})', {"a": UNKNOWN}, True),
    ('replicate.run("o/n", input={"a": b"x", "b": 0o17, "c": 1_000})', {"a": UNKNOWN, "b": 15, "c": 1000}, True),
    ('paint = replicate.use("o/n")\npaint.create(a="x", *more)', {"a": "x"}, False),
    ('replicate.run(ref="o/n", input={"a": 1}, wait=False)', {"a": 1}, True),
    ('replicate.run("o/n")', {}, False),
    ('replicate.run("o/n", input=dict({"a": 1}))', {}, False),
    ('replicate.run("o/n", input=dict(a=1, **more))', {"a": 1}, False),
    ('paint = replicate.use("o/n")\npaint(\n  # why\n  a=1)', {"a": 1}, True),
    ('replicate.run("o/n", {"a": 1}, *rest)', {"a": 1}, False),
]


@pytest.mark.parametrize(("code", "given", "complete"), MORE_PYTHON)
def test_more_python(code: str, given: dict[str, object], complete: bool) -> None:
    (found,) = read("py", code)
    assert (values(found), found.complete) == (given, complete)


MORE_JAVASCRIPT = [
    ("await replicate.run('o/n');", {}, True),
    ("await replicate.run('o/n', options);", {}, False),
    ("await replicate.run('o/n', { input: make() });", {}, False),
    ("const i = { a: 1 };\ni['b'] = 2;\nawait replicate.run('o/n', { input: i });", {"a": 1}, False),
    ("await replicate.run('o/n', { input: { [key]: 1, /* the text */ 'a-b': 2, 3: 4 } });", {"a-b": 2, "3": 4}, False),
    (
        "await replicate.run('o/n', { input: { a: { b: 1 }, c: [x], d: 'it\\'s\\n', e: 0x10 } });",
        {"a": {"0": UNKNOWN}, "c": UNKNOWN, "d": "it's\n", "e": UNKNOWN},
        True,
    ),
    ("await client.run('o/n', ({ input: { a: undefined } }));", {"a": UNKNOWN}, True),
    (
        "const input = { a: 1, b };\nconst o = { wait, input };\nawait replicate.run('o/n', o);",
        {"a": 1, "b": UNKNOWN},
        True,
    ),
    ("const { a } = b;\nlet c;\nawait replicate.run('o/n', { input: { a, c } });", {"a": UNKNOWN, "c": UNKNOWN}, True),
]


@pytest.mark.parametrize(("code", "given", "complete"), MORE_JAVASCRIPT)
def test_more_javascript(code: str, given: dict[str, object], complete: bool) -> None:
    (found,) = read("js", code)
    assert (values(found), found.complete) == (given, complete)


JAVASCRIPT = [
    (
        'await replicate.run("o/n", { input: { a: "x", b: 1.5, c: true, "d": [1, 2] } });',
        "o/n",
        {"a": "x", "b": 1.5, "c": True, "d": [1, 2]},
        True,
    ),
    ('const input = { a: "x" };\nawait replicate.run("o/n:0a", { input });', "o/n", {"a": "x"}, True),
    (
        "const a = 'x';\nconst input = { a, b };\nfor await (const e of replicate.stream('o/n', { input })) {}",
        "o/n",
        {"a": "x", "b": UNKNOWN},
        True,
    ),
    ("const input = { a: 1 };\ninput.b = 2;\nawait replicate.run('o/n', { input });", "o/n", {"a": 1}, False),
    ("await replicate.run('o/n', { input: { ...more, a: `t` } });", "o/n", {"a": "t"}, False),
    ("await replicate.predictions.create({ version: '0a', input: { a: `x${y}` } });", None, {"a": UNKNOWN}, True),
    (
        "await replicate.predictions.create({ model: 'o/n', input: { a: null, b: -1 } });",
        "o/n",
        {"a": None, "b": -1},
        True,
    ),
    (
        "const url = 'http://localhost:5000/predictions';\n"
        "await fetch(url, { method: 'POST', body: JSON.stringify({ input: { a: 'x' } }) });",
        None,
        {"a": "x"},
        True,
    ),
]


JAVASCRIPT += [
    (code, None, {"a": "x"}, True)
    for code in (
        "await fetch('/predictions', { method: 'POST', body: JSON.stringify({ input: { a: 'x' } }) });",
        "await fetch(`${base}/predictions`, { body: JSON.stringify({ input: { a: 'x' } }) });",
        "await fetch(base + '/predictions', { body: JSON.stringify({ input: { a: 'x' } }) });",
        "const body = JSON.stringify({ input: { a: 'x' } });\nawait fetch('/predictions', { method: 'POST', body });",
        'await fetch(\'/predictions\', { body: \'{"input": {"a": "x"}}\' });',
        "const { data } = await axios.post('http://localhost:5000/predictions', { input: { a: 'x' } });",
        "await axios({ method: 'post', url: 'http://localhost:5000/predictions', data: { input: { a: 'x' } } });",
        "const r = await got.post('http://localhost:5000/predictions', { json: { input: { a: 'x' } } }).json();",
    )
]


@pytest.mark.parametrize(("code", "model", "given", "complete"), JAVASCRIPT)
@pytest.mark.parametrize("language", ["js", "typescript", ""])
def test_javascript(language: str, code: str, model: str | None, given: dict[str, object], complete: bool) -> None:
    (found,) = read(language, code)
    assert (found.kind, found.model, values(found), found.complete) == ("javascript", model, given, complete)


def test_typescript_types() -> None:
    code = "const output = (await replicate.run('o/n', { input: { a: 'x' } as Record<string, unknown> })) as string[];"
    (found,) = read("ts", code)
    assert values(found) == {"a": "x"}


SHELL = [
    ('cog predict -i a="x y" -i b=2', None, {"a": "x y", "b": "2"}, True),
    ("cog run \\\n  -i a='it''s' \\\n  -i b=@c.png -o out.png", None, {"a": "its", "b": "@c.png"}, True),
    ('cog run r8.im/o/n -i a=$X -i b="say $Y"', "o/n", {"a": UNKNOWN, "b": UNKNOWN}, True),
    ("cog run --input a=x --input=b=y -ic=z", None, {"a": "x", "b": "y", "c": "z"}, True),
    ("$ cog predict -i 'a=x y'", None, {"a": "x y"}, True),
    ("sudo cog predict -i a=<your text> -i b=...", None, {"a": PLACEHOLDER, "b": PLACEHOLDER}, True),
    ("cog predict -i a=x ...", None, {"a": "x"}, False),
    ("cog predict -i a=x [-i b=y]", None, {"a": "x"}, False),
    ("cog predict -i a=x \\ \n -i b=y", None, {"a": "x"}, False),
    ('cog run --json \'{"a": 1, "b": "@c.png"}\'', None, {"a": 1, "b": UNKNOWN}, True),
    ("cog run --json @inputs.json", None, {}, False),
    ("cd x && cog predict -i a=x | tee log", None, {"a": "x"}, True),
    ("cog predict -i a='\"quoted\"'", None, {"a": "quoted"}, True),
    ("A=1 cog predict -i a=x=y", None, {"a": "x=y"}, True),
    ("cog predict", None, {}, False),
    ("cog run --json='{\"a\": 1}'", None, {"a": 1}, True),
    ("cog run --json", None, {}, False),
    ('cog predict -i "a=x\\\n y"', None, {"a": "x y"}, True),
]


@pytest.mark.parametrize(("code", "model", "given", "complete"), SHELL)
@pytest.mark.parametrize("language", ["sh", "console", ""])
def test_cog(language: str, code: str, model: str | None, given: dict[str, object], complete: bool) -> None:
    (found,) = read(language, code)
    assert (found.kind, found.model, values(found), found.complete) == ("cog", model, given, complete)


CURL = [
    (
        'curl -X POST -H \'Content-Type: application/json\' -d \'{"input": {"a": "x", "b": 2}}\' http://localhost:5001/predictions',
        None,
        False,
    ),
    ('curl -s localhost:5000/predictions/abc --data-raw \'{"input": {"a": "x", "b": 2}}\' | jq .output', None, False),
    (
        'curl -H "Authorization: Bearer $T" -d \'{"input": {"a": "x", "b": 2}}\' '
        "https://api.replicate.com/v1/models/o/n/predictions",
        "o/n",
        True,
    ),
    (
        'curl --json \'{"version": "o/n:0a1b", "input": {"a": "x", "b": 2}}\' https://api.replicate.com/v1/predictions',
        "o/n",
        True,
    ),
    ('curl localhost:5000/predictions -d @- <<\'EOF\'\n{"input": {"a": "x", "b": 2}}\nEOF', None, False),
    ('curl -d\'{"input": {"a": "x", "b": 2}}\' http://localhost:5000/predictions', None, False),
    ('curl --data-raw=\'{"input": {"a": "x", "b": 2}}\' http://localhost:5000/predictions', None, False),
]


@pytest.mark.parametrize(("code", "model", "hosted"), CURL)
def test_curl(code: str, model: str | None, hosted: bool) -> None:
    (found,) = read("bash", code)
    assert (found.kind, found.model, values(found), found.hosted) == ("curl", model, {"a": "x", "b": 2}, hosted)


OTHERS = [
    ("sh", "replicate run o/n a=x b=@c.png", "replicate", "run", {"a": "x", "b": "@c.png"}),
    ("sh", "replicate train --destination me/x o/n a=x", "replicate", "train", {"a": "x"}),
    ("sh", "replicate run --web o/n a=x", "replicate", "run", {"a": "x"}),
    ("js", '{"input": {"a": "x"}}', "json", "run", {"a": "x"}),
    ("text", "cog predict -i a=x", "cog", "run", {"a": "x"}),
    ("sh", "cog train -i a=x", "cog", "train", {"a": "x"}),
    ("python", 'replicate.deployments.predictions.create("o/n", input={"a": "x"})', "python", "run", {"a": "x"}),
    ("python", 'd = replicate.deployments.get("o/n")\nd.predictions.create(input={"a": 1})', "python", "run", {"a": 1}),
    (
        "js",
        "await replicate.deployments.predictions.create('o', 'n', { input: { a: 1 } })",
        "javascript",
        "run",
        {"a": 1},
    ),
    ("sh", 'curl api.replicate.com/v1/deployments/o/n/predictions -d \'{"input": {"a": 1}}\'', "curl", "run", {"a": 1}),
    (
        "python",
        'replicate.trainings.create(version="o/n:0a", input={"a": "x"}, destination="me/x")',
        "python",
        "train",
        {"a": "x"},
    ),
    (
        "js",
        "await replicate.trainings.create('o', 'n', '0a', { destination: 'me/x', input: { a: 'x' } });",
        "javascript",
        "train",
        {"a": "x"},
    ),
    ("sh", 'curl localhost:5000/trainings -d \'{"input": {"a": "x"}}\'', "curl", "train", {"a": "x"}),
    (
        "http",
        'POST /predictions HTTP/1.1\nContent-Type: application/json\n\n{"input": {"a": "x"}}',
        "json",
        "run",
        {"a": "x"},
    ),
    ("", 'PUT /trainings/x HTTP/1.1\n\n{"input": {"a": "x"}}', "json", "train", {"a": "x"}),
    ("json", '{\n  "version": "0a",\n  "input": {"a": "x"}\n}', "json", "run", {"a": "x"}),
]


@pytest.mark.parametrize(("language", "code", "kind", "mode", "given"), OTHERS)
def test_others(language: str, code: str, kind: str, mode: str, given: dict[str, object]) -> None:
    (found,) = read(language, code)
    assert (found.kind, found.mode, values(found)) == (kind, mode, given)


def test_a_word_that_is_no_input_leaves_the_call_open() -> None:
    (found,) = read("sh", "replicate run o/n a=x rest")
    assert (values(found), found.complete) == ({"a": "x"}, False)


SPLITS = [
    ("cog predict -i a=tense staccato strings -i b=2", [("a", "tense staccato strings")]),
    ("cog predict -i a=red car", [("a", "red car")]),
    ("cog predict -i a='red' -i b=x r8.im/o/n", []),
    ("cog predict -i a=x $IMAGE", []),
    ("cog predict -i a=x b=y", []),
]


@pytest.mark.parametrize(("code", "wanted"), SPLITS)
def test_unquoted_values(code: str, wanted: list[tuple[str, str]]) -> None:
    (found,) = read("sh", code)
    assert [(slip.name, slip.text) for slip in found.slips if slip.mistake == "split"] == wanted


BODY = '{"input": {"a": "x", "b": 2}}'
MORE_REQUESTS = [
    f"curl localhost:5000/predictions -d $'{BODY}'",
    f"echo '{BODY}' | curl -d @- localhost:5000/predictions",
    f"printf '%s\\n' '{BODY}' | curl -d @- localhost:5000/predictions",
    f"cat <<EOF | curl localhost:5000/predictions -d @-\n{BODY}\nEOF",
    f'curl localhost:5000/predictions -d "$(cat <<EOF\n{BODY}\nEOF\n)"',
    f"curl -d @- localhost:5000/predictions <<< '{BODY}'",
    f"curl -sX POST --url http://localhost:5000/predictions --data '{BODY}'",
    'http POST localhost:5000/predictions input:=\'{"a": "x", "b": 2}\'',
    "http :5000/predictions input[a]=x input[b]:=2",
    f"https POST api.replicate.com/v1/predictions --raw '{BODY}'",
    f"echo '{BODY}' | xh POST :5000/predictions",
    f"wget -qO- --post-data='{BODY}' http://localhost:5000/predictions",
    f"sudo curl localhost:5000/predictions -d '{BODY}' > out.json",
]


@pytest.mark.parametrize("code", MORE_REQUESTS)
def test_more_requests(code: str) -> None:
    (found,) = read("sh", code)
    assert (found.kind, values(found), found.complete, found.slips) == ("curl", {"a": "x", "b": 2}, True, ())


PIPES = [
    "echo '{\"a\": 1}' | cog run --json @-",
    "echo -n '{\"a\": 1}' | cog run --json -",
    'cat <<EOF | cog run --json @-\n{"a": 1}\nEOF',
    "cog run --json @- <<'EOF'\n{\"a\": 1}\nEOF",
    "cog run --json - <<< '{\"a\": 1}'",
    "echo '{\"a\": 1}' | sudo cog run --json=@- > out.json",
]


@pytest.mark.parametrize("code", PIPES)
def test_what_a_command_reads(code: str) -> None:
    (found,) = read("sh", code)
    assert (found.kind, values(found), found.complete) == ("cog", {"a": 1}, True)


@pytest.mark.parametrize(
    "code",
    ["cat a.json | cog run --json @-", "cog run --json - < a.json", "jq -n x | cog run --json -", "cog run --json"],
)
def test_what_cannot_be_known_of_what_a_command_reads(code: str) -> None:
    (found,) = read("sh", code)
    assert (values(found), found.complete, found.slips) == ({}, False, ())


def test_quotes_with_escapes() -> None:
    (found,) = read("sh", "cog run -i a=$'it\\'s\\t\\x41\\u00e9\\102\\q' -i b=2")
    assert values(found) == {"a": "it's\tAéBq", "b": "2"}


SLIPS = [
    ("cog run -i @a.jpg", [("unnamed", "@a.jpg")]),
    ("cog run -i tone -i a=1", [("valueless", "tone")]),
    ("cog run a=@a.jpg b=2", [("bare", "a=@a.jpg"), ("bare", "b=2")]),
    ("cog run -i a=x --json '{}'", [("both", "--json")]),
    ("cog run --json '{\"a\": 1,}'", [("json", '{"a": 1,}')]),
    ("curl -F a=@x localhost:5000/predictions", [("form", "-d")]),
    ("curl localhost:5000/predictions -d '{\"a\": 1}'", [("unwrapped", '{"a": 1}')]),
]


@pytest.mark.parametrize(("code", "wanted"), SLIPS)
def test_mistakes_of_writing(code: str, wanted: list[tuple[str, str]]) -> None:
    (found,) = read("sh", code)
    assert [(slip.mistake, slip.text) for slip in found.slips] == wanted


HASH = "0123456789abcdef" * 4
OTHER_CLIENTS = [
    (
        "go",
        'input := replicate.PredictionInput{\n\t"a": "x", // the text\n\t"b": -1.5,\n\t"c": []string{"y"},\n'
        '\t"d": file,\n}\n'
        'output, err := r8.Run(ctx, "o/n", input, nil)',
        "o/n",
        {"a": "x", "b": -1.5, "c": ["y"], "d": UNKNOWN},
        False,
    ),
    (
        "go",
        f'v := "{HASH}"\nr8.CreatePrediction(ctx, v, map[string]any{{"a": true}}, nil, false)',
        None,
        {"a": True},
        True,
    ),
    (
        "go",
        'r8.CreatePredictionWithModel(ctx, "o", "n", replicate.PredictionInput{"a": `x`}, nil, false)',
        "o/n",
        {"a": "x"},
        False,
    ),
    ("go", 'var m = map[string]interface{}{"a": nil}\nr8.Stream(ctx, "o/n", m, nil)', "o/n", {"a": None}, False),
    (
        "",
        'client, _ := replicate.NewClient(t)\nclient.Run(ctx, "o/n", replicate.PredictionInput{"a": 1}, nil)',
        "o/n",
        {"a": 1},
        False,
    ),
    (
        "swift",
        'let output = try await replicate.run("o/n", ["a": "x", "b": "\\(y)", "c": [1, 2]]) { p in print(p) }',
        "o/n",
        {"a": "x", "b": UNKNOWN, "c": [1, 2]},
        False,
    ),
    (
        "swift",
        f'let input: [String: Value] = ["a": 1]\ntry await replicate.createPrediction(version: "{HASH}", input: input)',
        None,
        {"a": 1},
        True,
    ),
    ("elixir", 'Replicate.run("o/n", a: "x", b: 3)', "o/n", {"a": "x", "b": 3}, False),
    ("elixir", f'iex> Replicate.run(\n...>   "o/n:{HASH}",\n...>   a: nil\n... )', "o/n", {"a": None}, True),
    (
        "ex",
        '{:ok, p} = Replicate.Predictions.create(version, %{a: 1, "b" => 2, :c => "#{x}"})',
        None,
        {"a": 1, "b": 2, "c": UNKNOWN},
        False,
    ),
    ("", 'input = [a: 1]\nReplicate.run("o/n", input) # run it', "o/n", {"a": 1}, False),
]


@pytest.mark.parametrize(("language", "code", "model", "given", "pinned"), OTHER_CLIENTS)
def test_other_clients(language: str, code: str, model: str | None, given: dict[str, object], pinned: bool) -> None:
    (found,) = read(language, code)
    assert (found.model, values(found), found.complete, found.pinned) == (model, given, True, pinned)


@pytest.mark.parametrize(
    "code", ['r8.Run(ctx, "o/n", in', "a(" * 3000, "[" * 3000 + "]" * 3000, '"""' * 999, "/*" * 2000, 'x = "' * 900]
)
@pytest.mark.parametrize("language", ["go", "swift", "elixir"])
def test_odd_code_of_other_clients(language: str, code: str) -> None:
    assert read(language, code) == []


def test_code_on_which_the_parser_goes_around_in_a_circle() -> None:
    stuck = "const { data awaitst('http://localhost:5000/predictions', { input: { a: a: { a: a: 'x' } })[[;"
    assert read("js", stuck) == []
    (found,) = read("js", "await replicate.run('o/n', { input: { a: 1 } });")
    assert values(found) == {"a": 1}


VERSIONED = [
    ("python", f'replicate.run("o/n:{HASH}", input={{"a": 1}})', "o/n", True),
    ("python", f'replicate.predictions.create(version="{HASH}", input={{"a": 1}})', None, True),
    (
        "python",
        f'requests.post("https://api.replicate.com/v1/predictions", json={{"version": "{HASH}", "input": {{"a": 1}}}})',
        None,
        True,
    ),
    ("python", 'replicate.run("o/n:latest", input={"a": 1})', "o/n", False),
    ("js", f"await replicate.predictions.create({{ version: '{HASH}', input: {{ a: 1 }} }})", None, True),
    (
        "sh",
        f'curl api.replicate.com/v1/predictions -d \'{{"version": "o/n:{HASH}", "input": {{"a": 1}}}}\'',
        "o/n",
        True,
    ),
    ("sh", f"http https://api.replicate.com/v1/predictions version={HASH} input:='{{\"a\": 1}}'", None, True),
    ("sh", f"replicate run o/n:{HASH} a=1", "o/n", True),
    ("json", f'{{"version": "{HASH}", "input": {{"a": 1}}}}', None, True),
    ("json", '{"id": "x", "input": {"a": 1}, "output": "y", "status": "succeeded"}', None, True),
]


@pytest.mark.parametrize(("language", "code", "model", "pinned"), VERSIONED)
def test_calls_of_a_version(language: str, code: str, model: str | None, pinned: bool) -> None:
    (found,) = read(language, code)
    assert (found.model, list(values(found)), found.pinned) == (model, ["a"], pinned)


PORTS = [
    ("sh", 'curl http://localhost:5001/predictions -d \'{"input": {"a": 1}}\'', 5001),
    ("sh", 'curl 127.0.0.1:5001/predictions -d \'{"input": {"a": 1}}\'', 5001),
    ("python", 'requests.post("http://localhost:5001/predictions", json={"input": {"a": 1}})', 5001),
    ("js", "await fetch('http://localhost:5001/predictions', { body: JSON.stringify({ input: { a: 1 } }) })", 5001),
    ("sh", "http :5001/predictions input:='{\"a\": 1}'", 5001),
    ("sh", 'curl http://example.org:5001/predictions -d \'{"input": {"a": 1}}\'', None),
    ("python", 'requests.post(f"http://localhost:{port}/predictions", json={"input": {"a": 1}})', None),
]


@pytest.mark.parametrize(("language", "code", "port"), PORTS)
def test_ports(language: str, code: str, port: int | None) -> None:
    (found,) = read(language, code)
    assert (found.port.number if found.port is not None else None) == port


LEFT_ALONE = [
    ("sh", "cog run script/download-weights"),
    ("sh", "cog run python train.py -i x=y"),
    ("sh", "cog run -p 5000 python -m cog.server.http"),
    ("sh", "cog build && cog push r8.im/o/n"),
    ("sh", "cog exec python"),
    ("sh", "cog predict -i a='never closed\ncog predict"),
    ("sh", "curl https://example.org/file.zip -o file.zip"),
    ("sh", "curl localhost:5000/predictions/abc"),
    ("sh", "http localhost:5000/predictions/abc Accept:application/json"),
    ("sh", "wget localhost:5000/predictions/abc"),
    ("sh", "cog run NAME=1 python x.py"),
    ("go", "client.Run(ctx, model, input, nil)"),
    ("go", 'exec.Run("ls", map[string]int{"a": 1})'),
    ("swift", "runner.run()"),
    ("elixir", "Replicate.Models.list()"),
    ("elixir", "Other.run(a: 1)"),
    ("http", "GET /predictions/x HTTP/1.1\n\n"),
    ("http", 'POST /other HTTP/1.1\n\n{"input": {"a": 1}}'),
    ("sh", "replicate hello"),
    ("python", "model.predict(image)"),
    ("python", "subprocess.run(['ls'])"),
    ("python", 'replicate.run("o/n", input={"a": "x"'),
    ("python", "asyncio.run(main('a/b'))"),
    ("python", 'replicate.models.get("o/n").versions.list()'),
    ("js", "await replicate.run('o/n', { input: { a: 'x' "),
    ("js", "app.run('x', {})"),
    ("json", '{"output": {"a": "x"}}'),
    ("json", '{"input": "text"}'),
    ("yaml", "input:\n  a: x"),
    ("js", "await fetch('https://example.org/x', { body: JSON.stringify({ input: { a: 1 } }) })"),
    ("js", "await fetch('http://localhost:5000/predictions', { method: 'POST', body: text })"),
    ("js", "await fetch('http://localhost:5000/predictions', { body: encode({ input: { a: 1 } }) })"),
    ("js", "await fetch('http://localhost:5000/predictions', { body: JSON.stringify(data) })"),
    ("js", "await replicate.predictions.create(options)"),
    ("js", "await replicate.run('o/n', { wait: true })"),
    ("js", "await replicate.predictions.get(id)"),
    ("python", 'requests.post("https://example.org/predictions/x/y", json={"input": {}})'),
    ("python", 'requests.post("http://localhost:5000/predictions", json={"prompt": "x"})'),
    ("python", 'requests.post("http://localhost:5000/predictions", data=body)'),
    ("python", "replicate.predictions.create(version=v)"),
    ("python", "replicate.predictions.get(prediction.id)"),
    ("python", "model = load()\nmodel.predict(a=1)"),
    ("python", "loader.models.get(1).predict(a=1)"),
    ("python", 'replicate.run("abc", input={"a": 1})'),
    ("python", 'replicate.run(x for x in ["o/n"])'),
    ("python", 'paint = replicate.use(name)\npaint(a="x")'),
    ("python", "paint = make()\npaint(a=1)"),
    ("python", 'a = b\nb = c\nc = d\nd = e\ne = f\nf = g\ng = replicate.use("o/n")\na(x=1)'),
    ("python", 'a = b\nb = c\nc = d\nd = e\ne = f\nf = replicate.models.get("o/n")\na.predict(x=1)'),
    ("python", "model = 5\nmodel.predict(a=1)"),
    ("python", 'requests.post("http://localhost:5000/models/o/n/predictions", json={"input": {"a": 1}})'),
    ("js", "await replicate.run`o/n`"),
    ("sh", "replicate run --help"),
    ("sh", "replicate run a=1"),
    ("sh", "curl -X POST localhost:5000/predictions --json"),
    ("sh", "replicate prediction list"),
    ("sh", "curl -H 'a: b'"),
    ("sh", "cog"),
]


@pytest.mark.parametrize(("language", "code"), LEFT_ALONE)
def test_left_alone(language: str, code: str) -> None:
    assert [s for s in read(language, code) if s.entries or s.complete or s.kind != "cog"] == []


PLACES = [
    "# T\n\nRun it:\n\n    cog predict -i a=x\n",
    "# T\n\nUse `cog predict -i a=x` for that.\n",
    "# T\r\n\r\n```\r\ncog predict -i a=x\r\n```\r\n",
    "1. First\n   ```\n   cog predict -i a=x\n   ```\n",
    "> ```sh\n> cog predict -i a=x\n> ```\n",
    "# T\n\n- `$ cog predict -i a=x`\n",
    "# T\n\nThen run it:\n\nsudo cog predict -i a=x\n",
    "# T\n\nThen run it:\n\n$ cog predict \\\n  -i a=x\nand look.\n",
    "# T\n\n- cog predict -i a=x\n",
    "<pre><code>cog predict -i a=x</code></pre>\n",
    '<div>\n<pre lang="sh">\n$ cog predict \\\n  -i a=x &amp;&amp; ls\n</pre></div>\n',
    "<p>Use <CODE>cog predict -i <b>a</b>=x</code></p>\n",
    "Use <code>cog predict -i a=x</code> for it.\n",
    "<pre>\r\ncog predict -i a=x\r\n</pre>\r\n",
]


@pytest.mark.parametrize("text", PLACES)
def test_places(text: str) -> None:
    (found,) = snippets(parse_card(text))
    assert [text[slice(*e.name_span)] + "=" + text[slice(*e.value_span)] for e in found.entries] == ["a=x"]
    assert text[slice(*found.anchor)] == "cog predict"


@pytest.mark.parametrize(
    "text",
    ["cog predict -i a=x is what to run.\n", "cog run is new\n", "<pre>cog predict -i a=x\n", "curl is a program\n"],
)
def test_running_text_is_no_command(text: str) -> None:
    assert list(snippets(parse_card(text))) == []


def test_entities_in_code_have_places() -> None:
    text = "<pre>cog run -i a=&quot;x&lt;y&quot; -i b=2</pre>\n"
    (found,) = snippets(parse_card(text))
    assert values(found) == {"a": "x<y", "b": "2"}
    assert [text[slice(*e.value_span)] for e in found.entries] == ["x&lt;y", "2"]


@pytest.mark.parametrize(
    "text",
    ["<x>", "...", "…", "$X", "${X}", "{{.output}}", "{prompt}", "your-token", "YOUR_KEY_HERE", "[prompt]", "value"],
)
def test_placeholders(text: str) -> None:
    assert is_placeholder(text)


@pytest.mark.parametrize("text", ["a red car", "[1, 2]", "5", "", "https://example.org", "webp", '["a"]', "x"])
def test_no_placeholders(text: str) -> None:
    assert not is_placeholder(text)


@pytest.mark.parametrize(
    ("reference", "model"),
    [
        ("o/n", "o/n"),
        ("O/N:abc", "o/n"),
        ("r8.im/o/n@sha256:1", "o/n"),
        ("abc", None),
        ("a/b/c", None),
        (5, None),
        ("", None),
    ],
)
def test_model_of(reference: object, model: str | None) -> None:
    assert model_of(reference) == model


def test_words_of_a_command() -> None:
    code = 'cog run -i \'a b\'"c$X\\"" d\\ e <h i>\n'
    (command,) = commands(code)
    assert [word.text for word in command.words] == ["cog", "run", "-i", f'a bc{HOLE}"', "d e", "<h i>"]
    assert code[slice(*command.words[3].part(2, 3))] == "b"


@pytest.mark.parametrize(
    ("text", "value"),
    [('{"a": [1, -2.5e3, true, null, "\\u00e9"]}', {"a": [1, -2500.0, True, None, "é"]}), (" [] ", []), ('"x"', "x")],
)
def test_json(text: str, value: object) -> None:
    node = parse_json(text)
    assert node is not None
    assert node.value == value


@pytest.mark.parametrize(
    "text", ["", "{", '{"a" 1}', "{a: 1}", "[1,]", "1 2", "nul", "[" * 100 + "]" * 100, '{"a": "x}']
)
def test_no_json(text: str) -> None:
    assert parse_json(text) is None
