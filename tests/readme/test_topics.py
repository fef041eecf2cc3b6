"""Topics: wordings of headings in every form, running text, false friends, settings."""

from __future__ import annotations

import pytest

from cog_lsp.readme import coverage
from cog_lsp.readme.coverage import covered, missing
from cog_lsp.readme.markdown.document import parse_card
from cog_lsp.readme.topics import TOPICS, plain_heading, topics, topics_of_heading

PLAIN = [
    ("🚀 Getting Started!", "getting started"),
    (":book: Usage", "usage"),
    ("Step 2: Run the model", "run the model"),
    ("2.1. Usage", "usage"),
    ("3) Usage", "usage"),
    ("II. Usage", "usage"),
    ("What\u2019s included", "what s included"),
    ("🔥🔥", ""),
]


@pytest.mark.parametrize(("heading", "plain"), PLAIN)
def test_plain_heading(heading: str, plain: str) -> None:
    assert plain_heading(heading) == plain


HEADINGS = {
    "what-it-does": ["Description", "TL;DR", "✨ Features", "What this does", "Model overview", "简介", "Purpose"],
    "how-to-use": [
        "Usage",
        "How to Use",
        "🚀 Quickstart",
        "Usage - CLI",
        "Step 3: Run the model",
        "API Parameters",
        "Running the Codes",
    ],
    "use-cases": [
        "Downstream tasks",
        "Use cases",
        "Example use cases",
        "Some things you can try",
        "Applications",
        "应用场景",
    ],
    "limitations": [
        "Where it fails",
        "Known limitations",
        "Ethical considerations",
        "Risks and biases",
        "Important Reality Check",
        "局限性",
    ],
    "model-details": [
        "Model Details",
        "How it works",
        "Pre-trained Models",
        "Model Zoo",
        "Training data",
        "Hardware requirements",
        "How Harp works",
    ],
    "intended-use": ["Intended uses", "Out-of-scope use", "Terms of use", "Acceptable Use Policy"],
    "troubleshooting": [
        "Usage tips",
        "FAQ",
        "Q&A",
        "Common Issues",
        "Build Issues Encountered & Fixes",
        "Error codes",
        "常见问题",
    ],
    "citations": [
        "License",
        "BibTeX",
        "Special thanks to X for Y",
        "Acknowledgements",
        "References",
        "参考",
        "Credits",
        "Cite this work",
    ],
}


@pytest.mark.parametrize(("slug", "heading"), [(slug, h) for slug, found in HEADINGS.items() for h in found])
def test_headings(slug: str, heading: str) -> None:
    assert slug in topics_of_heading(heading)


OTHERS = [
    ("CLI reference", "citations"),
    ("Logit bias", "limitations"),
    ("Support us on Ko-fi", "how-to-use"),
    ("Warning messages", "troubleshooting"),
    ("Step 3: Create a model on Replicate", "model-details"),
    ("Push the model to Replicate", "model-details"),
    ("Use cases", "how-to-use"),
    ("Terms of use", "how-to-use"),
    ("Project structure", "model-details"),
    ("Contributing", "citations"),
    ("Table of contents", "what-it-does"),
    ("Rate limits", "limitations"),
    ("News", "what-it-does"),
    ("Installation", "how-to-use"),
]


@pytest.mark.parametrize(("heading", "slug"), OTHERS)
def test_false_friends(heading: str, slug: str) -> None:
    assert slug not in topics_of_heading(heading)


TEXTS = [
    ("what-it-does", "Adds natural colors to old photos."),
    ("how-to-use", "```sh\ncog predict -i image=@a.jpg\n```"),
    ("how-to-use", "Run it:\n\n    cog predict -i image=@a.jpg"),
    ("use-cases", "It is useful for wildlife research and for archives."),
    ("limitations", "It doesn't always get the prompt right."),
    ("limitations", "Outputs can be biased. The biases come from the training data."),
    ("limitations", "It is prohibited to edit a voice without her consent."),
    ("model-details", "A network with 7B parameters, fine-tuned on paintings."),
    ("model-details", "You need a GPU with 24 GB of VRAM."),
    ("intended-use", "The weights are for research purposes only."),
    ("intended-use", "This template is primarily intended for use by the trainer."),
    ("troubleshooting", "If you encounter an out of memory error, lower the width."),
    ("citations", "```\n@article{x,\n  title={Y}\n}\n```"),
    ("citations", "Many thanks to the authors of the original code."),
]


