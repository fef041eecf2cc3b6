"""Generated files for the benchmarks: the same text for the same size, in the shape of real models."""

from __future__ import annotations

INPUT = """\
        {name}: {kind} = Input(
            description="{text}",
            ge={low},
            le={high},
            default={default},
        ),
"""
TEXTS = (
    "Guidance scale",
    "How closely the picture follows the prompt. Higher values follow it more closely, lower values leave more room.",
    "Number of steps",
)
LOOKS = ("color", "grain", "motion", "light")
METHOD = '''\
    def helper_{n}(self, batch):
        """Work on one batch and give back what comes of it."""
        total = 0.0
        for index, item in enumerate(batch):
            if index % 2 == 0 and item is not None:
                total += float(item) * {n}
            else:
                total -= len(str(item))
        return {{"total": total, "size": len(batch), "name": "helper_{n}"}}

'''


def predictor(lines: int, inputs: int = 0) -> str:
    """A predictor of about that many lines with 5 inputs, or with as many as asked."""
    inputs = inputs or max(5, min(15, lines // 40))
    parts = ["from cog import BasePredictor, Input, Path\n\n\nclass Predictor(BasePredictor):\n"]
    parts.append("    def setup(self):\n        self.model = None\n\n")
    parts.append(
        '    def predict(\n        self,\n        prompt: str = Input(description="What you want to see in it."),\n'
    )
    for n in range(inputs - 1):
        whole = n % 3 == 2
        parts.append(
            INPUT.format(
                name=f"num_steps_{n}" if whole else f"{LOOKS[n % len(LOOKS)]}_scale_{n}",
                kind="int" if whole else "float",
                text=TEXTS[n % 3],
                low=1 if whole else 0.0,
                high=100 + n if whole else 20.0,
                default=10 if whole else 7.5,
            )
        )
    parts.append("    ) -> Path:\n        result = self.model(prompt)\n        return Path(result)\n\n")
    text, n = "".join(parts), 0
    while text.count("\n") < lines:
        text += METHOD.format(n=n)
        n += 1
    return text


SECTION = """\
## {title}

This part of the page says what people need to know about {topic}. It is written in plain words, with an example
where one helps, and with a [link](https://example.com/{n}) to the paper where somebody wants to read on.

- The first point is about the *size* of the picture, which may be `512`, `768` or `1024` pixels.
- The second point is about time: a picture takes about {n} seconds on a large machine.

```python
import replicate

output = replicate.run("owner/name", input={{"prompt": "a harbor at night", "color_scale_0": 7.5}})
```

"""


def readme(kilobytes: int) -> str:
    """A README of about that size with sections, lists and snippets."""
    titles = ("How to use it", "Limitations", "Model details", "Training", "Examples", "Citation", "Troubleshooting")
    text, n = "# Lantern\n\nPaints night scenes from a short description.\n\n", 0
    while len(text) < kilobytes * 1024:
        title = titles[n % len(titles)]
        text += SECTION.format(title=title if n < len(titles) else f"{title} {n}", topic=title.lower(), n=n % 10)
        n += 1
    return text
