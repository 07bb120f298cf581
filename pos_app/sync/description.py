"""The protocol as an OpenAPI description, made from the structs that both sides share: `pos-app office describe`.

`resources/openapi.json` holds it; a test says whether that is current.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec

from pos_app import __version__
from pos_app.sync.allocation_messages import AllocationAnswer, AllocationRequest
from pos_app.sync.carried_messages import CARRIED_TYPE, Carried
from pos_app.sync.diagnosis import DIAGNOSES_PATH, DIAGNOSIS_TYPE, DiagnosisTaken
from pos_app.sync.feeds import FEEDS, page_of
from pos_app.sync.people_messages import FEED_TYPE, MOST_ITEMS, PeopleAnswer, PeoplePush
from pos_app.sync.wire import (
    COUNTER_HEADER,
    ENTRIES_TYPE,
    INCARNATION_HEADER,
    PROBLEM_TYPE,
    SIGNATURE_HEADER,
    Closing,
    ClosingAnswer,
    Enrolled,
    Enrolment,
    EntriesPush,
    Hello,
    HelloAnswer,
    Manifest,
    ManifestAnswer,
    Problem,
    PushAnswer,
)

_JSON = "application/json"
_INCARNATION = _DIGEST = "^[0-9a-f]{64}$"
_Schema = dict[str, Any]
_BYTES: _Schema = {"type": "string", "format": "binary"}


@dataclass(frozen=True, slots=True)
class _Verb:
    """One request: what it sends and what it is answered."""

    path: str
    says: str
    request: type[msgspec.Struct]
    answer: type[msgspec.Struct]
    sent_as: str = _JSON
    status: int = 200
    signed: bool = True


_VERBS = (
    _Verb("/v1/enrolments", "A till is taken in with a one-time code.", Enrolment, Enrolled, status=201, signed=False),
    _Verb("/v1/sync/hello", "Begins a sync; signed without a challenge.", Hello, HelloAnswer),
    _Verb(
        "/v1/incarnations/{incarnation}/entries",
        "Entries as they were signed: MessagePack under zstd.",
        EntriesPush,
        PushAnswer,
        sent_as=ENTRIES_TYPE,
    ),
    _Verb("/v1/incarnations/{incarnation}/people", "Changes of identity, field by field.", PeoplePush, PeopleAnswer),
    _Verb("/v1/incarnations/{incarnation}/manifest", "Figures to be compared.", Manifest, ManifestAnswer),
    _Verb("/v1/incarnations/{incarnation}/close", "A till closed for good.", Closing, ClosingAnswer),
    _Verb("/v1/allocations", "Recharge codes for this incarnation.", AllocationRequest, AllocationAnswer),
)


def description() -> _Schema:
    """The OpenAPI 3.1 document."""
    kinds: list[Any] = [kind for verb in _VERBS for kind in (verb.request, verb.answer)]
    pages = [page_of(feed) for feed in FEEDS]
    everything = list(dict.fromkeys([*kinds, *pages, Carried, DiagnosisTaken, Problem]))
    schemas, components = msgspec.json.schema_components(everything, ref_template="#/components/schemas/{name}")
    told = dict(zip(everything, schemas, strict=True))
    paths: _Schema = {verb.path: {"post": _operation(verb, told)} for verb in _VERBS}
    paths["/v1/feeds/{name}"] = {"get": _feed(told, list(dict.fromkeys(pages)))}
    paths["/v1/carried"] = {"post": _carried(told)}
    paths["/v1/carried/{answer}"] = {"get": _carried_piece(told)}
    paths[DIAGNOSES_PATH] = {"post": _diagnosis(told)}
    paths["/v1/authority"] = {"get": _authority()}
    return {
        "openapi": "3.1.0",
        "info": {"title": "pos-app head office, for tills", "version": __version__},
        "paths": paths,
        "components": {"schemas": components},
    }


def description_json() -> bytes:
    """As `resources/openapi.json` holds it."""
    return msgspec.json.format(msgspec.json.encode(description(), order="sorted"), indent=1) + b"\n"


def _operation(verb: _Verb, told: dict[Any, _Schema]) -> _Schema:
    parameters = _signature() if verb.signed else []
    if "{incarnation}" in verb.path:
        schema = {"type": "string", "pattern": _INCARNATION}
        parameters = [{"name": "incarnation", "in": "path", "required": True, "schema": schema}, *parameters]
    return {
        "summary": verb.says,
        "parameters": parameters,
        "requestBody": {"required": True, "content": {verb.sent_as: {"schema": told[verb.request]}}},
        "responses": _responses({str(verb.status): {_JSON: {"schema": told[verb.answer]}}}, told),
    }


def _feed(told: dict[Any, _Schema], pages: list[Any]) -> _Schema:
    asked: tuple[tuple[str, _Schema], ...] = (
        ("epoch", {"type": "string", "maxLength": 64}),
        ("after", {"type": "string", "maxLength": 40}),
        ("limit", {"type": "integer", "minimum": 1, "maximum": MOST_ITEMS}),
    )
    name = {"name": "name", "in": "path", "required": True, "schema": {"type": "string", "enum": list(FEEDS)}}
    query = [{"name": each, "in": "query", "required": False, "schema": schema} for each, schema in asked]
    page = {"schema": {"oneOf": [told[each] for each in pages]}}
    return {
        "summary": "A page of a feed: JSON under zstd.",
        "parameters": [name, *query, *_signature()],
        "responses": _responses({"200": {FEED_TYPE: page}}, told),
    }


def _carried(told: dict[Any, _Schema]) -> _Schema:
    """The file's own form is in `pos_app.sync.carried_file`; to the till that carries it it is bytes."""
    return {
        "summary": "Another till's file is taken in, as it lies on the stick.",
        "parameters": _signature(),
        "requestBody": {"required": True, "content": {CARRIED_TYPE: {"schema": _BYTES}}},
        "responses": _responses({"200": {_JSON: {"schema": told[Carried]}}}, told),
    }