@pytest.mark.parametrize(("slug", "text"), TEXTS)
def test_running_text(slug: str, text: str) -> None:
    assert slug in covered(parse_card(f"# T\n\n{text}\n"))


NOT_IN_TEXT = [
    ("limitations", "Runs are logged to Weights & Biases."),
    ("limitations", "First, download the safety checker weights."),
    ("model-details", "First, download the pre-trained weights:"),
    ("model-details", "See https://example.org/any-workflow-a100 for more."),
    ("troubleshooting", "Uses fewer cutouts when the image is noisy."),
    ("use-cases", "The same steps can be used for training."),
    ("citations", "Thanks to use of caching it is fast."),
    ("how-to-use", "```sh\npython train.py\n```"),
    ("what-it-does", "https://example.org/model"),
    ("citations", "```python\nprompt = 'by greg rutkowski and thomas kinkade, trending'\n```"),
]


@pytest.mark.parametrize(("slug", "text"), NOT_IN_TEXT)
def test_not_in_running_text(slug: str, text: str) -> None:
    assert slug not in covered(parse_card(f"# T\n\n{text}\n"))


def test_wanted_topics_and_further_headings() -> None:
    card = parse_card("# T\n\nAdds colors to photos.\n\n## Where it falls short\n\nFlags.\n")
    wanted = ("what-it-does", "limitations", "citations")
    assert missing(card, wanted) == ("limitations", "citations")
    assert missing(card, wanted, {"limitations": ("Where it falls short",)}) == ("citations",)
    none = {"limitations": (), "citations": ("Thanks",), "what-it-does": ("T",)}
    assert missing(card, wanted, none) == ("limitations", "citations")
    assert missing(parse_card("# T")) == TOPICS


def test_other_languages_are_not_reported() -> None:
    assert missing(parse_card("# 上色\n\n这个模型可以给黑白照片添加自然的颜色。\n")) == ()


def test_records() -> None:
    assert tuple(topics()) == TOPICS
    for topic in topics().values():
        assert topic.slug in topics_of_heading(topic.title)
        assert len(topic.guidance) > 80
        assert "!" not in topic.guidance


def covers(text: str) -> frozenset[str]:
    """The topics that one section below a title covers."""
    return covered(parse_card(f"# Harp\n\nPlays what you write.\n\n## Remarks\n\n{text}\n"))


