"""What kind of model it is: a table of small models."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from cog_lsp.evidence.kind import Kind, read_kind
from cog_lsp.evidence.texts import ModelTexts
from cog_lsp.predictor.source import read_source
from cog_lsp.readme.markdown.document import parse_card
from tests.evidence.predictors import predictor


@dataclass(frozen=True)
class Small:
    """A small model and what it is."""

    inputs: str
    body: str
    takes: str
    makes: str
    task: str | None
    returns: str = "Path"
    top: str = ""
    readme: str = ""
    has_prompt: bool = False


SMALL = {
    "text to picture": Small(
        "prompt: str = Input(description='What to paint')",
        "self.pipe(prompt).images[0].save('/tmp/out.png')\nreturn Path('/tmp/out.png')",
        "text",
        "picture",
        "text-to-image",
        has_prompt=True,
    ),
    "the suffix comes from a choice": Small(
        "photo: Path = Input()\noutput_format: str = Input(choices=['webp', 'png'], default='webp')",
        "Image.open(photo)\npath = f'/tmp/out.{output_format}'\nreturn Path(path)",
        "picture",
        "picture",
        "image-to-image",
    ),
    "frames on the way to a video": Small(
        "picture: Path = Input(description='The picture to animate')",
        "frame.save('/tmp/frame.png')\nout = '/tmp/out.mp4'\nexport_to_video(frames, out)\nreturn Path(out)",
        "picture",
        "video",
        "image-to-video",
    ),
    "a portrait that speaks": Small(
        "portrait: Path = Input()\nspeech: Path = Input()",
        "out = self.animate()\nreturn Path('/tmp/talking.mp4')",
        "picture+audio",
        "video",
        "lip-sync",
    ),
    "a temporary sound of a transcriber": Small(
        "audio: Path = Input()",
        "convert(audio, '/tmp/in.wav')\nresult = self.model.transcribe('/tmp/in.wav')\nreturn result['text']",
        "audio",
        "text",
        "speech-to-text",
        returns="str",
        top="import whisper",
    ),
    "the address of a sound": Small(
        "text: str = Input(description='Text to be spoken')",
        "sf.write('/tmp/voice.wav', samples, 24000)\nreturn upload('/tmp/voice.wav')",
        "text",
        "audio",
        "text-to-speech",
        returns="str",
        readme="# Narrator\n\nA text-to-speech model.\n",
    ),
    "chat": Small(
        "prompt: str = Input()\nmax_new_tokens: int = Input(default=10)",
        "tokens = self.model.generate(prompt)\nreturn self.tokenizer.decode(tokens)",
        "text",
        "text",
        "language-model",
        returns="str",
        has_prompt=True,
    ),
    "a verdict": Small(
        "text: str = Input(description='The message to check for toxicity')",
        "return self.model(text)",
        "text",
        "labels",
        "text-classification",
        returns="str",
        readme="# Toxicity\n\nA text classification model.\n",
    ),
    "a text that nothing is known of": Small(
        "s: str",
        "return 'hello ' + s",
        "",
        "text",
        None,
        returns="str",
    ),
    "numbers that compare texts": Small(
        "text: str = Input(description='Text to embed')",
        "return self.model.encode(text)",
        "text",
        "embedding",
        "embedding",
        returns="List[float]",
        readme="# Sentence embeddings\n",
    ),
    "a mesh": Small(
        "image: Path = Input()",
        "mesh.export('/tmp/out.glb')\nreturn Path('/tmp/out.glb')",
        "picture",
        "3d",
        "3d",
    ),
    "a training": Small(
        "songs: Path = Input(description='Recordings to train on')\nepochs: int = Input(default=10)",
        "return Path('/tmp/model.zip')",
        "audio",
        "weights",
        "training",
    ),
    "a score": Small(
        "image: Path = Input()",
        "return self.model(image)",
        "picture",
        "data",
        None,
        returns="float",
    ),
    "nothing shows it": Small("photo: Path = Input()", "return self.model(photo)", "picture", "", None),
    "one that may be left out": Small(
        "prompt: str = Input()\nimage: Path = Input(default=None)",
        "if image is not None:\n    image = Image.open(image)\nreturn Path('out.webp')",
        "text",
        "picture",
        "text-to-image",
        has_prompt=True,
    ),
    "one that is refused when it is missing": Small(
        "prompt: str = Input(default='a person')\nimage: Path = Input(default=None)",
        "if image is None:\n    raise ValueError('Give a picture')\nreturn Path('out.webp')",
        "text+picture",
        "picture",
        "image-to-image",
        has_prompt=True,
    ),
    "fields of an output": Small(
        "image: Path = Input()",
        "return Result(boxes=boxes, drawn=Path('/tmp/drawn.png'))",
        "picture",
        "picture+data",
        "detection",
        returns="Result",
        top="from cog import BaseModel\nclass Result(BaseModel):\n    boxes: dict\n    drawn: Path",
        readme="# Bees\n\nObject detection for bees: draws bounding boxes.\n",
    ),
}


def kind_of(small: Small) -> Kind:
    text = predictor(small.inputs, small.body, small.top).replace(") -> Path:", f") -> {small.returns}:")
    (found,) = read_source(text).predictors("Predictor", "run")
    card = parse_card(small.readme) if small.readme else None
    return read_kind(ModelTexts(found, "predict.py", card))


@pytest.mark.parametrize("name", SMALL)
def test_kind(name: str) -> None:
    small = SMALL[name]
    kind = kind_of(small)
    assert ("+".join(kind.takes), "+".join(kind.makes), kind.task) == (small.takes, small.makes, small.task)
    assert kind.has_prompt is small.has_prompt


def test_a_class_that_nobody_names_shows_nothing() -> None:
    """Another predictor of the file makes videos."""
    small = SMALL["text to picture"]
    other = "\n\nclass Other(BasePredictor):\n    def predict(self) -> Path:\n        return Path('/tmp/out.mp4')\n"
    text = predictor(small.inputs, small.body) + other
    (found,) = read_source(text).predictors("Predictor", "run")
    assert read_kind(ModelTexts(found, "predict.py")) == kind_of(small)


def test_places() -> None:
    kind = kind_of(SMALL["text to picture"])
    (place,) = [place for place in kind.because if place.what == "picture: a path that ends with /tmp/out.png"]
    text = predictor(SMALL["text to picture"].inputs, SMALL["text to picture"].body)
    assert (place.file, text.split("\n")[place.line - 1].strip()) == ("predict.py", "return Path('/tmp/out.png')")


@pytest.mark.parametrize("name", SMALL)
def test_every_half_text(name: str) -> None:
    """A text that ends anywhere is read without an exception, and the same way twice."""
    whole = predictor(SMALL[name].inputs, SMALL[name].body, SMALL[name].top)
    for end in range(0, len(whole), 7):
        for found in read_source(whole[:end]).predictors("Predictor", "run"):
            texts = ModelTexts(found, "predict.py")
            assert read_kind(texts) == read_kind(texts)
