"""Patterns of real models, each with what is said of it: what takes the place of a value, sizes, copies, choices."""

from __future__ import annotations

from textwrap import dedent

import pytest

from cog_lsp.evidence.uses.copies import copied, restored
from cog_lsp.evidence.uses.destinations import all_facts_of
from cog_lsp.evidence.uses.modules import Module, Modules
from cog_lsp.evidence.uses.operations import Arguments
from cog_lsp.evidence.uses.state import State
from cog_lsp.evidence.uses.terms import Const, Given, Operation, Place
from cog_lsp.evidence.uses.trace import Trace
from cog_lsp.predictor.source import read_source
from tests.evidence.predictors import facts, predictor, said

FRAMES = "video: Path\nframes: int = Input(default=-1, ge=-1)"
SIZES = "width: int = Input(default=512)\nheight: int = Input(default=512)"
MODE = 'mode: str = Input(choices=["fast", "draft", "best"], default="fast")'

PATTERNS = [
    (
        "a number that another input takes the place of, limited by it",
        FRAMES,
        """
        total = count(video)
        frames = total if frames == -1 else min(frames, total)
        return self.model(video, frames)
        """,
        [
            "clamps frames: Values beyond what `video` holds are lowered to that.",
            "special frames: -1 means a value that comes from `video`.",
        ],
    ),
    (
        "a text that a setting of the model takes the place of",
        'negative: str = Input(default="")',
        """
        if negative == "":
            negative = self.config.negative
        return self.model(negative)
        """,
        ["special negative: Leave empty to use a default."],
    ),
    (
        "one of several ways to send a file",
        "file: Path = Input(default=None)\nlink: str = Input(default=None)",
        """
        if file is not None:
            self.model(file)
        elif link is not None:
            self.model(fetch(link))
        """,
        [
            "special file: Leave empty to use `link`.",
            "only_if link: Only used when `file` is empty.",
            "special link: Leave empty to go without it.",
        ],
    ),
    (
        "one at random out of a folder",
        "video: str = Input(default=None)",
        """
        if video is None:
            video = f"videos/{random.choice(os.listdir('videos'))}"
        return self.model(video)
        """,
        ["special video: Leave empty for a random one."],
    ),
    (
        "the nearest size of a list",
        SIZES,
        """
        ratio = width / height
        best = min(RATIOS, key=lambda r: abs(r - ratio))
        return self.model(best)
        """,
        [
            "clamps width: Changed to the nearest size that the model takes.",
            "clamps height: Changed to the nearest size that the model takes.",
        ],
    ),
    (
        "a smallest item by another measure",
        SIZES,
        "return self.model(min(RATIOS, key=lambda r: r.cost), width, height)",
        [],
    ),
    (
        "a multiple with an offset",
        "frames: int = Input(default=49, ge=9, le=97)",
        "return self.model(4 * ((frames - 1) // 4) + 1)",
        ["clamps frames: Rounded down to a multiple of 4 plus 1, such as 41."],
    ),
    (
        "a rounded size that was limited before",
        "width: int = Input(default=512)",
        """
        width = max(64, width)
        return self.model(width - width % 2)
        """,
        [
            "clamps width: At least 64; other values are changed to that.",
            "clamps width: Rounded down to a multiple of 2.",
        ],
    ),
    (
        "a file that is copied under a name of the code",
        "image: Path",
        """
        shutil.copyfile(image, "/tmp/image.png")
        picture = Image.open("/tmp/image.png").resize((512, 512))
        return self.model(picture)
        """,
        ["clamps image: Resized to 512 by 512 pixels."],
    ),
    (
        "two files that are copied under the same name, one after the other",
        "image: Path\nmask: Path",
        """
        shutil.copyfile(image, "/tmp/file.png")
        picture = Image.open("/tmp/file.png")
        shutil.copyfile(mask, "/tmp/file.png")
        hidden = Image.open("/tmp/file.png")
        if picture.size != hidden.size:
            raise ValueError("The image and the mask must have the same size")
        return self.model(picture, hidden)
        """,
        ["requires image: Some files fail with “The image and the mask must have the same size”."],
    ),
    (
        "a choice that the code does not know",
        MODE,
        """
        if mode == "best":
            steps = 50
        elif mode == "fast":
            steps = 10
        else:
            steps = 10
        return self.model(steps)
        """,
        ["maps mode: draft does the same as fast."],
    ),
    (
        "a choice that the code hands on",
        MODE,
        """
        steps = 50 if mode == "best" else 10
        return self.model(steps, mode)
        """,
        [],
    ),
    (
        "a number that matters for some choices only",
        'quality: int = Input(default=90, ge=0, le=100)\nkind: str = Input(choices=["jpg", "png"], default="jpg")',
        """
        if quality < 100 or kind == "jpg":
            self.image.save("out", quality=quality)
        return self.model(kind)
        """,
        ["special quality: Has no effect when `quality` is 100 and `kind` is png."],
    ),
    (
        "choices that are ruled out, said as the one that is left",
        'mask: Path = Input(default=None)\nsize: str = Input(choices=["original", "1024", "2048"], default="original")',
        """
        if mask:
            self.model(mask)
            if size != "original":
                raise ValueError("not both")
        return self.model(size)
        """,
        [
            "special mask: Leave empty to go without it.",
            "requires size: Must be original when `mask` is given.",
        ],
    ),
    (
        "names that a loop looks up",
        "speed: float = Input(default=1)\nforce: float = Input(default=1)",
        """
        for name in ["speed", "force"]:
            if not 0 <= locals()[name] <= 1:
                raise ValueError("{} must be between 0 and 1".format(name))
        return self.model(speed, force)
        """,
        [
            "refuses speed: Must be at least 0 and at most 1.",
            "refuses force: Must be at least 0 and at most 1.",
        ],
    ),
    (
        "a text in front of another",
        "before: str\ntext: str",
        'return self.model(before + "\\n" + text)',
        ["clamps text: `before` is put in front of it."],
    ),
    (
        "words behind a prompt",
        "prompt: str\nsong: Path",
        'return self.model(prompt + f", bpm : {int(tempo(song))}")',
        ["clamps prompt: Words are added to it: “…, bpm : …”."],
    ),
    (
        "a style behind a prompt",
        "prompt: str",
        'return self.model(f"{prompt} in the style of a woodcut")',
        ["clamps prompt: “in the style of a woodcut” is added at its end."],
    ),
    (
        "a style around a prompt",
        "prompt: str",
        'return self.model("A woodcut of " + prompt + ", in black ink")',
        ["clamps prompt: “A woodcut of” is added in front of it, and “in black ink” is added at its end."],
    ),
    (
        "a style for one choice",
        "prompt: str\nstyle: str = Input(choices=['ink', 'oil'], default='oil')",
        """
        if style == "ink":
            prompt = prompt + " drawn in ink"
        return self.model(prompt)
        """,
        ["clamps prompt: “drawn in ink” is added at its end when `style` is ink."],
    ),
    (
        "a list in front of a prompt",
        "negative_prompt: str",
        'return self.model(f"blurry, (grainy:1.4), out of focus, low contrast, cropped, grayscale, {negative_prompt}")',
        ["clamps negative_prompt: Words such as “blurry” and “out of focus” are added in front of it."],
    ),
    (
        "a limit for some files only",
        "song: Path\nbatch: int = Input(default=8)",
        """
        if length(song) > 60:
            batch = min(batch, 4)
        return self.model(song, batch)
        """,
        ["clamps batch: At most 4 in some cases; other values are changed to that."],
    ),
    (
        "a limit for another choice",
        MODE + "\nsteps: int = Input(default=8)",
        """
        if mode == "draft":
            steps = min(steps, 4)
        return self.model(mode, steps)
        """,
        ["clamps steps: At most 4 when `mode` is draft; other values are changed to that."],
    ),
    (
        "a limit of what is used in one of two ways later",
        "width: int = Input(default=768)\nimage: Path = Input(default=None)",
        """
        width = min(width, 1024) // 8 * 8
        if image is None:
            return self.paint(width)
        return self.repaint(image, width)
        """,
        [
            "clamps width: Rounded down to a multiple of 8.",
            "clamps width: At most 1024; other values are changed to that.",
            "special image: Leave empty to go without it.",
        ],
    ),
    (
        "a picture resized to sizes that are rounded",
        "image: Path\n" + SIZES,
        "return self.model(Image.open(image).resize((min(width, 1024) // 8 * 8, height // 8 * 8)))",
        [
            "clamps image: Resized to `width` by `height`.",
            "clamps width: Rounded down to a multiple of 8.",
            "clamps width: At most 1024; other values are changed to that.",
            "clamps height: Rounded down to a multiple of 8.",
        ],
    ),
    (
        "a picture that was made from a text",
        "prompt: str",
        "return Image.fromarray(draw(prompt)).resize((256, 256))",
        [],
    ),
    (
        "a name that is made of a choice",
        MODE,
        """
        name = f"out.{mode}"
        if name.split(".")[-1] not in ["fast", "draft", "best"]:
            raise ValueError("Unknown ending")
        return self.model(name, mode)
        """,
        [],
    ),
    (
        "tokens that the model does not know",
        "weights: str",
        """
        tokens = load(weights)
        if None in tokens:
            raise ValueError("New tokens could not be converted to IDs.")
        return self.model(tokens)
        """,
        [],
    ),
    (
        "a mask of two values",
        "mask: Path",
        "return self.model(np.array(Image.open(mask)) > 128)",
        ["clamps mask: Made black and white, split at 128."],
    ),
]


