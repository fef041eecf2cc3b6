"""Functions and methods whose meaning is known: what they do to a value, or that they only log, open or end the run."""

from __future__ import annotations

FUNCTIONS = {
    "str": "str",
    "int": "int",
    "float": "float",
    "bool": "bool",
    "len": "len",
    "abs": "abs",
    "min": "min",
    "max": "max",
    "round": "round",
    "list": "list",
    "tuple": "tuple",
    "any": "any",
    "all": "all",
    "sorted": "content",
    "math.floor": "floor",
    "math.ceil": "ceil",
    "numpy.clip": "clip",
    "torch.clamp": "clip",
    "Path": "path",
    "pathlib.Path": "path",
    "cog.Path": "path",
    "os.fspath": "path",
    "os.path.abspath": "path",
    "os.path.expanduser": "path",
    "os.path.basename": "basename",
    "os.path.splitext": "splitext",
    "isinstance": "isinstance",
    "range": "range",
    "PIL.Image.open": "open",
    "Image.open": "open",
    "diffusers.utils.load_image": "open",
    "cv2.imread": "open",
    "cv2.VideoCapture": "open",
    "open": "open",
    "imageio.imread": "open",
    "imageio.v2.imread": "open",
    "soundfile.read": "open",
    "librosa.load": "open",
    "torchaudio.load": "open",
    "json.load": "content",
    "numpy.array": "content",
    "numpy.asarray": "content",
    "PIL.Image.fromarray": "content",
    "PIL.ImageOps.exif_transpose": "content",
    "PIL.ImageOps.grayscale": "content",
    "torch.from_numpy": "content",
    "torch.tensor": "content",
    "cv2.cvtColor": "content",
    "base64.b64decode": "content",
    "io.BytesIO": "content",
    "enumerate": "content",
    "cv2.resize": "resize",
    "torch.nn.functional.interpolate": "resize",
    "skimage.transform.resize": "resize",
    "librosa.resample": "rate",
    "torchaudio.functional.resample": "rate",
    "numpy.mean": "mono",
    "librosa.to_mono": "mono",
    "PIL.ImageOps.fit": "resize",
    "PIL.ImageOps.pad": "resize",
    "PIL.ImageOps.contain": "resize",
    "torchvision.transforms.functional.resize": "resize",
    "torchvision.transforms.functional.center_crop": "crop",
}
"""Operations by the full name of the function that does them."""

METHODS = {
    **{
        f".{name}": f".{name}"
        for name in [
            "lower",
            "upper",
            "strip",
            "lstrip",
            "rstrip",
            "split",
            "rsplit",
            "startswith",
            "endswith",
            "isspace",
            "isdigit",
            "count",
            "replace",
            "encode",
            "splitlines",
            "format",
            "title",
            "casefold",
            "capitalize",
            "removeprefix",
            "removesuffix",
            "partition",
        ]
    },
    ".resolve": "path",
    ".as_posix": "path",
    ".absolute": "path",
    ".expanduser": "path",
    ".convert": "content",
    ".copy": "content",
    ".numpy": "content",
    ".to": "content",
    ".cuda": "content",
    ".cpu": "content",
    ".unsqueeze": "content",
    ".squeeze": "content",
    ".permute": "content",
    ".transpose": "content",
    ".astype": "content",
    ".float": "content",
    ".half": "content",
    ".resize": "resize",
    ".thumbnail": "resize",
    ".crop": "crop",
    ".clip": "clip",
    ".clamp": "clip",
}
"""Operations by the method that does them, on a value that is made of inputs."""

RESIZED_IN_PLACE = frozenset([".thumbnail"])
LOADERS = frozenset(["from_pretrained", "from_config", "load_from_checkpoint", "from_single_file"])
MOVERS = frozenset(["to", "cuda", "cpu", "eval", "half", "float", "train", "requires_grad_"])
"""Methods of a library's base classes that make an object of the class itself, and that give the object back."""
NAMESPACES = frozenset(
    [
        "argparse.Namespace",
        "types.SimpleNamespace",
        "SimpleNamespace",
        "Namespace",
        "dict",
        "edict",
        "EasyDict",
        "easydict.EasyDict",
        "omegaconf.DictConfig",
        "OmegaConf.create",
        "omegaconf.OmegaConf.create",
        "collections.OrderedDict",
        "OrderedDict",
    ]
)
"""What keeps its keyword arguments under their names."""
LOGGERS = frozenset(
    ["print", "pprint", "logging", "logger", "log", "logs", "LOGGER", "warnings", "self.logger", "console"]
)
LOG_METHODS = frozenset(["debug", "info", "warning", "warn", "error", "exception", "critical", "log", "print", "write"])
ERRORS = ("Error", "Exception", "Warning")
EXITS = frozenset(["sys.exit", "exit", "quit", "os._exit", "os.abort"])
UNFOLLOWED = frozenset(["locals", "vars", "globals", "eval", "exec", "compile"])
"""Calls after which nobody knows what a name is used for."""
TRANSPARENT = frozenset(
    [
        "torch.no_grad",
        "torch.inference_mode",
        "staticmethod",
        "classmethod",
        "property",
        "functools.lru_cache",
        "lru_cache",
        "functools.cache",
        "cache",
        "torch.cuda.amp.autocast",
        "torch.autocast",
        "contextmanager",
        "contextlib.contextmanager",
        "functools.wraps",
        "replace_example_docstring",
    ]
)
"""Decorators that leave the arguments of a function as they are."""
FAILURE = (
    *("error", "failed", "invalid", "please provide", "unsupported", "cannot", "could not", "unable to", "no "),
    *("missing", "too many", "too long", "too large", "too few", "must be"),
)
"""How a text begins that is returned instead of an error."""
