"""Code of the author's own: what runs a model, and what only prepares, trains or looks at something."""

from __future__ import annotations

import pytest

from cog_lsp.readme.markdown.document import parse_card
from cog_lsp.readme.snippets.own_code import installed_commands, runs_command, runs_own_code


def runs(language: str, code: str) -> bool:
    card = parse_card(f"# T\n\n```{language}\n{code}\n```\n")
    commands = installed_commands(card.text)
    return any(runs_own_code(part) or runs_command(part, commands) for part in card.parts)


RUNS = [
    ("sh", "python predict.py --image a.png"),
    ("sh", "python -m enlarger a.png"),
    ("sh", "docker run --gpus all -v .:/src enlarger python predict.py a.png"),
    ("sh", "cog exec python predict.py --image a.png"),
    ("sh", "pip install enlarger\nenlarger a.png -o b.png"),
    ("sh", "$ pip3 install -U enlarger[gpu]\n$ enlarger a.png"),
    (
        "python",
        'from enlarger import Enlarger\n\nmodel = Enlarger.from_pretrained("a/b")\n'
        'model.enlarge("a.png").save("b.png")',
    ),
    ("python", 'import whisper\nmodel = whisper.load_model("base")\nprint(model.transcribe("a.mp3")["text"])'),
    (
        "",
        'from diffusers import Pipeline\npipe = Pipeline.from_pretrained("a/b").to("cuda")\n'
        'image = pipe("a cat").images[0]',
    ),
    (
        "python",
        "from PIL import Image\nfrom enlarger import Net\nnet = Net()\n"
        'image = Image.open("a.png")\nout = net(image, scale=2)',
    ),
    ("python", 'from enlarger import enlarge\nlarge = enlarge("a.png", scale=2)'),
    ("pycon", '>>> from enlarger import Enlarger\n>>> e = Enlarger()\n>>> e("a.png")'),
    ("python", 'from gradio_client import Client\nclient = Client("a/b")\nclient.predict("a cat", api_name="/run")'),
]
RUNS_NOTHING = [
    ("sh", "python train.py"),
    ("sh", "pip install -r requirements.txt"),
    ("sh", "pip install enlarger\nenlarger download"),
    ("sh", "pip install enlarger\npython setup.py"),
    ("python", "import torch\nprint(torch.cuda.is_available())"),
    ("python", 'from enlarger import Trainer\ntrainer = Trainer("photos")\ntrainer.train(epochs=3)'),
    ("python", 'from enlarger import Net\nnet = Net()\nnet.fit("photos")\nnet.save("a.pt")'),
    ("python", 'from huggingface_hub import snapshot_download\npath = snapshot_download("a/b")'),
    ("python", 'from datasets import load_dataset\ndata = load_dataset("a/b")\ndata.map("x")'),
    ("python", 'from PIL import Image\nimage = Image.open("a.png")\nimage.resize((2, 2))'),
    ("python", "from enlarger import Net\nnet = Net()\nout = net(image)"),
    ("python", 'from enlarger import Config\nconfig = Config("a")\nconfig.read("b")'),
    ("python", 'from enlarger import evaluate\nscore = evaluate("photos")'),
    ("python", "from enlarger import Net"),
    ("python", "def f(x):\n    return x\n\ny = f('a')"),
    ("json", '{"from": "import this"}'),
    ("python", "from a import (\n" * 50),
]


@pytest.mark.parametrize(("language", "code"), RUNS)
def test_runs_the_model(language: str, code: str) -> None:
    assert runs(language, code)


@pytest.mark.parametrize(("language", "code"), RUNS_NOTHING)
def test_runs_nothing(language: str, code: str) -> None:
    assert not runs(language, code)