@pytest.mark.parametrize(("inputs", "body", "expected"), [c[1:] for c in PATTERNS], ids=[c[0] for c in PATTERNS])
def test_patterns(inputs: str, body: str, expected: list[str]) -> None:
    assert said(predictor(inputs, body)) == expected


CHECKED = "def check(x):\n    if x > 5:\n        raise ValueError('at most 5')\n    return x\n"
ELSEWHERE = [
    ("a folder that the file adds, joined", 'sys.path.append(os.path.join(HERE, "src"))', "src/tool.py"),
    ("a folder that is added up", 'sys.path.append(HERE + "/lib")', "lib/tool.py"),
    ("a folder of the container", 'sys.path.insert(0, "/src/lib")', "lib/tool.py"),
    ("a folder in a constant", 'FOLDER = os.path.join(HERE, "lib")\nsys.path.insert(0, FOLDER)', "lib/tool.py"),
]


@pytest.mark.parametrize(("top", "path"), [c[1:] for c in ELSEWHERE], ids=[c[0] for c in ELSEWHERE])
def test_folders_that_the_file_adds(top: str, path: str) -> None:
    text = predictor("x: int", "return tool.check(x)", top=f"import os, sys\n{top}\nimport tool")
    assert said(text, {path: CHECKED}) == ["refuses x: Must be at most 5."]


