"""What the code does with each input: one small predictor for each pattern, and for each look-alike."""

from __future__ import annotations

import sys
from types import FrameType

import pytest

from tests.evidence.predictors import facts, predictor, said

WIDTH = "width: int = Input(default=512, ge=64, le=2048)"
STEPS = "steps: int = Input(default=20, ge=1, le=500)"
SEED = "seed: int = Input(default=None)"
IMAGE = "image: Path = Input(default=None)"
PROMPT = 'prompt: str = Input(default="")'

FACTS = [
    (
        "a comparison, then raise",
        WIDTH,
        """
        if width % 8 != 0:
            raise ValueError("width must be divisible by 8")
        return self.model(width)
        """,
        ["refuses width: Must be a multiple of 8."],
    ),
    (
        "an assert of a length",
        PROMPT,
        """
        assert len(prompt) <= 80, "too long"
        return self.model(prompt)
        """,
        ["refuses prompt: Must have at most 80 characters."],
    ),
    (
        "two inputs that exclude each other",
        'a: str = Input(default="")\nb: str = Input(default="")',
        """
        if a and b:
            raise ValueError("one of them")
        return self.model(a, b)
        """,
        ["requires a: Fails when `a` and `b` are given."],
    ),
    (
        "a chain of suffixes that ends in an error",
        "image: Path",
        """
        ending = os.path.splitext(image)[1].lower()
        if ending in [".jpg", ".jpeg"]:
            Image.open(image).save("photo.png")
        elif ending == ".png":
            self.model(image)
        else:
            raise ValueError(f"Unsupported file type: {ending}")
        """,
        ["refuses image: Must end in .jpg, .jpeg or .png."],
    ),
    (
        "a chain of endings that ends in an error",
        "weights: str",
        """
        if weights.endswith(".tar"):
            self.unpack(weights)
        elif weights.endswith((".safetensors", ".bin")):
            self.model(weights)
        else:
            raise ValueError("URL must end with .tar")
        """,
        ["refuses weights: Must end in .tar, .safetensors or .bin."],
    ),
    (
        "a value that is checked where there is one",
        "url: str = Input(default=None)",
        """
        if url:
            if not url.startswith("https://example.org"):
                raise ValueError("another site")
            self.model(url)
        """,
        ["special url: Leave empty to go without it.", "refuses url: Must begin with https://example.org."],
    ),
    (
        "an error that collects what is missing",
        IMAGE + "\nface: Path = Input(default=None)",
        """
        if image is None or face is None:
            missing = []
            if image is None:
                missing.append("image")
            raise ValueError(f"No {missing} provided")
        return self.model(image, face)
        """,
        ["refuses image: Must be given.", "refuses face: Must be given."],
    ),
    (
        "ways whose conditions are longer than what they come to",
        IMAGE + "\nmask: Path = Input(default=None)\n" + WIDTH,
        """
        if image and mask:
            return self.fill(image, mask, width)
        elif image:
            return self.change(image)
        return self.make(width)
        """,
        [
            "special image: Leave empty to go without it.",
            "only_if mask: Only used when `image` is given.",
            "special mask: Leave empty to go without it.",
            "only_if width: Only used when `mask` is given or `image` is empty.",
        ],
    ),
    (
        "a condition under which another one is certain",
        'photos: Path\nkind: str = Input(choices=["zip", "tar", "auto"], default="auto")',
        """
        if kind == "zip" or str(photos).endswith(".zip"):
            self.unzip(photos)
        elif kind == "tar" or str(photos).endswith(".tar"):
            assert str(photos).endswith(".tar"), "not a tar file"
            self.untar(photos)
        """,
        [
            "special photos: A name that ends in .zip is handled in another way.",
            "requires photos: Must end in .tar when `photos` does not end in .zip and `kind` is tar.",
            "only_if kind: Only used when `photos` does not end in .zip.",
        ],
    ),
    (
        "a size that only the model knows",
        "image: Path",
        """
        photo = np.asarray(Image.open(image))
        height, width = photo.shape[:2]
        scale = min(self.height / height, self.width / width)
        return self.model(cv2.resize(photo, (int(width * scale), int(height * scale))))
        """,
        ["clamps image: Scaled to a size that the model sets."],
    ),
    (
        "a weight behind a colon",
        "prompt: str",
        """
        for part in prompt.split("|"):
            values = part.rsplit(":", 1)
            values = values + ["", "1"][len(values):]
            self.model(values[0], float(values[1]))
        """,
        ["special prompt: A number after the last colon is taken as its weight."],
    ),
    (
        "a function that is given a known value and an unknown sequence",
        "image: Path",
        """
        def fitted(image, width, height):
            return cv2.resize(np.asarray(image), (width, height))
        return self.model(fitted(Image.open(image), *self.size))
        """,
        ["clamps image: Resized before it is used."],
    ),
    (
        "min",
        STEPS,
        "return self.model(min(steps, 50))",
        ["clamps steps: At most 50; other values are changed to that."],
    ),
    (
        "rounded down",
        WIDTH,
        """
        width = width - width % 64
        return self.model(width)
        """,
        ["clamps width: Rounded down to a multiple of 64."],
    ),
    (
        "nothing of the kind in an archive that is unpacked",
        "archive: Path = Input()",
        """
        self.unpack(archive)
        name = None
        for file in os.listdir("/tmp/frames"):
            if file.endswith(".png"):
                name = file
        if name is None:
            raise ValueError("No images in the zip file.")
        return self.model(archive)
        """,
        ["refuses archive: Some files fail with “No images in the zip file.”."],
    ),
    (
        "a side that is worked out from a limit and the other side",
        "image: Path = Input()\nlongest: int = Input(default=512, ge=64)",
        """
        picture = Image.open(image)
        width, height = picture.size
        scale = longest / max(width, height)
        return self.model(picture, int(width * scale))
        """,
        ["clamps image: Scaled to fit `longest`."],
    ),
    (
        "a picture that is drawn from a text",
        'prompt: str = Input(default="a dog")',
        """
        drawn = draw(prompt)
        picture = Image.open(drawn)
        return picture.resize((int(picture.size[0] / 2), int(picture.size[1] / 2)))
        """,
        [],
    ),
    (
        "an operation inside a value that is too large to be followed",
        f"{WIDTH}\n{STEPS}",
        """
        width = width // 8 * 8
        size = width
        LINES
        return self.model(size)
        """.replace("LINES", "; ".join(f"size = size + (width if steps > {n} else {n})" for n in range(2, 60))),
        ["clamps width: Rounded down to a multiple of 8."],
    ),
    (
        "a random seed where none is given",
        SEED,
        """
        if seed is None:
            seed = random.randint(0, 100)
        return self.model(seed)
        """,
        ["special seed: Leave empty for a random seed."],
    ),
    (
        "used with an image only",
        f"{IMAGE}\nstrength: float = Input(default=0.5)",
        """
        arguments = {}
        if image:
            arguments["image"] = Image.open(image)
            arguments["strength"] = strength
        return self.pipe(**arguments)
        """,
        [
            "special image: Leave empty to go without it.",
            "only_if strength: Only used when `image` is given.",
        ],
    ),
    ("never read", f"{STEPS}\n{PROMPT}", "return self.model(prompt)", ["unused steps: Has no effect."]),
    (
        "resized in a helper",
        "image: Path = Input()",
        "return self.model(self.load(image))",
        ["clamps image: Resized to 512 by 512 pixels."],
    ),
]

