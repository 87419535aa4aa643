"""Word vectors: one 16-bit Stanza file made of several sources.

    python -m training.vectors spacy  --package fr_core_news_md --out spacy.npz
    python -m training.vectors news   --news news.jsonl.gz --out news.npz
    python -m training.vectors syntax --news news.jsonl.gz --out syntax.npz
    python -m training.vectors merge  --sources spacy.npz news.npz syntax.npz \\
        --weights 1 1 1 --size 60000 --dimensions 150 --out vectors.pt

``news`` runs skip-gram over the news; ``syntax`` factorises their positional
co-occurrences (which words stand just before and just after), which tells
parts of speech and argument frames apart. ``merge`` joins the sources form by
form, guesses what a source lacks by linear regression from the others, and
keeps the first principal components.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from training.news import documents, rough_words

Matrix = npt.NDArray[np.float32]
# Forms and their vectors, most frequent first.
Vectors = tuple[list[str], Matrix]


class NewsSentences:
    """Paragraphs of the news as lists of words, read afresh at each pass."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __iter__(self) -> Iterator[list[str]]:
        for text in documents(self._path):
            for paragraph in text.split("\n"):
                words = rough_words(paragraph)
                if len(words) > 3:
                    yield words


def from_spacy(package: str) -> Vectors:
    """The vectors of a spaCy package, by lower-case form."""
    import spacy

    vocabulary = spacy.load(package, exclude=["ner", "parser", "lemmatizer"]).vocab
    rows: dict[str, int] = {}
    exact: set[str] = set()
    for key, row in vocabulary.vectors.key2row.items():
        form = vocabulary.strings[key].replace("’", "'")
        lower = form.lower()
        if any(c.isspace() for c in form) or lower in exact:
            continue
        # The vector of the lower-case spelling wins over that of a capitalised one.
        if form == lower:
            exact.add(lower)
            rows[lower] = row
        else:
            rows.setdefault(lower, row)
    data = np.asarray(vocabulary.vectors.data, dtype=np.float32)
    return list(rows), data[list(rows.values())]


def skip_gram(news: Path, dimensions: int, epochs: int) -> Vectors:
    from gensim.models import Word2Vec

    model: Any = Word2Vec(
        sentences=NewsSentences(news),
        vector_size=dimensions,
        window=4,
        min_count=4,
        sg=1,
        negative=6,
        sample=5e-4,
        epochs=epochs,
        workers=1,
        seed=1,
    )
    return list(model.wv.index_to_key), np.asarray(model.wv.vectors, dtype=np.float32)


def positional(news: Path, dimensions: int, contexts: int) -> Vectors:
    """Truncated SVD of shifted positive PMI with the words at -2, -1, +1 and +2."""
    from scipy import sparse
    from scipy.sparse.linalg import svds

    frequency: Counter[str] = Counter()
    corpus: list[npt.NDArray[np.int32]] = []
    index: dict[str, int] = {}
    for words in NewsSentences(news):
        frequency.update(words)
        corpus.append(np.array([index.setdefault(w, len(index)) for w in words], np.int32))
    forms = [form for form, count in frequency.most_common() if count >= 4]
    # Numbers by frequency; 0 stands for every rare word, and for the paragraph's ends.
    rank = np.zeros(len(index), np.int32)
    for place, form in enumerate(forms, 1):
        rank[index[form]] = place
    stream = np.concatenate([np.concatenate((rank[words], [0])) for words in corpus])
    size = len(forms) + 1
    blocks = []
    for offset in (-2, -1, 1, 2):
        middle = stream[max(0, -offset) : len(stream) - max(0, offset)]
        context = stream[max(0, offset) : len(stream) + min(0, offset)].clip(0)
        keep = (middle > 0) & (context < contexts)
        ones = np.ones(int(keep.sum()), np.float32)
        counts = sparse.coo_matrix(
            (ones, (middle[keep], context[keep])), shape=(size, contexts)
        ).tocsr()
        counts.sum_duplicates()
        blocks.append(counts)
    table: Any = sparse.hstack(blocks).tocoo()
    total = table.data.sum()
    by_word = np.asarray(table.tocsr().sum(axis=1)).ravel()
    # Context counts smoothed by the usual power 0.75.
    by_context = np.asarray(table.tocsr().sum(axis=0)).ravel() ** 0.75
    by_context *= total / by_context.sum()
    information = np.log(table.data * total / (by_word[table.row] * by_context[table.col] + 1e-9))
    keep = information > 0
    association = sparse.coo_matrix(
        (information[keep], (table.row[keep], table.col[keep])), shape=table.shape
    ).tocsr()
    left, values, _ = svds(association.astype(np.float32), k=dimensions, random_state=1)
    vectors = left[1:] * np.sqrt(values)
    return forms, np.asarray(vectors[:, ::-1], dtype=np.float32)


