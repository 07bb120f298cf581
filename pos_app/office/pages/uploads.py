"""Files that a browser sends: from somebody who is signed in, before a byte of them is read, and closed in any case."""

from __future__ import annotations

from litestar.datastructures import UploadFile
from litestar.enums import ScopeType
from litestar.exceptions import NotAuthorizedException
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Scope, Send
from litestar.types.empty import Empty
from litestar.utils.scope.state import ScopeState


class Uploads(ASGIMiddleware):
    """Stands round the check of a form's token, which reads the whole form: a stranger's file never fills the disk,
    and a form that is refused leaves no open file behind."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Raises NotAuthorizedException."""
        session = scope.get("session")
        if not isinstance(session, dict) or "account" not in session:
            raise NotAuthorizedException
        try:
            await next_app(scope, receive, send)
        finally:
            form = ScopeState.from_scope(scope).form
            for value in form.values() if form is not Empty else ():
                if isinstance(value, UploadFile):
                    await value.close()
