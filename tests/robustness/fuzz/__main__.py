"""Look for what hangs or breaks cog-lsp, with inputs that nobody wrote:

    python -m tests.robustness.fuzz [--seed WORD] [--minutes 20] [--only patterns,protocol,texts]

The same seed gives the same inputs. What is printed is to be mended, and its seed or its smallest text to be kept in
`test_fuzz.py`.
"""

from __future__ import annotations

import argparse
import itertools
import secrets
import time
from collections import Counter

from tests.robustness.fuzz import PARTS


def main() -> int:
    """Run until the time is over; 1 where something was wrong."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--seed", default=secrets.token_hex(4), help="what the inputs depend on (a new one each time)")
    parser.add_argument("--minutes", type=float, default=20, help="how long to look")
    parser.add_argument("--only", default=",".join(PARTS), help="which parts, separated by commas")
    chosen = parser.parse_args()
    names = chosen.only.split(",")
    print(f"Seed {chosen.seed}, {chosen.minutes:g} minutes of {', '.join(names)}.", flush=True)
    end, tried, wrong = time.monotonic() + 60 * chosen.minutes, Counter[str](), 0
    for number in itertools.count():
        if time.monotonic() > end:
            break
        name = names[number % len(names)]
        seed = f"{chosen.seed}:{number}"
        fault = PARTS[name](seed)
        tried[name] += 1
        if fault is not None:
            wrong += 1
            print(f"{name} {seed}: {fault}", flush=True)
    print(f"{', '.join(f'{count:,} of {name}' for name, count in tried.items())}: {wrong} wrong.")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
