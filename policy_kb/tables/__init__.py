"""The tables of the knowledge base, as SQLAlchemy mapped classes: one noun a file."""

from policy_kb.tables.alternative import Alternative
from policy_kb.tables.article import Article, Question
from policy_kb.tables.base import Base
from policy_kb.tables.case import AnsweredCase, CaseVariant
from policy_kb.tables.clause import Clause
from policy_kb.tables.company import Company
from policy_kb.tables.customer import Customer, CustomerOrder
from policy_kb.tables.evidence import Evidence
from policy_kb.tables.feedback import CustomerFeedback
from policy_kb.tables.gap import UnansweredQuestion
from policy_kb.tables.glossary import GlossaryTerm
from policy_kb.tables.part import Part
from policy_kb.tables.policy_file import Competitor, EscalationStep, PolicyFile, ProcedureStep, Standard
from policy_kb.tables.resource import CompanyResource, RevisionResource
from policy_kb.tables.revision import Revision
from policy_kb.tables.search_index import FittedHeads, Generation, SearchText, TextVector
from policy_kb.tables.survey import SurveyAnswer
from policy_kb.tables.ticket import Ticket
from policy_kb.tables.transition import Transition

__all__ = [
    "Alternative",
    "AnsweredCase",
    "Article",
    "Base",
    "CaseVariant",
    "Clause",
    "Company",
    "CompanyResource",
    "Competitor",
    "Customer",
    "CustomerFeedback",
    "CustomerOrder",
    "EscalationStep",
    "Evidence",
    "FittedHeads",
    "Generation",
    "GlossaryTerm",
    "Part",
    "PolicyFile",
    "ProcedureStep",
    "Question",
    "Revision",
    "RevisionResource",
    "SearchText",
    "Standard",
    "SurveyAnswer",
    "TextVector",
    "Ticket",
    "Transition",
    "UnansweredQuestion",
]