ABOUT_THIS_MODEL = [
    ("limitations", "Strings often come out too loud."),
    ("limitations", "The model cannot play chords of more than four notes."),
    ("limitations", "It can make up notes."),
    ("limitations", "It was trained mostly on songs of the church."),
    ("limitations", "Very long songs may cause artifacts."),
    ("limitations", "**Limitations:** Chords blur."),
    ("limitations", "High notes stay thin."),
    ("limitations", "The voice cracks above the stave."),
    ("limitations", "It has trouble with odd meters."),
    ("limitations", "Songs from before 1900 are played less well."),
    ("limitations", "It gets the key of old songs wrong."),
    ("limitations", "Rests are ignored."),
    ("limitations", "Low notes rarely work."),
    ("limitations", "It is only as good as the score."),
    ("limitations", "Beware of parallel fifths."),
    ("limitations", "Grace notes confuse it."),
    ("limitations", "It has only heard church music."),
    ("limitations", "Harp is pre-release and not stable."),
    ("intended-use", "Not for military use."),
    ("intended-use", "We advise against playing it at night."),
    ("intended-use", "The primary intended users are music teachers."),
    ("intended-use", "Meant for rehearsals, never for concerts."),
    ("intended-use", "It isn't a medical device."),
    ("intended-use", "Concerts are ruled out."),
    ("intended-use", "It must never decide who sings."),
    ("intended-use", "Please don't use it on people who haven't agreed."),
    ("troubleshooting", "Getting CUDA out of memory? Lower the tempo."),
    ("troubleshooting", "If the song is too slow, use a higher tempo."),
    ("troubleshooting", "**Poor quality**: Increase the number of strings."),
    ("troubleshooting", "If you hear clicks, lower the tempo."),
    ("troubleshooting", "Nothing happens? Restart it."),
    ("troubleshooting", "No sound? The strings are loose."),
    ("troubleshooting", "The error “no strings” goes away with new ones."),
    ("troubleshooting", "In case of an exception at the start, reinstall the strings."),
    ("use-cases", "It can be used to accompany a choir."),
    ("use-cases", "Music teachers use it to show what a chord is."),
    ("use-cases", "Handy for choirs without a pianist."),
    ("use-cases", "Choirs rehearse hard passages with it."),
    ("use-cases", "A good fit for small churches."),
    ("use-cases", "Whether you are writing a song or a symphony, Harp plays it."),
    ("limitations", "Playing faster may reduce the clarity of the bass."),
    ("limitations", "Harp is only available for English lyrics."),
    ("limitations", "We have not yet implemented trills."),
    ("limitations", "You get better results for slow songs than for fast ones."),
    ("limitations", "A song is at most 120 seconds long: the maximum length is 120 seconds."),
    ("limitations", "Other languages than English are experimental."),
    ("limitations", "The bass is not loud or strong enough: it is not strong enough for dances."),
    ("limitations", "Quality may vary."),
    ("limitations", "Repeats are not supported yet."),
    ("limitations", "Leaving out bars leads to a loss of detail."),
    ("limitations", "It needs a clean recording."),
    ("use-cases", "Designed for teaching workflows."),
    ("use-cases", "It is handy to find out how a chord sounds."),
    ("use-cases", "Whether you're into jazz or folk, Harp plays along."),
    ("use-cases", "A solid choice for weddings."),
    ("use-cases", "Whether you're leading a choir or want to play alone, Harp knows the song."),
    ("use-cases", "Its applications span weddings, schools and concerts."),
    ("intended-use", "Our license is non-commercial."),
    ("limitations", "It is possible that the bass fails."),
    ("limitations", "You may hear occasional noise."),
    ("limitations", "Voices and timbre vary per song, as the harp is tuned anew each time."),
    ("limitations", "Several songs can play at once, but not all instruments can be mixed."),
    ("limitations", "This toolkit contains only part of what an orchestra needs."),
    ("intended-use", "This repository aims to facilitate research in plucked music."),
    ("intended-use", "Harp is designed to be used by music teachers."),
    ("use-cases", "Harp is used at scale to tag the songs of a radio station."),
    ("use-cases", "Compose short melodies for your podcasts."),
    ("troubleshooting", "Having trouble with the pedals? Use the strings alone."),
    ("troubleshooting", "If your card is not supported, install the older strings."),
    ("troubleshooting", "If you start seeing errors such as 403, you can re-request a link."),
    ("model-details", "Based on the Lyre2 network."),
    ("model-details", "Harp is an app based on Lyre."),
    ("citations", "This code is modified from Lyre."),
    ("limitations", "Harp only finds chords, it doesn't identify their inversions."),
    ("limitations", "It plays songs of up to 3 minutes."),
    ("limitations", "On one card it takes about 3 hours for a symphony."),
    ("limitations", "Currently the strings are trained on folk songs."),
    ("limitations", "Harp has no such mechanism as of now."),
    ("limitations", "It hasn't been explicitly trained on duets."),
    ("limitations", "As it was trained on slow songs, it may not keep up with dances."),
    ("limitations", "Harp works best on one instrument at a time."),
    ("limitations", "Songs of this kind are not something Harp has been trained for."),
    ("limitations", "Without a pedal it gives slightly lower quality."),
    ("limitations", "On old machines it will be a lot slower."),
    ("limitations", "The pedal is an experimental feature."),
    ("limitations", "There is some flickering in the bass."),
    ("limitations", "Very long songs can often lead to gaps."),
    ("limitations", "Score: MusicXML, max 81 frames."),
    ("limitations", "You may need several tries: it will often take several attempts."),
    ("limitations", "Results on the older strings are slightly different."),
    ("use-cases", "Note that Harp could be used for music lessons as well."),
    ("use-cases", "Harp and Lyre models can be deployed as an accompanist."),
    ("use-cases", "Teachers preparing lessons. Choirs learning parts."),
    ("use-cases", "Its low latency is made for realtime applications."),
    ("use-cases", "It covers many tasks of a choir, including rehearsals."),
    ("use-cases", "It can be transferred to a wide range of tasks."),
    ("use-cases", "It serves many ends, such as composing songs for a choir."),
    ("use-cases", "Ideal where nobody plays the piano."),
    ("use-cases", "Harp helps teachers to show what a chord is."),
    ("use-cases", "It enables new applications out of the box, including accompaniment."),
    ("use-cases", "A useful tool for small choirs."),
    ("intended-use", "Harp helps music historians read old scores."),
    ("intended-use", "It can be used without restrictions."),
    ("intended-use", "Made by musicians, for musicians: it is designed by teachers, for teachers."),
    ("intended-use", "We do not guarantee that the strings are suitable for commercial use."),
    ("troubleshooting", "If you encounter StringError: 'g', please install the latest strings."),
    ("troubleshooting", "Does the bass sound too sharp? Adjust the pedal."),
    ("troubleshooting", "If you get a weird echo, try another room."),
    ("troubleshooting", "Sometimes Harp screws up a bar. You can rerun it."),
    ("troubleshooting", "For over-saturated sound, decrease the volume."),
    ("troubleshooting", "If the memory of your card is not enough, split the song."),
    ("model-details", "The repository is largely based on Lyre."),
]
ABOUT_SOMETHING_ELSE = [
    ("intended-use", "Harp is designed to be used with a reference song."),
    ("use-cases", "There are two commands, depending on whether you only want one song or an album."),
    ("limitations", "Not all steps are needed on a Mac."),
    ("limitations", "Earlier methods fail to hold a note. We add a second string."),
    ("limitations", "Our work addresses the limitations of previous approaches."),
    ("limitations", "Blurry scans come back sharp."),
    ("limitations", "Other networks fail on such songs."),
    ("limitations", "Don't forget to tune it."),
    ("limitations", "You do not need a license."),
    ("limitations", "The authors do not accept any responsibility for misuse by others."),
    ("limitations", "Training does not support more than one string."),
    ("limitations", "A library that it needs might not be installed on your machine."),
    ("limitations", "Several recent models do not support chords."),
    ("limitations", "Layers are merged from left to right."),
    ("intended-use", "This step is only for Windows."),
    ("troubleshooting", "Why is this important? It saves strings."),
    ("use-cases", "Useful for increasing the batch size."),
    ("use-cases", "You can use it for free."),
    ("use-cases", "Suitable for A100 and H100."),
    ("use-cases", "If you find it useful for your research, cite it."),
    ("intended-use", "We thank the research community."),
    ("troubleshooting", "If you want a longer song, set its length."),
    ("troubleshooting", "No local setup? Play it online."),
    ("troubleshooting", "If a step fails, the script will retry it."),
    ("troubleshooting", "We keep one song in memory to avoid OOM."),
    ("troubleshooting", "Please read our FAQ before opening an issue."),
    ("intended-use", "The dataset is for non-commercial use."),
    ("intended-use", "This wrapper is intended to be used with the upstream harp."),
    ("model-details", "| runner | seconds |\n| --- | --- |\n| A100 | 4 |"),
    ("limitations", "### Bias and limitations\n\n[More Information Needed]"),
    ("limitations", "It shows its robustness to hallucinations."),
    ("limitations", "It plays a symphony from only a single note."),
    ("limitations", "The tuner does not suffer from heat."),
    ("limitations", "This merely biases the player towards the bass."),
    ("limitations", "### Training\n\nLong songs make it slow, and may cause artifacts."),
    ("limitations", "### How to install it\n\n#### On Windows\n\nThis does not work well."),
    ("use-cases", "The loss is useful for finding the beat."),
    ("use-cases", "The detector is not so good at picking strings."),
    ("use-cases", "### Change log\n\nIt can be used to accompany a choir."),
    ("use-cases", "Thoughts, proposals & ideas: write us."),
    ("troubleshooting", "Sheet output: convert songs to PDF."),
    ("limitations", "### Trust & Safety Classification\n\nSorts songs by their words."),
    ("intended-use", "The installation is not recommended for beginners."),
    ("intended-use", "The weights will be released to the community later in 2031."),
    ("troubleshooting", "In the meantime, we play on."),
    ("troubleshooting", "If left blank, the key is set to C."),
    ("troubleshooting", "If you experience any issues, please refer to its README."),
    ("intended-use", "Note that their weights are for non-commercial use."),
    ("limitations", "That gets us a loss of only 1.9, and worse songs."),
    ("troubleshooting", "Are you looking for a job?"),
    ("troubleshooting", "- [FAQ](faq.md)"),
    ("limitations", "Out of tune is a phenomenon of wood: the tone is wrong."),
    ("limitations", "The strings are trained exclusively on professional recordings."),
    ("limitations", "This project may contain trademarks."),
    ("limitations", "However, Hugging Face has limited space."),
    ("limitations", "The technical report is currently unavailable."),
    ("limitations", "Current score following methods, such as ours of old, struggle with rests."),
    ("limitations", "Skipping this step will cause errors."),
    ("limitations", "The score is used to generate the noise of the hall."),
    ("limitations", "[2031.04.18] Harp is out. It cannot play rests."),
    ("limitations", "Avoid fast songs: the tuner works best with slow ones."),
    ("limitations", "### Overcoming the limitations of strings\n\nPlays louder."),
    ("use-cases", "[2031/04/18] We wrote down how it works. It can be used to accompany a choir."),
    ("use-cases", "`bass_key`: the key of the bass. Useful for small churches."),
    ("use-cases", "Audio prefixes can be used to start a song."),
    ("use-cases", "The same steps can be used for accompaniment."),
    ("use-cases", "Choose whether you want to use notes or words as input."),
    ("use-cases", "For those who are interested in a better version, visit our page."),
    ("use-cases", "We strongly discourage scenarios where Harp can be used for misleading songs."),
    ("use-cases", "We train on data for a range of tasks, including humming."),
    ("intended-use", "A few notebooks are provided to help the community start."),
    ("intended-use", "We believe that it provides insights for future research."),
    ("troubleshooting", "The dashed arrow for “bass” means the low strings."),
    ("troubleshooting", "It plays noisy or clear songs. Please check here."),
    ("troubleshooting", "Use small chunks to save memory."),
]


