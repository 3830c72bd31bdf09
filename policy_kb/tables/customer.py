"""The customers of the company and their orders, where no system of the company's own is asked."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from policy_kb.tables.base import Base


class Customer(Base):
    """A customer; `account_value` in EUR in the last 12 months."""

    __tablename__ = "customer"

    customer_id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    customer_group: Mapped[str]
    loyalty_level: Mapped[str | None]
    account_value: Mapped[float | None]
    orders: Mapped[list[CustomerOrder]] = relationship(
        cascade="all, delete-orphan", order_by="CustomerOrder.placed_on.desc()", lazy="raise"
    )


class CustomerOrder(Base):
    """An order of a customer; `state` as in CustomerFacts."""

    __tablename__ = "customer_order"

    order_number: Mapped[str] = mapped_column(primary_key=True)
    customer_id: Mapped[str] = mapped_column(ForeignKey("customer.customer_id"), index=True)
    placed_on: Mapped[date]
    state: Mapped[str]
