"""What is done with what an input holds: files of an archive or a folder, tokens of a text, the values of a picture."""

from __future__ import annotations

import pytest

from tests.evidence.predictors import predictor, said

TEXT, ARCHIVE, FOLDER = "text: str", "images: Path", "folder: str"
ONLY_JPG = ["clamps images: Only files in it that end in .jpg are used."]
INSIDE = [
    (
        "files of a folder by their suffixes",
        FOLDER,
        """
        files = [f for f in os.listdir(folder) if os.path.splitext(f)[1].lower() in [".jpg", ".png"]]
        return self.model(files)
        """,
        ["clamps folder: Only files in it that end in .jpg or .png are used."],
    ),
    (
        "files of an archive by the ends of their names",
        ARCHIVE,
        """
        with zipfile.ZipFile(images) as archive:
            for name in archive.namelist():
                if name.endswith((".jpg", ".png")):
                    self.model(archive.read(name))
        """,
        ["clamps images: Only files in it that end in .jpg or .png are used."],
    ),
    (
        "other files are passed over",
        ARCHIVE,
        """
        archive = zipfile.ZipFile(images)
        for name in archive.namelist():
            if not name.lower().endswith(".jpg"):
                continue
            self.model(archive.read(name))
        """,
        ONLY_JPG,
    ),
    (
        "the suffix of any kind",
        ARCHIVE,
        """
        archive = zipfile.ZipFile(images)
        names = [n for n in archive.namelist() if any(n.endswith(end) for end in [".jpg"])]
        return self.model(names)
        """,
        ONLY_JPG,
    ),
    (
        "two kinds of files",
        ARCHIVE,
        """
        archive = zipfile.ZipFile(images)
        pictures = [name for name in archive.namelist() if name.endswith(".jpg")]
        captions = [name for name in archive.namelist() if name.endswith(".txt")]
        return self.model(pictures, captions)
        """,
        ["clamps images: Only files in it that end in .jpg or .txt are used."],
    ),
    (
        "one kind is converted before all are used",
        ARCHIVE,
        """
        archive = zipfile.ZipFile(images)
        for name in archive.namelist():
            if name.endswith(".heic"):
                name = self.convert(name)
            self.model(archive.read(name))
        """,
        [],
    ),
    (
        "each kind has its branch",
        ARCHIVE,
        """
        archive = zipfile.ZipFile(images)
        for name in archive.namelist():
            if name.endswith(".jpg"):
                self.model(archive.read(name))
            elif name.endswith(".txt"):
                self.caption(archive.read(name))
        """,
        [],
    ),
    (
        "the first of a kind ends the search",
        ARCHIVE,
        """
        archive = zipfile.ZipFile(images)
        for name in archive.namelist():
            if name.endswith(".txt"):
                break
            self.model(archive.read(name))
        """,
        [],
    ),
    (
        "names that an answer of the web holds",
        FOLDER,
        "names = [f for f in requests.get(folder).json() if f.endswith('.jpg')]\nreturn self.model(names)",
        [],
    ),
    ("tokens", TEXT, "return self.model(self.tokenizer.encode(text)[:512])", ["clamps text: Cut after 512 tokens."]),
    (
        "tokens of a call",
        TEXT,
        "return self.model(self.tokenizer(text).input_ids[:512])",
        ["clamps text: Cut after 512 tokens."],
    ),
    (
        "bytes up to a setting",
        TEXT,
        "return self.model(list(text.encode('utf-8'))[:self.longest])",
        ["clamps text: Longer texts are cut."],
    ),
    ("all tokens but the last", TEXT, "ids = self.tokenizer(text)\nreturn self.model(ids[: len(ids) - 1])", []),
    ("features of a text", TEXT, "return self.model(self.encoder.encode(text)[:512])", []),
    (
        "a mask of another size",
        "mask: Path\nwidth: int\nheight: int",
        """
        small = to_tensor(Image.open(mask).convert("L").resize((width // 8, height // 8)))
        return self.model(small > 0.5)
        """,
        ["clamps mask: Made black and white, split at 0.5."],
    ),
    (
        "a picture that is enlarged where it is small",
        "image: Path",
        """
        picture = cv2.imread(str(image))
        height, width = picture.shape[0:2]
        if height < 300:
            picture = cv2.resize(picture, (width * 2, height * 2))
        return self.model(picture)
        """,
        ["clamps image: May be resized before it is used."],
    ),
    (
        "the nearest size of a picture that a number scales and a text fills",
        "image: Path\nscale: float = Input(default=1)\ncolor: str = Input(default='#fff')",
        """
        picture = Image.open(image)
        background = Image.new("RGB", (int(picture.width * scale), int(picture.height * scale)), color)
        ratio = background.width / background.height
        best = min(self.sizes, key=lambda size: abs(size[0] / size[1] - ratio))
        return self.model(background.resize((best[0], best[1])))
        """,
        ["clamps image: Resized to the nearest size that the model takes."],
    ),
    (
        "a size that comes from elsewhere in one case",
        "image: Path\nwidth: int\nheight: int\nkeep: bool",
        """
        picture = Image.open(image)
        if keep:
            width, height = self.size_of(picture)
        return self.model(picture.resize((width, height)))
        """,
        [
            "clamps image: Resized to `width` by `height`, or to another size.",
            "only_if width: Only used when `keep` is off.",
            "only_if height: Only used when `keep` is off.",
        ],
    ),
    (
        "a choice beside a text that is cut",
        'text: str\nmode: str = Input(choices=["a", "b"])',
        "return self.tokenizer(mode + text, truncation=True, max_length=300)",
        ["clamps text: Cut after 300 tokens."],
    ),
]


@pytest.mark.parametrize(("inputs", "body", "expected"), [c[1:] for c in INSIDE], ids=[c[0] for c in INSIDE])
def test_what_is_inside(inputs: str, body: str, expected: list[str]) -> None:
    assert said(predictor(inputs, body)) == expected
