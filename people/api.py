"""The API's side of `people`."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.endpoints import Endpoint, found
from core.errors import require
from people import actions, queries, rules
from people.serializers import (
    Closing,
    MeDocument,
    NewMembers,
    NewParts,
    PersonDocument,
    PlacedUnit,
    SplitDocument,
    UnitPlace,
    UnitsAsked,
)


@extend_schema(tags=["me"])
class Me(Endpoint):
    """Who I am."""

    @extend_schema(operation_id="me", summary="Who I am", responses=MeDocument)
    def get(self, request: Request) -> Response:
        return self.show(self.viewer, MeDocument)


@extend_schema(tags=["units"])
class Units(Endpoint):
    """The organisation."""

    @extend_schema(
        operation_id="units",
        summary="All units, open and closed, in tree order (administrators)",
        parameters=[UnitsAsked],
        responses=PlacedUnit(many=True),
    )
    def get(self, request: Request) -> Response:
        require(rules.may_manage_people(self.viewer))
        return self.page(queries.organisation(**self.asked(UnitsAsked)), PlacedUnit, parents)


@extend_schema(tags=["units"])
class UnitEndpoint(Endpoint):
    """An address of one unit."""

    def unit(self, pk: int) -> Any:
        unit = found(queries.unit(pk))
        require(rules.may_manage_people(self.viewer))
        return unit

    def show_unit(self, unit: Any) -> Response:
        return self.show(unit, PlacedUnit, **parents([unit]))


class Unit(UnitEndpoint):
    """One unit."""

    @extend_schema(operation_id="unit", summary="One unit (administrators)", responses=PlacedUnit)
    def get(self, request: Request, pk: int) -> Response:
        return self.show_unit(self.unit(pk))


class UnitPeople(UnitEndpoint):
    """Who is in a unit."""

    @extend_schema(
        operation_id="people_of_unit",
        summary="People who are now in the unit itself, not below it, by name (administrators)",
        responses=PersonDocument(many=True),
    )
    def get(self, request: Request, pk: int) -> Response:
        return self.page(queries.people_in(self.unit(pk)), PersonDocument)


class UnitMove(UnitEndpoint):
    """Moving a unit."""

    @extend_schema(
        operation_id="move_unit",
        summary="Put it, with all below it, below another unit or at the top (administrators)",
        request=UnitPlace,
        responses=PlacedUnit,
    )
    def post(self, request: Request, pk: int) -> Response:
        unit = self.unit(pk)
        return self.show_unit(actions.move_unit(by=self.viewer, unit=unit, **self.body(UnitPlace)))


class UnitMerge(UnitEndpoint):
    """Merging units."""

    @extend_schema(
        operation_id="merge_units",
        summary="Merge others into it: they close, and their people are in it from today (administrators)",
        request=NewMembers,
        responses=PlacedUnit,
    )
    def post(self, request: Request, pk: int) -> Response:
        unit = self.unit(pk)
        return self.show_unit(actions.merge_units(by=self.viewer, into=unit, **self.body(NewMembers)))


class UnitSplit(UnitEndpoint):
    """Splitting a unit."""

    @extend_schema(
        operation_id="split_unit",
        summary="Open new units beside it, with people of it (administrators)",
        request=NewParts,
        responses={201: SplitDocument},
    )
    def post(self, request: Request, pk: int) -> Response:
        made = actions.split_unit(by=self.viewer, unit=self.unit(pk), **self.body(NewParts))
        return self.show({"parts": made}, SplitDocument, 201, **parents(made))


class UnitClose(UnitEndpoint):
    """Closing a unit."""

    @extend_schema(
        operation_id="close_unit",
        summary="Close it, when nobody is in it or its people go into another unit (administrators)",
        request=Closing,
        responses=PlacedUnit,
    )
    def post(self, request: Request, pk: int) -> Response:
        return self.show_unit(actions.close_unit(by=self.viewer, unit=self.unit(pk), **self.body(Closing)))


def parents(units: list[Any]) -> dict[str, Any]:
    return {"parents": queries.parents(units)}