def unit(vectors: Matrix) -> Matrix:
    """Centred, of mean squared length 1."""
    centred = vectors - vectors[:20000].mean(axis=0)
    return np.asarray(centred / np.sqrt((centred**2).sum(axis=1).mean()), dtype=np.float32)


def merge(sources: list[Vectors], weights: list[float], size: int, dimensions: int) -> Vectors:
    """The sources joined; the forms are those of best rank in any source."""
    indices = [{form: i for i, form in enumerate(forms)} for forms, _ in sources]
    rank: dict[str, int] = {}
    for index in indices:
        for form, i in index.items():
            rank[form] = min(i, rank.get(form, i))
    forms = sorted(rank, key=lambda form: rank[form])[:size]
    known = [np.array([form in index for form in forms]) for index in indices]
    parts = []
    for (_, vectors), index, weight in zip(sources, indices, weights, strict=True):
        table = np.zeros((len(forms), vectors.shape[1]), np.float32)
        scaled = unit(vectors) * weight
        for i, form in enumerate(forms):
            if form in index:
                table[i] = scaled[index[form]]
        parts.append(table)
    everywhere = np.logical_and.reduce(known)
    for k, part in enumerate(parts):
        for j, other in enumerate(parts):
            missing = ~known[k] & known[j]
            if j == k or not missing.any():
                continue
            x, y = other[everywhere], part[everywhere]
            map_ = np.linalg.solve(x.T @ x + 1e-2 * np.eye(x.shape[1]), x.T @ y)
            part[missing] = other[missing] @ map_
            known[k] = known[k] | missing
    joined = np.concatenate(parts, axis=1)
    joined -= joined.mean(axis=0)
    _, values, components = np.linalg.svd(joined[:30000], full_matrices=False)
    kept = (values[:dimensions] ** 2).sum() / (values**2).sum()
    print(f"{len(forms)} forms; {dimensions} of {joined.shape[1]} dimensions keep {kept:.3f}")
    reduced = joined @ components[:dimensions].T
    return forms, np.asarray(0.5 * reduced / reduced.std(), dtype=np.float32)


def save_stanza(vectors: Vectors, out: Path) -> None:
    """A Stanza pretrain file in half precision, with the padding rows Stanza expects."""
    import torch
    from stanza.models.common.pretrain import Pretrain, PretrainedWordVocab

    forms, table = vectors
    pretrain = Pretrain(str(out))
    pretrain._vocab = PretrainedWordVocab(forms)
    padded = np.concatenate([np.zeros((4, table.shape[1]), np.float32), table])
    pretrain._emb = torch.from_numpy(padded).half()
    pretrain.save(str(out))


def _read(path: Path) -> Vectors:
    with np.load(path) as stored:
        return stored["forms"].tolist(), stored["vectors"].astype(np.float32)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("stage", choices=["spacy", "news", "syntax", "merge"])
    parser.add_argument("--package", default="fr_core_news_md")
    parser.add_argument("--news", type=Path)
    parser.add_argument("--sources", type=Path, nargs="+", default=[])
    parser.add_argument("--weights", type=float, nargs="+", default=[])
    parser.add_argument("--size", type=int, default=60000)
    parser.add_argument("--dimensions", type=int, default=100)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--contexts", type=int, default=8000)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    if options.stage == "merge":
        sources = [_read(path) for path in options.sources]
        merged = merge(sources, options.weights, options.size, options.dimensions)
        save_stanza(merged, options.out)
        return
    if options.stage == "spacy":
        forms, table = from_spacy(options.package)
    elif options.stage == "news":
        forms, table = skip_gram(options.news, options.dimensions, options.epochs)
    else:
        forms, table = positional(options.news, options.dimensions, options.contexts)
    np.savez(options.out, forms=np.array(forms), vectors=table.astype(np.float16))


if __name__ == "__main__":
    main()