FOREIGN = ["/opt/x", "/srcs/x", "/usr/src/x"]


@pytest.mark.parametrize("folder", FOREIGN)
def test_folders_of_the_container_that_are_not_the_models(folder: str) -> None:
    text = predictor("x: int", "return tool.check(x)", top=f'import sys\nsys.path.append("{folder}")\nimport tool')
    others = {
        f"{folder[1:]}/tool.py": CHECKED,
        f"{folder.removeprefix('/src')}/tool.py": CHECKED,
        "s/x/tool.py": CHECKED,
    }
    assert said(text, others) == []


def test_a_call_costs_nothing_for_copies_where_no_file_was_copied() -> None:
    state = State(Modules(Module("predict.py", ""), None))
    arguments = Arguments([Const("out.png")], {}, whole=True)
    assert restored(arguments, state) is arguments
    copied("shutil.copyfile", Arguments([Given("image"), Const("in.png")], {}, whole=True), state)
    assert restored(arguments, state) is arguments
    ((given,), _, _) = restored(Arguments([Const("in.png")], {}, whole=True), state)
    assert isinstance(given, Given)


def test_a_value_that_is_used_over_and_over_leaves_room_for_others() -> None:
    trace, at = Trace(), Place("predict.py", 1, 1)
    first, second = Operation("+", (Given("a"), Const(1)), at), Operation("+", (Given("b"), Const(1)), at)
    for _ in range(1000):
        trace.note([first], ())
    trace.note([second], ())
    assert len(trace.changed) == 51
    assert trace.changed[-1][0] is second


