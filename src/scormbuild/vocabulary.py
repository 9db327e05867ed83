"""The words of xAPI that the builder and the receiver share: IRIs of verbs and of attachments."""

from __future__ import annotations

from typing import Final

VOIDED: Final = "http://adlnet.gov/expapi/verbs/voided"
SIGNATURE: Final = "http://adlnet.gov/expapi/attachments/signature"
