"""Reads a company's files, or some of them, and checks them together."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from policy_kb.files.complaint import Complaint
from policy_kb.files.consistency import Known, check_company, check_consistency
from policy_kb.files.document import Document, read_document
from policy_kb.files.own_lists import check_customers, check_glossary
from policy_kb.files.plain_language import check_plain_language
from policy_kb.files.schema.article import Article
from policy_kb.files.schema.company import Company, Laws, OutOfScope
from policy_kb.files.schema.customer import Customers
from policy_kb.files.schema.glossary import Glossary
from policy_kb.files.validation import SchemaT, validate

SAMPLE_COMPANY = Path(__file__).parent.parent / "content" / "aurora_casa"


@dataclass
class Collection:
    """What the named files hold, parsed and checked. Use it only when there are no `complaints`.

    What a company may leave out, its glossary and its customers, is None where there is no file.
    """

    company: Company | None = None
    laws: Laws | None = None
    out_of_scope: OutOfScope | None = None
    glossary: Glossary | None = None
    customers: Customers | None = None
    articles: dict[str, Article] = field(default_factory=dict)
    documents: list[Document] = field(default_factory=list)
    folder: Path | None = None
    policy_paths: list[Path] = field(default_factory=list)
    # The file of each article, by policy id.
    files: dict[str, Document] = field(default_factory=dict)

    @property
    def complaints(self) -> list[Complaint]:
        """Everything wrong, by file and line."""
        return sorted(complaint for document in self.documents for complaint in document.complaints)

    @property
    def reminders(self) -> list[Complaint]:
        """What owners should see to, by file and line; nothing is refused for it."""
        return sorted(reminder for document in self.documents for reminder in document.reminders)


def read_collection(paths: list[Path], today: date, published: frozenset[str] = frozenset()) -> Collection:
    """Reads and checks `paths` (company folders or policy files).

    A policy file brings the `company.yml` and `laws.yml` of its folder or the one above, else the sample company's.
    `published` are policy ids that may be referred to although they are not among the files.
    """
    collection = Collection()
    for path in paths:
        _read_path(collection, path)
    _check_articles(collection, today, published)
    return collection


def _read_path(collection: Collection, path: Path) -> None:
    folder = path if path.is_dir() else company_folder(path)
    _read_company(collection, folder)
    if path.is_dir():
        collection.out_of_scope = _read(collection, path / "out_of_scope.yml", OutOfScope)
        _read_own_lists(collection, path)
    files = sorted((path / "policies").glob("*.yml")) if path.is_dir() else [path]
    if not files:
        _complain_of(collection, path, "no_policies")
    for file in files:
        _read_article(collection, file)


def _read_own_lists(collection: Collection, folder: Path) -> None:
    """The lists that a company may leave out, read and checked."""
    if (folder / "glossary.yml").exists():
        collection.glossary = _read(collection, folder / "glossary.yml", Glossary)
        if collection.glossary is not None:
            check_glossary(collection.documents[-1], collection.glossary)
    if (folder / "customers.yml").exists():
        collection.customers = _read(collection, folder / "customers.yml", Customers)
        if collection.customers is not None:
            check_customers(collection.documents[-1], collection.customers)


def company_folder(path: Path) -> Path:
    """The folder of the company that the policy file at `path` belongs to; the sample company's where it has none."""
    for folder in list(path.absolute().parents)[:2]:
        if (folder / "company.yml").exists():
            return folder
    return SAMPLE_COMPANY


def _read_company(collection: Collection, folder: Path) -> None:
    if collection.folder is None:
        collection.folder = folder
        collection.company = _read(collection, folder / "company.yml", Company)
        collection.laws = _read(collection, folder / "laws.yml", Laws)
    elif folder.resolve() != collection.folder.resolve():
        _complain_of(collection, folder, "two_companies")


def _complain_of(collection: Collection, path: Path, fault: str) -> None:
    document = Document(str(path))
    document.complain((), fault)
    collection.documents.append(document)


def _read(collection: Collection, path: Path, schema: type[SchemaT]) -> SchemaT | None:
    document = read_document(path)
    collection.documents.append(document)
    return validate(document, schema)


def _read_article(collection: Collection, path: Path) -> None:
    collection.policy_paths.append(path)
    article = _read(collection, path, Article)
    if article is None:
        return
    if article.policy_id in collection.files:
        other = Path(collection.files[article.policy_id].file).name
        collection.documents[-1].complain(("policy_id",), "duplicate_policy", other=other)
    collection.articles[article.policy_id] = article
    collection.files[article.policy_id] = collection.documents[-1]


def _check_articles(collection: Collection, today: date, published: frozenset[str]) -> None:
    known = Known(
        resources=frozenset(collection.company.resources) if collection.company else None,
        laws=frozenset(collection.laws.root) if collection.laws else None,
        # A file that could not be read still counts as a target: its own complaint is enough.
        policies=published | {path.stem for path in collection.policy_paths},
        today=today,
    )
    _check_company(collection, known)
    for policy_id, document in collection.files.items():
        if not document.complaints:
            check_consistency(document, collection.articles[policy_id], known)
            check_plain_language(document, collection.articles[policy_id])


def _check_company(collection: Collection, known: Known) -> None:
    """A single policy file brings the company's file along, which may speak of all the company's policies."""
    if collection.company is None or collection.folder is None:
        return
    file = str(collection.folder / "company.yml")
    beside = {path.stem for path in (collection.folder / "policies").glob("*.yml")}
    for document in collection.documents:
        if document.file == file:
            check_company(document, collection.company, known.policies | beside)