def _diagnosis(told: dict[Any, _Schema]) -> _Schema:
    """What is inside is in `pos_app.sync.diagnosis`; it is sealed to head office."""
    return {
        "summary": "What a till says of itself when somebody there asks for help.",
        "parameters": _signature(),
        "requestBody": {"required": True, "content": {DIAGNOSIS_TYPE: {"schema": _BYTES}}},
        "responses": _responses({"200": {_JSON: {"schema": told[DiagnosisTaken]}}}, told),
    }


def _carried_piece(told: dict[Any, _Schema]) -> _Schema:
    answer = {"name": "answer", "in": "path", "required": True, "schema": {"type": "string", "pattern": _DIGEST}}
    after = {"name": "after", "in": "query", "required": False, "schema": {"type": "integer", "minimum": 0}}
    return {
        "summary": "The answer to a file from a place on, for its stick.",
        "parameters": [answer, after, *_signature()],
        "responses": _responses({"200": {CARRIED_TYPE: {"schema": _BYTES}}}, told),
    }


def _authority() -> _Schema:
    content = {"text/plain": {"schema": {"type": "string"}}}
    return {
        "summary": "The authority's certificate (PEM): a till compares it with the fingerprint in its code.",
        "responses": {"200": {"description": "the certificate", "content": content}},
    }


def _signature() -> list[_Schema]:
    """Ed25519 over method, path, body, challenge and counter (`pos_app.sync.wire.request_bytes`)."""
    schemas: tuple[tuple[str, _Schema], ...] = (
        (INCARNATION_HEADER, {"type": "string", "pattern": _INCARNATION}),
        (COUNTER_HEADER, {"type": "integer", "minimum": 1}),
        (SIGNATURE_HEADER, {"type": "string", "pattern": "^[0-9a-f]{128}$"}),
    )
    return [{"name": name, "in": "header", "required": True, "schema": schema} for name, schema in schemas]


def _responses(good: _Schema, told: dict[Any, _Schema]) -> _Schema:
    problem = {"description": "a problem document (RFC 9457)", "content": {PROBLEM_TYPE: {"schema": told[Problem]}}}
    answered = {status: {"description": "done", "content": content} for status, content in good.items()}
    return {**answered, "4XX": problem, "5XX": problem}