def test_an_option_that_a_command_prints_is_no_advice() -> None:
    text = "```\n  --no-pedal      Don't use it for songs that are older than the harp itself.\n```"
    assert "intended-use" not in covers(text)
    assert "intended-use" in covers(text.replace("--no-pedal  ", ""))


@pytest.mark.parametrize(("slug", "text"), ABOUT_THIS_MODEL)
def test_what_is_said_of_this_model(slug: str, text: str) -> None:
    assert slug in covers(text)


@pytest.mark.parametrize(("slug", "text"), ABOUT_SOMETHING_ELSE)
def test_what_is_said_of_something_else(slug: str, text: str) -> None:
    assert slug not in covers(text)


def test_a_heading_aside_ends_with_its_section() -> None:
    text = "# Harp\n\n## Training\n\n### Data\n\nSongs.\n\n## Remarks\n\nIt has trouble with odd meters.\n"
    assert "limitations" in covered(parse_card(text))
    assert "limitations" not in covered(parse_card(text.replace("## Remarks", "### Remarks")))
    title = "# Harp: progressive training of strings\n\n## Remarks\n\nIt has trouble with odd meters.\n"
    assert "limitations" in covered(parse_card(title))


def test_a_part_is_read_once_wherever_its_text_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    twice = "Words of two sections that say nothing on any topic.\n\n"
    text = f"# A\n\n## Installation\n\n{twice}## Gallery\n\n{twice}"
    card = parse_card(text)
    covered(card)
    read: list[str] = []
    reads = coverage._covers
    monkeypatch.setattr(coverage, "_covers", lambda part, slug: read.append(part.text) or reads(part, slug))
    covered(parse_card(text.replace("Gallery", "Galleries"), card))
    assert twice.strip() not in "".join(read)


def test_front_matter_counts() -> None:
    found = covered(parse_card("---\nlicense: mit\nbase_model: ann/lyre\n---\n# Harp\n"))
    assert {"citations", "model-details"} <= found
    assert "citations" not in covered(parse_card("---\nlicense:\n---\n# Harp\n"))


def test_a_pointer_is_no_summary() -> None:
    assert "what-it-does" not in covered(parse_card("# Harp\n\nRun this model on Replicate: https://example.com\n"))


LEADS = [
    ("## Harp\n\nPlays a song from a sentence.\n\n# Usage\n\nSend it.", "Harp", "Plays a song from a sentence."),
    ("It plays what you write to it.\n\n## Harp\n\n- [x](y)\n", "Harp", "It plays what you write to it."),
    ("# Harp\n\n### Plays a song from a sentence\n\n## Usage\n\nSend it.", "Harp", "Plays a song from a sentence"),
]


@pytest.mark.parametrize(("text", "title", "lead"), LEADS)
def test_title_and_summary(text: str, title: str, lead: str) -> None:
    card = parse_card(text)
    assert card.title is not None
    assert card.lead is not None
    assert (card.title.text, card.lead[0].text) == (title, lead)
