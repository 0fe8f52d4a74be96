"""Reaching the quiet, in the API."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.endpoints import Endpoint, found
from core.errors import require
from ideas import actions, queries, rules
from ideas.serializers import (
    ExtensionDocument,
    MeetingDocument,
    NewExtension,
    NewMeeting,
    ReminderDocument,
    Translation,
    TranslationDocument,
    translations,
)


class _OfCampaign(Endpoint):
    """Something of one campaign."""

    def campaign(self, slug: str) -> Any:
        """The campaign; 404 when the viewer may not see it."""
        return found(queries.campaign(self.viewer, slug))

    def run_by_viewer(self, slug: str) -> Any:
        """The campaign; 403 for whoever does not run it."""
        campaign = self.campaign(slug)
        require(rules.may_run(self.viewer, campaign))
        return campaign


@extend_schema(tags=["campaigns"])
class Extensions(_OfCampaign):
    """By which decisions a campaign listens longer."""

    @extend_schema(
        operation_id="extensions",
        summary="By which decisions a campaign listens longer",
        responses=ExtensionDocument(many=True),
    )
    def get(self, request: Request, slug: str) -> Response:
        return self.only_page(queries.extensions(self.campaign(slug)), ExtensionDocument)

    @extend_schema(
        operation_id="extend",
        summary="Listen longer (curators in scope and administrators)",
        request=NewExtension,
        responses={201: ExtensionDocument},
    )
    def post(self, request: Request, slug: str) -> Response:
        campaign = self.campaign(slug)
        made = actions.extend(by=self.viewer, campaign=campaign, **self.body(NewExtension))
        return self.show(made, ExtensionDocument, 201)


@extend_schema(tags=["campaigns"])
class Translations(_OfCampaign):
    """What a campaign asks, in further languages."""

    @extend_schema(
        operation_id="translations",
        summary="What a campaign asks, in each language of this site",
        responses=TranslationDocument(many=True),
    )
    def get(self, request: Request, slug: str) -> Response:
        return self.only_page(translations(self.campaign(slug)), TranslationDocument)

    @extend_schema(
        operation_id="translate",
        summary="Ask in a further language (curators in scope and administrators)",
        request=Translation,
        responses=TranslationDocument(many=True),
    )
    def post(self, request: Request, slug: str) -> Response:
        campaign, words = self.campaign(slug), self.body(Translation)
        language = words.pop("language")
        campaign = actions.translate(by=self.viewer, campaign=campaign, language=language, words=words)
        return self.only_page(translations(campaign), TranslationDocument)


@extend_schema(tags=["campaigns"])
class Reminders(_OfCampaign):
    """On which days a reminder went out."""

    @extend_schema(
        operation_id="reminders",
        summary="On which days a reminder went out, to nobody knows whom (curators in scope and administrators)",
        responses=ReminderDocument(many=True),
    )
    def get(self, request: Request, slug: str) -> Response:
        return self.only_page(list(queries.reminders(self.run_by_viewer(slug))), ReminderDocument)


@extend_schema(tags=["campaigns"])
class Meetings(_OfCampaign):
    """Meetings whose ideas were written down."""

    @extend_schema(
        operation_id="meetings",
        summary="Meetings whose ideas were written down (curators in scope and administrators)",
        responses=MeetingDocument(many=True),
    )
    def get(self, request: Request, slug: str) -> Response:
        return self.page(queries.meetings(self.run_by_viewer(slug)), MeetingDocument)

    @extend_schema(
        operation_id="note_meeting",
        summary="Write down the ideas of a meeting (curators in scope)",
        request=NewMeeting,
        responses={201: MeetingDocument},
    )
    def post(self, request: Request, slug: str) -> Response:
        campaign = self.campaign(slug)
        made = actions.note_meeting(by=self.viewer, campaign=campaign, **self.body(NewMeeting))
        return self.show(found(queries.meeting(campaign, made.pk)), MeetingDocument, 201)
