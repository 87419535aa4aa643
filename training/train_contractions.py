"""Learn the dictionary of contractions: « au » is « à » and « le ».

    python -m training.train_contractions --base base.conllu --dev dev.conllu
        --work FOLDER --out contractions.pt

Stanza's multiword-token expander without its neural part: seconds.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from stanza.models import mwt_expander
from stanza.utils.datasets.contract_mwt import contract_mwt

from quotescope.parsing.contractions import PARTS
from training.conllu import Sentence, Word, read, write

# The treebanks have plenty of these; the other contractions are rare there.
_FREQUENT = frozenset(("du", "des", "au", "aux"))


def rare() -> list[Sentence]:
    sentences = []
    for contracted, parts in PARTS.items():
        if contracted in _FREQUENT:
            continue
        for form, first in ((contracted, parts[0]), (contracted.title(), parts[0].title())):
            preposition, pronoun = Word(first, parts[0], "ADP"), Word(parts[1], parts[1], "PRON")
            preposition.contraction = (form, 2)
            pronoun.head = preposition
            sentences.append(Sentence(f"rare-{form}", "list", [preposition, pronoun]))
    return sentences


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--dev", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    train, dev = options.work / "contractions.conllu", options.work / "contracted-dev.conllu"
    write([*read(options.base), *rare()], train)
    contract_mwt(str(options.dev), str(dev))
    arguments = (
        f"--train_file {train} --eval_file {dev} --gold_file {options.dev} --lang fr "
        f"--shorthand fr_mix --mode train --dict_only --cpu "
        f"--save_dir {options.out.parent} --save_name {options.out.name}"
    )
    mwt_expander.main(arguments.split())


if __name__ == "__main__":
    main()
