"""All rules, in the order of the documentation."""

from __future__ import annotations

from typing import get_args

from cog_lsp.publication import RULE_PAGES
from cog_lsp.readme.topics import TOPICS
from cog_lsp.rules.inputs import (
    contradicting_description,
    hidden_requirement,
    jargon,
    missing_description,
    required_after_optional,
    shortened_name,
    terse_description,
    unbounded_number,
    unexplained_bounds,
    unexplained_choices,
    unfinished_description,
    unused_input,
)
from cog_lsp.rules.own import (
    invalid_setting,
    unused_suppression,
)
from cog_lsp.rules.readme import (
    broken_example,
    broken_link,
    empty_section,
    foreign_readme,
    missing_example,
    missing_readme,
    missing_section,
    stale_reference,
    unclear_summary,
    unversioned_example,
)
from cog_lsp.rules.rule import Rule, Subject
from cog_lsp.rules.schema import (
    altered_choices,
    altered_description,
    entry_point,
    invalid_argument,
    invalid_default,
    lost_constraint,
    lost_default,
    lost_input,
    missing_annotation,
    missing_return_type,
    missing_self,
    old_api,
    pointless_constraint,
    repeated_definition,
    required_by_none,
    syntax_error,
    unresolvable_choices,
    unresolvable_default,
    unsupported_output,
    unsupported_type,
)
from cog_lsp.settings.options import options
from cog_lsp.settings.record import Settings

RULES: tuple[Rule, ...] = (
    missing_description.RULE,
    unfinished_description.RULE,
    terse_description.RULE,
    unexplained_bounds.RULE,
    unexplained_choices.RULE,
    jargon.RULE,
    contradicting_description.RULE,
    unbounded_number.RULE,
    hidden_requirement.RULE,
    unused_input.RULE,
    shortened_name.RULE,
    required_after_optional.RULE,
    syntax_error.RULE,
    altered_description.RULE,
    altered_choices.RULE,
    lost_default.RULE,
    lost_constraint.RULE,
    required_by_none.RULE,
    lost_input.RULE,
    unsupported_type.RULE,
    missing_annotation.RULE,
    missing_return_type.RULE,
    unsupported_output.RULE,
    unresolvable_default.RULE,
    unresolvable_choices.RULE,
    invalid_default.RULE,
    invalid_argument.RULE,
    pointless_constraint.RULE,
    missing_self.RULE,
    repeated_definition.RULE,
    entry_point.RULE,
    old_api.RULE,
    missing_readme.RULE,
    foreign_readme.RULE,
    missing_section.RULE,
    empty_section.RULE,
    unclear_summary.RULE,
    missing_example.RULE,
    broken_example.RULE,
    unversioned_example.RULE,
    stale_reference.RULE,
    broken_link.RULE,
    unused_suppression.RULE,
    invalid_setting.RULE,
)

BY_SLUG = {rule.slug: rule for rule in RULES}

BY_SUBJECT: dict[Subject, tuple[Rule, ...]] = {
    subject: tuple(rule for rule in RULES if rule.subject == subject) for subject in get_args(Subject)
}

CASE_RULES = tuple(rule for rule in RULES if rule.check_cases is not None)
"""Those that have something to say about the test cases of cog-safe-push."""

OPTIONS = options(tuple(BY_SLUG), TOPICS)
"""Every setting, with the names that it may hold."""

DESCRIPTION_RULES = frozenset(rule.slug for rule in RULES if rule.judges_descriptions)
"""An input for which one of these finds something is not explained yet."""

UNPUBLISHABLE = frozenset(rule.slug for rule in RULES if rule.is_unpublishable)
"""What one of these finds must not go onto the model's page."""

FOREIGN_README = foreign_readme.RULE
"""Where it finds something, the README covers no topic of this model."""

UNWRITTEN_SECTION = empty_section.RULE
"""Its findings name the topics whose sections are still drafts."""

UNUSED_SUPPRESSION = unused_suppression.RULE
"""The one that `check/suppressions.py` runs."""


def reads_code(settings: Settings) -> bool:
    """Whether one of the rules asks what the code does with the inputs under these settings."""
    return any(rule.severity_in(settings) != "off" for rule in BY_SUBJECT["usage"])


def known_slug(slug: str) -> bool:
    """Whether there is a rule of that name."""
    return slug in BY_SLUG


def page_of(slug: str) -> str:
    """The address of a rule's page."""
    return f"{RULE_PAGES}{slug}.md"