FACTS += [
    (
        "only with a mode, in the branch of a chain",
        'mode: str = Input(choices=["a", "b"], default="a")\nscale: float = Input(default=1)',
        "if mode == 'a':\n    return self.first()\nreturn self.second(scale)",
        ["only_if scale: Only used when `mode` is b."],
    ),
    (
        "through an alias of a test",
        f"{IMAGE}\nmask: Path = Input(default=None)",
        """
        painting = image is not None and mask is not None
        if painting:
            return self.paint(image, mask)
        return ""
        """,
        [
            "special image: Leave empty to go without it.",
            "only_if image: Only used when `mask` is given.",
            "special mask: Leave empty to go without it.",
            "only_if mask: Only used when `image` is given.",
        ],
    ),
    (
        "through keywords onward",
        "fps: int = Input(default=0)",
        "return self.render(fps=fps)",
        ["special fps: 0 means 12."],
    ),
    (
        "an error that is returned",
        PROMPT,
        "if not prompt:\n    return 'Error: no prompt'\nreturn self.model(prompt)",
        ["refuses prompt: Must be given."],
    ),
    (
        "a message tells what the code finds in a file",
        "image: Path = Input()",
        """
        face = detect(Image.open(image))
        if face is None:
            raise ValueError("No face detected.")
        return self.model(face)
        """,
        ["refuses image: Some files fail with “No face detected.”."],
    ),
    (
        "a table of texts",
        "quality: str = Input(default='low')",
        "flags = {'low': '-ql', 'high': '-qh'}\nreturn self.model(flags.get(quality, '-ql'))",
        ["maps quality: One of low or high; anything else counts as low."],
    ),
    (
        "overwritten before it is used",
        "size: int = Input(default=1)\nnote: str = Input()",
        "return self.shrink(note, size)",
        ["unused size: Has no effect."],
    ),
    (
        "a refusal that leaves nothing for what follows",
        SEED,
        "if seed is None:\n    raise ValueError('no')\nif seed is None:\n    seed = 4\nreturn self.model(seed)",
        ["refuses seed: Must be given."],
    ),
    (
        "a value in a range",
        "rating: int = Input(default=5)",
        "assert rating in range(1, 10)\nreturn self.model(rating)",
        ["refuses rating: Must be at least 1 and below 10."],
    ),
    (
        "a suffix",
        "media: Path = Input()",
        "if str(media).endswith('.mp4'):\n    return self.video(media)\nreturn self.image(media)",
        ["special media: A name that ends in .mp4 is handled in another way."],
    ),
    (
        "a list made of several files",
        f"{IMAGE}\nother: Path = Input(default=None)",
        """
        found = [x for x in [image, other] if x]
        if len(found) < 1:
            raise ValueError("give one")
        return self.model(found)
        """,
        [
            "special image: Leave empty to go without it.",
            "requires image: Some values fail with “give one”.",
            "special other: Leave empty to go without it.",
        ],
    ),
]

