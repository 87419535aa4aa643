"""Inflected reporting verbs for the synthetic sentences."""

from __future__ import annotations

from dataclasses import dataclass

# Regular verbs in -er; « é » or « e » before the last consonants opens where the ending is mute.
_FIRST_GROUP = """
affirmer ajouter alerter analyser annoncer appuyer argumenter articuler assener assurer avancer
avouer balayer blaguer certifier chuchoter clamer commenter compléter concéder confier confirmer
considérer constater crier critiquer décréter demander dénoncer déplorer détailler embrayer
enchaîner énumérer espérer estimer évoquer expliquer exposer exiger fustiger glisser gronder
hurler illustrer indiquer insister interroger ironiser jubiler juger jurer lâcher lancer marteler
minimiser murmurer narrer noter nuancer observer ordonner plaider plaisanter pointer poursuivre
préciser prétendre proclamer professer protester railler raconter rapporter rappeler recommander
redouter réclamer regretter rejeter relater relativiser relever remarquer répéter résumer rétorquer
répliquer révéler riposter saluer scander sermonner signaler souffler souhaiter souligner soupirer
suggérer supposer témoigner temporiser tempérer tonner trancher tweeter vanter""".split()
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
_PRONOMINAL = """se justifier se féliciter se désoler se moquer se rassurer s'alarmer s'amuser
s'agacer s'emporter s'émouvoir s'étonner s'exclamer s'indigner s'inquiéter s'insurger
s'interroger s'offusquer s'étrangler s'enthousiasmer""".split()


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
        verbs.append(Verb(bare, *forms.split(), reflexive=bare != lemma))
    for lemma in _FIRST_GROUP:
        if lemma not in _IRREGULAR:
            verbs.append(Verb(lemma, *_conjugate(lemma), reflexive=False))
    pronominal = " ".join(_PRONOMINAL).replace("se ", "se_").replace("s'", "s'_").split()
    for entry in pronominal:
        lemma = entry.split("_")[1]
        if lemma.endswith("er"):
            verbs.append(Verb(lemma, *_conjugate(lemma), reflexive=True))
    return verbs


VERBS = _verbs()
# Drawn more often, as the press does.
FREQUENT = frozenset(
    """dire expliquer déclarer affirmer ajouter estimer assurer préciser indiquer annoncer
    confier souligner rappeler raconter lancer regretter poursuivre insister conclure juger
    répondre""".split()
)