def test_names_that_a_package_hands_on() -> None:
    text = predictor("x: int", "return tool.check(x)", top="import tool")
    others = {"tool/__init__.py": "from .main import *\n", "tool/main.py": CHECKED}
    assert said(text, others) == ["refuses x: Must be at most 5."]


def test_an_object_that_the_base_class_of_a_library_loads() -> None:
    pipeline = "class Pipe(Base):\n    def __call__(self, x):\n        if x > 5:\n            raise ValueError('no')\n"
    body = "pipe = Pipe.from_pretrained('weights').to('cuda')\nreturn pipe(x)"
    text = predictor("x: int", body, top="from pipeline import Pipe")
    assert said(text, {"pipeline.py": pipeline}) == ["refuses x: Must be at most 5."]


def test_an_object_that_a_class_loads_by_itself() -> None:
    loaded = """
    class Pipe:
        @classmethod
        def from_pretrained(cls, name):
            pipe = cls()
            pipe.name = name
            return pipe

        @torch.no_grad()
        @replace_example_docstring(EXAMPLE)
        def __call__(self, x):
            if x > 5:
                raise ValueError("no")
    """
    text = predictor(
        "x: int", "pipe = Pipe.from_pretrained('weights')\nreturn pipe(x)", top="from pipeline import Pipe"
    )
    assert said(text, {"pipeline.py": dedent(loaded)}) == ["refuses x: Must be at most 5."]


def test_a_use_in_another_file_is_within_its_condition() -> None:
    body = "if fast:\n    size = 5\n    return tool.make(size, x)\nreturn self.model(1)"
    text = predictor("x: int\nfast: bool", body, top="import tool")
    (fact,) = facts(text, {"tool.py": "def make(size, x):\n    return run(size, x)\n"})
    assert fact.sentence == "Only used when `fast` is on."
    assert fact.at.end_line - fact.at.line == 2


def test_an_error_by_a_setting_of_the_model_says_nothing_of_what_else_is_needed() -> None:
    body = "if fast:\n    self.model(x)\nelif self.config.strict:\n    raise ValueError('strict')\nreturn self.model(1)"
    assert said(predictor("x: int\nfast: bool", body)) == ["only_if x: Only used when `fast` is on."]


STARTED = [
    ("a thread", "thread = Thread(target=self.work, args=(width,))\nthread.start()\nreturn Path('out.png')"),
    ("a worker", "return pool.submit(self.work, width).result()"),
    ("another thread of an event loop", "return await asyncio.to_thread(self.work, width=width)"),
]


@pytest.mark.parametrize("body", [c[1] for c in STARTED], ids=[c[0] for c in STARTED])
def test_work_elsewhere(body: str) -> None:
    work = """
    def work(self, width):
        if width > 99:
            raise ValueError("nobody sees it")
        self.model(width // 8 * 8)
    """
    text = predictor("width: int", body, top="import asyncio\nfrom threading import Thread", methods=work)
    assert said(text) == ["clamps width: Rounded down to a multiple of 8."]


def test_where_inputs_go() -> None:
    body = """
    picture = self.pipe(guidance_scale=strength, prompt=prompt)
    picture.save(f"out.{kind}")
    """
    text = predictor("strength: float\nprompt: str\nkind: str", body)
    (found,) = read_source(text).predictors(None, "run", {}.get, "predict.py")
    assert [(fact.kind, fact.inputs, fact.sentence) for fact in all_facts_of(found, "predict.py")] == [
        ("passed", ("strength",), "Passed to `self.pipe` as `guidance_scale`."),
        ("passed", ("prompt",), "Passed to `self.pipe`."),
        ("written", ("kind",), "The type of the file that comes out."),
    ]
    assert facts(text) == []