METHODS = """
def load(self, path):
    return Image.open(path).convert("RGB").resize((512, 512))

def render(self, **kwargs):
    return self.pipe(rate=kwargs["fps"] or 12)

def shrink(self, note, size):
    size = 4
    return self.pipe(note, size)
"""

NO_FACTS = [
    ("an early return that no input decides", PROMPT, "if not self.ready:\n    return ''\nreturn self.model(prompt)"),
    (
        "a loop variable of the same name",
        "image: Path = Input()",
        "for image in self.model(image):\n    if image is None:\n        continue\nreturn ''",
    ),
    (
        "an archive that one of two inputs brought",
        "one: Path = Input()\ntwo: Path = Input()",
        "if not self.unpack():\n    raise ValueError('No images in the zip file.')\nreturn self.model(one, two)",
    ),
    (
        "nothing in the weights of the model",
        "archive: Path = Input()",
        "if not self.unpack():\n    raise ValueError('No checkpoint files found')\nreturn self.model(archive)",
    ),
    (
        "a text that gets a comma",
        PROMPT,
        "if prompt:\n    prompt = f'{prompt}, '\nreturn self.model('a, ' + prompt + 'b')",
    ),
    ("a cache", PROMPT, "if prompt != self.last:\n    self.last = prompt\nreturn self.model(prompt)"),
    ("a table of the choices", 'mode: str = Input(choices=["a", "b"])', "return self.model({'a': 1, 'b': 2}[mode])"),
    (
        "a fallback",
        STEPS,
        "try:\n    assert steps < 9\nexcept AssertionError:\n    steps = 3\nreturn self.model(steps)",
    ),
    ("a helper that nobody calls", WIDTH, "def half(width):\n    assert width < 9\nreturn self.model(width)"),
    ("a set attribute by a computed name", STEPS, "setattr(self, self.name, 1)\nreturn self.model(1)"),
    ("the part of a file's name", PROMPT, "return self.model(prompt, f'/tmp/{prompt[:20]}.png')"),
    (
        "a test that the bounds make impossible",
        STEPS,
        "if steps < 1:\n    raise ValueError('no')\nreturn self.model(steps)",
    ),
    ("a limit that the bounds set as well", STEPS, "return self.model(min(steps, 500))"),
    ("an error that is not raised", PROMPT, "if not prompt:\n    ValueError('no')\nreturn self.model(prompt)"),
    ("a text that is never None", PROMPT, "if prompt is None:\n    raise ValueError('no')\nreturn self.model(prompt)"),
    ("a switch", "flag: bool = Input(default=False)", "if flag:\n    return self.model(1)\nreturn self.model(2)"),
    (
        "a refusal that is caught",
        STEPS,
        "try:\n    assert steps < 9\nexcept Exception:\n    pass\nreturn self.model(steps)",
    ),
    ("used in a nested function", STEPS, "def inner(x):\n    return x * steps\nreturn self.model(inner)"),
    ("used in a default", STEPS, "inner = lambda x, s=steps: x * s\nreturn self.model(inner)"),
    ("logged", STEPS, "print(f'{steps:.1f}')\nreturn self.model(1)"),
    ("taken by name", STEPS, "return self.model(**locals())"),
    ("another unit", "minutes: float = Input(default=1, ge=0.1, le=9)", "return self.model(minutes * 60)"),
]


