"""Inflected reporting verbs for the synthetic sentences."""

from __future__ import annotations

from dataclasses import dataclass

from training.lists import words

# Regular verbs in -er whose stem opens otherwise than from « é » to « è ».
_OPENED = {"assener": "assène", "marteler": "martèle", "rappeler": "rappelle", "appuyer": "appuie"}

# lemma: present singular and plural, past historic, imperfect, participle
_IRREGULAR = {
    "dire": "dit disent dit disait dit",
    "écrire": "écrit écrivent écrivit écrivait écrit",
    "décrire": "décrit décrivent décrivit décrivait décrit",
    "prédire": "prédit prédisent prédit prédisait prédit",
    "répondre": "répond répondent répondit répondait répondu",
    "prétendre": "prétend prétendent prétendit prétendait prétendu",
    "poursuivre": "poursuit poursuivent poursuivit poursuivait poursuivi",
    "conclure": "conclut concluent conclut concluait conclu",
    "reconnaître": "reconnaît reconnaissent reconnut reconnaissait reconnu",
    "admettre": "admet admettent admit admettait admis",
    "promettre": "promet promettent promit promettait promis",
    "prévenir": "prévient préviennent prévint prévenait prévenu",
    "soutenir": "soutient soutiennent soutint soutenait soutenu",
    "maintenir": "maintient maintiennent maintint maintenait maintenu",
    "convenir": "convient conviennent convint convenait convenu",
    "avertir": "avertit avertissent avertit avertissait averti",
    "garantir": "garantit garantissent garantit garantissait garanti",
    "renchérir": "renchérit renchérissent renchérit renchérissait renchéri",
    "réagir": "réagit réagissent réagit réagissait réagi",
    "croire": "croit croient crut croyait cru",
    "craindre": "craint craignent craignit craignait craint",
    "reprendre": "reprend reprennent reprit reprenait repris",
    "se souvenir": "souvient souviennent souvint souvenait souvenu",
    "se plaindre": "plaint plaignent plaignit plaignait plaint",
    "se réjouir": "réjouit réjouissent réjouit réjouissait réjoui",
    "se défendre": "défend défendent défendit défendait défendu",
}


@dataclass(frozen=True, slots=True)
class Verb:
    lemma: str
    singular: str
    plural: str
    historic: str
    imperfect: str
    participle: str
    reflexive: bool


def _conjugate(lemma: str) -> list[str]:
    stem = lemma[:-2]
    soft = stem + {"g": "e", "c": ""}.get(stem[-1], "")
    if stem[-1] == "c":
        soft = stem[:-1] + "ç"
    cut = len(stem.rstrip("bcdfghjklmnpqrstvxz"))
    closed = stem[cut - 1 : cut] == "é"
    mute = stem[: cut - 1] + "è" + stem[cut:] if closed else stem
    present = _OPENED.get(lemma, mute + "e")
    return [present, present + "nt", soft + "a", soft + "ait", stem + "é"]


def _verbs() -> list[Verb]:
    verbs = []
    for lemma, forms in _IRREGULAR.items():
        bare = lemma.removeprefix("se ")
        verbs.append(made(bare, forms.split(), bare != lemma))
    verbs += [made(lemma, _conjugate(lemma), False) for lemma in words("verbs_first_group")]
    for entry in words("verbs_pronominal"):
        lemma = entry.removeprefix("se ").removeprefix("s'")
        verbs.append(made(lemma, _conjugate(lemma), True))
    return verbs


def made(lemma: str, forms: list[str], reflexive: bool) -> Verb:
    singular, plural, historic, imperfect, participle = forms
    return Verb(lemma, singular, plural, historic, imperfect, participle, reflexive)


VERBS = _verbs()
# Drawn more often, as the press does.
FREQUENT = frozenset(words("verbs_frequent"))
# Those that take a clause in *que*.
OF_CONTENT = frozenset(words("verbs_of_content"))
