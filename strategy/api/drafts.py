"""Working texts: strategies, priorities, and what they rest on."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.endpoints import Endpoint, found
from strategy import actions, queries, serializers


class StrategyEndpoint(Endpoint):
    """An address that shows strategies."""

    def strategy(self, slug: str) -> Any:
        """A strategy that the viewer may see."""
        return found(queries.strategies(self.viewer).filter(slug=slug).first())

    def beside(self, strategies: list[Any]) -> dict[str, Any]:
        """What was last published of each, and whether the viewer reads working texts. One query."""
        return {
            "latest": queries.latest_of(strategies),
            "drafts": queries.reads_drafts(self.viewer),
        }

    def show_strategy(self, strategy: Any, status: int = 200) -> Response:
        """One strategy with its priorities."""
        priorities = queries.priorities(self.viewer).filter(strategy=strategy)
        beside = self.beside([strategy])
        return self.show(strategy, serializers.StrategyInFull, status, priorities=priorities, **beside)


@extend_schema(tags=["strategies"])
class Strategies(StrategyEndpoint):
    """Strategies: drafts for those who work on them, published ones for all."""

    @extend_schema(
        operation_id="strategies",
        summary="Strategies that I may read",
        responses=serializers.StrategyDocument(many=True),
    )
    def get(self, request: Request) -> Response:
        strategies = queries.strategies(self.viewer).prefetch_related("campaigns")
        return self.page(strategies, serializers.StrategyDocument, self.beside)

    @extend_schema(
        operation_id="draft_strategy",
        summary="Start a strategy (executives)",
        request=serializers.NewStrategy,
        responses={201: serializers.StrategyInFull},
    )
    def post(self, request: Request) -> Response:
        strategy = actions.draft(by=self.viewer, **self.body(serializers.NewStrategy))
        return self.show_strategy(strategy, 201)


@extend_schema(tags=["strategies"])
class Strategy(StrategyEndpoint):
    """One strategy."""

    @extend_schema(operation_id="strategy", summary="One strategy", responses=serializers.StrategyInFull)
    def get(self, request: Request, slug: str) -> Response:
        return self.show_strategy(self.strategy(slug))

    @extend_schema(
        operation_id="change_strategy",
        summary="Change the working text (executives)",
        request=serializers.StrategyChange,
        responses=serializers.StrategyInFull,
    )
    def patch(self, request: Request, slug: str) -> Response:
        strategy = self.strategy(slug)
        fields = self.body(serializers.StrategyChange, partial=True)
        return self.show_strategy(actions.change_strategy(by=self.viewer, strategy=strategy, **fields))


@extend_schema(tags=["strategies"])
class Priorities(StrategyEndpoint):
    """The priorities of a working text."""

    @extend_schema(
        operation_id="add_priority",
        summary="Add a priority (executives)",
        request=serializers.PriorityChange,
        responses={201: serializers.PriorityDocument},
    )
    def post(self, request: Request, slug: str) -> Response:
        strategy = self.strategy(slug)
        priority = actions.add_priority(by=self.viewer, strategy=strategy, **self.body(serializers.PriorityChange))
        return self.show(priority, serializers.PriorityDocument, 201)


class PriorityEndpoint(Endpoint):
    """An address that shows one priority."""

    def priority(self, pk: int) -> Any:
        """A priority of a working text that the viewer may read."""
        return found(queries.priorities(self.viewer).filter(pk=pk).first())


@extend_schema(tags=["strategies"])
class Priority(PriorityEndpoint):
    """One priority."""

    @extend_schema(
        operation_id="change_priority",
        summary="Change a priority (executives)",
        request=serializers.PriorityChange,
        responses=serializers.PriorityDocument,
    )
    def patch(self, request: Request, pk: int) -> Response:
        priority = self.priority(pk)
        fields = self.body(serializers.PriorityChange, partial=True)
        changed = actions.change_priority(by=self.viewer, priority=priority, **fields)
        return self.show(changed, serializers.PriorityDocument)

    @extend_schema(operation_id="remove_priority", summary="Take a priority out (executives)", responses={204: None})
    def delete(self, request: Request, pk: int) -> Response:
        actions.remove_priority(by=self.viewer, priority=self.priority(pk))
        return Response(status=204)


@extend_schema(tags=["strategies"])
class Grounding(PriorityEndpoint):
    """What a priority rests on."""

    @extend_schema(
        operation_id="ground_priority",
        summary="Make these exactly what a priority rests on (executives)",
        request=serializers.Grounding,
        responses=serializers.PriorityDocument,
    )
    def put(self, request: Request, pk: int) -> Response:
        priority = self.priority(pk)
        grounds = self.body(serializers.Grounding, strategy=queries.strategy_of(priority))
        actions.ground(by=self.viewer, priority=priority, **grounds)
        return self.show(self.priority(pk), serializers.PriorityDocument)