FILE = "image: Path = Input(default=None)\nother: str = Input(default='a')"
OPENED = [
    ("as it is", "return self.model(Image.open(image))", ["image"]),
    ("as text", "return self.model(cv2.imread(str(image)), other)", ["image"]),
    ("by with", "with open(image) as file:\n    return self.model(file.read())", ["image"]),
    ("by a method of its own", "return self.model(image.read_bytes())", ["image"]),
    ("by its length", "return self.model(len(image))", ["image"]),
    ("an attribute behind a test", "return self.model(image.stem if image else other)", []),
    ("a method behind a test", "return self.model(image.read_text() if image else other)", []),
    ("one that is always there", "return self.model(Image.open(other), image)", []),
    ("behind a test", "if image:\n    return self.model(Image.open(image))\nreturn self.model(other)", []),
    ("behind a return", "if image is None:\n    return ''\nreturn self.model(Image.open(image))", []),
    ("or another", "return self.model(Image.open(image or other))", []),
    ("caught", "try:\n    return Image.open(image)\nexcept Exception:\n    return ''", []),
    ("in a loop", "for part in self.parts:\n    self.model(Image.open(image))\nreturn ''", []),
    ("by a method that may look", "return self.load_image(image)", []),
]


@pytest.mark.parametrize(("body", "inputs"), [c[1:] for c in OPENED], ids=[c[0] for c in OPENED])
def test_files_that_are_opened_whether_they_were_sent_or_not(body: str, inputs: list[str]) -> None:
    methods = "def load_image(self, path):\n    return Image.open(path) if path else ''"
    found = facts(predictor(FILE, body, methods=methods))
    assert [fact.inputs[0] for fact in found if fact.kind == "opened"] == inputs


@pytest.mark.parametrize(("inputs", "body", "expected"), [c[1:] for c in FACTS], ids=[c[0] for c in FACTS])
def test_facts(inputs: str, body: str, expected: list[str]) -> None:
    assert said(predictor(inputs, body, methods=METHODS)) == expected


@pytest.mark.parametrize(("inputs", "body"), [c[1:] for c in NO_FACTS], ids=[c[0] for c in NO_FACTS])
def test_nothing_is_said(inputs: str, body: str) -> None:
    assert said(predictor(inputs, body)) == []


LIMITS = [
    ("x: int = Input()", "x > 50", [("le", 50)]),
    ("x: int = Input()", "x >= 50 or x < 1", [("le", 49), ("ge", 1)]),
    ("x: int = Input()", "not 1 <= x <= 50", [("ge", 1), ("le", 50)]),
    ("x: float = Input()", "x < 0.5", [("ge", 0.5)]),
    ("x: str = Input()", "len(x) > 80", [("max_length", 80)]),
    ("x: str = Input()", "len(x) < 1", [("min_length", 1)]),
    ("x: float = Input()", "x <= 0", []),  # no declaration leaves out its own value
    ("x: int = Input()", "x > 50 or x % 8 != 0", []),
    ("x: str = Input()", "len(x.strip()) > 80", []),
    ("x: int = Input()\ny: int = Input()", "x > 50 and y > 2", []),
]


@pytest.mark.parametrize(("inputs", "condition", "expected"), LIMITS, ids=[case[1] for case in LIMITS])
def test_what_a_declaration_would_say_as_well(inputs: str, condition: str, expected: list[tuple[str, object]]) -> None:
    names = ", ".join(line.partition(":")[0] for line in inputs.splitlines())
    found = facts(predictor(inputs, f"if {condition}:\n    raise ValueError('no')\nreturn self.model({names})"))
    assert [list(fact.limits) for fact in found] == [expected]


def test_many_errors_cost_what_they_are() -> None:
    """The calls that it takes are counted: each value that is handled apart was held against all ways to errors."""

    def calls(count: int) -> int:
        steps = [
            f"if a == {number}:\n    raise ValueError('no')\nself.model(b or {number})"
            for number in range(1, count + 1)
        ]
        text = predictor("a: int\nb: int = Input(default=0)", "\n".join(steps))
        counted = 0

        def count_call(frame: FrameType, event: str, argument: object) -> None:
            nonlocal counted
            counted += event == "call"

        sys.setprofile(count_call)
        try:
            facts(text)
        finally:
            sys.setprofile(None)
        return counted

    assert calls(200) < 8 * calls(50)
